"""Where a complaint that was filed stands."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.complaint_tickets import TicketForm, open_ticket
from bot.actions.form_slots import forgotten
from bot.actions.outcomes import Outcome
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.texts import Say

TIMELINE_SHOWN = 6


class ValidateComplaintsStatusForm(TicketForm):
    """Which complaint's status is asked for."""

    form = "complaints_status_form"
    own_intents = frozenset({"check_complaint_status", "verified"})

    def questions(self) -> list[str]:
        """Nothing besides the number."""
        return []

    async def extract_complaints_status_ticket(self, reading: Reading, say: Say) -> Outcome:
        """The number."""
        return await self.read_ticket(reading)

    async def extract_complaints_status_code(self, reading: Reading, say: Say) -> Outcome:
        """The access code."""
        return await self.read_code(reading)


class ComplaintsStatusShow(Answer):
    """Shows where a complaint stands."""

    action = "action_complaints_status_show"
    ends = "complaints_status"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """State, deadline and the last steps; the ways on that are open."""
        ticket, code = reading.slot("complaints_status_ticket"), reading.slot("complaints_status_code")
        found = await open_ticket(reading, ticket, code)
        say.plain("\n".join([self._head(say, found), *self._steps(say, found)]), buttons=self._buttons(say, found))
        shown = {"kind": "complaint", "ticket": found["ticket"], "items": []}
        return [*forgotten(reading.tracker.slots, self.ends), SlotSet("shown", shown)]

    def _head(self, say: Say, found: Mapping[str, Any]) -> str:
        about = " – ".join(part for part in (found["category_title"], found["facility_name"]) if part)
        due = say.day(found["due_on"])
        lines = [say.text("utter_complaints_status", ticket=found["ticket"], about=about, status=found["status_title"])]
        if found["reopen_until"] is None:
            lines.append(say.text("utter_complaints_overdue" if found["overdue"] else "utter_complaints_due", due=due))
        if found["waits_for_member"]:
            lines.append(say.text("utter_complaints_waits"))
        return "\n".join(lines)

    def _steps(self, say: Say, found: Mapping[str, Any]) -> list[str]:
        return [_step(say, entry) for entry in found["timeline"][-TIMELINE_SHOWN:]]

    def _buttons(self, say: Say, found: Mapping[str, Any]) -> list[dict[str, str]]:
        add = "utter_complaints_button_add" if found["reopen_until"] is None else "utter_complaints_button_reopen"
        payload = press("add_to_complaint", ticket_number=found["ticket"])
        return [say.button(add, payload), say.button("utter_button_agent", "/talk_to_agent")]


def _step(say: Say, entry: Mapping[str, Any]) -> str:
    words = f"{entry['title']}: {entry['text']}" if entry["text"] else entry["title"]
    return f"• {say.day(entry['at'])} – {words}"


class StatusStart(Answer):
    """Where the question for a complaint's status begins."""

    action = "action_complaints_status_start"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Opens the form; it may need no question."""
        return [FollowupAction("complaints_status_form")]
