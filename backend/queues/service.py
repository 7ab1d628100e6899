"""Taking numbers and reading bookings. Each use case takes the verified member who acts; nothing here commits."""

from dataclasses import asdict
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from backend.errors import NotFound
from backend.facilities.service import get_facility
from backend.identity.viewer import Viewer
from backend.membership.authority import member_for, members_for, verified_member
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.queues import repository
from backend.queues.admission import admitted, booking_from, queue_of, wanted_number
from backend.queues.choices import action_choice
from backend.queues.codes import typed_code
from backend.queues.idempotency import fingerprint, once
from backend.queues.models import Booking, ReferralLetter
from backend.queues.places import Place
from backend.queues.wishes import BookingWish
from backend.reference.calendar import today_in_jakarta


def book(
    session: Session,
    *,
    viewer: Viewer,
    patient_id: str | None,
    wish: BookingWish,
    key: str | None,
    access: Access,
    now: datetime,
) -> Booking:
    """Takes a number.

    Args:
        viewer: who acts; ``patient_id`` whom the number is for, if not the same.
        key: idempotency key; the same key and wish give the same booking again.

    Raises:
        NotFound, Forbidden: see ``authority.member_for`` and ``places.place_of``.
        ServiceError: ``member_inactive``, ``not_own_fktp``, a letter's refusal (``letters.letter_for``) or the
            facility's (``refusals.check``), each with ``next_choices``; ``idempotency_key_reused``.
    """
    patient = member_for(session, viewer, patient_id, "care", today_in_jakarta(now))
    actor_id = verified_member(session, viewer).id
    record_access(session, access, member_id=patient.id, what="queue.book", now=now)

    def carry_out() -> Booking:
        repository.lock_member(session, patient.id)
        place, letter = admitted(session, patient, wish, now)
        return _take(session, place, patient, wish, letter, actor_id=actor_id, now=now)

    print_ = fingerprint("book", {"patient": patient.id, **asdict(wish)})
    return once(session, member_id=actor_id, key=key, print_=print_, now=now, carry_out=carry_out)


def _take(
    session: Session,
    place: Place,
    patient: Member,
    wish: BookingWish,
    letter: ReferralLetter | None,
    *,
    actor_id: str,
    now: datetime,
) -> Booking:
    queue, wanted = queue_of(session, place), wanted_number(patient, wish, letter)
    if wish.register_patient:
        queue.register_patient(wanted.patient, now=now)
    number = queue.take(wanted, now=now)
    booking = booking_from(place, wanted, number, wish.complaint, actor_id=actor_id, now=now)
    session.add(booking)
    session.flush()
    return booking


def booking_of(
    session: Session, *, viewer: Viewer, code: str, what: str = "queue.booking", access: Access, now: datetime
) -> Booking:
    """A booking that the member may see.

    Raises:
        NotFound: ``booking_not_found``, also when it is somebody else's.
        Forbidden: ``own_code_needed``: an adult of the same family.
    """
    booking = repository.by_code(session, typed_code(code))
    choices = [action_choice("list_bookings")]
    if booking is None:
        raise NotFound("booking_not_found", next_choices=choices)
    try:
        member_for(session, viewer, booking.member_id, "care", today_in_jakarta(now))
    except NotFound as error:
        raise NotFound("booking_not_found", next_choices=choices) from error
    record_access(session, access, member_id=booking.member_id, what=what, now=now)
    return booking


def bookings_of(
    session: Session, *, viewer: Viewer, past: bool = False, access: Access, now: datetime
) -> list[Booking]:
    """Bookings of the member and the children acted for: those to come, or with ``past`` the newest of any state.

    A helper sees those to come only: the past ones tell where the member was treated, and of what.
    """
    ids = [member.id for member in members_for(session, viewer, "care", today_in_jakarta(now))]
    for member_id in ids:
        record_access(session, access, member_id=member_id, what="queue.bookings", now=now)
    if past and viewer.helper is None:
        return repository.recent_bookings(session, ids, limit=20)
    # Indonesia is ahead of UTC, so today's date in UTC leaves no local day out; yesterday's are dropped below.
    found = repository.open_bookings(session, ids, since=now.date())
    return [booking for booking in found if booking.day >= _today_at(session, booking.facility_code, now)]


def _today_at(session: Session, facility_code: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(get_facility(session, facility_code).time_zone)).date()
