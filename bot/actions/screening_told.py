"""What is told for the health screening before its question comes: measures, and an illness of the family."""

import re
from collections.abc import Mapping
from typing import Any

from bot.actions.reading import Reading
from bot.actions.screening_reading import measures, names_relative, relative_of
from bot.actions.texts import Say
from bot.components.danger import despairs

LIMITS = {"weight": (30, 250), "height": (120, 220), "waist": (40, 200)}
"""What a person may have, as the questions themselves take it (kg, cm)."""
_SUGAR = re.compile(r"\b(?:gula|diabet\w*|kencing manis|sugar)\b", re.IGNORECASE)
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
    who = relative_of(reading.text) if short and _SUGAR.search(reading.text) else None
    return {"family_diabetes": who} if who else {}


def told_early(reading: Reading) -> dict[str, str]:
    """Answers by the names of their questions."""
    return {**measures({"name": ""}, reading), **family_history(reading)}


def odd(told: Mapping[str, str]) -> list[str]:
    """The measures that no person has."""
    return [name for name, (least, most) in LIMITS.items() if name in told and not least <= float(told[name]) <= most]


def heard_of_health(reading: Reading, say: Say, wish: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is kept of it until the screening begins; None where nothing of the kind is told."""
    told = told_early(reading)
    if not told:
        return None
    buttons = [say.button("utter_verify_button_again", "/verify_again")]
    shown = ", ".join(words_for(say, name, value) for name, value in told.items())
    if odd(told):
        say("utter_screening_odd", buttons=buttons, value=shown)
        return {}
    say("utter_verify_noted", buttons=buttons, value=shown)
    return {"told": {**(wish.get("told") or {}), **told}}


def words_for(say: Say, name: str, value: str) -> str:
    """How an answer is read back."""
    if name in LIMITS:
        return say.text(f"utter_screening_measure_{name}", value=value)
    return say.text(f"utter_screening_told_{name}")
