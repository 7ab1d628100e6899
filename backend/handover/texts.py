"""Texts that the handover itself sends to members (``texts.yml``), in the language of the conversation."""

import re
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from backend.texts import language_of

THANKS_WORDS = 5
"""So few words with thanks in them say nothing else."""
SHORT = 10
"""A longer message says more than that all is well."""
_WAITS = frozenset({"belum", "blm", "blom", "masih", "msh", "yet"})
PARTS = re.compile(r"[.,!?;\n]+\s*|\b(?:tapi|tp|namun|but|terus|trus|dan|and)\b", re.IGNORECASE)
"""Between the parts of a message of which each may say something of its own."""
_QUESTION = 3
"""Words of the shortest question that says what it is about."""


@lru_cache
def all_languages() -> dict[str, dict[str, Any]]:
    """The texts and words of ``texts.yml``, by language."""
    loaded: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "texts.yml").read_text("utf-8"))
    return loaded


def _language(locale: str) -> dict[str, Any]:
    return all_languages()[language_of(locale)]


def say(locale: str, key: str, **values: str) -> str:
    """One text with its values filled in."""
    return str(_language(locale)[key]).format(**values)


def opening(locale: str, at: datetime) -> str:
    """When the care center opens, in words: weekday, clock time and zone of ``at``."""
    texts = _language(locale)
    day = texts["days"][at.weekday()]
    return str(texts["opens"]).format(day=day, time=at.strftime("%H.%M"), zone=at.tzname())


def plain_words(text: str) -> list[str]:
    """The words of a message in small letters, without signs."""
    return "".join(c if c.isalnum() else " " for c in text.lower()).split()


def says_safe(text: str) -> bool:
    """Whether a member of an emergency says, in few words, that nobody is in danger: "udah di igd makasih"."""
    words = plain_words(text)
    troubled = any(set(texts["trouble"]) & set(words) for texts in all_languages().values()) or "?" in text
    said = " ".join(words)
    well = any(re.search(rf"\b(?:{one})\b", said) for texts in all_languages().values() for one in texts["safe"])
    return len(words) <= SHORT and not troubled and well and not judged_mild(text)


def says_arrived(text: str) -> bool:
    """ "sudah di igd, tapi diminta uang muka": a part of a message says that they are where help is."""
    return any(says_safe(part) for part in PARTS.split(text))


def judged_mild(text: str) -> bool:
    """ "di igd katanya bukan gawat darurat": so others judged it, who do not help; they do not say that all is well."""
    return speaks_of("judged_mild", text)


def speaks_of(key: str, text: str) -> bool:
    """Whether a message speaks of one kind of thing: an ``ambulance`` that was called, help that was ``refused``, the
    ``cost``, a line to 119 that does not connect, a vehicle that is missing, or that they are ``going``.
    """
    said = " ".join(plain_words(text))
    return any(re.search(rf"\b(?:{texts[key]})", said) for texts in all_languages().values())


def safe_and_reports(text: str) -> bool:
    """ "udah ditangani di rs lain. tapi saya tetap mau lapor": nobody is in danger, and a complaint is wanted."""
    waits = set(plain_words(text)) & _WAITS
    return speaks_of("reports", text) and not waits and says_arrived(text)


def only_thanks(text: str) -> bool:
    """Whether a few words are thanks and nothing else."""
    return len(plain_words(text)) <= THANKS_WORDS and not asks_something(text) and speaks_of("thanked", text)


def asks_how_long(text: str) -> bool:
    """Whether a member who waits asks, in few words, how long it takes or where they stand."""
    words = plain_words(text)
    return len(words) <= SHORT and any(set(words) & set(texts["how_long"]) for texts in all_languages().values())


def asks_about_the_wait(text: str) -> bool:
    """Whether a member who waits asks something, or calls for an answer."""
    words = set(plain_words(text))
    return "?" in text or any(words & set(texts["asking_words"]) for texts in all_languages().values())


def asks_about_the_line(text: str) -> bool:
    """Whether a member who waits asks about the wait alone: how long, where they stand, who is there. "Berapa lama lagi
    ya min" does, "rawat inap boleh berapa lama" speaks of something else.
    """
    kinds = ("how_long", "of_the_line", "asking_words", "question_words", "polite_words")
    known = {word for texts in all_languages().values() for kind in kinds for word in texts[kind]}
    return set(plain_words(text)) <= known


def names_people(text: str) -> bool:
    """Whether a message names those who answer here, or the waiting for them: "petugasnya udah ada belum"."""
    words = set(plain_words(text))
    return any(words & set(texts["people"]) for texts in all_languages().values())


def asks_something(text: str) -> bool:
    """Whether a message of some words asks a question, by its mark or its words."""
    words = plain_words(text)
    asking = {word for texts in all_languages().values() for word in texts["question_words"]}
    return len(words) >= _QUESTION and ("?" in text or bool(asking & set(words)))
