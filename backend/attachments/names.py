"""File names as they may be shown."""

import unicodedata
from pathlib import PurePosixPath

from backend.attachments.settings import MEDIA_TYPES, NAME_LENGTH
from backend.privacy.identifiers import mask_text

_FALLBACK = "lampiran"


def _visible(name: str) -> str:
    """Without control, direction-changing and private characters: they make a name look like another one."""
    kept = (character if unicodedata.category(character)[0] != "C" else " " for character in name)
    return " ".join("".join(kept).split())


def clean_name(name: str | None, media_type: str) -> str:
    """A safe name for a file: no path, nothing invisible, no identifier, an ending that tells the true type."""
    last = unicodedata.normalize("NFC", name or "").replace("\\", "/").rsplit("/", 1)[-1]
    stem = mask_text(PurePosixPath(_visible(last)).stem).text.strip(" .")
    return (stem[:NAME_LENGTH].rstrip() or _FALLBACK) + MEDIA_TYPES[media_type]
