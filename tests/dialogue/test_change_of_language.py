"""Who changes the language inside a form reads everything in the new one, also what was chosen before."""

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import complaint_categories
from bot.actions.complaint_questions import AskComplaintsConfirm
from bot.actions.reading import Reading

TITLES = {"id": "Pelayanan rumah sakit", "en": "Service of a hospital"}


async def categories(reading: Reading, *_: Any, **__: Any) -> Any:
    items = [{"code": "service", "title": TITLES[reading.language], "asks": []}]
    return {"items": items, "suggested": False}


@pytest.mark.parametrize(("language", "other"), [("en", "id"), ("id", "en")])
def test_a_complaint_is_read_back_in_the_language_of_now(
    monkeypatch: pytest.MonkeyPatch, language: str, other: str
) -> None:
    monkeypatch.setattr(complaint_categories, "call", categories)
    slots = {
        "language": language,
        "complaints_category": {"code": "service", "title": TITLES[other], "asks": []},
        "complaints_story": "the nurse yelled at us",
        "complaints_reporter": "self",
    }
    message = {"text": "english", "intent": {"name": "change_language", "confidence": 0.9}, "entities": []}
    dispatcher = CollectingDispatcher()
    asyncio.run(AskComplaintsConfirm().run(dispatcher, Tracker("c", slots, message, [], False, None, {}, "listen"), {}))
    said = dispatcher.messages[0]["text"]
    assert TITLES[language] in said
    assert TITLES[other] not in said
