"""What the message path itself says."""

from functools import lru_cache
from pathlib import Path

import yaml

from backend.privacy.identifiers import PLACEHOLDERS


@lru_cache
def _texts() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("texts.yml").read_text("utf-8"))
    return loaded


def readable(text: str, language: str) -> str:
    """A text with what was covered in it named in the member's language."""
    for kind, placeholder in PLACEHOLDERS.items():
        if placeholder in text:
            text = text.replace(placeholder, words(f"hidden_{kind}", language))
    return text


def words(key: str, language: str) -> str:
    """A text in the member's language."""
    return _texts()[key]["en" if language == "en" else "id"]
