"""What becomes of a booking: cancelled, moved, checked in. Nothing here commits."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from backend.errors import ServiceError
from backend.identity.viewer import Viewer
from backend.membership.authority import verified_member
from backend.membership.models import Member
from backend.privacy.audit import Access
from backend.queues import repository
from backend.queues.admission import admitted, booking_from, queue_of, wanted_number
from backend.queues.choices import action_choice
from backend.queues.idempotency import fingerprint, once
from backend.queues.models import Booking, BookingTask
from backend.queues.places import Place, place_of
from backend.queues.service import booking_of
from backend.queues.wishes import BookingWish, Location, MoveWish
from backend.regions.geo import haversine_m

NO_SHOW_OR_CANCELLED_TASK = 99
MOVED = "moved"
"""Reason of a cancellation that made room for another booking of the same visit."""


def cancel(session: Session, *, viewer: Viewer, code: str, reason: str, access: Access, now: datetime) -> Booking:
    """Gives a place back; a second time changes nothing.

    Raises:
        ServiceError: ``already_checked_in``, ``booking_over``; see ``booking_of``.
    """
    booking = booking_of(session, viewer=viewer, code=code, what="queue.cancel", access=access, now=now)
    booking = repository.locked(session, booking)
    if booking.state != "cancelled":
        queue_of(session, place_of(session, booking.facility_code)).cancel(booking.code, reason, now=now)
        _close(session, booking, reason, now)
    return booking


def _close(session: Session, booking: Booking, reason: str, now: datetime) -> None:
    booking.state, booking.cancelled_at, booking.cancel_reason = "cancelled", now, reason
    booking.tasks.append(BookingTask(task_id=NO_SHOW_OR_CANCELLED_TASK, at=now))
    session.flush()


def check_in(
    session: Session, *, viewer: Viewer, code: str, location: Location | None = None, access: Access, now: datetime
) -> Booking:
    """Notes that the member has arrived; a second time changes nothing.

    Raises:
        ServiceError: ``too_far`` (``distance_m``, ``radius_m``) and the facility's refusals: ``checkin_not_today``,
            ``checkin_too_early``, ``checkin_too_late``, ``booking_over``; see ``booking_of``.
    """
    booking = booking_of(session, viewer=viewer, code=code, what="queue.check_in", access=access, now=now)
    booking = repository.locked(session, booking)
    if booking.state in ("checked_in", "called"):
        return booking
    place = place_of(session, booking.facility_code)
    _check_distance(place, location)
    arrival = queue_of(session, place).check_in(booking.code, now=now)
    booking.state, booking.turn = "checked_in", arrival.turn
    booking.tasks.append(BookingTask(task_id=arrival.task_id, at=now))
    session.flush()
    return booking


def _check_distance(place: Place, location: Location | None) -> None:
    radius = place.rules.checkin_radius_m
    if location is None or not radius:
        return
    distance = haversine_m(location.latitude, location.longitude, place.facility.latitude, place.facility.longitude)
    if distance > radius:
        raise ServiceError(
            "too_far", distance_m=round(distance), radius_m=radius, next_choices=[action_choice("check_in_at_counter")]
        )


def move(
    session: Session, *, viewer: Viewer, code: str, wish: MoveWish, key: str | None, access: Access, now: datetime
) -> Booking:
    """Another day or session for a booking: the new place is taken first, then the old one is given back.

    Raises:
        ServiceError: ``already_checked_in``, ``booking_over``, ``nothing_to_move``; as for ``book``.
    """
    old = booking_of(session, viewer=viewer, code=code, what="queue.move", access=access, now=now)
    actor_id = verified_member(session, viewer).id
    print_ = fingerprint("move", {"booking": old.code, **asdict(wish)})

    def carry_out() -> Booking:
        return _move(session, repository.locked(session, old), wish, actor_id=actor_id, now=now)

    return once(session, member_id=actor_id, key=key, print_=print_, now=now, carry_out=carry_out)


def _move(session: Session, old: Booking, wish: MoveWish, *, actor_id: str, now: datetime) -> Booking:
    if old.state in ("checked_in", "called"):
        raise ServiceError("already_checked_in", number=old.number)
    if old.state != "booked":
        raise ServiceError("booking_over", state=old.state)
    repository.lock_moves(session, old.facility_code)
    repository.lock_member(session, old.member_id)
    patient = session.get_one(Member, old.member_id)
    again = _same_visit(old, wish)
    place, letter = admitted(session, patient, again, now, replaces=old.code)
    queue, wanted = queue_of(session, place), wanted_number(patient, again, letter, replaces=old.code)
    number = queue.take(wanted, now=now)
    if number.session_day_id == old.session_day_id:
        raise ServiceError("nothing_to_move", booking=old.code)
    queue.cancel(old.code, MOVED, now=now)
    _close(session, old, MOVED, now)
    booking = booking_from(place, wanted, number, old.complaint, actor_id=actor_id, now=now)
    booking.moved_from = old.id
    session.add(booking)
    session.flush()
    return booking


def _same_visit(old: Booking, wish: MoveWish) -> BookingWish:
    doctor = wish.doctor_code or (None if wish.session_id else old.session_day.schedule.doctor_code)
    return BookingWish(
        facility=old.facility_code,
        poli=old.poli_code,
        day=wish.day,
        session_id=wish.session_id,
        doctor_code=doctor,
        visit_kind=old.visit_kind,
        letter_number=old.letter_number,
        complaint=old.complaint,
    )
