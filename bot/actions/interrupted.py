"""Forms that another service interrupted: once that is done or cancelled, going back is offered.

An answer in between needs none of this, the open question comes again by itself; nor does a form that says in
``<form>_resume`` what it goes back to.
"""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.form_slots import answers, closed, forgotten, topic_of
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.service_events import follows, form_closed, goes_on_hearing
from bot.actions.texts import Say
from bot.actions.turns import HANDED_OVER

OPEN, INTERRUPTED, RETURN = "open_form", "interrupted", "can_return"
"""Slots: the form that is open, the one that it interrupted, and the one that "lanjut" goes back to."""

ASIDE = "set_aside"
"""Slot: a form and its answers, from which a person was called; whoever takes that back goes on with them."""


def set_aside(form: str, slots: Mapping[str, Any]) -> list[EventType]:
    """The events that close a form from which a person is called, and keep its answers until it is gone back to."""
    topic = topic_of(form)
    kept = SlotSet(ASIDE, {"form": form, "slots": answers(slots, topic)})
    return [*closed(), SlotSet(OPEN, None), *forgotten(slots, topic), kept]


def called_from(reading: Reading) -> str | None:
    """The form that is open, or was until this very message called a person."""
    aside = None if reading.first_in_turn else reading.slot(ASIDE)
    return reading.form or (aside or {}).get("form")


def put_by(reading: Reading) -> list[EventType]:
    """The events by which the open form is set aside; where none is open, nothing older is gone back to."""
    if reading.form:
        return set_aside(reading.form, reading.tracker.slots)
    return [] if called_from(reading) or not reading.slot(ASIDE) else [SlotSet(ASIDE, None)]


def taken_up(reading: Reading, form: str) -> list[EventType]:
    """The answers of a form that was set aside."""
    aside = reading.slot(ASIDE) or {}
    if aside.get("form") != form:
        return []
    return [*(SlotSet(name, value) for name, value in aside["slots"].items()), SlotSet(ASIDE, None)]


def entered(reading: Reading, form: str) -> list[EventType]:
    """The events of a form that runs: at its first message what it interrupted is remembered."""
    before = reading.slot(OPEN)
    if before == form:
        return []
    reading.tracker.slots["requested_slot"] = None  # still the question of the form before
    own = reading.slot(f"{topic_of(form)}_resume")
    return [SlotSet(OPEN, form), *([SlotSet(INTERRUPTED, before)] if before and before != own else [])]


def interrupted_by(reading: Reading, form: str) -> str | None:
    """The form that ``form`` interrupted, whichever way it was opened."""
    found = reading.slot(INTERRUPTED) or reading.slot(f"{topic_of(form)}_resume")
    return str(found) if found else None


def left(reading: Reading, say: Say, events: list[EventType]) -> list[EventType]:
    """What an answer adds where no form is open any more: the offer to go back to one that was interrupted."""
    offered = [SlotSet(RETURN, None)] if reading.slot(RETURN) else []
    if reading.form and not form_closed(events):
        return offered
    closed = [SlotSet(OPEN, None)] if reading.slot(OPEN) else []
    form = _set_now(events, INTERRUPTED) or reading.slot(INTERRUPTED)
    if not form or reading.slot(HANDED_OVER) or follows(events) or goes_on_hearing(events):
        return [*offered, *closed]
    what = say.text(f"utter_name_{form}")
    back = say.button("utter_button_return", press("resume_form", value=form), what=what)
    say("utter_offer_return", buttons=[back, say.button("utter_button_no", "/deny")], what=what)
    return [*closed, SlotSet(INTERRUPTED, None), SlotSet(RETURN, form)]


def go_back_to(form: str) -> list[EventType]:
    """Opens an interrupted form at its open question."""
    return [SlotSet(RETURN, None), SlotSet("requested_slot", None), FollowupAction(form)]


def _set_now(events: list[EventType], slot: str) -> str | None:
    values = [event["value"] for event in events if event["event"] == "slot" and event["name"] == slot]
    return values[-1] if values else None
