"""A message that only sounds a little like danger is asked about; one with a sign of danger is acted on, also where the
backend takes nothing of it.
"""

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from backend.complaints.settings import TEXT_LIMIT
from bot.actions import emergency, handover, language, places
from bot.actions.backend import Refusal, Unavailable
from bot.actions.reading import Reading
from bot.actions.texts import Say, variation


class Backend:
    """The backend as the action calls it: judges by one word, takes handovers, knows no place."""

    def __init__(self) -> None:
        self.handed_over: list[dict[str, Any]] = []

    async def call(self, reading: Reading, method: str, path: str, **arguments: Any) -> Any:
        if path == "/complaints/assess":
            if len(arguments["json"]["text"]) > TEXT_LIMIT or "ditolak" in reading.text:
                raise Refusal("invalid_request", 422, {})
            return {"reason": "danger" if "pingsan" in reading.text else "routine"}
        raise AssertionError(path)

    async def hand_over(self, reading: Reading, say: Say, **asked: Any) -> bool:
        self.handed_over.append(asked)
        return True


def said(text: str, confidence: float, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], Backend]:
    backend, dispatcher = Backend(), CollectingDispatcher()
    monkeypatch.setattr(emergency, "call", backend.call)
    monkeypatch.setattr(emergency, "hand_over", backend.hand_over)
    message = {"text": text, "intent": {"name": "emergency", "confidence": confidence}, "entities": []}
    tracker = Tracker("c", {}, message, [], False, None, {}, "listen")
    reading = Reading(tracker)
    asyncio.run(emergency.Emergency().answer(reading, Say(dispatcher, reading)))
    return [item["text"] for item in dispatcher.messages], backend


def words(response: str) -> str:
    return str(variation(response, "id")["text"])


def test_without_any_sign_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    responses, backend = said("eh salah, aku di godean", 0.5, monkeypatch)
    assert (responses, backend.handed_over) == ([words("utter_emergency_unsure")], [])


@pytest.mark.parametrize(("text", "confidence"), [("bapak pingsan", 0.45), ("tolong cepat", 0.9), ("/emergency", 0.1)])
def test_a_sign_certainty_or_a_button_is_acted_on(
    text: str, confidence: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    responses, backend = said(text, confidence, monkeypatch)
    assert responses[0] == words("utter_emergency")
    assert [asked["priority"] for asked in backend.handed_over] == ["P1"]
    assert backend.handed_over[0]["reason"] == "emergency"


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("bapak pingsan " + "tolong " * 580, "utter_emergency"),
        ("ditolak igd, bapak pingsan", "utter_emergency_refused"),
    ],
)
def test_what_the_backend_refuses_keeps_nobody_from_help(
    text: str, response: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    responses, backend = said(text, 0.9, monkeypatch)
    assert responses[0] == words(response)
    assert [asked["priority"] for asked in backend.handed_over] == ["P1"]


def test_help_is_said_in_their_language_though_the_backend_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    async def down(*_: Any, **__: Any) -> Any:
        raise Unavailable("down")

    for module in (emergency, language, handover, places):
        monkeypatch.setattr(module, "call", down)
    text = "please help my father has collapsed and he is not breathing"
    message = {"text": text, "intent": {"name": "emergency", "confidence": 0.9}, "entities": []}
    dispatcher, tracker = CollectingDispatcher(), Tracker("c", {}, message, [], False, None, {}, "listen")
    asyncio.run(emergency.Emergency().run(dispatcher, tracker, {}))
    assert dispatcher.messages[0]["text"] == str(variation("utter_emergency", "en")["text"])
