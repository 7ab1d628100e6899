"""Answers to a later question of the booking, said while an earlier one is open: kept until their question comes."""

import re
from datetime import date
from typing import Any

from bot.actions.ellipsis import instead, without_entities
from bot.actions.offer_words import content_of, words_of
from bot.actions.queue_reading import SHORT_WORDS, day_in, today_at, wish_of
from bot.actions.reading import Reading
from bot.actions.texts import Say
from bot.actions.topic import asks_something
from bot.components import values
from bot.components.dates import part_of_day, resolve_time

FOR_CHILD = re.compile(
    r"\b(?:punya|milik|untuk|utk|buat|bwt|kanggo)\W+anak|\banak(?:ku|e|nya|\W+(?:saya|sy|aku|gue|gw))\b", re.IGNORECASE
)
"""For whom, and not the clinic for children."""
_EARLIER = frozenset({"queues_patient", "queues_door", "queues_poli", "queues_date"})
_SUNDAY = 7
_LATER_KEYS = ("poli", "date", "time", "doctor")


def early_facts(reading: Reading) -> dict[str, Any]:
    """The clinic, day, hour or doctor in a short message whose own question has not come yet; empty for others."""
    if reading.pressed or reading.requested not in _EARLIER or _beside(reading) > SHORT_WORDS:
        return {}
    wish = wish_of(reading)
    if asks_something(reading.text) and len(reading.entities("time")) > 1:
        wish.pop("time", None)  # "pagi apa siang itu" chooses none
    named = _bare(reading) | {key: wish[key] for key in _LATER_KEYS if wish.get(key)}
    return {key: value for key, value in named.items() if reading.requested != f"queues_{key}"}


def puts_early_day_right(reading: Reading) -> bool:
    """ "ora sido jumat, senin wae" before the day is asked for: that day, and nothing of what was answered."""
    day = instead(reading) if reading.requested in _EARLIER - {"queues_date"} else None
    return bool(day) and early_facts(reading).keys() == {"date"}


def _beside(reading: Reading) -> int:
    """How many words that mean something stand beside what is marked: "the day after tomorrow" counts as none."""
    return len(content_of(re.findall(r"[^\W_]+(?:'[^\W_]+)?", without_entities(reading).lower())))


def _bare(reading: Reading) -> dict[str, str]:
    """A whole message that is a clinic ("umum"), a day ("senin") or an hour ("pagi aja") and nothing more."""
    words = next((words for words in _clauses(reading) if values.poli(words)), None)
    if words and not FOR_CHILD.search(reading.text):
        return {"poli": words}
    right = instead(reading)
    if isinstance(day_in(right or reading.text, "WIB"), date):
        return {"date": right or reading.text}
    said = right or reading.entity("time") or reading.text
    return {"time": said} if resolve_time(said) or part_of_day(said) else {}


def _clauses(reading: Reading) -> list[str]:
    """The words that say something: all of them, or those of each part ("General, in the morning. I have a cough")."""
    parts = [content_of(re.findall(r"[^\W_]+", part.lower())) for part in re.split(r"[,.;]", reading.text)]
    return [" ".join(content_of(words_of(reading)))] if len(parts) == 1 else [" ".join(part) for part in parts]


def take_down(reading: Reading, say: Say) -> bool:
    """Keeps such facts for their questions and says so; whether there was one."""
    facts = early_facts(reading)
    if not facts:
        return False
    day = day_in(str(facts.get("date") or ""), "WIB")
    if isinstance(day, date) and day < today_at("WIT"):  # past everywhere in the country
        say("utter_error_date_in_past", date=say.day(day.isoformat()))
        return True
    reading.tracker.slots["queues_hints"] = {**(reading.slot("queues_hints") or {}), **facts}
    if isinstance(day, date) and day.isoweekday() == _SUNDAY:
        say("utter_queues_sunday", date=say.day(day.isoformat()))
    say("utter_noted", value=", ".join(_shown(say, key, str(value)) for key, value in facts.items()))
    return True


def _shown(say: Say, key: str, words: str) -> str:
    found = day_in(words, "WIB") if key == "date" else None
    if isinstance(found, date):
        return say.day(found.isoformat())
    return say.text("utter_queues_poli_name", name=words) if key == "poli" else words
