"""Service API of queues. Clinics, sessions and doctors' hours are public; everything about a member needs level 2."""

from datetime import date
from typing import Annotated

from fastapi import Query

from backend.api.deps import Asking, Caller, Db, IdempotencyKey, Now, Verified
from backend.api.routes import TopicRouter
from backend.conversations.contact_regions import asked_about_facility
from backend.membership.authority import members_for
from backend.privacy.audit import Access
from backend.queues import changes, schedule, service
from backend.queues.options import options_for
from backend.queues.polis import clear_match, resolve_poli
from backend.queues.schemas import (
    BookIn,
    BookingOut,
    BookingsOut,
    CancelIn,
    CheckInIn,
    DoctorScheduleOut,
    MoveIn,
    OptionsOut,
    PoliMatchesOut,
    SessionsOut,
)
from backend.queues.views import booking_out, match_out, options_out, poli_out
from backend.queues.wishes import BookingWish, Location, MoveWish
from backend.reference.calendar import today_in_jakarta

router = TopicRouter(prefix="/service/v1/queues", tags=["queues"])

Text = Annotated[str, Query(min_length=1, max_length=120)]
FacilityCode = Annotated[str, Query(max_length=16)]
OptionalText = Annotated[str | None, Query(max_length=120)]
MemberId = Annotated[str | None, Query(max_length=36)]


@router.get("/options")
def options(*, session: Db, caller: Caller, viewer: Verified, now: Now, member: MemberId = None) -> OptionsOut:
    """Where a member can book: control letters first, then referrals, then the own FKTP."""
    access = Access.bot(caller.conversation_id, "queue_booking")
    found = options_for(session, viewer=viewer, patient_id=member, access=access, now=now)
    return options_out(found, members_for(session, viewer, "care", today_in_jakarta(now)))


@router.get("/polis/resolve")
def resolve(*, session: Db, q: Text, facility: Annotated[str | None, Query(max_length=16)] = None) -> PoliMatchesOut:
    """The clinics that a text may mean, those of the facility first."""
    matches = resolve_poli(session, q, facility)
    clear = clear_match(matches)
    return PoliMatchesOut(
        poli=poli_out(clear.poli) if clear else None,
        available=clear is not None and (facility is None or clear.available),
        matches=[match_out(match) for match in matches],
    )


@router.get("/sessions")
def sessions(
    *,
    session: Db,
    now: Now,
    facility: FacilityCode,
    poli: OptionalText = None,
    day: Annotated[date | None, Query(alias="date")] = None,
    doctor: OptionalText = None,
) -> SessionsOut:
    """The sessions of a day (default: the first that can be booked) with places left, and the next open days."""
    return schedule.sessions_on(session, facility=facility, poli=poli, day=day, doctor=doctor, now=now)


@router.get("/doctor-schedule")
def doctor_schedule(
    *,
    session: Db,
    now: Now,
    asking: Asking,
    facility: FacilityCode,
    poli: OptionalText = None,
    doctor: OptionalText = None,
    day: Annotated[date | None, Query(alias="date")] = None,
) -> DoctorScheduleOut:
    """When doctors practise, in the week or on a day."""
    asked_about_facility(session, asking, facility, now=now)
    return schedule.doctor_schedule(session, facility=facility, poli=poli, doctor=doctor, day=day, now=now)


@router.post("/bookings", status_code=201)
def book(
    *, session: Db, caller: Caller, viewer: Verified, now: Now, body: BookIn, idempotency_key: IdempotencyKey = None
) -> BookingOut:
    """Takes a number."""
    wish = BookingWish(
        facility=body.facility,
        poli=body.poli,
        day=body.date,
        session_id=body.session_id,
        doctor_code=body.doctor,
        visit_kind=body.visit_kind,
        letter_number=body.letter_number,
        complaint=body.complaint,
        register_patient=body.register_patient,
    )
    access = Access.bot(caller.conversation_id, "queue_booking")
    asked_about_facility(session, caller.conversation_id, body.facility, now=now)
    booking = service.book(
        session, viewer=viewer, patient_id=body.member, wish=wish, key=idempotency_key, access=access, now=now
    )
    return booking_out(session, booking, now)


@router.get("/bookings")
def bookings(*, session: Db, caller: Caller, viewer: Verified, now: Now, past: bool = False) -> BookingsOut:
    """Bookings of the member and the children acted for."""
    access = Access.bot(caller.conversation_id, "queue_status")
    found = service.bookings_of(session, viewer=viewer, past=past, access=access, now=now)
    return BookingsOut(bookings=[booking_out(session, booking, now) for booking in found])


@router.get("/bookings/{code}")
def booking(*, session: Db, caller: Caller, viewer: Verified, now: Now, code: str) -> BookingOut:
    """One booking; on its day with the queue before it."""
    access = Access.bot(caller.conversation_id, "queue_status")
    return booking_out(session, service.booking_of(session, viewer=viewer, code=code, access=access, now=now), now)


@router.post("/bookings/{code}/cancel")
def cancel(*, session: Db, caller: Caller, viewer: Verified, now: Now, code: str, body: CancelIn) -> BookingOut:
    """Gives a place back, before check-in only."""
    access = Access.bot(caller.conversation_id, "queue_cancel")
    found = changes.cancel(session, viewer=viewer, code=code, reason=body.reason, access=access, now=now)
    return booking_out(session, found, now)


@router.post("/bookings/{code}/check-in")
def check_in(
    *, session: Db, caller: Caller, viewer: Verified, now: Now, code: str, body: CheckInIn | None = None
) -> BookingOut:
    """Notes the member's arrival."""
    access = Access.bot(caller.conversation_id, "queue_check_in")
    location = Location(body.latitude, body.longitude) if body else None
    found = changes.check_in(session, viewer=viewer, code=code, location=location, access=access, now=now)
    return booking_out(session, found, now)


@router.post("/bookings/{code}/move", status_code=201)
def move(
    *,
    session: Db,
    caller: Caller,
    viewer: Verified,
    now: Now,
    code: str,
    body: MoveIn,
    idempotency_key: IdempotencyKey = None,
) -> BookingOut:
    """Another day or session: the new booking; the old one is cancelled."""
    access = Access.bot(caller.conversation_id, "queue_move")
    wish = MoveWish(body.date, body.session_id, body.doctor)
    found = changes.move(session, viewer=viewer, code=code, wish=wish, key=idempotency_key, access=access, now=now)
    return booking_out(session, found, now)
