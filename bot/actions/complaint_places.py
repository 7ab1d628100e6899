"""Facilities in a complaint that our data does not have: the nearest ones are offered, and the name can be kept."""

import json
import re
from typing import Any

from bot.actions.backend import LONGEST_NAME, call
from bot.actions.offers import last_replies
from bot.actions.places import CHOICES_SHOWN, last_place
from bot.actions.press import inform
from bot.actions.reading import Reading
from bot.actions.texts import Button, Say

NEAR = 3
_NAME = "name:"
_NUMBER = re.compile(r"\s+(?:\d+|i{1,3}|iv|v)$", re.IGNORECASE)
"""Which of several in a place: "puskesmas depok 2"."""
_KEEPS = re.compile(
    r"\b(?:tetap|pakai|pake|apa adanya|keep|use|biarin|biarkan)\b.*\b(?:nama|itu|it|that|name)\b", re.IGNORECASE
)


def facility_buttons(say: Say, choices: list[dict[str, str]]) -> list[Button]:
    """A button for each facility, and one for "none of these"."""
    shown = [{"title": c["label"], "payload": inform(code=c["id"])} for c in choices[:CHOICES_SHOWN]]
    return [*shown, say.button("utter_complaints_button_no_facility", inform(value="skip"))]


async def facilities_near(reading: Reading, name: str) -> list[dict[str, str]]:
    """Up to three facilities of the kind that a name begins with, around the place in it."""
    kind, _, rest = name.partition(" ")
    named = _NUMBER.sub("", rest)
    for place in (last_place(reading), named.rpartition(" ")[2]):
        if place and (items := await _around(reading, {"q": place[:LONGEST_NAME]}, kind)):
            return [{"id": item["code"], "label": item["name"]} for item in items]
    return []


async def _around(reading: Reading, where: dict[str, str], kind: str) -> list[dict[str, Any]]:
    """The nearest of a kind; of namesakes around the first."""
    params = {**where, "type": kind, "limit": NEAR}
    found = await call(reading, "GET", "/facilities/find", params=params)
    if found["status"] == "ambiguous" and "q" in where:
        return await _around(reading, {"place_id": found["choices"][0]["id"]}, kind)
    items: list[dict[str, Any]] = found["items"]
    return items


def unknown_facility_buttons(say: Say, name: str, near: list[dict[str, str]]) -> list[Button]:
    """Those near, the name as it was written, and none."""
    shown = [{"title": c["label"], "payload": inform(code=c["id"])} for c in near]
    kept, skip = inform(value=f"{_NAME}{name[:100]}"), inform(value="skip")
    return [
        *shown,
        say.button("utter_complaints_button_as_typed", kept, name=name[:60]),
        say.button("utter_complaints_button_no_facility", skip),
    ]


async def kept_name(reading: Reading) -> str | None:
    """The name that the last answer offered to keep, where the member says so: "tetap pakai nama itu"."""
    return None if reading.pressed or not _KEEPS.search(reading.text) else await offered_name(reading)


async def offered_name(reading: Reading) -> str | None:
    """The name that the last answer offered to keep as it was written."""
    buttons: list[dict[str, Any]] = [button for reply in await last_replies(reading) for button in reply["buttons"]]
    for button in buttons:
        payload = button["payload"].partition("{")
        value = str(json.loads("{" + payload[2]).get("value") or "") if payload[1] else ""
        if value.startswith(_NAME):
            return value.removeprefix(_NAME)
    return None
