"""What is told of a visit while the secure page is waited for, and is no plain fact: a day that is over, "terserah"."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.actions.list_choices import liked
from bot.actions.queue_ails import clinic_for
from bot.actions.queue_early import FOR_CHILD
from bot.actions.queue_reading import day_in, today_at, wish_of
from bot.actions.reading import Reading
from bot.actions.texts import Say
from bot.components import values
from bot.components.dates import impossible_date, part_of_day

MOST_WORDS = 9
SOONEST = "soonest"
"""The fact that any day will do, the first one that is open."""
_SMALL = re.compile(
    r"\b(?:hari|tanggal|tgl|kalau|kalo|klo|eh|ya|aja|saja|deh|dong|bisa|bs|ga|gak|gimana|boleh|oh|itu|poli|klinik|kak"
    r"|min|mas|mbak|pak|bu|can|it|be|on)\b",
    re.IGNORECASE,
)
_SUNDAY = re.compile(r"^\W*(?:minggu|ahad|sunday)\W*$", re.IGNORECASE)
"""The day by itself; "minggu depan" is a week."""
_CLINIC = re.compile(r"\b(?:poli|klinik|clinic)\w*\b", re.IGNORECASE)
_NOT_FOR_LONG = re.compile(r"\b(?:sejak|dari|udah|sudah|since|for)\b", re.IGNORECASE)


def heard_of_visit(reading: Reading, say: Say, wish: Mapping[str, Any]) -> dict[str, Any] | None:
    """The facts of such a message, which is answered; None where it says nothing of the kind."""
    if reading.pressed or len(reading.text.split()) > MOST_WORDS:
        return None
    if impossible_date(reading.text):
        say("utter_problem_birth_date_impossible")
        say("utter_queues_other_day", buttons=[_again(say)])
        return {"date": None}
    if len(wish_of(reading).keys() - {"self"}) > 1:
        return None  # "poli umum, senin": plain facts
    bare = re.sub(r"\W+", " ", _SMALL.sub(" ", reading.text)).strip()
    rest = bare
    for words in reading.entities("date"):
        rest = rest.replace(words, " ").replace(_SMALL.sub(" ", words).strip(), " ")
    day = _sunday() if _SUNDAY.match(bare) else day_in(bare, "WIB") if bare and not rest.strip() else None
    if isinstance(day, date) and not _NOT_FOR_LONG.search(reading.text):
        return _day(say, day)
    if liked(reading) in ("any", "earliest") and not reading.entity("date"):
        return _left_to_us(reading, say)
    return _clinic(reading, say, bare, wish) or _hour(say, bare)


def _again(say: Say) -> dict[str, str]:
    return say.button("utter_verify_button_again", "/verify_again")


def _sunday() -> date:
    here = today_at("WIB")
    return here + timedelta(days=(6 - here.weekday()) or 7)


def _day(say: Say, day: date) -> dict[str, Any]:
    if day < today_at("WIT"):  # past everywhere in the country
        say("utter_error_date_in_past", date=say.day(day.isoformat()))
        say("utter_queues_other_day", buttons=[_again(say)])
        return {}
    if day.isoweekday() == 7:  # noqa: PLR2004 - Sunday
        say("utter_queues_sunday", date=say.day(day.isoformat()))
    return _noted(say, say.day(day.isoformat()), {"date": day.isoformat(), SOONEST: None})


def _left_to_us(reading: Reading, say: Say) -> dict[str, Any]:
    if _CLINIC.search(reading.text):
        return _noted(say, say.text("utter_queues_poli_name", name="Umum"), {"ails": "umum"})
    say("utter_queues_soonest", buttons=[_again(say)])
    return {SOONEST: True, "date": None}


def _clinic(reading: Reading, say: Say, bare: str, wish: Mapping[str, Any]) -> dict[str, Any] | None:
    """A clinic by its name, or by what it shall be for: "poli anu, yg buat batuk"."""
    if bare and values.poli(bare) and not FOR_CHILD.search(reading.text):
        return _noted(say, say.text("utter_queues_poli_name", name=bare.capitalize()), {"poli": bare})
    ails = clinic_for(reading.text) if _CLINIC.search(reading.text) and not wish.get("poli") else None
    return _noted(say, say.text("utter_queues_poli_name", name=ails.capitalize()), {"ails": ails}) if ails else None


def _hour(say: Say, bare: str) -> dict[str, Any] | None:
    return _noted(say, bare, {"time": bare}) if bare and part_of_day(bare) and len(bare.split()) == 1 else None


def _noted(say: Say, value: str, facts: dict[str, Any]) -> dict[str, Any]:
    say("utter_verify_noted", buttons=[_again(say)], value=value)
    return facts
