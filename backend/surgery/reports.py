"""What hospitals report of surgery dates (``jadwaloperasi``), and telling members of a change."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.conversations.messages import Reply
from backend.conversations.service import lock_known, post
from backend.surgery.models import Surgery, SurgeryWatch
from backend.texts import Texts

_TEXTS = Texts(Path(__file__).with_name("texts.yml"))
TOLD_FOR = timedelta(days=60)
"""A conversation that has not asked for so long is no longer told: the phone may have another owner."""


@dataclass(frozen=True)
class SurgeryReport:
    """One date as a hospital reports it; ``starts`` in its own time, None while the hour is open."""

    code: str
    member_id: str
    facility_code: str
    poli_code: str
    day: date
    starts: time | None
    procedure: str
    done: bool
    reported_at: datetime


def take_report(session: Session, report: SurgeryReport, now: datetime) -> bool | None:
    """Stores a report; gives whether the surgery was new, or None for a report older than what is known: it is dropped.

    Where a date or hour changed, everybody who asked for it is told that it did, not what is planned: a message that
    comes by itself may be read by others.
    """
    known = session.get(Surgery, report.code, with_for_update=True)
    if known is None:
        session.add(Surgery(**vars(report)))
        return True
    if report.reported_at <= known.reported_at:
        return None
    moved = not report.done and (known.day, known.starts) != (report.day, report.starts)
    if moved:
        known.moved_from = known.day
    for name in ("facility_code", "poli_code", "day", "starts", "procedure", "done", "reported_at"):
        setattr(known, name, getattr(report, name))
    if moved:
        _tell(session, known.member_id, now)
    return False


def _tell(session: Session, member_id: str, now: datetime) -> None:
    query = select(SurgeryWatch).where(SurgeryWatch.member_id == member_id, SurgeryWatch.asked_at > now - TOLD_FOR)
    for watch in session.scalars(query.order_by(SurgeryWatch.conversation_id)):
        conversation = lock_known(session, watch.conversation_id)
        if conversation is not None:
            button = {"title": _TEXTS("see_button", conversation.locale), "payload": "/surgery_schedule"}
            reply = Reply(_TEXTS("moved", conversation.locale), [button])
            post(session, conversation, reply, author="system", now=now)


def forget_old(session: Session, now: datetime) -> None:
    """Deletes watches of conversations that are told no more; a timer calls it."""
    session.execute(delete(SurgeryWatch).where(SurgeryWatch.asked_at <= now - TOLD_FOR))
