"""What the message path itself says."""

from pathlib import Path

from backend.privacy.identifiers import PLACEHOLDERS
from backend.texts import Texts

words = Texts(Path(__file__).with_name("texts.yml"))


def readable(text: str, language: str) -> str:
    """A text with what was covered in it named in the member's language."""
    for kind, placeholder in PLACEHOLDERS.items():
        if placeholder in text:
            text = text.replace(placeholder, words(f"hidden_{kind}", language))
    return text
