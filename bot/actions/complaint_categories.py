"""What a complaint is about: the categories that its words suggest, and all of them as buttons."""

from typing import Any

from bot.actions.backend import LONGEST_TEXT, call
from bot.actions.press import inform
from bot.actions.reading import Reading
from bot.actions.texts import Button


def category_buttons(categories: list[dict[str, Any]]) -> list[Button]:
    """A button for each category."""
    return [{"title": found["title"], "payload": inform(code=found["code"])} for found in categories]


async def categories_for(reading: Reading, text: str) -> dict[str, Any]:
    """The categories that a text is about: ``items``, and whether they are ``suggested`` by it or simply all."""
    found: dict[str, Any] = await call(reading, "GET", "/complaints/categories", params={"q": text[:LONGEST_TEXT]})
    return found
