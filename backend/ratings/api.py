"""Service API of ratings: rating is for verified members, averages are for everybody."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.api.deps import Caller, Db, IdempotencyKey, Now, Verified
from backend.api.routes import TopicRouter
from backend.facilities.service import get_facility
from backend.privacy.audit import Access
from backend.ratings import service
from backend.ratings.schemas import RatableVisit, RatableVisits, RatingIn, RatingOut, SummaryOut
from backend.ratings.service import Stars
from backend.ratings.summary import summaries

router = TopicRouter(prefix="/service/v1/ratings", tags=["ratings"])


@router.get("/visits")
def visits(session: Db, caller: Caller, viewer: Verified, now: Now) -> RatableVisits:
    """The visits that the member may rate."""
    access = Access.bot(caller.conversation_id, "rate_facility")
    found = service.ratable_visits(session, viewer, access=access, now=now)
    return RatableVisits(
        visits=[
            RatableVisit(
                visit=visit.id,
                facility=visit.facility_code,
                facility_name=get_facility(session, visit.facility_code).name,
                date=visit.day,
                name=member.name,
            )
            for visit, member in found
        ]
    )


@router.get("/allowed", status_code=204)
def allowed(
    *,
    session: Db,
    caller: Caller,
    viewer: Verified,
    now: Now,
    facility: Annotated[str, Query(max_length=16)],
    visit: UUID | None = None,
) -> None:
    """Refuses at once what could not be kept in the end."""
    access = Access.bot(caller.conversation_id, "rate_facility")
    service.visit_to_rate(session, viewer, facility, visit_id=visit, access=access, now=now)


@router.post("", status_code=201)
def rate(
    *,
    session: Db,
    caller: Caller,
    viewer: Verified,
    now: Now,
    given: RatingIn,
    idempotency_key: IdempotencyKey = None,
) -> RatingOut:
    """Takes a rating."""
    stars = Stars(given.service, given.waiting, given.cleanliness, given.medicine)
    access = Access.bot(caller.conversation_id, "rate_facility")
    rated = service.rate(
        session,
        viewer,
        given.facility,
        stars,
        given.comment,
        visit_id=given.visit,
        key=idempotency_key,
        access=access,
        now=now,
    )
    return RatingOut(
        facility=given.facility,
        facility_name=get_facility(session, given.facility).name,
        of_visit=rated.rating.visit_id is not None,
        comment=rated.rating.comment,
        filtered=rated.filtered,
    )


@router.get("/facilities/{code}")
def summary(session: Db, code: str) -> SummaryOut:
    """How a facility is rated; public."""
    get_facility(session, code)
    found = summaries(session, [code]).get(code)
    if found is None:
        return SummaryOut(facility=code, average=None, count=0, aspects={})
    return SummaryOut(facility=code, average=found.average, count=found.count, aspects=dict(found.aspects))
