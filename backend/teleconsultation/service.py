"""The member's side: asking for a consultation, seeing it, moving it, withdrawing it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.conversations.events import emit
from backend.conversations.models import Conversation
from backend.errors import ServiceError
from backend.facilities.models import Facility
from backend.membership.authority import members_for
from backend.membership.models import Member
from backend.membership.receipts import new_receipt
from backend.privacy.audit import record_access
from backend.privacy.identifiers import mask_text
from backend.reference.calendar import today_in_jakarta
from backend.screening.service import last_finished
from backend.teleconsultation import signs, slots
from backend.teleconsultation.models import OPEN, Consultation, ConsultationConsent
from backend.teleconsultation.people import Asked, consultation_of, own_fktp, patient_of
from backend.teleconsultation.record import keep_answer, keep_form
from backend.teleconsultation.slots import Slot

SHORTEST, LONGEST = 10, 1000
"""Characters of a complaint: a doctor can prepare with less than ten hardly, and nobody reads more than a thousand."""
EVENT = "consultation"
"""Kind of the console event: a consultation of a facility changed."""
_REMEMBERED = timedelta(days=30)


@dataclass(frozen=True)
class Case:
    """What is needed to ask a member for the rest: their facility, its free times, and what they said before.

    ``people`` are all whom the member may ask for.
    """

    patient: Member
    facility: Facility
    offered: bool
    open: Consultation | None
    signs: list[str]
    consented: bool
    screened_on: date | None
    slots: list[Slot]
    people: list[Member]


@dataclass(frozen=True)
class Wish:
    """A consultation as a member asks for it; ``signs`` are their answers about danger.

    ``since``: the message of the conversation with which the member began to ask for it.
    """

    complaint: str
    signs: Mapping[str, bool]
    starts_at: datetime
    consent: bool
    share_screening: bool
    since: int | None = None


def announce(session: Session, consultation: Consultation, now: datetime) -> None:
    """Tells the open consoles that a consultation changed."""
    emit(session, EVENT, conversation_id=consultation.conversation_id, now=now, state=consultation.state)


def _open(session: Session, member_id: str) -> Consultation | None:
    query = select(Consultation).where(Consultation.member_id == member_id, Consultation.state.in_(OPEN))
    return session.scalar(query)


def has_consented(session: Session, member_id: str) -> bool:
    """Whether doctors may read what is written about this member."""
    return session.get(ConsultationConsent, member_id) is not None


def case_of(session: Session, asked: Asked, on: date | None = None) -> Case:
    """How things stand for a patient, with the next free times, or those ``on`` a day.

    Raises:
        ServiceError: see ``people.patient_of`` and ``people.own_fktp``.
    """
    patient = patient_of(session, asked, "case")
    facility, today = own_fktp(session, patient), today_in_jakarta(asked.now)
    screened = last_finished(session, patient.id)
    return Case(
        patient=patient,
        facility=facility,
        offered=slots.offers(session, facility.code),
        open=_open(session, patient.id),
        signs=signs.asked_of(patient, today),
        consented=has_consented(session, patient.id),
        screened_on=today_in_jakarta(screened) if screened else None,
        slots=slots.free_slots(session, facility, now=asked.now, on=on),
        people=members_for(session, asked.viewer, "care", today),
    )


def mine(session: Session, asked: Asked) -> list[Consultation]:
    """Consultations of the viewer and of children they act for: the open ones, else the newest of the last month."""
    people = [member.id for member in members_for(session, asked.viewer, "care", today_in_jakarta(asked.now))]
    query = select(Consultation).where(
        Consultation.member_id.in_(people), Consultation.starts_at > asked.now - _REMEMBERED
    )
    found = list(session.scalars(query.order_by(Consultation.starts_at.desc())))
    shown = [each for each in found if each.state in OPEN][::-1] or found[:1]
    for each in shown:
        record_access(session, asked.access, member_id=each.member_id, what="consultation.status", now=asked.now)
        _keep_told(session, asked, each)
    return shown


def _keep_told(session: Session, asked: Asked, told: Consultation) -> None:
    """The doctor's summary is about to be read in the chat: agents do not read it there either."""
    known = asked.access.conversation_id
    if told.state == "done" and known is not None and (here := session.get(Conversation, known)) is not None:
        keep_answer(session, told, here)


def checked_complaint(text: str) -> str:
    """A complaint as it is kept: identifiers masked, blanks trimmed.

    Raises:
        ServiceError: ``complaint_too_short``, ``complaint_too_long`` (422) with the limit; ``danger_sign`` (409).
    """
    cleaned = " ".join(mask_text(text).text.split())
    if len(cleaned) < SHORTEST:
        raise ServiceError("consultation_complaint_short", 422, limit=SHORTEST)
    if len(cleaned) > LONGEST:
        raise ServiceError("consultation_complaint_long", 422, limit=LONGEST)
    if sign := signs.heard(cleaned):
        raise ServiceError("danger_sign", sign=sign)
    return cleaned


