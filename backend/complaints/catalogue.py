"""The categories of complaints, and which of them a text is about."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from backend.complaints.phrases import pattern, plain

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Category:
    """What a complaint is about.

    ``asks`` are the form's extra questions: ``facility``, ``money``, ``in_care``. ``now_reason`` is the reason for a
    handover when the patient is in care at this moment. ``working_days`` is its own deadline, ``None`` the general one.
    A ``general`` one ("service of a hospital") fits every story from there.
    """

    code: str
    title: dict[str, str]
    words: re.Pattern[str]
    priority: Literal["P1", "P2", "P3"]
    working_days: int | None
    asks: tuple[str, ...]
    care: bool
    now_reason: str | None
    general: bool


@lru_cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((_DATA / "categories.yml").read_text("utf-8"))
    return loaded


@lru_cache
def spelling() -> dict[str, str]:
    """Everyday spellings and what they stand for."""
    found: dict[str, str] = yaml.safe_load((_DATA / "signals.yml").read_text("utf-8"))["spelling"]
    return found


def _category(data: dict[str, Any]) -> Category:
    return Category(
        code=data["code"],
        title=data["title"],
        words=pattern(data["words"]),
        priority=data["priority"],
        working_days=data.get("working_days"),
        asks=tuple(data["asks"]),
        care=data.get("care", False),
        now_reason=data.get("now_reason"),
        general=data.get("general", False),
    )


@lru_cache
def categories() -> dict[str, Category]:
    """All categories by code, in the order of the menu."""
    return {data["code"]: _category(data) for data in _data()["categories"]}


def _score(category: Category, text: str) -> int:
    """Words of the text that speak for a category; a longer phrase says more than its words apart."""
    counts = [len(match.group().split()) for match in category.words.finditer(text)]
    return sum(2 * count - 1 for count in counts)


def category_for(text: str, limit: int = 3) -> list[Category]:
    """The categories that a text is most likely about, likeliest first; none when nothing speaks for any.

    Equal ones keep the order of the menu, in which the more urgent stand first. A general one is no rival of a
    particular one that fits as well.
    """
    prepared = plain(text, spelling())
    scored = [(score, category) for category in categories().values() if (score := _score(category, prepared))]
    scored.sort(key=lambda item: -item[0])
    particular = [(score, category) for score, category in scored if not category.general]
    if particular and particular[0][0] >= scored[0][0]:
        scored = particular
    return [category for _, category in scored[:limit]]
