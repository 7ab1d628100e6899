"""What a form leaves behind: nothing that the next one would take for an answer."""

import asyncio
import importlib
import pkgutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

import bot.actions
from bot.actions import complaint_filing, handover, membership_requests
from bot.actions.backend import Refusal
from bot.actions.form_ends import stop
from bot.actions.form_slots import topic_of
from bot.actions.membership_requests import WithdrawFinish
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import open_form
from bot.actions.texts import Say, variation

RULES = Path(bot.actions.__path__[0]).parents[0] / "data" / "rules"
CHANGE = {"receipt": "UBH-1", "kind": "email", "state": "pending", "shown": {"to": "a***@b.id"}, "effective_on": None}


def reading(form: str | None = None, **slots: Any) -> Reading:
    message = {"text": "/affirm", "intent": {"name": "affirm", "confidence": 1.0}, "entities": []}
    return Reading(Tracker("c", slots, message, [], False, None, {"name": form} if form else {}, "listen"))


def slots_after(member: Reading, events: list[EventType]) -> dict[str, Any]:
    """What is still filled in once the events have happened."""
    changed = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    return {name: value for name, value in {**member.tracker.slots, **changed}.items() if value is not None}


def ran(action: Any, member: Reading) -> tuple[list[str], dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, member.tracker, {}))
    return [message["text"] for message in dispatcher.messages], slots_after(member, events)


def words(response: str) -> str:
    return str(variation(response, "id")["text"])


def test_a_form_that_opens_takes_no_earlier_answer_for_one_of_today() -> None:
    member = reading(
        teleconsultation_breathing=False, teleconsultation_confirm=True, teleconsultation_wish={"mode": "book"}
    )
    left = slots_after(member, open_form(member, "teleconsultation_form", mode="book"))
    assert left == {"teleconsultation_mode": "book", "teleconsultation_wish": {"mode": "book"}}


def test_a_form_that_is_open_keeps_what_was_answered() -> None:
    member = reading(form="beds_form", beds_class="kelas 3")
    assert slots_after(member, open_form(member, "beds_form", choices={"items": []}))["beds_class"] == "kelas 3"


def test_a_stopped_form_forgets_a_no_and_leaves_other_forms_alone() -> None:
    member = reading(form="teleconsultation_form", teleconsultation_breathing=False, complaints_story="ditolak")
    left = slots_after(member, stop("teleconsultation_form", member, Say(CollectingDispatcher(), member)))
    assert "teleconsultation_breathing" not in left and left["complaints_story"] == "ditolak"
    asked = reading(form="complaints_status_form", complaints_status_ticket="PGD-1", complaints_story="ditolak")
    left = slots_after(asked, stop("complaints_status_form", asked, Say(CollectingDispatcher(), asked)))
    assert "complaints_status_ticket" not in left and left["complaints_story"] == "ditolak"


def test_a_refusal_at_the_end_leaves_no_yes_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    async def over(*_: Any, **__: Any) -> Any:
        raise Refusal("change_over", 409, {"state": "applied"})

    monkeypatch.setattr(membership_requests, "call", over)
    said, left = ran(WithdrawFinish(), reading(withdraw_change=CHANGE, withdraw_confirm="affirm"))
    assert said == [words("utter_error_change_over")]
    assert left == {}


def test_a_person_comes_also_where_an_urgent_complaint_cannot_be_filed(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[dict[str, Any]] = []

    async def backend(_reading: Reading, _method: str, path: str, **arguments: Any) -> Any:
        if path == "/complaints":
            raise Refusal("facility_not_found", 404, {})
        called.append(arguments["json"])
        return {"agents_online": 1, "within_hours": True, "position": 1, "assistant_stays": False}

    for module in (complaint_filing, handover):
        monkeypatch.setattr(module, "call", backend)
    known = {
        "complaints_urgency": {"handover": True, "reason": "care_refused_now", "priority": "P1"},
        "complaints_story": "bapak saya ditolak igd padahal sesak napas sejak pagi tadi",
        "complaints_category": {"code": "refused", "title": "Ditolak"},
        "complaints_notice": True,
    }
    said, left = ran(complaint_filing.ComplaintsFinish(), reading(**known))
    assert [(one["priority"], one["ticket"]) for one in called] == [("P1", None)]
    assert said[0] == words("utter_complaints_urgent_care_refused_now") and len(said) == 2
    assert not any(name.startswith("complaints_") for name in left)


def endings() -> list[tuple[str, str]]:
    """Each form with the action that its rule runs once it is filled in."""
    rules = [rule for path in RULES.glob("*.yml") for rule in yaml.safe_load(path.read_text("utf-8"))["rules"]]
    filled = [[step["action"] for step in rule["steps"] if "action" in step] for rule in rules]
    return sorted((steps[0], steps[-1]) for steps in filled if steps[0].endswith("_form") and len(steps) > 1)


@pytest.mark.parametrize(("form", "action"), endings())
def test_what_ends_a_form_forgets_its_answers(form: str, action: str) -> None:
    ends = {one.action: one.ends for one in answers_of(Answer)}
    assert ends[action] == topic_of(form)


def answers_of(base: type[Answer]) -> set[type[Answer]]:
    """All actions that answer, by their classes."""
    for module in pkgutil.iter_modules(bot.actions.__path__):
        importlib.import_module(f"bot.actions.{module.name}")
    return {base}.union(*(answers_of(each) for each in base.__subclasses__()))
