"""What members ask of a queue."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class BookingWish:
    """What a member wants: where, which clinic, when. ``register_patient`` agrees to send a new patient's data."""

    facility: str
    poli: str
    day: date
    session_id: UUID | None = None
    doctor_code: int | None = None
    visit_kind: int | None = None
    letter_number: str | None = None
    complaint: str | None = None
    register_patient: bool = False


@dataclass(frozen=True)
class MoveWish:
    """Another time for a booking; without doctor and session it stays with the doctor."""

    day: date
    session_id: UUID | None = None
    doctor_code: int | None = None


@dataclass(frozen=True)
class Location:
    """Where a member is, degrees."""

    latitude: float
    longitude: float
