"""What the member still has to say or show about a complaint that was filed, or that they take it back."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.backend import Refusal, call
from bot.actions.complaint_beside import adds_later, announces_proof, asks_its_status, asks_what_becomes
from bot.actions.complaint_facts import add_facts, path_of, pieces
from bot.actions.complaint_reading import STORY_WORDS
from bot.actions.complaint_second_thoughts import withdraws_complaint
from bot.actions.complaint_tickets import TicketForm, open_ticket
from bot.actions.complaints import FILE_LIMIT
from bot.actions.form_slots import forgotten
from bot.actions.further import tell_further
from bot.actions.handover import hand_over
from bot.actions.outcomes import Filled, Outcome, refuse
from bot.actions.own_words import QUESTION_WORDS, own_words
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.texts import Say
from bot.actions.topic import asks_something


class ValidateComplaintsAddForm(TicketForm):
    """Which complaint is added to, and what."""

    form = "complaints_add_form"
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
        text = self._answer(reading) if asked else self._told(reading)
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

    def _answer(self, reading: Reading) -> str | None:
        """What is to be added; a question about the complaint, or that there is something to send, is not."""
        asks = asks_something(reading.text) and len(reading.text.split()) <= QUESTION_WORDS
        if not reading.pressed and (asks or announces_proof(reading)):
            return None
        return own_words(reading, "complaints_add_facts", free=True)

    async def _beside(self, reading: Reading, say: Say, known: Mapping[str, Any]) -> list[EventType] | None:
        """By when it is answered, and other questions, before what is to be added comes."""
        if reading.requested != "complaints_add_facts" or reading.pressed:
            return await super()._beside(reading, say, known)
        if asks_its_status(reading) or asks_what_becomes(reading):
            code = reading.slot("complaints_add_code")
            found = await open_ticket(reading, str(reading.slot("complaints_add_ticket")), code)
            say("utter_complaints_due", due=say.day(found["due_on"]))
            told: list[EventType] | None = []
        else:
            told = await tell_further(reading, say)
        tries = SlotSet("form_tries", known.get("form_tries") or 0)
        return None if told is None else [*told, tries, *self._ask_next(reading, known)]

    def _told(self, reading: Reading) -> str | None:
        """ "tambahan untuk laporan saya: perawatnya bernama Sinta" says it at once."""
        if reading.pressed or reading.requested:
            return None
        if announces_proof(reading):
            return None
        if withdraws_complaint(reading) or adds_later(reading):
            return reading.text
        told = reading.text.partition(":")[2].strip()
        return told or (reading.text.strip() if len(reading.text.split()) > STORY_WORDS * 2 else None)


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


class AddStart(Answer):
    """Where an addition to a complaint begins."""

    action = "action_complaints_add_start"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Opens the form; it may need no question."""
        return [FollowupAction("complaints_add_form")]
