"""What of a hospital decides who is sent there: whether it is the government's, and whether it treats all illnesses."""

import re
from typing import Literal

from backend.facilities.models import Facility

_GOVERNMENT = re.compile(r"^(?:pem|kem|tni|polri)|pemerintah", re.IGNORECASE)
"""Owners in the lists of the health ministry: Pemkab, Pemkot, Pemprop, Kemkes, Kementerian Lain, TNI AD, POLRI."""
_ITS_NAME = re.compile(r"\b(?:rsud|rsup|rs umum (?:daerah|pusat)|rumah sakit umum (?:daerah|pusat))\b", re.IGNORECASE)
_ONE_KIND = re.compile(r"\b(?:RSJ|RSJD|Jiwa|Mata|RSGM|Gigi|Kusta|Ketergantungan)\b", re.IGNORECASE)
"""Names of hospitals for the mind, the eyes, the teeth, leprosy, addiction."""
_ALWAYS: dict[str, Literal["public", "private"]] = {
    "puskesmas": "public",
    "clinic": "private",
    "doctor": "private",
    "dentist": "private",
    "pharmacy": "private",
    "optician": "private",
    "office": "public",
}


def sector_of(facility: Facility) -> Literal["public", "private"] | None:
    """``public`` is owned by the state, regions, army or police; all others are ``private``; None: nobody told us."""
    if facility.owner:
        return "public" if _GOVERNMENT.search(facility.owner) else "private"
    return "public" if _ITS_NAME.search(facility.name) else _ALWAYS.get(facility.type)


def is_general(facility: Facility) -> bool:
    """Whether a hospital is no one for a single kind of illness, which helps little in an emergency of another kind."""
    return not _ONE_KIND.search(facility.name)
