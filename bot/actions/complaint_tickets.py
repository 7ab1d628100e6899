"""A complaint that was filed: where it stands, and what the member still has to say or show."""

import re
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.backend import Refusal, call
from bot.actions.complaint_facts import add_facts, path_of, pieces
from bot.actions.complaint_reading import (
    STORY_WORDS,
    choice_words,
    code_in,
    own_words,
    says_none,
    ticket_in,
    withdraws_complaint,
)
from bot.actions.complaints import FILE_LIMIT
from bot.actions.form_slots import forgotten
from bot.actions.forms import Filled, Form, Outcome, Unusable, refuse
from bot.actions.handover import hand_over
from bot.actions.press import inform, press
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.texts import Say
from bot.actions.verify import REQUIRED

TIMELINE_SHOWN = 6
LISTED = 5
_LIKE_A_TICKET = re.compile(r"\b(?!UBH|DFT|TLK)[A-Z]{2,4}[-\s]?\d{2,}\b")
TICKET_WORDS = 6
"""A typed answer of more words is no ticket number."""


async def open_ticket(reading: Reading, ticket: str, code: str | None = None) -> dict[str, Any]:
    """The complaint with this number, in any spelling, as this conversation may see it.

    Raises:
        Refusal: ``ticket_mistyped``, ``complaint_not_found``, ``code_locked``.
    """
    params = {"code": code} if code else {}
    found: dict[str, Any] = await call(reading, "GET", path_of(ticket), params=params)
    return found


class TicketForm(Form):
    """Finds out which complaint is meant; asks for the access code where it is not the member's own conversation."""

    prefix: ClassVar[str] = ""

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """The number, the code where it is needed, and what the service asks besides."""
        coded = [f"{self.prefix}_code"] if known.get(f"{self.prefix}_locked") else []
        return [f"{self.prefix}_ticket", *coded, *self.questions()]

    @abstractmethod
    def questions(self) -> list[str]:
        """The slots that the service asks for besides."""

    async def read_ticket(self, reading: Reading) -> Outcome:
        """The number in the message, the complaint that was shown last, or the only one that there is."""
        slot = f"{self.prefix}_ticket"
        if reading.entity("value") == "verify":
            raise Refusal(REQUIRED, 401, {})
        if reading.intent == "verified":
            return await self._again(reading, slot)
        if reading.requested == f"{self.prefix}_code" and reading.entity("value") == "other_ticket":
            return Filled({slot: None, f"{self.prefix}_locked": None})
        asked = reading.requested == slot
        typed = reading.entity("code") if reading.pressed and asked else None
        typed = typed or (ticket_in(reading) if asked or not reading.requested else None) or self._typed(reading, slot)
        if not typed and not reading.pressed and _LIKE_A_TICKET.search(reading.text):
            return Unusable("utter_error_ticket_mistyped")
        if typed:
            return await self._opened(reading, typed)
        return await self._own(reading) if not reading.slot(slot) and not reading.requested else None

    def _typed(self, reading: Reading, slot: str) -> str | None:
        words = own_words(reading, slot)
        likely = words and len(words.split()) <= TICKET_WORDS and any(character.isdigit() for character in words)
        return words if likely else None

    async def _again(self, reading: Reading, slot: str) -> Outcome:
        """The member is verified now: what was closed to them may be theirs."""
        known = reading.slot(slot)
        found = await (self._opened(reading, str(known)) if known else self._own(reading))
        return found or Filled({f"{self.prefix}_locked": None})

    async def _own(self, reading: Reading) -> Outcome:
        shown = reading.slot("shown") or {}
        if shown.get("kind") == "complaint":
            return await self._opened(reading, str(shown["ticket"]))
        mine = await call(reading, "GET", "/complaints")
        return Filled(self._slots(mine[0]["ticket"])) if len(mine) == 1 else None

    def _slots(self, ticket: str, *, locked: bool = False) -> dict[str, Any]:
        return {f"{self.prefix}_ticket": ticket, f"{self.prefix}_locked": locked or None}

    async def _opened(self, reading: Reading, typed: str) -> Outcome:
        try:
            found = await open_ticket(reading, typed)
        except Refusal as refusal:
            if refusal.code == "ticket_mistyped":
                return Unusable("utter_error_ticket_mistyped")
            if refusal.code == "complaint_not_found":
                return Filled(self._slots(typed, locked=True))
            raise
        return Filled(self._slots(found["ticket"]))

    async def read_code(self, reading: Reading) -> Outcome:
        """The access code; a wrong one says so, and that the number may be wrong just as well."""
        slot = f"{self.prefix}_code"
        if reading.requested != slot:
            return None
        if says_none(reading):
            return Unusable("utter_complaints_code_lost")
        words = choice_words(reading, slot)
        code = code_in(words) if words else None
        return await self._tried(reading, slot, code) if code else None

    async def _tried(self, reading: Reading, slot: str, code: str) -> Outcome:
        try:
            await open_ticket(reading, str(reading.slot(f"{self.prefix}_ticket")), code)
        except Refusal as refusal:
            if refusal.code == "complaint_not_found":
                return Unusable("utter_error_complaint_not_found")
            if refusal.code != "code_locked":
                raise
        return Filled({slot: code})


class ValidateComplaintsStatusForm(TicketForm):
    """Which complaint's status is asked for."""

    form = "complaints_status_form"
    prefix = "complaints_status"
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


