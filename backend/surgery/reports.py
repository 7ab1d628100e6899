"""What hospitals report of surgery dates (``jadwaloperasi``), and telling members of a change."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conversations.messages import Reply
from backend.conversations.models import Conversation
from backend.conversations.service import lock_conversation, post
from backend.surgery.models import Surgery, SurgeryWatch

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


@lru_cache
def _texts() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("texts.yml").read_text("utf-8"))
    return loaded


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
    for watch in session.scalars(query):
        if session.get(Conversation, watch.conversation_id) is None:
            continue
        conversation = lock_conversation(session, watch.conversation_id)
        language = "en" if conversation.locale.startswith("en") else "id"
        button = {"title": _texts()["see_button"][language], "payload": "/surgery_schedule"}
        reply = Reply(_texts()["moved"][language], [button])
        post(session, conversation, reply, author="system", now=now)
