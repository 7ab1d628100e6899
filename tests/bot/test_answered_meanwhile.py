"""Which messages the assistant answers while an agent is waited for."""

from typing import Any

import pytest

from bot.meanwhile import can_be_answered


def understood(name: str, confidence: float = 0.9, *entities: str, other: str | None = None) -> dict[str, Any]:
    parsed = {"intent": {"name": name, "confidence": confidence}, "entities": [{"entity": e} for e in entities]}
    return parsed | ({"other_request": {"name": other, "confidence": 0.9}} if other else {})


@pytest.mark.parametrize(
    "parsed",
    [
        understood("faq"),
        understood("check_bed_availability", 0.9, "place", "room_class"),
        understood("facility_info", 0.8, "facility_name"),
        understood("faq", other="faq"),
    ],
)
def test_general_questions_are_answered(parsed: dict[str, Any]) -> None:
    assert can_be_answered(parsed)


@pytest.mark.parametrize(
    "parsed",
    [
        understood("faq", 0.5),
        understood("check_contribution"),
        understood("submit_complaint"),
        understood("find_nearest_facility"),  # the place would have to be asked for
        understood("faq", other="check_contribution"),
    ],
)
def test_all_else_is_left_to_the_agent(parsed: dict[str, Any]) -> None:
    assert not can_be_answered(parsed)
