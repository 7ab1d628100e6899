"""What is told for the health screening before its question comes: measures, habits, and an illness of the family."""

import re
from collections.abc import Mapping
from typing import Any

from bot.actions.reading import Reading
from bot.actions.screening_reading import habit_in, measures, names_relative, relative_of
from bot.actions.texts import Say
from bot.actions.topic import asks_something
from bot.components.danger import despairs

LIMITS = {"weight": (30, 250), "height": (120, 220), "waist": (40, 200)}
"""What a person may have, as the questions themselves take it (kg, cm)."""
_SUGAR = re.compile(r"\b(?:gula|diabet\w*|kencing manis|sugar)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.,;!]\s+|\s+(?:tapi|tp|but|and|dan|sama)\s+", re.IGNORECASE)
MOST_WORDS = 9
_ILLNESS = re.compile(
    r"\b(?:stroke|jantung|diabet\w*|gula|kanker|tumor|ginjal|hipertensi|darah tinggi|struk|heart|cancer|kidneys?"
    r"|sugar|blood pressure|hypertension)\b",
    re.IGNORECASE,
)
_ONCE = re.compile(
    r"\b(?:pernah|dulu|riwayat\w*|almarhum\w*|alm|meninggal|tahun|taun|umur|usia|turunan|keturunan|had|has had|was"
    r"|used to|history|died|passed away|years? ago|in (?:19|20)\d\d|runs in)\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:sekarang|skrg|skrang|barusan|baru saja|tadi|tolong|help|mendadak|tiba-?tiba|pingsan|kejang|sesak|sesek|lemas"
    r"|igd|ugd|ambulan\w*|(?:tidak|ga|gak|nggak) sadar|now|just|suddenly|today|tonight|unconscious|breath\w*|can'?t)\b",
    re.IGNORECASE,
)


def tells_family_illness(reading: Reading) -> bool:
    """ "bapak dulu stroke", "dad had a stroke": asked for by the screening, and no danger of today."""
    text = "" if reading.pressed or despairs(reading.text) else reading.text
    told = _ILLNESS.search(text) and _ONCE.search(text) and not _NOW.search(text)
    return bool(told) and names_relative(text)


def family_history(reading: Reading) -> dict[str, str]:
    """ "bapak saya kena gula": how near the relative is; empty for other words, or where nobody has it."""
    short = not reading.pressed and len(reading.text.split()) <= MOST_WORDS and "?" not in reading.text
    clauses = [part for part in _CLAUSE.split(reading.text) if _SUGAR.search(part)] if short else []
    who = relative_of(clauses[0]) if clauses else None
    return {"family_diabetes": who} if who else {}


def habits_and_family(reading: Reading) -> dict[str, str]:
    """ "rokok gak pernah, tapi bapak kena gula": what the clauses of a message tell, each by itself."""
    asks = reading.pressed or asks_something(reading.text)
    habits = {} if asks else dict(filter(None, (habit_in(part) for part in _CLAUSE.split(reading.text))))
    return {**habits, **family_history(reading)}


def told_early(reading: Reading) -> dict[str, str]:
    """Answers by the names of their questions."""
    return {**measures({"name": ""}, reading), **habits_and_family(reading)}


def odd(told: Mapping[str, str]) -> list[str]:
    """The measures that no person has."""
    return [name for name, (least, most) in LIMITS.items() if name in told and not least <= float(told[name]) <= most]


def heard_of_health(reading: Reading, say: Say, wish: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is kept of it until the screening begins; None where nothing of the kind is told."""
    told = told_early(reading)
    if not told:
        return None
    buttons = [say.button("utter_verify_button_again", "/verify_again")]
    shown = shown_words(say, told)
    if odd(told):
        say("utter_screening_odd", buttons=buttons, value=shown)
        return {}
    say("utter_verify_noted", buttons=buttons, value=shown)
    return {"told": {**(wish.get("told") or {}), **told}}


def shown_words(say: Say, told: Mapping[str, str]) -> str:
    """All of it in one line."""
    return ", ".join(words_for(say, name, value) for name, value in told.items())


def words_for(say: Say, name: str, value: str | None) -> str:
    """How an answer is read back."""
    if name in LIMITS:
        return say.text(f"utter_screening_measure_{name}", value=value)
    if name in ("smoker", "active", "vegetables"):
        return say.text(f"utter_screening_habit_told_{name}", value=say.text(f"utter_screening_choice_{value}").lower())
    return say.text(f"utter_screening_told_{name}")
