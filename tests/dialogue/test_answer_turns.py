"""What an answer adds to its turn: the second request of the message, and the way back to an interrupted form."""

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.interrupted import entered, left
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.texts import Say
from bot.actions.turns import go_on, heard, pressed

ALSO = {
    "first": "cek tagihan", "offset": 0, "span": [16, 27], "text": "ambil antrean", "intent": "book_queue",
    "confidence": 0.9, "entities": [], "ranking": [],
}  # fmt: skip
LISTEN = FollowupAction("action_listen")


def reading(form: str | None = None, also: dict[str, Any] | None = None, **slots: Any) -> Reading:
    entities = [{"entity": "also", "value": also, "start": 16, "end": 27}] if also else []
    marked = [{"entity": "poli", "value": "mata", "start": 20, "end": 24}, *entities]
    message = {
        "text": "cek tagihan dan ambil antrean", "intent": {"name": "check_contribution"}, "entities": marked,
        "message_id": "c:1", "metadata": {},
    }  # fmt: skip
    loop = {"name": form} if form else {}
    return Reading(Tracker("c", slots, message, [], False, None, loop, "action_listen"))


def said(events: list[EventType]) -> list[str]:
    return [event["text"] for event in events if event["event"] == "user"]


def test_the_first_request_is_read_by_itself_and_the_second_heard_after_it() -> None:
    both = reading(also=ALSO)
    assert (both.text, both.entity("poli")) == ("cek tagihan", None)
    assert said(go_on(both, [LISTEN])) == ["ambil antrean"]
    assert reading().entity("poli") == "mata"


@pytest.mark.parametrize(
    "events", [[SlotSet("after_verification", "action_check_contribution"), LISTEN], [FollowupAction("beds_form")]]
)
def test_the_second_request_waits_for_verification_and_forms(events: list[EventType]) -> None:
    waits = go_on(reading(also=ALSO), events)
    assert said(waits) == [] and SlotSet("next_request", ALSO) in waits


def test_a_request_that_waited_is_heard_when_the_form_is_over() -> None:
    assert said(go_on(reading(form="queues_form", next_request=ALSO), [LISTEN])) == []
    closed = go_on(reading(form="queues_form", next_request=ALSO), [ActiveLoop(None), LISTEN])
    assert said(closed) == ["ambil antrean"] and SlotSet("next_request", None) in closed


def test_nothing_more_is_heard_once_a_person_was_called() -> None:
    assert said(go_on(reading(handed_over=True, next_request=ALSO), [LISTEN])) == []


def test_a_pressed_button_is_heard_as_its_intent() -> None:
    message = pressed(press("facility_info", code="3404011", value=None))
    assert message is not None
    listens, user = heard(reading(), message)
    assert listens["name"] == "action_listen" and user["parse_data"]["intent"]["name"] == "facility_info"
    assert user["parse_data"]["entities"] == [{"entity": "code", "value": "3404011"}] and user["message_id"] == "c:1"
    odd = pressed(press("rate_facility", facility_name='RS "Harapan" {Kita}'))
    assert odd is not None and odd["entities"] == [{"entity": "facility_name", "value": 'RS "Harapan" {Kita}'}]
    assert pressed("halo") is None


def offer(member: Reading, events: list[EventType]) -> tuple[list[str], list[EventType]]:
    dispatcher = CollectingDispatcher()
    added = left(member, Say(dispatcher, member), events)
    return [message["text"] for message in dispatcher.messages], added


def test_an_interrupted_form_is_offered_once_the_other_is_over() -> None:
    began = entered(reading(form="complaints_form", open_form="queues_form"), "complaints_form")
    assert SlotSet("interrupted", "queues_form") in began
    open_still, _ = offer(reading(form="complaints_form", interrupted="queues_form"), [])
    assert open_still == []
    texts, added = offer(reading(form="complaints_form", interrupted="queues_form"), [ActiveLoop(None)])
    assert len(texts) == 1 and "pengambilan antrean" in texts[0]
    assert SlotSet("can_return", "queues_form") in added and SlotSet("interrupted", None) in added


def test_a_form_that_goes_back_by_itself_offers_nothing() -> None:
    own = reading(form="beds_form", open_form="complaints_form", beds_resume="complaints_form")
    assert entered(own, "beds_form") == [SlotSet("open_form", "beds_form")]
    assert offer(reading(interrupted="queues_form", handed_over=True), [])[0] == []
