"""Queries for bookings."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.membership.models import Member
from backend.queues.models import OPEN_STATES, Booking, QueueRules


def by_code(session: Session, code: str) -> Booking | None:
    """The booking with a code."""
    return session.scalar(select(Booking).where(Booking.code == code))


def locked(session: Session, booking: Booking) -> Booking:
    """The booking as it is now, held until the transaction ends."""
    query = select(Booking).where(Booking.id == booking.id).with_for_update(of=Booking)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def open_bookings(session: Session, member_ids: Sequence[str], since: date) -> list[Booking]:
    """Bookings that still hold a place on a day or later, in order of time."""
    query = select(Booking).where(
        Booking.member_id.in_(member_ids), Booking.state.in_(OPEN_STATES), Booking.day >= since
    )
    return list(session.scalars(query.order_by(Booking.estimated_at)))


def recent_bookings(session: Session, member_ids: Sequence[str], limit: int) -> list[Booking]:
    """The newest bookings whatever became of them."""
    query = (
        select(Booking).where(Booking.member_id.in_(member_ids)).order_by(Booking.day.desc(), Booking.created_at.desc())
    )
    return list(session.scalars(query.limit(limit)))


def lock_member(session: Session, member_id: str) -> None:
    """Lets one command at a time take numbers for a member: "one number a day" is counted, not constrained."""
    session.execute(select(Member.id).where(Member.id == member_id).with_for_update(key_share=True))


def lock_moves(session: Session, facility_code: str) -> None:
    """Lets one move at a time go on at a facility: each locks two sessions, and two could wait for each other."""
    session.execute(
        select(QueueRules.facility_code)
        .where(QueueRules.facility_code == facility_code)
        .with_for_update(key_share=True)
    )
