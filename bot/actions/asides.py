"""What no intent stands for, heard by its words: somebody wants to be listened to, a divorce, a decile."""

import re
from dataclasses import dataclass
from functools import lru_cache

import yaml
from rasa_sdk.events import EventType, SlotSet

from bot.actions.faq import buttons
from bot.actions.reading import Reading
from bot.actions.texts import Say
from bot.actions.topic import TOPIC
from bot.actions.wordlists import FOLDER


@dataclass(frozen=True)
class Aside:
    """One of ``data/asides.yml``."""

    name: str
    ask: re.Pattern[str]
    unless: re.Pattern[str] | None
    words: int
    offers: list[str]
    stays: str | None
    """The general answer that the conversation is about afterwards."""


@lru_cache
def _table() -> list[Aside]:
    loaded = yaml.safe_load((FOLDER / "asides.yml").read_text("utf-8"))
    return [
        Aside(
            name,
            re.compile(one["ask"], re.IGNORECASE),
            re.compile(one["unless"], re.IGNORECASE) if "unless" in one else None,
            one["words"],
            one["offers"],
            one.get("stays"),
        )
        for name, one in loaded.items()
    ]


def aside_in(reading: Reading) -> Aside | None:
    """Which of these a typed message is; None for any other."""
    if reading.pressed:
        return None
    short = len(reading.text.split())
    return next(
        (
            one
            for one in _table()
            if short <= one.words
            and one.ask.search(reading.text)
            and not (one.unless and one.unless.search(reading.text))
        ),
        None,
    )


def aside_answer(reading: Reading, say: Say) -> list[EventType] | None:
    """Answers it with the ways on; in a form without them, as its question comes again. None where it is none."""
    found = aside_in(reading)
    if found is None:
        return None
    say(f"utter_aside_{found.name}", buttons=[] if reading.form else buttons(say, found.offers))
    about = [SlotSet(TOPIC, {"faq": found.stays})] if found.stays else []
    return [SlotSet("fallback_count", 0), *about]
