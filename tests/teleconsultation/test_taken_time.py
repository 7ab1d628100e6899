"""A time that somebody else took while the member read it back is asked for again; the rest of the answers stay."""

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import teleconsultation, teleconsultation_questions
from bot.actions.backend import Refusal
from bot.actions.reading import Reading
from bot.actions.texts import Say

CASE = {
    "facility_name": "Puskesmas Contoh",
    "facility_phone": None,
    "name": "Siti",
    "zone": "Asia/Jakarta",
    "offered": True,
    "signs": ["breathing"],
    "slots": [{"starts_at": "2026-11-30T02:15:00Z", "minutes": 15}],
}
KNOWN = {
    "mode": "book",
    "case": CASE,
    "person": {"member_id": "m", "name": "Siti"},
    "complaint": "batuk tiga hari",
    "breathing": False,
    "slot": "2026-11-30T02:00:00Z",
    "consent": True,
    "confirm": True,
}


class Backend:
    """Somebody else was faster; ``left`` are the times that are still free."""

    def __init__(self, left: list[dict[str, Any]]) -> None:
        self.left = left

    async def call(self, reading: Reading, method: str, path: str, **arguments: Any) -> Any:
        if method == "POST":
            raise Refusal("consultation_slot_taken", 409, {})
        return {**CASE, "slots": self.left}


@pytest.mark.parametrize("left", [CASE["slots"], []], ids=["others are free", "none is left"])
def test_taken_meanwhile(left: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    backend, dispatcher = Backend(left), CollectingDispatcher()
    for module in (teleconsultation, teleconsultation_questions):
        monkeypatch.setattr(module, "call", backend.call)
    slots = {f"teleconsultation_{name}": value for name, value in KNOWN.items()}
    reading = Reading(Tracker("c", slots, {"text": "/affirm", "entities": []}, [], False, None, {}, "listen"))
    events = asyncio.run(teleconsultation_questions.TeleconsultationFinish().answer(reading, Say(dispatcher, reading)))
    cleared = {event["name"] for event in events if event["event"] == "slot" and event["value"] is None}
    goes_on = [event["name"] for event in events if event["event"] == "followup"]
    said = [message["text"] for message in dispatcher.messages]
    assert "diambil orang lain" in said[0]
    if left:
        assert goes_on == ["teleconsultation_form"] and "teleconsultation_complaint" not in cleared
        assert {"teleconsultation_slot", "teleconsultation_confirm"} <= cleared
    else:
        assert goes_on == [] and "penuh" in said[1] and "teleconsultation_complaint" in cleared
