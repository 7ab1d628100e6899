"""Who comes back is greeted by what is open; who acts for somebody else is greeted as anybody."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from backend.helpers.scope import may_call
from bot.actions import open_matters, viewer
from bot.actions.backend import Refusal
from bot.actions.reading import Reading
from bot.actions.smalltalk import Greet
from bot.actions.texts import Say, variation

COMPLAINT = {"ticket": "PGD-1", "status": "received", "status_title": "Diterima"}


async def backend(reading: Any, method: str, path: str, **_: Any) -> Any:
    """Knows a verified member with one complaint; a village officer who acts for them is refused their bookings."""
    if reading.acting and not may_call("village_officer", f"{method} {path}", datetime.now(UTC).date()):
        raise Refusal("helper_not_allowed", 403, {})
    answers = {"/identity/viewer": {"level": 2, "member_id": "m"}, "/queues/bookings": {"bookings": []}}
    return answers.get(path, [COMPLAINT])


def greeted(monkeypatch: pytest.MonkeyPatch, **metadata: Any) -> str:
    for module in (open_matters, viewer):
        monkeypatch.setattr(module, "call", backend)
    message = {"text": "halo", "intent": {"name": "greet", "confidence": 1.0}, "entities": [], "metadata": metadata}
    dispatcher, tracker = CollectingDispatcher(), Tracker("c", {}, message, [], False, None, {}, "listen")
    reading = Reading(tracker)
    asyncio.run(Greet().answer(reading, Say(dispatcher, reading)))
    return "\n".join(said["text"] for said in dispatcher.messages)


def test_a_member_hears_of_the_complaint_that_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "PGD-1" in greeted(monkeypatch)


def test_a_helper_is_greeted_and_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    said = greeted(monkeypatch, acting={"sex": "F", "name": "S***"})
    assert str(variation("utter_greet", "id")["text"]) in said and "PGD-1" not in said
