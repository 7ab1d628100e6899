"""The clinic that a complaint is for, where no clinic is named: the dental one for teeth, else the general one."""

import re

from bot.actions.reading import Reading
from bot.actions.teleconsultation_reading import names_symptom

GENERAL, DENTAL = "umum", "gigi"
_TEETH = re.compile(
    r"\b(?:gigi|gusi|geraham|behel|karang|tooth(?:ache)?|teeth|gums?|dental)(?:ku|nya|ne)?\b", re.IGNORECASE
)
_ELSEWHERE = re.compile(
    r"\b(?:hamil|kehamilan|bumil|pregnan\w*|kb|kontrasepsi|suntik"
    r"|imunisasi|vaksin\w*|nifas|bayi|kia|haid|keputihan|baby|antenatal)\b",
    re.IGNORECASE,
)
"""What the clinic for mother and child is for."""

_WHICH = re.compile(
    r"\b(?:poli|klinik|clinic)(?:nya)?\s+(?:apa|mana|opo|naon|nu mana)\b(?!\s*(?:saja|aja|ae|wae)\b)"
    r"|\b(?:poli|klinik|clinic)(?:nya)?\b[^?]{2,40}\b(?:yang|yg) mana\b"
    r"|\b(?:yang|yg) mana (?:ya|yah|dong|sih|min|kak)\b|\bwhich (?:clinic|one)\b|\bterserah\w*|\bsembarang\w*|\bbebas\b"
    r"|\b(?:ga|gak|gk|nggak|ngga|tidak|tdk|ora|teu) ?(?:tau|tahu|ngerti|paham)\b|\bbingung\b"
    r"|\b(?:not sure|up to you)\b",
    re.IGNORECASE,
)
"""Who does not know which clinic: "poli apa ya buat gatal2", "terserah", "bingung kak"."""


def leaves_it_to_us(reading: Reading) -> bool:
    """Whether the choice of the clinic is left to us, and nothing names what the other ones are for."""
    other = _TEETH.search(reading.text) or _ELSEWHERE.search(reading.text)
    return not reading.pressed and bool(_WHICH.search(reading.text)) and not other


def clinic_for(text: str) -> str | None:
    """ "batuk pilek udah 3 hari": the general clinic, "geraham bolong": the dental one; None where it may be another,
    or no complaint is told.
    """
    if _ELSEWHERE.search(text):
        return None
    return DENTAL if _TEETH.search(text) else GENERAL if names_symptom(text) else None