class ValidateComplaintsAddForm(TicketForm):
    """Which complaint is added to, and what."""

    form = "complaints_add_form"
    prefix = "complaints_add"
    free_text = frozenset({"complaints_add_facts"})
    own_intents = frozenset({"add_to_complaint", "submit_complaint", "verified"})

    def questions(self) -> list[str]:
        """The facts or files."""
        return ["complaints_add_facts"]

    async def extract_complaints_add_ticket(self, reading: Reading, say: Say) -> Outcome:
        """The number."""
        return await self.read_ticket(reading)

    async def extract_complaints_add_code(self, reading: Reading, say: Say) -> Outcome:
        """The access code."""
        return await self.read_code(reading)

    async def extract_complaints_add_facts(self, reading: Reading, say: Say) -> Outcome:
        """Words or files: those of the opening message, those kept from before, or the answer."""
        if reading.slot("complaints_add_facts"):
            return None
        asked = reading.requested == "complaints_add_facts"
        files = [*(reading.slot("complaints_files") or []), *(reading.metadata.get("attachments") or [])]
        text = own_words(reading, "complaints_add_facts", free=True) if asked else self._told(reading)
        withdraws = not asked and withdraws_complaint(reading)
        if not text and not files:
            return None
        return Filled(
            {
                "complaints_add_facts": {
                    "text": say.text("utter_complaints_withdrawal", words=text) if withdraws else text,
                    "files": list(dict.fromkeys(files))[:FILE_LIMIT],
                    "withdraws": withdraws,
                },
                "complaints_files": None,
            }
        )

    def _told(self, reading: Reading) -> str | None:
        """ "tambahan untuk laporan saya: perawatnya bernama Sinta" says it at once."""
        if reading.pressed or reading.requested:
            return None
        if withdraws_complaint(reading):
            return reading.text
        told = reading.text.partition(":")[2].strip()
        return told or (reading.text.strip() if len(reading.text.split()) > STORY_WORDS * 2 else None)


class AskTicket(Answer):
    """Asks for the number of the complaint."""

    action = "action_ask_complaints_status_ticket"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """A button for each complaint of this conversation or of the verified member."""
        mine = await call(reading, "GET", "/complaints")
        buttons = [
            {"title": f"{item['ticket']} · {item['status_title']}", "payload": inform(code=item["ticket"])}
            for item in mine[:LISTED]
        ]
        say("utter_complaints_ticket_which" if mine else "utter_complaints_ticket_ask", buttons=buttons)
        return []


class AskTicketToAdd(AskTicket):
    """The same question before something is added."""

    action = "action_ask_complaints_add_ticket"


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


class ComplaintsAddSend(Answer):
    """Adds to a complaint; one that was answered is opened again by it."""

    action = "action_complaints_add_send"
    ends = "complaints_add"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Says what happened; a person comes at once where the new facts make it urgent."""
        ticket, code = reading.slot("complaints_add_ticket"), reading.slot("complaints_add_code")
        facts = reading.slot("complaints_add_facts")
        done = forgotten(reading.tracker.slots, self.ends)
        first, *rest = pieces(facts["text"] or "")
        try:
            body = {"text": first or None, "attachments": facts["files"], "code": code}
            added = await add_facts(reading, ticket, body, step="facts")
            for number, more in enumerate(rest):
                added = await add_facts(reading, ticket, {"text": more, "code": code}, step=f"rest{number}")
        except Refusal as refusal:
            reason = None if facts.get("withdraws") else first
            await self._refused(reading, say, refusal, path_of(ticket), {"reason": reason, "code": code})
            return done
        found = added["complaint"]
        said = "utter_complaints_withdrawal_noted" if facts.get("withdraws") else "utter_complaints_added"
        say(said, ticket=found["ticket"], status=found["status_title"])
        if added["urgency"]["handover"]:
            urgency = added["urgency"]
            why = {"reason": urgency["reason"], "topic": "complaints", "priority": urgency["priority"]}
            await hand_over(reading, say, ticket=found["ticket"], **why)
        return [*done, SlotSet("shown", {"kind": "complaint", "ticket": found["ticket"], "items": []})]

    async def _refused(
        self, reading: Reading, say: Say, refusal: Refusal, path: str, reopening: Mapping[str, Any]
    ) -> None:
        """A finished complaint is opened again with the facts as the reason; every other refusal is said."""
        if refusal.code != "complaint_finished" or not reopening["reason"]:
            refuse(say, refusal)
        else:
            await self._reopen(reading, say, path, reopening)

    async def _reopen(self, reading: Reading, say: Say, path: str, reopening: Mapping[str, Any]) -> None:
        try:
            found = await call(reading, "POST", f"{path}/reopen", step="reopen", json=dict(reopening))
        except Refusal as refusal:
            refuse(say, refusal)
            return
        due = say.day(found["due_on"])
        say("utter_complaints_reopened", ticket=found["ticket"], due=due)


class StatusStart(Answer):
    """Where the question for a complaint's status begins."""

    action = "action_complaints_status_start"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Opens the form; it may need no question."""
        return [FollowupAction("complaints_status_form")]


class AddStart(Answer):
    """Where an addition to a complaint begins."""

    action = "action_complaints_add_start"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Opens the form; it may need no question."""
        return [FollowupAction("complaints_add_form")]