def request(session: Session, asked: Asked, wish: Wish) -> Consultation:
    """Books a consultation; the same request again gives the same one. Any sign of danger books nothing.

    Raises:
        ServiceError: as ``case_of`` and ``checked_complaint``; ``danger_sign``, ``signs_unanswered`` (422),
            ``consultation_not_offered``, ``consultation_open_already``, ``consultation_consent_needed``,
            ``consultation_slot_taken``.
    """
    patient = patient_of(session, asked, "request")
    facility = own_fktp(session, patient)
    _check_signs(patient, wish, today_in_jakarta(asked.now))
    wish = replace(wish, complaint=checked_complaint(wish.complaint))
    session.get_one(Member, patient.id, with_for_update=True)  # two requests at once would both find nothing open
    if running := _open(session, patient.id):
        if running.starts_at == wish.starts_at and running.conversation_id == asked.access.conversation_id:
            return running
        raise ServiceError("consultation_open_already", receipt=running.receipt)
    if not slots.offers(session, facility.code):
        raise ServiceError("consultation_not_offered", facility=facility.name, phone=facility.phone)
    _consent(session, asked, patient, wish)
    return _book(session, asked, patient, facility, wish)


def _check_signs(patient: Member, wish: Wish, today: date) -> None:
    if sign := signs.present(wish.signs):
        raise ServiceError("danger_sign", sign=sign)
    if missing := set(signs.asked_of(patient, today)) - set(wish.signs):
        raise ServiceError("signs_unanswered", 422, missing=sorted(missing))


def _consent(session: Session, asked: Asked, patient: Member, wish: Wish) -> None:
    if has_consented(session, patient.id):
        return
    if not wish.consent or asked.viewer.member_id is None:
        raise ServiceError("consultation_consent_needed")
    given = {"member_id": patient.id, "given_by": asked.viewer.member_id, "given_at": asked.now}
    session.execute(insert(ConsultationConsent).values(given).on_conflict_do_nothing())


def _book(session: Session, asked: Asked, patient: Member, facility: Facility, wish: Wish) -> Consultation:
    slot = slots.slot_at(session, facility, wish.starts_at, now=asked.now)
    made = Consultation(
        receipt=new_receipt("TLK"),
        member_id=patient.id,
        asked_by=asked.viewer.member_id or patient.id,
        conversation_id=asked.access.conversation_id,
        facility_code=facility.code,
        starts_at=wish.starts_at,
        minutes=slot.minutes if slot else 0,
        state="booked",
        complaint=wish.complaint,
        signs=json.dumps(dict(wish.signs)),
        share_screening=wish.share_screening,
        created_at=asked.now,
    )
    if slot is None or not _stored(session, made):
        raise ServiceError("consultation_slot_taken")
    keep_form(session, made, wish.since)
    announce(session, made, asked.now)
    return made


def _stored(session: Session, consultation: Consultation, **changed: Any) -> bool:
    """Whether the database took it: of two members who choose the same minute one gets it."""
    try:
        with session.begin_nested():
            session.add(consultation)
            for name, value in changed.items():
                setattr(consultation, name, value)
            session.flush()
    except IntegrityError:
        return False
    return True


def move(session: Session, asked: Asked, receipt: str, starts_at: datetime) -> Consultation:
    """Gives a consultation another time; it is then written to in this conversation.

    Raises:
        NotFound: ``consultation_not_found``.
        ServiceError: ``consultation_not_open``, ``consultation_slot_taken``.
    """
    found = consultation_of(session, asked, receipt, "move")
    if found.state != "booked":
        raise ServiceError("consultation_not_open")
    if found.starts_at == starts_at:
        return found
    facility = session.get_one(Facility, found.facility_code)
    slot = slots.slot_at(session, facility, starts_at, now=asked.now)
    if slot is None:
        raise ServiceError("consultation_slot_taken")
    here = asked.access.conversation_id
    if not _stored(session, found, starts_at=starts_at, minutes=slot.minutes, conversation_id=here):
        raise ServiceError("consultation_slot_taken")
    announce(session, found, asked.now)
    return found


def withdraw(session: Session, asked: Asked, receipt: str) -> Consultation:
    """Takes a request back; one that is withdrawn already stays so.

    Raises:
        NotFound: ``consultation_not_found``.
        ServiceError: ``consultation_not_open``: a doctor has opened it, or it is over.
    """
    found = consultation_of(session, asked, receipt, "withdraw")
    if found.state == "cancelled":
        return found
    if found.state != "booked":
        raise ServiceError("consultation_not_open")
    found.state, found.ended_at = "cancelled", asked.now
    announce(session, found, asked.now)
    return found
