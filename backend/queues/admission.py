"""Whether a member may be seen at a facility, and what is then asked of its queue."""

from datetime import datetime

from sqlalchemy.orm import Session

from backend.errors import ServiceError
from backend.membership.models import Member
from backend.queues.choices import action_choice
from backend.queues.hospital import HospitalQueue, Number, Patient, TakeNumber
from backend.queues.letters import Wish, letter_for
from backend.queues.models import Booking, ReferralLetter
from backend.queues.own_queue import OwnQueue
from backend.queues.places import Place, place_of
from backend.queues.refusals import VISIT_KINDS
from backend.queues.sessions import schedules_of
from backend.queues.windows import date_problem
from backend.queues.wishes import BookingWish


def queue_of(session: Session, place: Place) -> HospitalQueue:
    """The queue of a facility."""
    return OwnQueue(session, place)


def admitted(
    session: Session, patient: Member, wish: BookingWish, now: datetime, replaces: str | None = None
) -> tuple[Place, ReferralLetter | None]:
    """Whether the member may be seen there at all, before the facility is asked."""
    if not patient.active:
        action = action_choice("check_membership")
        raise ServiceError("member_inactive", reason=patient.status_reason, next_choices=[action])
    place = place_of(session, wish.facility)
    if place.level == "hospital":
        wanted = Wish(patient, place, wish.poli, wish.day, wish.visit_kind, wish.letter_number, replaces)
        return place, letter_for(session, wanted, now=now) if _sensible(session, place, wish, now) else None
    if patient.fktp_code != place.code:
        own = {"kind": "facility", "code": patient.fktp_code, "name": patient.fktp_name}
        raise ServiceError("not_own_fktp", next_choices=[own])
    return place, None


def _sensible(session: Session, place: Place, wish: BookingWish, now: datetime) -> bool:
    """Whether a letter can be looked for; a past day, an unknown clinic or kind of visit is the facility's refusal."""
    kind_known = wish.visit_kind is None or wish.visit_kind in VISIT_KINDS
    past = date_problem(place, wish.day, now) == "date_in_past"
    return kind_known and not past and bool(schedules_of(session, place.code, poli_code=wish.poli))


def wanted_number(
    patient: Member, wish: BookingWish, letter: ReferralLetter | None, replaces: str | None = None
) -> TakeNumber:
    """What the facility's queue is asked."""
    return TakeNumber(
        patient=Patient(patient.id, patient.card_number, patient.nik, patient.phone),
        poli_code=wish.poli,
        day=wish.day,
        doctor_code=wish.doctor_code,
        session_id=wish.session_id,
        visit_kind=letter.visit_kind if letter else wish.visit_kind,
        letter_number=letter.number if letter else None,
        replaces=replaces,
    )


def booking_from(
    place: Place, wanted: TakeNumber, number: Number, complaint: str | None, *, actor_id: str, now: datetime
) -> Booking:
    """The booking of a number that was given out."""
    return Booking(
        code=number.code,
        member_id=wanted.patient.member_id,
        booked_by=actor_id,
        session_day_id=number.session_day_id,
        facility_code=place.code,
        poli_code=wanted.poli_code,
        day=wanted.day,
        number=number.number,
        sequence=number.sequence,
        turn=number.sequence,
        visit_kind=wanted.visit_kind,
        letter_number=wanted.letter_number,
        complaint=complaint,
        new_patient=number.new_patient,
        state="booked",
        estimated_at=number.estimated_at,
        created_at=now,
    )
