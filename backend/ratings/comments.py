"""Takes insults and personal data out of a comment; what is left may be read by others."""

import re
from functools import lru_cache
from pathlib import Path

from backend.privacy.identifiers import mask_text

MARK = "***"
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ADDRESSED = (
    r"dr|drg|dokter|doctor|suster|ners|perawat|nurse|bidan|midwife|pak|pk|bapak|bu|ibu|mas|mbak|mba|kak|bang|mr|mrs|ms"
)
_NAME = re.compile(rf"\b((?i:{_ADDRESSED})\.?)\s+((?:[A-Z][\w'’-]+|[A-Z]\.)(?:\s+(?:[A-Z][\w'’-]+|[A-Z]\.))*)")
_ANIMALS = frozenset({"anjing", "asu", "babi", "monyet"})
_BITTEN = re.compile(r"gigit|cakar|makan|bite|bitten", re.I)
"""Where somebody was bitten by a dog, the dog is no insult."""
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_FIGURES_FOR_LETTERS = str.maketrans("013457@$", "oleastas")
_WORD = re.compile(r"[^\W_]*[^\W\d_][^\W_]*(?:[@$0-9][^\W_]+)*")


@lru_cache
def _insults() -> frozenset[str]:
    lines = Path(__file__).with_name("insults.txt").read_text("utf-8").split("\n")
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _insulting(word: str, *, animals: bool) -> bool:
    plain = _DRAWN_OUT.sub(r"\1", word.lower().translate(_FIGURES_FOR_LETTERS)).removesuffix("nya")
    return plain in _insults() or (animals and plain in _ANIMALS)


def clean(comment: str) -> tuple[str, bool]:
    """The comment without insults, numbers of people, e-mail addresses and names of staff; and whether any was there.

    A name is known by the title before it and its capital letter ("suster Rina"); a complaint is the place for names.
    """
    masked = _NAME.sub(rf"\1 {MARK}", _EMAIL.sub(MARK, mask_text(comment).text))
    animals = _BITTEN.search(comment) is None
    kept = _WORD.sub(lambda found: MARK if _insulting(found[0], animals=animals) else found[0], masked)
    return kept, kept != comment
