"""Use cases of ratings: which visits may be rated, and rating one, or a facility by wish."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.errors import NotFound, ServiceError
from backend.facilities.service import get_facility
from backend.history.models import Visit
from backend.identity.viewer import Viewer
from backend.membership.authority import members_for, verified_member
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.ratings.comments import clean
from backend.ratings.models import FacilityRating
from backend.reference.calendar import today_in_jakarta

RATED_WITHIN = timedelta(days=90)
"""Older visits are no longer remembered well enough to be rated."""
AGAIN_AFTER = timedelta(days=30)
"""A facility of which we know no visit is rated by one member once in this time: nobody decides an average alone."""
COMMENT_LIMIT = 500


@dataclass(frozen=True)
class Stars:
    """Stars 1 to 5; ``medicine`` None where none was given."""

    service: int
    waiting: int
    cleanliness: int
    medicine: int | None


@dataclass(frozen=True)
class Rated:
    """A rating that was taken; ``filtered``: something was taken out of the comment."""

    rating: FacilityRating
    filtered: bool


def ratable_visits(session: Session, viewer: Viewer, *, access: Access, now: datetime) -> list[tuple[Visit, Member]]:
    """The visits of the viewer, and of children acted for, that may be rated; the newest first.

    Raises:
        ServiceError: 401 ``verification_required``.
    """
    today = today_in_jakarta(now)
    people = {member.id: member for member in members_for(session, viewer, "care", today)}
    for member_id in people:
        record_access(session, access, member_id=member_id, what="ratings.visits", now=now)
    rated = select(FacilityRating.id).where(FacilityRating.visit_id == Visit.id)
    lately = Visit.day.between(today - RATED_WITHIN + timedelta(days=1), today)
    query = select(Visit).where(Visit.member_id.in_(people), lately, ~rated.exists())
    found = session.scalars(query.order_by(Visit.day.desc(), Visit.id.desc()))
    return [(visit, people[visit.member_id]) for visit in found]


def rate(
    session: Session,
    viewer: Viewer,
    facility_code: str,
    stars: Stars,
    comment: str = "",
    *,
    visit_id: UUID | None = None,
    key: str | None = None,
    access: Access,
    now: datetime,
) -> Rated:
    """Takes a rating of a visit, or by wish of a facility: then it counts for the last visit there, if one is known.

    A second one with the same ``key`` gives the first one's answer.

    Raises:
        ServiceError: 401 ``verification_required``; 409 ``visit_rated_already``, ``facility_rated_lately``.
        NotFound: ``facility_not_found``, ``visit_not_found`` (not theirs, elsewhere, or too long ago).
    """
    member = verified_member(session, viewer)
    session.get_one(Member, member.id, with_for_update=True)  # two at once would both find nothing rated
    kept, filtered = clean(comment.strip()[:COMMENT_LIMIT])
    before = select(FacilityRating).where(FacilityRating.member_id == member.id, FacilityRating.command_key == key)
    if key and (known := session.scalar(before)):
        return Rated(known, filtered)
    visit = visit_to_rate(session, viewer, facility_code, visit_id=visit_id, access=access, now=now)
    rating = FacilityRating(
        member_id=member.id,
        facility_code=facility_code,
        visit_id=visit.id if visit else None,
        service=stars.service,
        waiting=stars.waiting,
        cleanliness=stars.cleanliness,
        medicine=stars.medicine,
        comment=kept or None,
        rated_at=now,
        command_key=key,
    )
    session.add(rating)
    session.flush()
    return Rated(rating, filtered)


def visit_to_rate(
    session: Session, viewer: Viewer, facility_code: str, *, visit_id: UUID | None, access: Access, now: datetime
) -> Visit | None:
    """The visit that a rating would count for; None where no visit is known and the facility may be rated even so.

    Raises:
        ServiceError, NotFound: as ``rate``.
    """
    get_facility(session, facility_code)
    open_ = [visit for visit, _ in ratable_visits(session, viewer, access=access, now=now)]
    here = [visit for visit in open_ if visit.facility_code == facility_code]
    if visit_id is not None:
        return next((visit for visit in here if visit.id == visit_id), None) or _refuse_visit(session, viewer, visit_id)
    if not here:
        _refuse_again(session, verified_member(session, viewer), facility_code, now)
    return here[0] if here else None


def _refuse_visit(session: Session, viewer: Viewer, visit_id: UUID) -> NoReturn:
    mine = (FacilityRating.visit_id == visit_id, FacilityRating.member_id == viewer.member_id)
    rated = session.scalar(select(FacilityRating.id).where(*mine))
    raise ServiceError("visit_rated_already") if rated else NotFound("visit_not_found")


def _refuse_again(session: Session, member: Member, code: str, now: datetime) -> None:
    mine = select(FacilityRating.rated_at).where(
        FacilityRating.member_id == member.id, FacilityRating.facility_code == code
    )
    last = session.scalar(mine.order_by(FacilityRating.rated_at.desc()).limit(1))
    if last is not None and now - last < AGAIN_AFTER:
        raise ServiceError("facility_rated_lately", days=AGAIN_AFTER.days)
