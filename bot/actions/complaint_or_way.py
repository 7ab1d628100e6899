"""A story that ends with "harus mulai dari mana?": who tells of trouble and asks for the way wants no report yet."""

import re

from rasa_sdk.events import EventType

from bot.actions.complaint_reports import complains
from bot.actions.likely import likely_meanings
from bot.actions.reading import Reading
from bot.actions.texts import Say

SURELY, _LEAST_WAYS = 0.9, 2
"""What is so surely a grievance is taken down; the way is told there."""
_ASKS_WAY = re.compile(
    r"\b(?:harus|mesti|kudu|musti|perlu)\s+(?:\w+\s+){0,2}(?:ke ?mana|kmn|gimana|gmn|bagaimana|ngapain|apa)\b"
    r"|\bmulai dari mana\b|\b(?:me)?ngurus\w*\s+(?:ke ?mana|kmn|gimana|gmn|bagaimana|di ?mana)\b"
    r"|\b(?:apa|bagaimana|gimana) (?:yang|yg) (?:harus|perlu)\b|\bsolusi\w* (?:apa|gimana|bagaimana)\b"
    r"|\bwhat (?:should|do|can|must) i do\b|\bwhere (?:do|should) i (?:start|begin)\b",
    re.IGNORECASE,
)


def asks_way(reading: Reading) -> bool:
    """A story without the wish to report that asks where to begin."""
    unsure = not reading.pressed and not reading.form and reading.confidence < SURELY
    return unsure and _ASKS_WAY.search(reading.text) is not None and not complains(reading.text)


def ways_offered(reading: Reading, say: Say) -> list[EventType] | None:
    """What the story resembles, to choose from, a report among it; None where it resembles nothing else."""
    choices = [one for one in likely_meanings(reading, say) if one["payload"] != "/show_menu"]
    if len(choices) < _LEAST_WAYS:
        return None
    say("utter_complaints_or_way", buttons=[*choices, say.button("utter_button_agent", "/talk_to_agent")])
    return []
