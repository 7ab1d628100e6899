"""The result of a screening in plain words: one line a condition, the next step, what one can change."""

from collections.abc import Mapping
from typing import Any

from bot.actions.texts import Button, Say

_IN_PERCENT = frozenset({"hypertension", "heart"})


def say_result(say: Say, seen: Mapping[str, Any]) -> None:
    """Says what came of the last screening and when the next is due."""
    found = seen["assessment"]
    lines = [_line(say, result) for result in found["results"]]
    say.plain(
        "\n".join([say.text("utter_screening_result", name=seen["name"], date=say.day(seen["finished_on"])), *lines])
    )
    step = say.text(f"utter_screening_step_{found['step']}", fktp=seen["fktp"] or say.text("utter_screening_no_fktp"))
    again = [_again(say, seen["next_on"])] if seen["next_on"] else []
    say.plain("\n".join([step, *_habits(say, found["habits"]), *again]), buttons=_buttons(say, found["step"]))


def _again(say: Say, next_on: str) -> str:
    return say.text("utter_screening_again", date=say.day(next_on))


def _line(say: Say, result: Mapping[str, Any]) -> str:
    title = say.text(f"utter_screening_title_{result['condition']}")
    if result["reason"]:
        return f"• {title}: {say.text('utter_screening_reason_' + result['reason'])}"
    band = say.text(f"utter_screening_band_{result['band']}")
    return f"• {title}: {band} ({_score(say, result)})"


def _score(say: Say, result: Mapping[str, Any]) -> str:
    if result["condition"] not in _IN_PERCENT:
        return say.text(f"utter_screening_points_{result['condition']}", points=int(result["score"]))
    return say.text(f"utter_screening_percent_{result['condition']}", percent=say.decimal(result["score"]))


def _habits(say: Say, habits: list[str]) -> list[str]:
    if not habits:
        return []
    named = "; ".join(say.text(f"utter_screening_habit_{habit}") for habit in habits)
    return [say.text("utter_screening_habits", habits=named)]


def _buttons(say: Say, step: str) -> list[Button]:
    if step == "carry_on":
        return []
    queue = say.button("utter_choice_book_queue", "/book_queue")
    return [say.button("utter_choice_emergency", "/emergency"), queue] if step == "urgent" else [queue]
