"""Which complaint is meant, of those that were filed: by its number, and the access code where it is needed."""

import re
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.backend import Refusal, call
from bot.actions.complaint_categories import categories_for
from bot.actions.complaint_facts import path_of
from bot.actions.form_slots import closed, forgotten, topic_of
from bot.actions.forms import Form
from bot.actions.interrupted import OPEN
from bot.actions.outcomes import Filled, Outcome, Unusable
from bot.actions.own_words import choice_words, own_words, says_none
from bot.actions.press import inform
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.texts import Say
from bot.actions.topic import asks_something
from bot.actions.verify import REQUIRED, say_link, waits
from bot.actions.viewer import is_verified

LISTED = 5
_TICKET = re.compile(r"\bPGD[\s\-‐‑–—_./:]*(?:[A-Z0-9][\s\-‐‑–—_./]*){8}[A-Z0-9]\b", re.I)
_BARE_TICKET = re.compile(r"\b(?=\w*\d)[A-Z0-9]{4}[\s\-_.]?[A-Z0-9]{4}[\s\-_.]?[A-Z0-9]\b", re.I)
_OURS = re.compile(r"^(?:PGD|[A-Z0-9]{4}[\s\-_.]?[A-Z0-9]{4}[\s\-_.]?[A-Z0-9]$)", re.I)
_CODE = re.compile(r"(?<![A-Z0-9])(?:[A-Z0-9]{6}|[A-Z0-9]{3}[\s-][A-Z0-9]{3})(?![A-Z0-9])", re.I)
_LIKE_A_TICKET = re.compile(r"\b(?!UBH|DFT|TLK)[A-Z]{2,4}[-\s]?\d{2,}\b")
_STRANGE = re.compile(
    r"\b(?:tiket|ticket|laporan|lapor|lap|aduan|pengaduan|komplain|complaint|report|nomor|nomer|nmr|no|number)(?:nya|ku|e|na)?\b\.?"
    r"(?:\W+(?:saya|sy|aku|gue|gw|gua|kami|kula|abdi|beta|sa|yang|yg|dengan|nomor|nomer|nmr|no|number|is|my|itu|ini|adalah)\b\.?)*"
    r"\W*(?P<number>(?!\d+(?:rb|ribu|jt|juta|k)\b)(?=[A-Z0-9/.-]*\d[A-Z0-9/.-]*\d[A-Z0-9/.-]*\d)[A-Z0-9]+(?:[/.-][A-Z0-9]+)*)(?![\w/-])",
    re.IGNORECASE,
)
"""A number behind such a word that is none of ours: "tiket 9900-5512", "no laporan saya LP/2026/113"."""
_ABOUT = re.compile(
    r"\b(?:soal|tentang|masalah|mengenai|perihal|bab|about|regarding|concerning)\s+(?P<about>\S+(?:\s+\S+)+)$",
    re.IGNORECASE,
)
LEAST_ABOUT = 3
_FORGOTTEN = re.compile(
    r"\b(?:lupa|lali|poho|hilang|ilang|forgot\w*|lost)\b"
    r"|\b(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|belum|blm|ora|teu|don't|didn't|not)\s+(?:\w+\s+)?(?:di|ke|ku)?"
    r"(?:catat|catet|nyatet|mencatat|simpan|simpen|nyimpen|inget|ingat|eling|tau|tahu|punya|ada|hapal|hafal|know|have|save\w*|remember"
    r"|write|wrote)\b",
    re.I,
)
_NEW = re.compile(
    r"\b(?:bikin|buat|ajukan|ajuin|lapor|masuk|file|make|submit|start)(?:kan|in|no|keun)?\s+"
    r"(?:(?:yang|yg|aja|saja|laporan|aduan|pengaduan|komplain|tiket|a|one|complaint|report)\s+)*(?:baru|anyar|new)\b"
    r"(?:\s+(?:aja|saja|deh|ya|dong|complaint|report|one|laporan\w*|pengaduan\w*))*"
    r"|\b(?:laporan|pengaduan|aduan|komplain|tiket) baru\b|\bnew (?:complaint|report|ticket)\b",
    re.IGNORECASE,
)
"""A complaint that is not filed yet, where the number of one is asked for."""
TICKET_WORDS = 6
"""A typed answer of more words is no ticket number."""


def ticket_in(reading: Reading) -> str | None:
    """The ticket number in a message, however it is written."""
    found = _TICKET.search(reading.text) or (None if reading.pressed else _BARE_TICKET.search(reading.text))
    return reading.entity("ticket_number") if reading.pressed or not found else found.group()


def strange_number(reading: Reading) -> str | None:
    """A number that is given as that of a complaint and does not look like one of ours."""
    found = None if reading.pressed or _TICKET.search(reading.text) else _STRANGE.search(reading.text)
    number = found["number"] if found else None
    dated = any(number in day for day in reading.entities("date")) if number else False
    return None if dated else number


async def told_about(reading: Reading) -> list[EventType]:
    """ "lupa nomornya, yang soal disuruh bayar kamar": kept, in case it is reported anew."""
    found = None if reading.pressed else _ABOUT.search(reading.text.strip(" ?!."))
    about = found["about"] if found else ""
    if len(about.split()) < LEAST_ABOUT or not (await categories_for(reading, about))["suggested"]:
        return []
    return [SlotSet("complaints_opening", about)]


def _has_none(reading: Reading) -> bool:
    """ "nomornya saya ga catet": the number is not at hand."""
    return not reading.pressed and ticket_in(reading) is None and _FORGOTTEN.search(reading.text) is not None


