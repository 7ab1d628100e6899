"""Where contacts are from: the regency that a member asked about on a day, or else that of their own facility.

A contact is one conversation on one day. Kept is the code of the regency (kabupaten or kota) and nothing finer.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.conversations.models import ContactRegion, Conversation
from backend.facilities.models import Facility
from backend.reference.calendar import today_in_jakarta
from backend.regions.catalogue import regencies

ContactKey = tuple[UUID, date]
_KEPT = select(ContactRegion.regency_code).where(
    ContactRegion.conversation_id == bindparam("conversation"), ContactRegion.day == bindparam("day")
)


def asked_about(session: Session, conversation_id: UUID | None, regency_code: str | None, *, now: datetime) -> None:
    """The member asked about a place: the newest of a day counts. Without a place or a conversation nothing is kept."""
    if conversation_id is None or regency_code not in regencies():
        return
    today = today_in_jakarta(now)
    # One answer asks several times: what stands there already is not written again, and needs no commit to disk.
    if session.scalar(_KEPT, {"conversation": conversation_id, "day": today}) == regency_code:
        return
    known = select(Conversation.id, literal(today), literal(regency_code))
    _keep(session, known.where(Conversation.id == conversation_id), instead=True)


def asked_about_facility(session: Session, conversation_id: UUID | None, code: str | None, *, now: datetime) -> None:
    """The same by a facility."""
    facility = session.get(Facility, code) if code else None
    asked_about(session, conversation_id, facility.regency_code if facility else None, now=now)


def at_home(session: Session, conversation_id: UUID, fktp_code: str | None, *, now: datetime) -> None:
    """Where a verified member's own facility is: counts where no place is asked about."""
    known = select(literal(conversation_id), literal(today_in_jakarta(now)), Facility.regency_code)
    _keep(session, known.where(Facility.code == fktp_code), instead=False)


def _keep(session: Session, known: Any, *, instead: bool) -> None:
    made = insert(ContactRegion).from_select(["conversation_id", "day", "regency_code"], known)
    key = ["conversation_id", "day"]
    newest = {"regency_code": made.excluded.regency_code}
    done = made.on_conflict_do_update(index_elements=key, set_=newest) if instead else made.on_conflict_do_nothing()
    session.execute(done)


def regions_between(session: Session, first: date, last: date) -> dict[ContactKey, str]:
    """The names of the regencies of contacts, of those days on which one is known."""
    query = select(ContactRegion).where(ContactRegion.day >= first, ContactRegion.day <= last)
    names = regencies()
    return {
        (one.conversation_id, one.day): names[one.regency_code].name
        for one in session.scalars(query)
        if one.regency_code in names
    }
