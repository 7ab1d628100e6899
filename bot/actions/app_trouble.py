"""What was told during the help with the official app: a report begins with it, and no step is told again and again."""

import re
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.payment_complaint import about_app
from bot.actions.reading import Reading
from bot.actions.texts import Say, has_response, variation

TROUBLE = "app_trouble"
"""Slot: ``problem``, ``told`` (the member's words) and ``step``, the one that was told last, so many ``times``."""
_LEAST_WORDS = 3
"""A shorter message tells only how a step went."""
_MOST, _LONGEST = 6, 200
_SPACES = re.compile(r"\s+")


def heard_of_app(reading: Reading, problem: str | None) -> list[EventType]:
    """Keeps the words of a message; the first message of the help begins anew."""
    before = trouble(reading) if reading.requested else {}
    told = list(before.get("told", []))
    if not reading.pressed and len(reading.text.split()) >= _LEAST_WORDS:
        told.append(_SPACES.sub(" ", reading.text)[:_LONGEST])
    return [SlotSet(TROUBLE, {**before, "problem": problem or before.get("problem"), "told": told[-_MOST:]})]


def trouble(reading: Reading) -> dict[str, Any]:
    """What is kept; empty where no help was given."""
    return dict(reading.slot(TROUBLE) or {})


def step_told(reading: Reading, step: str) -> list[EventType]:
    """Counts how often the step was told that is due."""
    return [SlotSet(TROUBLE, {**trouble(reading), "step": step, "times": times_told(reading, step) + 1})]


def times_told(reading: Reading, step: str) -> int:
    """How often a step was told; another one begins anew."""
    kept = trouble(reading)
    return int(kept.get("times") or 0) if kept.get("step") == step else 0


async def report_app(reading: Reading, say: Say) -> list[EventType]:
    """Opens the report with what was told."""
    kept = trouble(reading)
    problem = _titled(reading, kept.get("problem"))
    told = "; ".join(kept.get("told") or []) or problem
    story = say.text("utter_apphelp_complaint_story", problem=problem, told=told)
    return [SlotSet(TROUBLE, None), *await about_app(reading, story)]


def _titled(reading: Reading, problem: str | None) -> str:
    """The problem as its button names it."""
    offered = variation("utter_ask_apphelp_problem", reading.language).get("buttons", [])
    named = (one["title"] for one in offered if problem and f'"{problem}"' in one["payload"])
    general = str(variation("utter_apphelp_complaint_general", reading.language)["text"])
    own = f"utter_apphelp_problem_{problem}"
    return next(named, str(variation(own, reading.language)["text"]) if has_response(own) else general)