def wants_new(reading: Reading) -> bool:
    """ "kalau ga ada ya bikin baru: …": another complaint, in the place of one that has a number."""
    asks = asks_something(reading.text) and len(reading.text.split()) <= TICKET_WORDS
    return not (reading.pressed or asks or ticket_in(reading)) and _NEW.search(reading.text) is not None


def code_in(text: str) -> str | None:
    """The access code in a message: its last word or pair of the right length."""
    found: list[str] = _CODE.findall(text)
    return found[-1] if found else None


async def open_ticket(reading: Reading, ticket: str, code: str | None = None) -> dict[str, Any]:
    """The complaint with this number, in any spelling, as this conversation may see it.

    Raises:
        Refusal: ``ticket_mistyped``, ``complaint_not_found``, ``code_locked``.
    """
    found: dict[str, Any] = await call(reading, "GET", path_of(ticket), params={"code": code})
    return found


class TicketForm(Form):
    """Finds out which complaint is meant; asks for the access code where it is not the member's own conversation."""

    @property
    def prefix(self) -> str:
        """What the names of its slots begin with."""
        return topic_of(self.form)

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """The number, the code where it is needed, and what the service asks besides."""
        coded = [f"{self.prefix}_code"] if known.get(f"{self.prefix}_locked") else []
        return [f"{self.prefix}_ticket", *coded, *self.questions()]

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """As every form; "kalau tidak ada, buat baru: …" begins a new complaint with what is told of it."""
        reading = Reading(tracker, whole=True)
        if self.resumed(reading) or not reading.requested or not wants_new(reading):
            return [*await super().run(dispatcher, tracker, domain), *await told_about(reading)]
        left = [*closed(), SlotSet(OPEN, None), SlotSet("form_tries", 0), *forgotten(tracker.slots, self.prefix)]
        return [*left, FollowupAction("complaints_form")]

    @abstractmethod
    def questions(self) -> list[str]:
        """The slots that the service asks for besides."""

    async def read_ticket(self, reading: Reading) -> Outcome:
        """The number in the message, the complaint that was shown last, or the only one that there is."""
        slot = f"{self.prefix}_ticket"
        if reading.entity("value") == "verify" or (reading.requested == f"{self.prefix}_ticket" and _has_none(reading)):
            raise Refusal(REQUIRED, 401, {})
        if reading.intent == "verified":
            return await self._again(reading, slot)
        if reading.requested == f"{self.prefix}_code" and reading.entity("value") == "other_ticket":
            return Filled({slot: None, f"{self.prefix}_locked": None})
        asked = reading.requested == slot
        typed = reading.entity("code") if reading.pressed and asked else None
        first = asked or not reading.requested
        typed = (
            typed or (ticket_in(reading) or strange_number(reading) if first else None) or self._typed(reading, slot)
        )
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
        if not mine and waits(reading):
            return Unusable("utter_complaints_none_here_yet")
        if not mine:
            known = await is_verified(reading)
            return Unusable("utter_complaints_none_known" if known else "utter_complaints_none_here")
        return Filled(self._slots(mine[0]["ticket"])) if len(mine) == 1 else None

    def _slots(self, ticket: str, *, locked: bool = False) -> dict[str, Any]:
        return {f"{self.prefix}_ticket": ticket, f"{self.prefix}_locked": locked or None}

    async def _opened(self, reading: Reading, typed: str) -> Outcome:
        if "/" in typed:  # none of ours, and no part of an address
            return _not_ours(typed)
        try:
            found = await open_ticket(reading, typed)
        except Refusal as refusal:
            if refusal.code == "ticket_mistyped":
                return _not_ours(typed)
            if refusal.code == "complaint_not_found":
                return Filled(self._slots(typed, locked=True))
            raise
        return Filled(self._slots(found["ticket"]))

    async def read_code(self, reading: Reading) -> Outcome:
        """The access code; a wrong one says so, and that the number may be wrong just as well."""
        slot = f"{self.prefix}_code"
        if reading.requested != slot:
            return None
        if _has_none(reading):
            raise Refusal(REQUIRED, 401, {})
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


def _not_ours(typed: str) -> Unusable:
    """A slip in a number that looks like ours, or a number that no complaint here has."""
    number = next((word for word in typed.split() if any(sign.isdigit() for sign in word)), typed).strip(" ,.;:?!")
    alike = _OURS.match(number) is not None
    return Unusable("utter_error_ticket_mistyped") if alike else Unusable("utter_complaints_no_such", {"value": number})


class AskTicket(Answer):
    """Asks for the number of the complaint."""

    action = "action_ask_complaints_status_ticket"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """A button for each complaint of this conversation or of the verified member; nothing besides the link to the
        page that finds them.
        """
        if waits(reading) and self._said_something(reading):
            return []
        mine = await call(reading, "GET", "/complaints")
        buttons = [
            {"title": f"{item['ticket']} · {item['status_title']}", "payload": inform(code=item["ticket"])}
            for item in mine[:LISTED]
        ]
        page = f"{self.action.removeprefix('action_ask_').removesuffix('_ticket')}_page"
        if not (mine or reading.slot(page) or await is_verified(reading)):
            await say_link(reading, say, "utter_complaints_ticket_ask_page")
            return [SlotSet(page, True)]
        say("utter_complaints_ticket_which" if mine else "utter_complaints_ticket_ask", buttons=buttons)
        return []

    def _said_something(self, reading: Reading) -> bool:
        since = reading.tracker.events[::-1]
        return next((event["event"] == "bot" for event in since if event.get("event") in ("bot", "user")), False)


class AskTicketToAdd(AskTicket):
    """The same question before something is added."""

    action = "action_ask_complaints_add_ticket"
