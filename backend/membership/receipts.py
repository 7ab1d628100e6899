"""Receipt numbers of changes (``UBH-7KQ2-M4XR-R``), registrations (``DFT-…``) and consultations (``TLK-…``)."""

from typing import Literal

from backend.complaints.ticket import new_number


def new_receipt(prefix: Literal["UBH", "DFT", "TLK"]) -> str:
    """A number that cannot be guessed; its last character tells typing errors."""
    return new_number(prefix)


def as_typed(text: str) -> str:
    """A receipt number as somebody typed it, in its stored form as far as blanks and case go."""
    bare = "".join(character for character in text.upper() if character.isalnum())
    return "-".join((bare[:3], bare[3:7], bare[7:11], bare[11:])) if bare else ""
