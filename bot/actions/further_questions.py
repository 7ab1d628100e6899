"""The questions that members ask further about a topic, with their answers: ``bot/data/further/*.yml``.

A question is known by example sentences (``like``, see ``alike``), by words of its own that decide alone (``ask``,
see ``further``), or by both.
"""

import re
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from bot.actions.aspect_reading import BESIDE
from bot.actions.ellipsis import ASKING, JOINING
from bot.actions.entry_files import read_entries
from bot.actions.offer_words import content_of
from bot.actions.on_screen import names_screen
from bot.actions.reading import Language
from bot.components.names import is_everyday
from bot.components.normalise import lexicon

FOLDER = Path(__file__).parents[1] / "data" / "further"
_SMALL = frozenset(
    {"gitu", "gini", "begitu", "begini", "kasih", "kasi", "tau", "tahu", "tolong", "info", "saya", "kami", "sekarang"}
    | {"langsung", "min", "kak", "ok", "oke", "okay", "just", "tell", "me", "then", "so"}
)
"""Small words beside a question that has to stand alone."""
_WORD = re.compile(r"[^\W_]+")


class Question(BaseModel):
    """One such question.

    ``topics``: general answers (ids), services (intents), forms, or what is shown (kinds, and what these are of) behind
    which it is meant so; without them it is asked anywhere, by its words. ``like``: example sentences. ``ask``: a
    pattern of its words; ``alone``: they, and beside them only small ones, are the whole message; ``name_follows``:
    behind them stands a name.

    Of these, one: ``text``; ``faq``: the general answer that says it; ``does``: the payload of the button that does it,
    or the intent that the message is then; ``says``: the question whose text is its answer too. ``next``: ways on, as
    in the general answers; ``stays``: what the conversation is about afterwards.

    A text may name what is on the screen (``on_screen``); ``otherwise`` is said where that is not known. ``unsure``: no
    source confirms it. ``told``: members mean it also where they only tell, or ``only`` there. ``closes``: after it the
    step of the help with the app that waits is not due any more.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    topics: frozenset[str] = frozenset()
    like: list[str] = []
    ask: str | None = None
    alone: bool = False
    name_follows: bool = False
    text: dict[Language, str] | None = None
    otherwise: dict[Language, str] | None = None
    faq: str | None = None
    does: str | None = None
    says: str | None = None
    next: list[str] = []
    stays: str | None = None
    unsure: bool = False
    told: bool | Literal["only"] = False
    closes: bool = False

    @model_validator(mode="after")
    def _is_known_and_says_something(self) -> "Question":
        if not (self.ask or (self.like and self.topics)):
            raise ValueError("known neither by its words nor by examples behind a topic")
        if [self.text, self.faq, self.does, self.says].count(None) != 3:  # noqa: PLR2004 - one of four
            raise ValueError("one of: a text, a general answer, what is done, or who says the same")
        if self.of_screen and not self.otherwise:
            raise ValueError("what is said where the screen does not tell it")
        return self

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        return re.compile(self.ask, re.IGNORECASE) if self.ask else None

    @cached_property
    def of_screen(self) -> bool:
        """Whether its answer names something that is on the screen."""
        return self.text is not None and any(map(names_screen, self.text.values()))

    def asked_in(self, text: str) -> bool:
        """Whether a message asks it by its words."""
        found = self._pattern.search(text) if self._pattern else None
        if found and self.name_follows:
            return not any(is_everyday(word) for word in _WORD.findall(text[found.end() :].lower()))
        if found is None or not self.alone:
            return found is not None
        rest = content_of(_WORD.findall(f"{text[: found.start()]} {text[found.end() :]}".lower()))
        small = _SMALL | JOINING | BESIDE | ASKING
        return all(word in small or lexicon().get(word) in small for word in rest)  # "nggih, pripun, ..."

    def besides(self, text: str) -> str:
        """A message without the words by which it asks this."""
        return self._pattern.sub(" ", text, count=1) if self._pattern else text

    def source(self) -> "Question":
        """The question whose text is its answer: itself, or the one that says the same."""
        return questions()[self.says] if self.says else self


@lru_cache
def questions() -> dict[str, Question]:
    """All questions by name.

    Raises:
        ValueError: a file is not well-formed, or a name stands in two files.
    """
    return read_entries(FOLDER, Question)


@lru_cache
def known_by_words() -> tuple[Question, ...]:
    """Those with words of their own; what belongs to a topic goes before what is asked anywhere."""
    return tuple(sorted((one for one in questions().values() if one.ask), key=lambda one: not one.topics))


@lru_cache
def behind(topic: str) -> tuple[str, ...]:
    """The names of those with examples that are asked behind a topic."""
    return tuple(name for name, one in questions().items() if one.like and topic in one.topics)
