"""Service API of past visits (level 2: health data): overview, link to the record, who looked at it."""

from typing import Annotated

from fastapi import Query
from sqlalchemy.orm import Session

from backend.api.deps import Caller, Db, Now, Verified
from backend.api.once import once
from backend.api.routes import TopicRouter
from backend.facilities.service import get_facility
from backend.history import service, sharing
from backend.history.models import Visit
from backend.history.page_link import RECORD
from backend.history.schemas import LetterOut, LinkOut, ReadingOut, RevokedOut, VisitOut, VisitsOut
from backend.membership.authority import member_for
from backend.privacy.audit import Access
from backend.queues.models import ReferralLetter
from backend.reference.calendar import today_in_jakarta

router = TopicRouter(prefix="/service/v1/history", tags=["history"])


@router.get("/visits")
def visits(
    *,
    session: Db,
    caller: Caller,
    viewer: Verified,
    now: Now,
    member: Annotated[str | None, Query(max_length=36)] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 5,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> VisitsOut:
    """Past visits of the verified member, or of a child acted for, and the letters for those to come."""
    access = Access.bot(caller.conversation_id, "service_history")
    patient, found, total = service.visits_of(
        session, viewer, member, limit=limit, offset=offset, access=access, now=now
    )
    return VisitsOut(
        member_id=patient.id,
        name=patient.name,
        total=total,
        visits=[_out(session, visit) for visit in found],
        letters=[_letter(session, letter) for letter in service.valid_letters(session, patient, now)],
    )


@router.post("/page", status_code=201)
def page(
    session: Db, caller: Caller, viewer: Verified, now: Now, member: Annotated[str | None, Query(max_length=36)] = None
) -> LinkOut:
    """The signed link to the record with diagnoses, and to codes for doctors; looking at it is logged there."""
    whose = member_for(session, viewer, member, "care", today_in_jakarta(now))
    return LinkOut(
        url=RECORD.make(caller.conversation_id, str(viewer.member_id), now, about=whose.id).url, name=whose.name
    )


@router.delete("/shares")
@once
def revoke(session: Db, caller: Caller, viewer: Verified, now: Now) -> RevokedOut:
    """Takes running codes back."""
    access = Access.bot(caller.conversation_id, "service_history")
    return RevokedOut(revoked=sharing.revoke(session, viewer, access=access, now=now))


@router.get("/readings")
def readings(session: Db, caller: Caller, viewer: Verified, now: Now) -> list[ReadingOut]:
    """Which doctors have looked, newest first."""
    access = Access.bot(caller.conversation_id, "service_history")
    found = sharing.readings_of(session, viewer, access=access, now=now)
    return [ReadingOut(at=one.at, reader=one.reader) for one in found]


def _out(session: Session, visit: Visit) -> VisitOut:
    return VisitOut(
        date=visit.day,
        facility=visit.facility_code,
        facility_name=get_facility(session, visit.facility_code).name,
        poli=visit.poli_code,
        poli_name=visit.poli.name if visit.poli else None,
        care=visit.care,
    )


def _letter(session: Session, letter: ReferralLetter) -> LetterOut:
    return LetterOut(
        control=letter.is_control,
        facility_name=get_facility(session, letter.facility_code).name,
        poli_name=letter.poli.name,
        visit_on=letter.visit_on,
        valid_until=letter.valid_until,
    )
