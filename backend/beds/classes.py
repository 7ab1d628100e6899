"""The 16 room classes of Aplicares and the words members use for them."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA

from backend.regions.text import FILLERS, words

_NOISE = FILLERS | frozenset(files("backend.beds").joinpath("data/noise.txt").read_text(encoding="utf-8").split())
_SIMILAR = 0.8
_TYPO_LENGTH = 5
"""Shorter words are codes (ICU, PICU, VIP): one letter makes another class."""


@dataclass(frozen=True)
class BedClass:
    """A room class. ``group`` is ward, intensive, emergency or special."""

    code: str
    name: str
    name_en: str
    group: str
    synonyms: tuple[str, ...]

    @property
    def emergency_first(self) -> bool:
        """Whoever asks for such a bed must hear of the emergency room first: a life may hang on it."""
        return self.group in ("intensive", "emergency")


@lru_cache
def bed_classes() -> dict[str, BedClass]:
    """All classes by code, wards first."""
    with files("backend.beds").joinpath("data/classes.csv").open(encoding="utf-8") as file:
        return {
            row["code"]: BedClass(
                row["code"], row["name"], row["name_en"], row["group"], tuple(row["synonyms"].split("|"))
            )
            for row in csv.DictReader(file)
        }


def _key(text: str) -> str:
    return " ".join(words(text))


@lru_cache
def _phrases() -> dict[str, str]:
    named = {_key(name): one.code for one in bed_classes().values() for name in (one.code, one.name, one.name_en)}
    return named | {_key(phrase): one.code for one in bed_classes().values() for phrase in one.synonyms}


def _ward_classes() -> tuple[BedClass, ...]:
    return tuple(bed_classes()[code] for code in ("KL1", "KL2", "KL3"))


def resolve_class(text: str) -> tuple[BedClass, ...]:
    """The class that a text names: one, the three ward classes for a bare "kelas", or none."""
    phrase = _key(text)
    if phrase in _phrases():
        return (bed_classes()[_phrases()[phrase]],)
    typed = [word for word in phrase.split() if word not in _NOISE]
    for size in range(len(typed), 0, -1):
        for start in range(len(typed) - size + 1):
            code = _phrases().get(" ".join(typed[start : start + size]))
            if code:
                return (bed_classes()[code],)
    if any(word in ("kelas", "kls", "class") for word in typed):
        return _ward_classes()
    return _resolve_typo(" ".join(typed))


def _resolve_typo(text: str) -> tuple[BedClass, ...]:
    if len(text) < _TYPO_LENGTH:
        return ()
    found = process.extractOne(text, _phrases().keys(), scorer=OSA.normalized_similarity, score_cutoff=_SIMILAR)
    return (bed_classes()[_phrases()[found[0]]],) if found else ()
