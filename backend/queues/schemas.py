"""What the queue service API takes and gives. Times are in the facility's own zone."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

Day = date
"""The type, where a field has its name."""
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class FacilityRef(BaseModel):
    """A facility as answers about queues name it. ``time_zone`` is WIB, WITA or WIT."""

    code: str
    name: str
    phone: str | None
    address: str | None
    time_zone: str
    latitude: float
    longitude: float


class PoliOut(BaseModel):
    """A clinic."""

    code: str
    name: str
    name_en: str
    level: str


class DoctorOut(BaseModel):
    """A doctor."""

    code: int
    name: str
    sex: str


class OpenDate(BaseModel):
    """A day with places left; ``weekday`` 1 Monday … 7 Sunday."""

    date: date
    weekday: int
    left: int


class LetterOut(BaseModel):
    """A referral or control letter."""

    number: str
    visit_kind: int
    issued_by: str
    facility: str
    poli: PoliOut
    doctor: DoctorOut | None
    issued_on: date
    valid_until: date
    visit_on: date | None


class OptionOut(BaseModel):
    """A door: ``kind`` ``control``, ``referral`` (both with a letter) or ``fktp``.

    ``booked`` is the code of the visit already booked with the letter, ``only_on`` the one day on which the facility
    takes a control letter (None: other days too).
    """

    kind: str
    facility: FacilityRef
    connected: bool
    polis: list[PoliOut]
    letter: LetterOut | None
    booked: str | None
    only_on: date | None
    next_dates: list[OpenDate]


class PersonOut(BaseModel):
    """Somebody for whom the verified member may take numbers."""

    member_id: str
    name: str
    relation: str


class OptionsOut(BaseModel):
    """What can be booked for a member, and letters that ran out."""

    member: PersonOut
    active: bool
    people: list[PersonOut]
    options: list[OptionOut]
    expired_letters: list[LetterOut]


class PoliMatchOut(BaseModel):
    """A clinic that a text may mean."""

    poli: PoliOut
    score: float
    available: bool


class PoliMatchesOut(BaseModel):
    """``poli`` is the one that is meant, if there is no doubt; ``matches`` all that come near, the best first.

    ``available`` is false where a facility was named that does not have that clinic.
    """

    poli: PoliOut | None
    available: bool
    matches: list[PoliMatchOut]


class SessionOut(BaseModel):
    """A practice session on a day. ``problem`` is the reason why no number can be had, by the code of the refusal."""

    session_id: UUID
    date: date
    weekday: int
    starts: str
    ends: str
    time_zone: str
    poli: PoliOut
    doctor: DoctorOut
    quota: int
    left: int
    problem: str | None
    estimated_at: datetime | None


class SessionsOut(BaseModel):
    """The sessions of a day, the next days with places, and when booking opens again if it is closed at this hour."""

    facility: FacilityRef
    date: date
    holiday: str | None
    holiday_en: str | None
    sessions: list[SessionOut]
    next_dates: list[OpenDate]
    booking_opens_at: datetime | None


class WeeklySessionOut(BaseModel):
    """A session in the week; ``leave`` are coming days on which the doctor is away."""

    poli: PoliOut
    doctor: DoctorOut
    weekday: int
    starts: str
    ends: str
    leave: list[date]


class DoctorScheduleOut(BaseModel):
    """When doctors practise: the week, or with a date the sessions of that day."""

    facility: FacilityRef
    connected: bool
    week: list[WeeklySessionOut]
    day: list[SessionOut]
    date: date | None
    holiday: str | None
    holiday_en: str | None


class BookIn(BaseModel):
    """A wish for a number; ``member`` for whom, if not for oneself. ``session_id`` (or doctor) narrows the day."""

    facility: Annotated[str, Field(max_length=16)]
    poli: Annotated[str, Field(max_length=8)]
    date: date
    session_id: UUID | None = None
    doctor: int | None = None
    member: Annotated[str | None, Field(max_length=36)] = None
    visit_kind: int | None = None
    letter_number: Annotated[str | None, Field(max_length=60)] = None
    complaint: ShortText | None = None
    register_patient: bool = False


class CancelIn(BaseModel):
    """Why a booking is given back."""

    reason: ShortText


class CheckInIn(BaseModel):
    """Where the member is, degrees; without it only the time is checked."""

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class MoveIn(BaseModel):
    """Another time; without session and doctor it stays with the doctor."""

    date: date
    session_id: UUID | None = None
    doctor: int | None = None


class StandingOut(BaseModel):
    """Where the queue is now: ``remaining`` counts the member too."""

    called_number: str | None
    remaining: int
    waiting_seconds: int
    expected_at: datetime
    as_of: datetime


class CheckInWindow(BaseModel):
    """When and how near one has to be; ``radius_m`` 0: anywhere."""

    opens_at: datetime
    closes_at: datetime
    radius_m: int


class BookingOut(BaseModel):
    """A booking with all that an answer needs.

    ``arrive_by`` is the estimated time less what the facility wants people to be early. ``notices`` are codes of what
    to tell: ``finish_at_admission``, ``bring_letter``, ``control_date_differs``. ``can`` are the possible next steps;
    ``only_on`` is the one day to which it can be moved (None: any open one).
    """

    code: str
    number: str
    sequence: int
    state: str
    member: PersonOut
    facility: FacilityRef
    poli: PoliOut
    doctor: DoctorOut
    session_id: UUID
    date: date
    weekday: int
    starts: str
    ends: str
    estimated_at: datetime
    arrive_by: datetime
    arrive_early_min: int
    check_in: CheckInWindow
    visit_kind: int | None
    letter_number: str | None
    new_patient: bool
    quota_jkn: int
    left_jkn: int
    quota_other: int
    left_other: int
    created_at: datetime
    cancelled_at: datetime | None
    cancel_reason: str | None
    moved_from: str | None
    tasks: dict[int, datetime]
    notices: list[str]
    can: list[str]
    only_on: Day | None
    standing: StandingOut | None


class BookingsOut(BaseModel):
    """Bookings in order of time."""

    bookings: list[BookingOut]
