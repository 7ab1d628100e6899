"""The clinic that a complaint is for, where no clinic is named: the general one, as at every first-level facility."""

import re

from bot.actions.teleconsultation_reading import names_symptom

GENERAL = "umum"
_ELSEWHERE = re.compile(
    r"\b(?:gigi|gusi|geraham|behel|karang|tooth|teeth|gums?|dental|hamil|kehamilan|bumil|pregnan\w*|kb|kontrasepsi|suntik"
    r"|imunisasi|vaksin\w*|nifas|bayi|kia|haid|keputihan|baby|antenatal)\b",
    re.IGNORECASE,
)
"""What the dental clinic and that for mother and child are for."""


def clinic_for(text: str) -> str | None:
    """ "batuk pilek udah 3 hari": the general clinic; None where it may be another, or no complaint is told."""
    return GENERAL if names_symptom(text) and not _ELSEWHERE.search(text) else None
