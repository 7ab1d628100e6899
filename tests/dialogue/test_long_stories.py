"""A complaint told in many messages is filed whole, and what the backend cannot take is asked again, not sent."""

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from backend.complaints.settings import LARGEST_AMOUNT, TEXT_LIMIT
from bot.actions import complaint_facts, complaint_filing, payment_complaint
from bot.actions.backend import LONGEST_TEXT, Refusal
from bot.actions.complaint_adding import ComplaintsAddSend
from bot.actions.complaint_filing import ComplaintsFinish
from bot.actions.complaints import MOST_MONEY, ValidateComplaintsForm
from bot.actions.outcomes import Unusable
from bot.actions.payment_complaint import about_payment
from bot.actions.reading import Reading
from bot.actions.texts import Say

STORY = "saya menunggu dari pagi dan tidak dilayani " * 150
RECEIPT = {
    "ticket": "PGD-1", "access_code": "ABC234", "category_title": "Pelayanan", "due_on": "2026-12-01",
    "deadline_verified": True,
}  # fmt: skip


class Backend:
    """Keeps what is filed and added; refuses a text that is too long, as the real one does."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def call(self, _reading: Reading, method: str, path: str, **arguments: Any) -> Any:
        if path.endswith("/categories"):
            return {"items": [{"code": "payment", "title": "Iuran"}]}
        body = arguments["json"]
        text = body.get("chronology") or body.get("text")
        if len(text) > TEXT_LIMIT:
            raise Refusal("invalid_request", 422, {})
        self.texts.append(text)
        found = {"ticket": "PGD-1", "status_title": "Diterima"}
        return RECEIPT if path == "/complaints" else {"complaint": found, "urgency": {"handover": False}}


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Backend:
    found = Backend()
    for module in (complaint_filing, complaint_facts, payment_complaint):
        monkeypatch.setattr(module, "call", found.call)
    return found


def reading(text: str = "/affirm", **slots: Any) -> Reading:
    message = {"text": text, "intent": {"name": "inform", "confidence": 0.9}, "entities": []}
    return Reading(Tracker("c", slots, message, [], False, None, {}, "listen"))


def test_the_limits_are_those_of_the_backend() -> None:
    assert (LONGEST_TEXT, MOST_MONEY) == (TEXT_LIMIT, LARGEST_AMOUNT)


def test_a_long_story_is_filed_whole(backend: Backend) -> None:
    known = {"complaints_story": STORY, "complaints_category": {"code": "service", "title": "Pelayanan"}}
    asyncio.run(ComplaintsFinish().run(CollectingDispatcher(), reading(**known).tracker, {}))
    assert len(backend.texts) == 2 and "".join(backend.texts) == STORY


def test_a_long_addition_is_added_whole(backend: Backend) -> None:
    facts = {"text": STORY, "files": [], "withdraws": False}
    member = reading(complaints_add_ticket="PGD-1", complaints_add_facts=facts)
    asyncio.run(ComplaintsAddSend().run(CollectingDispatcher(), member.tracker, {}))
    assert "".join(backend.texts) == STORY


def test_a_number_that_is_no_money_is_asked_again() -> None:
    member = reading("81234567890123", requested_slot="complaints_money")
    form, say = ValidateComplaintsForm(), Say(CollectingDispatcher(), member)
    assert isinstance(asyncio.run(form.extract_complaints_money(member, say)), Unusable)


def test_a_payment_is_not_mixed_with_an_older_complaint(backend: Backend) -> None:
    member = reading(complaints_story="perawatnya kasar", complaints_when={"note": "kemarin"}, complaints_files=["f"])
    events = asyncio.run(about_payment(member, "sudah bayar"))
    after = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    assert after["complaints_story"] == "sudah bayar" and after["complaints_when"] is None
    assert "complaints_files" not in after


@pytest.mark.parametrize(("language", "words"), [("id", "[nomor HP]"), ("en", "[a phone number]")])
def test_a_number_in_a_story_is_read_back_by_its_kind(language: str, words: str) -> None:
    dispatcher, member = CollectingDispatcher(), reading(language=language)
    Say(dispatcher, member)("utter_complaints_confirm_ask", summary="hubungi ⟦phone⟧ ya")
    assert f"hubungi {words} ya" in dispatcher.messages[0]["text"]
