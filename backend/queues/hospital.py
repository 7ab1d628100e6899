"""What is asked of a facility's own queue, in the terms of the queue service that facilities expose to Mobile JKN.

``OwnQueue`` answers from our database. A refusal is a ``ServiceError``; its code stands for the sense of the message
that a facility sends with 201, and ``patient_unknown`` for its 202.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Patient:
    """Who the number is for; the identifiers stay out of every representation."""

    member_id: str
    card_number: str = field(repr=False)
    nik: str = field(repr=False)
    phone: str | None = field(repr=False)


@dataclass(frozen=True)
class TakeNumber:
    """A wish for a number (``ambilantrean``). Without doctor and hours, the first session with a place left is taken.

    ``visit_kind`` is ``jeniskunjungan`` 1–4, None at first level. ``replaces`` is the code of a booking that is given
    back when this one succeeds, so it does not count as the day's number.
    """

    patient: Patient
    poli_code: str
    day: date
    doctor_code: int | None = None
    session_id: UUID | None = None
    visit_kind: int | None = None
    letter_number: str | None = None
    replaces: str | None = None


@dataclass(frozen=True)
class Number:
    """A place that was given out. ``new_patient`` has to finish the registration at the counter (admission)."""

    code: str
    number: str
    sequence: int
    session_day_id: UUID
    estimated_at: datetime
    new_patient: bool


@dataclass(frozen=True)
class Standing:
    """Where a queue is (``sisaantrean``): ``remaining`` counts the patient too, ``waiting_seconds`` those before."""

    called_number: str | None
    remaining: int
    waiting_seconds: int
    as_of: datetime


@dataclass(frozen=True)
class CheckedIn:
    """An arrival: the task that starts (1 new patient, 3 known one) and the turn, after the number for who is late."""

    task_id: int
    turn: int
    late: bool


class HospitalQueue(Protocol):
    """The queue of one facility."""

    def take(self, wanted: TakeNumber, *, now: datetime) -> Number:
        """Gives out a number, or refuses with the reason and the next possible choices."""

    def register_patient(self, patient: Patient, *, now: datetime) -> str:
        """Makes a record of a new patient and gives its number (``norm``)."""

    def standing(self, code: str, *, now: datetime) -> Standing:
        """How many are before a number; only on its day."""

    def cancel(self, code: str, reason: str, *, now: datetime) -> None:
        """Gives a place back; only before check-in."""

    def check_in(self, code: str, *, now: datetime) -> CheckedIn:
        """Notes the patient's arrival within the check-in window."""
