"""Kinds of members, by what they call themselves, and the sentences of an answer that are about them."""

import re
from functools import lru_cache

import yaml

from bot.actions.aspect_reading import BESIDE
from bot.actions.ellipsis import ASKING
from bot.actions.offer_words import content_of
from bot.actions.texts import SENTENCE
from bot.actions.wordlists import FOLDER


@lru_cache
def _segments() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    loaded = yaml.safe_load((FOLDER / "segments.yml").read_text("utf-8"))
    return [(re.compile(one["says"], re.I), re.compile(one["told"], re.I)) for one in loaded.values()]


def names_segment(text: str) -> bool:
    """Whether a message says of what kind of member it is."""
    return any(says.search(text) for says, _ in _segments())


def told_of_segment(text: str, answer: str) -> str | None:
    """ "saya karyawan": those sentences of an answer that are about such members; None where the message says more, or
    the answer says nothing of them.
    """
    for says, told in _segments():
        if found := says.search(text):
            left = re.findall(r"[^\W_]+", f"{text[: found.start()]} {text[found.end() :]}".lower())
            rest = [word for word in content_of(left) if word not in BESIDE and word not in ASKING]
            said = _sentences(told, answer)
            return said if said and not rest else None
    return None


def of_one_segment(text: str, answer: str) -> str:
    """What an answer says of the one kind of members that a message names, whatever else it says; all of the answer
    where it names none, or several.
    """
    named = [told for says, told in _segments() if says.search(text)]
    return (_sentences(named[0], answer) or answer) if len(named) == 1 else answer


def _sentences(told: re.Pattern[str], answer: str) -> str:
    return " ".join(one for one in SENTENCE.split(answer) if told.search(one))
