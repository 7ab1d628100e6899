"""Where a place is asked for, anything may be pasted: what is longer than a name is looked up as far as one goes."""

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker

from bot.actions import beds, places
from bot.actions.backend import LONGEST_NAME, Refusal
from bot.actions.outcomes import Unusable
from bot.actions.reading import Reading

ADDRESS = "https://www.google.com/maps/place/" + "Jl.+Kaliurang+KM+5,+Sleman/" * 12
EMPTY = {"facility": None, "place": None, "choices": []}


async def backend(reading: Reading, method: str, path: str, *, params: dict[str, Any], **_: Any) -> Any:
    """Refuses as the real one does, and knows no such place."""
    if any(len(str(value)) > LONGEST_NAME for value in params.values()):
        raise Refusal("invalid_request", 422, {})
    return {"status": "not_found", **EMPTY}


@pytest.mark.parametrize("module", [places, beds])
def test_a_pasted_address_is_a_place_that_we_do_not_know(module: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "call", backend)
    message = {"text": ADDRESS, "intent": {"name": "inform", "confidence": 0.9}, "entities": []}
    reading = Reading(Tracker("c", {}, message, [], False, None, {}, "listen"))
    read = beds.read_where if module is beds else places.read_place
    outcome = asyncio.run(read(reading, None, requested=True))
    assert isinstance(outcome, Unusable) and "unknown" in outcome.response
