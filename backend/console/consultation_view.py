"""What a doctor's pages show: the agenda of their facility, and one consultation with its patient."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from backend.console.transcript_view import Line, read_lines
from backend.facilities.models import Facility
from backend.handover.models import Agent
from backend.membership.authority import age_on
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.reference.calendar import zone_label
from backend.screening.service import last_assessment
from backend.teleconsultation import doctor
from backend.teleconsultation.models import OPEN, Consultation


@dataclass(frozen=True)
class Row:
    """One consultation of the agenda; ``local`` is its time by the clock of the facility."""

    receipt: str
    name: str
    state: str
    local: datetime
    zone: str
    mine: bool

    @property
    def open(self) -> bool:
        """Whether there is still something to do."""
        return self.state in OPEN


@dataclass(frozen=True)
class ConsultationView:
    """One consultation as a doctor of its facility sees it."""

    row: Row
    consultation: Consultation
    facility: str
    age: int
    sex: str
    signs: list[str]
    may_open: bool
    may_write: bool
    may_close: bool
    screening: list[dict[str, Any]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def _row(each: Consultation, name: str, facility: Facility, agent: Agent) -> Row:
    zone = ZoneInfo(facility.time_zone)
    label = zone_label(facility.time_zone)
    mine = each.doctor_id == agent.id
    return Row(each.receipt, name, each.state, each.starts_at.astimezone(zone), label, mine)


def read_agenda(session: Session, agent: Agent, *, now: datetime) -> list[Row]:
    """What waits at the doctor's facility, and what was of late."""
    facility = session.get_one(Facility, agent.facility_code)
    return [_row(each, name, facility, agent) for each, name in doctor.agenda(session, agent, now=now)]


def read_consultation(session: Session, agent: Agent, receipt: str, *, now: datetime) -> ConsultationView:
    """One consultation; the look is in the access record.

    Raises:
        NotFound: ``consultation_not_found``.
        ServiceError: ``consultation_consent_withdrawn``.
    """
    found = doctor.read(session, agent, receipt, now=now)
    patient, facility = session.get_one(Member, found.member_id), session.get_one(Facility, found.facility_code)
    row = _row(found, patient.name, facility, agent)
    running = found.state == "running" and row.mine
    return ConsultationView(
        row=row,
        consultation=found,
        facility=facility.name,
        age=age_on(patient.birth_date, row.local.date()),
        sex=patient.sex,
        signs=list(json.loads(found.signs)),
        may_open=found.state == "booked",
        may_write=running,
        may_close=running or found.state == "booked",
        screening=_screening(session, agent, found, now),
        lines=lines_of(session, found),
    )


def lines_of(session: Session, found: Consultation, *, after: int = 0) -> list[Line]:
    """What was written from its opening to its end; a part of a conversation that may hold much else."""
    if found.conversation_id is None or found.opened_at is None:
        return []
    since, until, where = found.opened_at, found.ended_at, found.conversation_id
    return read_lines(session, where, after=after, consultation_id=found.id, since=since, until=until)


def _screening(session: Session, agent: Agent, found: Consultation, now: datetime) -> list[dict[str, Any]]:
    """The results of the last screening, where the member lets the doctor see them."""
    assessment = last_assessment(session, found.member_id) if found.share_screening else None
    if assessment is None:
        return []
    access = Access.agent(agent.id, found.conversation_id, "teleconsultation")
    record_access(session, access, member_id=found.member_id, what="screening.result", now=now)
    results: list[dict[str, Any]] = assessment["results"]
    return results
