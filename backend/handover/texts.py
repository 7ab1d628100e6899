"""Texts that the handover itself sends to members (``texts.yml``), in the language of the conversation."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@lru_cache
def _texts() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "texts.yml").read_text("utf-8"))
    return loaded


def _language(locale: str) -> dict[str, Any]:
    return _texts()["en" if locale.startswith("en") else "id"]


def say(locale: str, key: str, **values: str) -> str:
    """One text with its values filled in."""
    return str(_language(locale)[key]).format(**values)


def opening(locale: str, at: datetime) -> str:
    """When the care center opens, in words: weekday, clock time and zone of ``at``."""
    texts = _language(locale)
    day = texts["days"][at.weekday()]
    return str(texts["opens"]).format(day=day, time=at.strftime("%H.%M"), zone=at.tzname())


def _plain(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text.lower()).split()


def wants_to_leave(text: str) -> bool:
    """Whether a member who waits asks, in either language, not to wait any longer."""
    polite = {word for texts in _texts().values() for word in texts["polite_words"]}
    said = [word for word in _plain(text) if word not in polite]
    return any(said == words.split() for texts in _texts().values() for words in texts["leave_words"])


def asks_about_the_wait(text: str) -> bool:
    """Whether a member who waits asks something, or calls for an answer."""
    words = set(_plain(text))
    return "?" in text or any(words & set(texts["asking_words"]) for texts in _texts().values())
