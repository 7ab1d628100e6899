"""What kind of facility a name or a word speaks of: "RS Umum Daerah" is rsud, "pkm" is puskesmas."""

import csv
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA

from backend.regions.text import fold, words

TYPES = ("hospital", "puskesmas", "clinic", "doctor", "dentist", "pharmacy", "optician", "office")
FKTP_TYPES = frozenset({"puskesmas", "clinic", "doctor", "dentist"})
"""First-level care (Permenkes 71/2013 art. 3): puskesmas, clinics, doctors' and dentists' practices."""
GROUPS = {"fktp": FKTP_TYPES, "care": FKTP_TYPES | {"hospital"}}
"""Search groups beside the single types."""
_TITLES = frozenset(["dr", "prof", "h", "hj", "ir", "drs", "upt", "uptd", "blud", "kel", "rujukan"])
_LINK_WORDS = frozenset(["dan", "of", "the"])
_SENTENCE_WORDS = 8
_NAME_WORDS = 6
_FUZZY_KINDS = ("puskesmas", "klinik", "apotek")
_FUZZY_KIND_SIMILARITY = 0.75
_FUZZY_KIND_LENGTH = 5


@dataclass(frozen=True)
class Named:
    """A name taken apart: what kind it says it is, the type that follows, and the words that tell it from others."""

    kind: str | None
    type: str | None
    words: tuple[str, ...]
    after_kind: tuple[str, ...] = ()

    def shortened(self) -> "Named":
        """The few words that can be a name in a whole sentence: those behind "rumah sakit", else the first."""
        if len(self.words) <= _SENTENCE_WORDS:
            return self
        return replace(self, words=(self.after_kind or self.words)[:_NAME_WORDS])


def _telling(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split() if word not in _TITLES and word not in _LINK_WORDS)


@lru_cache
def _phrases() -> dict[str, tuple[str, str]]:
    with files("backend.facilities").joinpath("data/kinds.csv").open(encoding="utf-8") as file:
        return {" ".join(words(row["phrase"])): (row["kind"], row["type"]) for row in csv.DictReader(file)}


@lru_cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_phrases(), key=len, reverse=True)
    return re.compile(r"\b(" + "|".join(map(re.escape, longest_first)) + r")\b")


def _fuzzy_kind(word: str) -> str | None:
    if len(word) < _FUZZY_KIND_LENGTH:
        return None
    found = process.extractOne(
        word, _FUZZY_KINDS, scorer=OSA.normalized_similarity, score_cutoff=_FUZZY_KIND_SIMILARITY
    )
    return found[0] if found else None


def take_apart(name: str) -> Named:
    """Kind, type and telling words of a facility's name as written on its sign or typed by a member."""
    text = " ".join(_fuzzy_kind(word) or word for word in words(name))
    found = _pattern().search(text)
    if not found:
        return Named(None, None, _telling(text))
    kind, facility_type = _phrases()[found[1]]
    after = _telling(text[found.end() :])
    return Named(kind, facility_type, _telling(text[: found.start()]) + after, after)


def resolve_type(text: str) -> str | None:
    """The facility type (or group ``fktp``) that a word such as "rumah sakit", "pkm" or "hospital" names; None: no
    kind in it.
    """
    if text in TYPES or text in GROUPS:
        return text
    return take_apart(text).type


def types_of(type_or_group: str) -> frozenset[str]:
    """The facility types that belong to a type or a group."""
    return frozenset(GROUPS.get(type_or_group, {type_or_group}))


_SHORT_KINDS = (
    (re.compile(r"\b(?:RS|Rumah Sakit)\s+Umum\s+D(?:ae|ea)rah\b", re.I), "RSUD"),
    (re.compile(r"\b(?:RS|Rumah Sakit)\s+Umum\s+Pusat\b", re.I), "RSUP"),
    (re.compile(r"\b(?:RS|Rumah Sakit)\s+(?:Khusus\s+)?Ibu\s+(?:dan\s+)?Anak\b", re.I), "RSIA"),
    (re.compile(r"\b(?:RS|Rumah Sakit)\s+Umum\b", re.I), "RSU"),
    (re.compile(r"\bRumah Sakit\b", re.I), "RS"),
)
_NUMERAL = re.compile(r"\b([IVX][ivx]+)\b")
_ABBREVIATION_LENGTH = 4


def clean_name(name: str) -> str:
    """A name as people read it: short kinds, Roman numerals in capitals, single blanks, no shouting."""
    name = " ".join(name.split())
    for pattern, short in _SHORT_KINDS:
        name = pattern.sub(short, name)
    name = _NUMERAL.sub(lambda found: found[1].upper(), name)
    if not name.isupper():
        return name
    return " ".join(word if len(word) <= _ABBREVIATION_LENGTH else word.capitalize() for word in name.split())


def same_name(one: str, other: str) -> bool:
    """Whether two names differ only in spelling of their kind, punctuation or case."""
    return fold(clean_name(one)) == fold(clean_name(other))
