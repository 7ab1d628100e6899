"""A facility in words: its line in a list, how far it is, whether it is open."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.actions.facility_ratings import rating_words
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.texts import Button, Say

METRES_IN_KM = 1000
_KINDS = frozenset({"rs", "rsu", "rsud", "rsup", "rumah", "sakit", "puskesmas", "klinik", "hospital", "clinic"})


def map_button(say: Say, item: Mapping[str, Any]) -> Button:
    """A button that shows a facility on the map."""
    return say.button("utter_button_map", press("show_on_map", code=item["code"]), name=item["name"])


def facility_line(say: Say, number: int, item: Mapping[str, Any]) -> str:
    """One facility in a list: name, distance, address, phone, and whether it is open where that is known."""
    place = item["address"] or item["regency"]
    facts = [distance_words(say, item), rating_words(say, item), place, item["phone"], opening_words(say, item)]
    return f"{number}. {item['name']} – " + ", ".join(fact for fact in facts if fact)


def distance_words(say: Say, item: Mapping[str, Any]) -> str | None:
    """ "3,2 km" ("3.2 km" in English); None where no distance was asked for."""
    if item["distance_m"] is None:
        return None
    return f"{say.decimal(item['distance_m'] / METRES_IN_KM)} km"


def opening_words(say: Say, item: Mapping[str, Any]) -> str | None:
    """Open or closed now, where hours are known; hospitals with an emergency room say so."""
    if item["emergency_24h"]:
        return say.text("utter_open_emergency")
    if item["open_now"] is None:
        return None
    if item["open_now"] or not item["opens_at"]:
        return say.text("utter_open_now" if item["open_now"] else "utter_closed_now")
    opens = datetime.fromisoformat(item["opens_at"])
    return say.text("utter_closed_until", day=weekday(say, opens.isoweekday()), time=say.time(opens, item["time_zone"]))


def weekday(say: Say, number: int) -> str:
    """The name of a day of the week; 1 is Monday."""
    return say.text("utter_weekdays").split(", ")[number - 1]


def is_wanted(reading: Reading, name: str) -> bool:
    """Whether a facility of this name is none of those that the message leaves out ("selain rs soetomo")."""
    words = _words(name)
    return not any(left_out and left_out <= words for left_out in map(_words, reading.without))


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.lower())) - _KINDS
