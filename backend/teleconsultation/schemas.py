"""What the teleconsultation service API takes and gives."""

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from backend.facilities.models import Facility
from backend.membership.models import Member
from backend.teleconsultation.models import Consultation
from backend.teleconsultation.service import Case
from backend.teleconsultation.slots import Slot


class TextIn(BaseModel):
    """What a member wrote."""

    text: str = Field(max_length=4096)


class HeardOut(BaseModel):
    """The sign of danger that was heard, if any."""

    sign: str | None


class ComplaintOut(BaseModel):
    """A complaint as it would be kept."""

    complaint: str


class SlotOut(BaseModel):
    """One free appointment."""

    starts_at: datetime
    minutes: int

    @classmethod
    def of(cls, slot: Slot) -> Self:
        """As the API gives it."""
        return cls(starts_at=slot.starts_at, minutes=slot.minutes)


class ConsultationOut(BaseModel):
    """A consultation as the member sees it; the texts of the doctor only where it is done."""

    receipt: str
    member_id: str
    name: str
    facility: str
    facility_name: str
    facility_phone: str | None
    zone: str
    starts_at: datetime
    minutes: int
    state: str
    summary: str | None
    advice: str | None
    referral: bool
    come_in_on: date | None

    @classmethod
    def of(cls, session: Session, each: Consultation) -> Self:
        """As the API gives it."""
        facility = session.get_one(Facility, each.facility_code)
        return cls(
            receipt=each.receipt,
            member_id=each.member_id,
            name=session.get_one(Member, each.member_id).name,
            facility=facility.code,
            facility_name=facility.name,
            facility_phone=facility.phone,
            zone=facility.time_zone,
            starts_at=each.starts_at,
            minutes=each.minutes,
            state=each.state,
            summary=each.summary,
            advice=each.advice,
            referral=each.referral,
            come_in_on=each.come_in_on,
        )


class PersonOut(BaseModel):
    """Somebody whom the member may ask for."""

    member_id: str
    name: str


class CaseOut(BaseModel):
    """What is needed to ask for the rest: the own facility, its free times, what is asked, what was said before."""

    member_id: str
    name: str
    facility: str
    facility_name: str
    facility_phone: str | None
    zone: str
    offered: bool
    open: ConsultationOut | None
    signs: list[str]
    consented: bool
    screened_on: date | None
    slots: list[SlotOut]
    people: list[PersonOut]

    @classmethod
    def of(cls, session: Session, case: Case) -> Self:
        """As the API gives it."""
        return cls(
            member_id=case.patient.id,
            name=case.patient.name,
            facility=case.facility.code,
            facility_name=case.facility.name,
            facility_phone=case.facility.phone,
            zone=case.facility.time_zone,
            offered=case.offered,
            open=ConsultationOut.of(session, case.open) if case.open else None,
            signs=case.signs,
            consented=case.consented,
            screened_on=case.screened_on,
            slots=[SlotOut.of(slot) for slot in case.slots],
            people=[PersonOut(member_id=each.id, name=each.name) for each in case.people],
        )


class MineOut(BaseModel):
    """Consultations of a member and of the children they act for."""

    consultations: list[ConsultationOut]


class RequestIn(BaseModel):
    """A request; ``signs`` are the answers about danger, ``consent`` the yes to a doctor reading it,
    ``since`` the number of the message with which the member began to ask for it.
    """

    complaint: str = Field(max_length=4096)
    signs: dict[str, bool]
    starts_at: datetime
    consent: bool = False
    share_screening: bool = False
    since: int | None = Field(default=None, ge=1)


class TimeIn(BaseModel):
    """Another time."""

    starts_at: datetime
