"""What a complaint is about: the categories that its words suggest, and all of them as buttons."""

from typing import Any

from bot.actions.backend import LONGEST_TEXT, call
from bot.actions.complaint_reading import tells_facts
from bot.actions.outcomes import Filled, Outcome
from bot.actions.own_words import nothing_more
from bot.actions.press import inform
from bot.actions.reading import Reading
from bot.actions.texts import Button, Say


def category_buttons(categories: list[dict[str, Any]]) -> list[Button]:
    """A button for each category."""
    return [{"title": found["title"], "payload": inform(code=found["code"])} for found in categories]


async def categories_for(reading: Reading, text: str) -> dict[str, Any]:
    """The categories that a text is about: ``items``, and whether they are ``suggested`` by it or simply all."""
    found: dict[str, Any] = await call(reading, "GET", "/complaints/categories", params={"q": text[:LONGEST_TEXT]})
    return found


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
    chosen = found["items"][0 if found["suggested"] else -1]
    say("utter_complaints_category_taken", value=chosen["title"])
    more = {} if sends else {"complaints_story": f"{story}\n{reading.text.strip()}"}
    return Filled({"complaints_category": chosen, **more})
