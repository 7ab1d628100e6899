"""The end of the complaint form: filing it, or handing it to a person at once."""

import logging
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.backend import LONGEST_TEXT, Refusal, call
from bot.actions.complaint_beside import praises
from bot.actions.complaint_facts import add_facts, pieces
from bot.actions.complaint_reading import STORY_WORDS, in_care, money_of
from bot.actions.complaint_urgency import AT_HOSPITAL, CALLED, CARE, urgent
from bot.actions.form_slots import forgotten
from bot.actions.handover import hand_over
from bot.actions.interrupted import set_aside
from bot.actions.outcomes import refuse
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import remember
from bot.actions.texts import Say, has_response

log = logging.getLogger(__name__)
CONSENT_VERSION = "2026-12"
"""Names the notice ``utter_complaints_notice``; a new wording of it gets a new version."""

REFUSED_FIELDS = {
    "happened_in_future": "complaints_when",
    "facility_not_found": "complaints_facility",
    "too_many_files": "complaints_files",
    "unknown_attachment": "complaints_files",
}
"""The answer that a refusal of the backend is about."""


def filing(known: Mapping[str, Any]) -> dict[str, Any]:
    """The complaint as the backend takes it."""
    facility, when = known.get("complaints_facility") or {}, known.get("complaints_when") or {}
    return {
        "category": known["complaints_category"]["code"],
        "facility_code": facility.get("code"),
        "facility_name": None if facility.get("code") else facility.get("name"),
        "happened_on": when.get("date"),
        "happened_note": when.get("note"),
        "chronology": pieces(known["complaints_story"])[0],
        "reporter": known.get("complaints_reporter") or "self",
        "patient_in_care": in_care(known),
        "money_asked": money_of(known),
        "wanted_result": (known.get("complaints_wanted") or "")[:LONGEST_TEXT] or None,
        "attachments": known.get("complaints_files") or [],
        "consent_version": CONSENT_VERSION,
    }


def can_be_filed(known: Mapping[str, Any]) -> bool:
    """Enough is known of an urgent complaint, and the member went on after reading who will see it."""
    story = known.get("complaints_story") or ""
    told = known.get("complaints_category") and len(story.split()) >= STORY_WORDS
    return bool(told and known.get("complaints_notice"))


async def file_complaint(reading: Reading) -> dict[str, Any]:
    """Files what the slots hold; a turn that runs again gets the same receipt.

    A story that was sent in many messages may be longer than the backend takes at once: its rest is added to it.
    """
    known = reading.tracker.slots
    receipt: dict[str, Any] = await call(reading, "POST", "/complaints", step="file", json=filing(known))
    for number, rest in enumerate(pieces(known["complaints_story"])[1:]):
        await add_facts(reading, receipt["ticket"], {"text": rest}, step=f"rest{number}")
    return receipt


def say_receipt(say: Say, receipt: Mapping[str, Any], *, bot_stays: bool = True) -> None:
    """Number, access code, deadline, and how to ask for the status; no buttons where a person takes over."""
    due = say.day(receipt["due_on"])
    ticket = receipt["ticket"]
    deadline = "utter_complaints_deadline" if receipt["deadline_verified"] else "utter_complaints_deadline_target"
    buttons = [
        say.button("utter_complaints_button_status", press("check_complaint_status", ticket_number=ticket)),
        say.button("utter_complaints_button_add", press("add_to_complaint", ticket_number=ticket)),
    ]
    values = {"ticket": ticket, "code": receipt["access_code"], "category": receipt["category_title"]}
    say("utter_complaints_filed", buttons=buttons if bot_stays else [], deadline=say.text(deadline, due=due), **values)


class ComplaintsFinish(Answer):
    """Runs when the form has nothing more to ask."""

    action = "action_complaints_finish"
    ends = "complaints"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """An urgent complaint goes to a person, safety first; any other is filed."""
        if urgent(reading.tracker.slots):
            return await self._hand_over(reading, say)
        try:
            receipt = await file_complaint(reading)
        except Refusal as refusal:
            return self._ask_again(say, refusal)
        say_receipt(say, receipt)
        shown = {"kind": "complaint", "ticket": receipt["ticket"], "items": []}
        return [*forgotten(reading.tracker.slots, self.ends), SlotSet("shown", shown)]

    def _ask_again(self, say: Say, refusal: Refusal) -> list[EventType]:
        """What the backend cannot take is asked again; everything else stays as it was told."""
        refuse(say, refusal)
        wrong = ("complaints_confirm", REFUSED_FIELDS.get(refusal.code, "complaints_category"))
        return [*(SlotSet(slot, None) for slot in wrong), FollowupAction("complaints_form")]

    async def _hand_over(self, reading: Reading, say: Say) -> list[EventType]:
        urgency = reading.slot("complaints_urgency")
        own = f"utter_complaints_urgent_{urgency['reason']}"
        say(own if has_response(own) else "utter_complaints_urgent")
        ticket = None
        if can_be_filed(reading.tracker.slots):
            ticket = await self._filed_if_it_can_be(reading, say)
        if not reading.slot("complaints_story"):
            reading.tracker.slots["complaints_story"] = reading.text
        facts = {"reason": urgency["reason"], "topic": "complaints", "priority": urgency["priority"]}
        # Where nobody's care is at stake (money, fraud) the assistant goes on until somebody is there.
        state = await hand_over(reading, say, ticket=ticket, **facts, stays=urgency["priority"] != CARE)
        if ticket is None and state["assistant_stays"]:
            return [SlotSet(CALLED, urgency), FollowupAction("complaints_form")]
        if ticket is None and urgency["reason"] in AT_HOSPITAL:  # they may want it reported while they wait
            return set_aside("complaints_form", reading.tracker.slots)
        return forgotten(reading.tracker.slots, self.ends)

    async def _filed_if_it_can_be(self, reading: Reading, say: Say) -> str | None:
        """The ticket; None where the backend refuses the complaint: the person who is called must not wait for it."""
        try:
            receipt = await file_complaint(reading)
        except Refusal:
            log.warning("an urgent complaint could not be filed", exc_info=True)
            return None
        say_receipt(say, receipt, bot_stays=False)
        return str(receipt["ticket"])


class ComplaintsFeedback(Answer):
    """Praise, a wish or a suggestion: thanks, and what it is not."""

    action = "action_complaints_feedback"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Says honestly that a suggestion is no complaint with an answer, and praise reaches nobody by itself; offers
        the ways that have one.
        """
        named = reading.entity("facility_name")
        praised = praises(reading.text)
        others = {} if praised else {"submit_complaint": None, "talk_to_agent": None}
        ways = {"rate_facility": named, **others}
        buttons = [say.button(f"utter_choice_{way}", press(way, facility_name=name)) for way, name in ways.items()]
        say("utter_complaints_praised" if praised else "utter_complaints_feedback", buttons=buttons)
        return [remember("feedback", named=named)] if named else []


class ComplaintsKeepFile(Answer):
    """A file without a form is kept for the complaint that it may belong to."""

    action = "action_complaints_keep_file"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Asks what it is for."""
        say("utter_attachment_received")
        kept = [*(reading.slot("complaints_files") or []), *(reading.metadata.get("attachments") or [])]
        return [SlotSet("complaints_files", kept)]
