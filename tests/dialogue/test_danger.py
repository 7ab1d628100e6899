"""What is answered to "is somebody in danger?"."""

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.danger import danger_answered, tells_more
from bot.actions.reading import Reading
from bot.actions.texts import Say


def said(text: str, intent: str, *, asked: bool = True) -> Reading:
    message: dict[str, Any] = {"text": text, "intent": {"name": intent, "confidence": 0.5}, "entities": []}
    return Reading(Tracker("t", {"danger_asked": asked}, message, [], False, None, {}, None))


@pytest.mark.parametrize(
    ("text", "intent", "next_action"),
    [
        ("tadi dokternya suruh pulang, sekarang darahnya nambah", "submit_complaint", "action_emergency"),
        ("iya", "affirm", "action_emergency"),
        ("ga sadar bapaknya", "deny", "action_emergency"),
        ("ga kejang, tapi lemes ga mau minum", "deny", "action_emergency"),
        ("tidak bisa napas", "deny", "action_emergency"),
        ("bukan sakit kok, cuma penuh orang", "go_back", None),
        ("ga ada yang sakit", "deny", None),
    ],
)
def test_more_signs_are_an_emergency_and_a_no_calms_down(text: str, intent: str, next_action: str | None) -> None:
    told = CollectingDispatcher()
    reading = said(text, intent)
    events = danger_answered(reading, Say(told, reading)) or []
    assert [event.get("name") for event in events if event["event"] == "followup"] == (
        [next_action] if next_action else []
    )
    assert bool(told.messages) is (next_action is None)


def test_only_where_it_was_asked_and_about_it() -> None:
    asked, unasked = said("mau cek tagihan", "check_contribution"), said("darahnya nambah", "faq", asked=False)
    assert danger_answered(asked, Say(CollectingDispatcher(), asked)) is None
    assert not tells_more(unasked)
