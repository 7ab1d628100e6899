"""What a complaint is about: the categories that its words suggest, and all of them as buttons."""

from typing import Any

from bot.actions.backend import LONGEST_TEXT, call
from bot.actions.complaint_reading import tells_facts
from bot.actions.outcomes import Filled, Outcome
from bot.actions.own_words import nothing_more
from bot.actions.press import inform
from bot.actions.reading import Reading
from bot.actions.texts import Button, Say

_GENERAL = frozenset({"fktp_service", "hospital_service"})
LIKELIEST = "likeliest"
"""Marks a category that was taken as the first of several."""


def category_buttons(categories: list[dict[str, Any]]) -> list[Button]:
    """A button for each category."""
    return [{"title": found["title"], "payload": inform(code=found["code"])} for found in categories]


async def categories_for(reading: Reading, text: str) -> dict[str, Any]:
    """The categories that a text is about: ``items``, and whether they are ``suggested`` by it or simply all."""
    found: dict[str, Any] = await call(reading, "GET", "/complaints/categories", params={"q": text[:LONGEST_TEXT]})
    return found


def first_of(items: list[dict[str, Any]]) -> dict[str, Any]:
    """The likeliest of several; one that fits every story from such a place only where no other is about the care."""
    others = [one for one in items if one["code"] not in _GENERAL and "facility" in one["asks"]]
    return others[0] if others and items[0]["code"] in _GENERAL else items[0]


async def likeliest(reading: Reading, say: Say) -> Outcome:
    """What it is about by all that was told, where the member tells on, or wants it sent, instead of choosing.

    The choice is said at once and read back before it is filed. Nothing is chosen by words that say nothing, unless it
    shall be sent or was asked twice.
    """
    story, sends = str(reading.slot("complaints_story") or ""), nothing_more(reading)
    if not story or not (sends or tells_facts(reading)):
        return None
    told = f"{reading.slot('complaints_opening') or ''}\n{story}\n{reading.text}"
    found = await categories_for(reading, told)
    tries, _ = reading.slot("form_tries") or (0, 0)
    if not (found["suggested"] or sends or tries):
        return None
    chosen = first_of(found["items"]) if found["suggested"] else found["items"][-1]
    say("utter_complaints_category_taken", value=chosen["title"])
    more = {} if sends else {"complaints_story": f"{story}\n{reading.text.strip()}"}
    return Filled({"complaints_category": chosen, **more})
