"""What a member can choose instead when a booking is refused: plain values for the details of a refusal."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from backend.queues.models import Poli, ReferralLetter
from backend.queues.places import Place
from backend.queues.sessions import SessionOption, open_dates, open_options
from backend.queues.settings import queue_settings

Choice = dict[str, Any]


def session_choice(option: SessionOption) -> Choice:
    """A session of a day with places left."""
    return {
        "kind": "session",
        "session_id": str(option.schedule.id),
        "date": option.day.isoformat(),
        "starts": f"{option.schedule.starts:%H:%M}",
        "ends": f"{option.schedule.ends:%H:%M}",
        "time_zone": option.place.zone_label,
        "poli": option.schedule.poli_code,
        "doctor_code": option.schedule.doctor_code,
        "doctor": option.schedule.doctor.name,
        "left": option.left_jkn,
    }


def date_choice(day: date, left: int) -> Choice:
    """A day with places left."""
    return {"kind": "date", "date": day.isoformat(), "weekday": day.isoweekday(), "left": left}


def poli_choice(poli: Poli) -> Choice:
    """A clinic."""
    return {"kind": "poli", "code": poli.code, "name": poli.name, "name_en": poli.name_en}


def letter_choice(letter: ReferralLetter) -> Choice:
    """One of the member's own letters."""
    return {
        "kind": "letter",
        "number": letter.number,
        "visit_kind": letter.visit_kind,
        "facility": letter.facility_code,
        "poli": letter.poli_code,
        "poli_name": letter.poli.name,
        "valid_until": letter.valid_until.isoformat(),
        "visit_on": letter.visit_on.isoformat() if letter.visit_on else None,
    }


def action_choice(action: str, **details: Any) -> Choice:
    """Something else that can be done."""
    return {"kind": "action", "action": action, **details}


def other_times(
    session: Session,
    place: Place,
    *,
    poli_code: str,
    day: date | None = None,
    doctor_code: int | None = None,
    now: datetime,
) -> list[Choice]:
    """Other sessions of the same day, then the next days with places left: the wanted doctor's, else anybody's."""
    options = open_options(session, place, poli_code=poli_code, now=now)
    same_day = [session_choice(option) for option in options if option.day == day]
    later = [option for option in options if option.day != day and (day is None or option.day > day)]
    of_doctor = [option for option in later if option.schedule.doctor_code == doctor_code]
    days = open_dates(of_doctor or later or [option for option in options if option.day != day])
    return same_day[: queue_settings().choices] + [date_choice(*pair) for pair in days]


def letters(found: Iterable[ReferralLetter]) -> list[Choice]:
    """Letters as choices."""
    return [letter_choice(letter) for letter in found]
