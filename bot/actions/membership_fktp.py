"""Membership: another first-level facility, by the three-month rule and its exceptions."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.backend import Refusal, call
from bot.actions.change_kit import (
    Begins,
    day_words,
    finish_change,
    make_draft,
    new_value,
    refusal_words,
    say_conditions,
    withdraw_button,
    yes_no,
)
from bot.actions.fktp_choice import numbered, read_fktp, read_hints, say_fktp_question
from bot.actions.fktp_words import gives_reason, lives_at, places_wished, stays_at
from bot.actions.form_ends import stop
from bot.actions.form_slots import closed
from bot.actions.forms import Form
from bot.actions.interrupted import INTERRUPTED, OPEN
from bot.actions.offers import offered_service
from bot.actions.outcomes import Filled, Outcome, Unusable, refuse
from bot.actions.own_words import says_none
from bot.actions.personal import person_meant, person_words
from bot.actions.press import inform
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import finish_form, open_form
from bot.actions.texts import Say
from bot.actions.topic import topic_of_service
from bot.actions.turns import heard
from bot.actions.verify import REQUIRED

INTENT = "change_fktp"
TOPIC = "fktp"
_MOVED = ("pindah rumah", "pindah domisili", "domisili", "pindah kota", "pindah tempat tinggal", "moved", "moving")
_ALONG = re.compile(r"\b(?:ikut|ikuik|melu|milu|juga|jg|sekalian|bareng|sama|too|also|as well)\b", re.I)
_NOT_ALONG = re.compile(
    r"\b(?:tidak|tdk|ga|gak|nggak|ngga|enggak|jangan|ora|teu|not|don't|doesn't)\s*"
    r"(?:usah|perlu|harus|mau|need to|have to)?\s*"
    r"(?:ikut|pindah|dipindah\w*|move|change)",
    re.I,
)
_ALL = re.compile(
    r"\bber(?:dua|tiga|empat|lima|enam)\b|\bsekeluarga\b|\b(?:semua|semuanya|seluruh|kabeh|sadaya)\b.{0,12}\b(?:keluarga|anggota|ikut"
    r"|sekalian|orang)\b|\b(?:all (?:of us|four|three|five)|whole family|everyone|everybody)\b",
    re.I,
)
"""The whole family at once."""
_DUTY = ("tugas", "dinas", "pelatihan", "diklat", "duty", "training", "kerja di", "mutasi")


class ChangeFktp(Begins):
    """Says what is registered and from when a change counts, then asks for the new one."""

    action = "action_change_fktp"
    wish_slot = "membership_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """For whom, and where to."""
        return {**person_words(reading), "named": _wished(reading)}

    def adds(self, reading: Reading, wish: Mapping[str, Any]) -> dict[str, Any]:
        """ "kontrakan saya di cibiru": where the new one shall be."""
        named = _wished(reading) or lives_at(reading)
        return {"named": named} if named and named != wish.get("named") else {}

    def reads_back(self, say: Say, before: Mapping[str, Any], added: Mapping[str, Any]) -> str:
        """Where it is looked for."""
        return say.text("utter_fktp_wished", place=added["named"][0])

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """Opens the form, unless a change waits already."""
        meant = await person_meant(reading, say, wish, intent=INTENT)
        if not meant.settled:
            return []
        params = {"member": meant.member_id}
        facts = await call(reading, "GET", "/membership/fktp-change", params=params)
        if facts["pending"]:
            say_pending(say, facts["pending"])
            return []
        await say_conditions(reading, say, INTENT)
        current = facts["fktp_name"] or say.text("utter_membership_no_fktp")
        values = {"name": facts["name"], "current": current, "months": facts["months"]}
        say("utter_fktp_intro", date=day_words(say, facts["effective_on"]), **values)
        return open_form(reading, "fktp_form", facts=facts, hint=wish.get("named"))


def say_pending(say: Say, change: Mapping[str, Any]) -> None:
    """A change that waits already, and how to take it back."""
    values = {"receipt": change["receipt"], "to": new_value(say, change)}
    say("utter_change_waits", buttons=[withdraw_button(say, change["receipt"])], **values)


def _wished(reading: Reading) -> list[str]:
    named = reading.entity("facility_name")
    return [named] if named else places_wished(reading)


class ValidateFktpForm(Form):
    """A reason and a letter only where it is too soon; then the facility; then yes."""

    form = "fktp_form"
    changes = True
    read_back = "fktp_confirm"
    own_intents = frozenset({INTENT, "find_nearest_facility", "facility_info"})

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """What does not apply is not asked."""
        if known.get("fktp_reason") == "wait":
            return []
        early = ["fktp_reason", "fktp_files"] if (known.get("fktp_facts") or {}).get("too_soon") else []
        return [*early, "fktp_choice", "fktp_confirm"]

    async def extract_fktp_reason(self, reading: Reading, say: Say) -> Outcome:
        """Moved, on duty elsewhere, or wait."""
        if reading.requested != "fktp_reason":
            return None
        value = reading.entity("value") if reading.pressed else _reason(reading.text)
        value = "wait" if reading.intent == "deny" else value
        return Filled({"fktp_reason": value}) if value in ("moved", "duty", "wait") else None

    async def extract_fktp_files(self, reading: Reading, say: Say) -> Outcome:
        """The letter."""
        if sent := reading.metadata.get("attachments"):
            return Filled({"fktp_files": list(sent)})
        if reading.requested == "fktp_files" and says_none(reading):
            return Unusable("utter_change_letter_needed", buttons=[_wait_button(say)])
        waits = reading.requested == "fktp_files" and reading.entity("value") == "wait"
        return Filled({"fktp_reason": "wait"}) if waits else None

    async def extract_fktp_choice(self, reading: Reading, say: Say) -> Outcome:
        """One facility, drafted at once so that the rules can object before it is read back."""
        facts = reading.slot("fktp_facts")
        if not facts or reading.requested in ("fktp_reason", "fktp_files"):
            return None
        along = _ALL.search(reading.text) or (reading.entity("relation") and _ALONG.search(reading.text))
        if along and not _NOT_ALONG.search(reading.text) and reading.requested and not reading.pressed:
            say("utter_fktp_one_by_one")
            return Filled({"form_tries": 0})
        requested = reading.requested == "fktp_choice"
        if reading.requested == "fktp_confirm" and (other := self._other_of_list(reading)):
            return await self._draft(reading, say, facts, other)
        outcome = await self._read(reading, facts, requested=requested)
        if not isinstance(outcome, Filled):
            return outcome or self._reason_beside(reading, say)
        if "choices" in outcome.slots:
            values = {"fktp_choices": outcome.slots["choices"], "fktp_choice": None, "fktp_hint": None}
            return Filled({**values, "fktp_confirm": None})
        return await self._draft(reading, say, facts, outcome.slots["choice"])

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """As every form; "oke mau lanjut mandiri kelas 2" takes the other service that was offered beside the list."""
        reading = Reading(tracker, whole=True)
        asked = reading.requested == "fktp_choice" and not self.resumed(reading)
        taken = await offered_service(reading) if asked else None
        if taken is None:
            return await super().run(dispatcher, tracker, domain)
        left = [*closed(), SlotSet(OPEN, None), SlotSet(INTERRUPTED, self.form), SlotSet("form_tries", 0)]
        return [*left, *heard(reading, taken)]

    def _no_answer(self, reading: Reading, say: Say, known: dict[str, Any]) -> list[EventType] | None:
        """As every form; "nggak jadi yang 2, nomor 1 aja" takes another one of the list, and ends nothing; "tetap di
        puskesmas aja" leaves it as it is.
        """
        if stays_at(reading, (reading.slot("fktp_facts") or {}).get("fktp_name")):
            return stop(self.form, reading, say)
        other = reading.requested == "fktp_confirm" and self._other_of_list(reading)
        return None if other else super()._no_answer(reading, say, known)

    def _step_back(self, reading: Reading, known: Mapping[str, Any]) -> dict[str, Any]:
        """From what is read back to the list that it was chosen from."""
        back, seen = super()._step_back(reading, known), reading.slot("fktp_seen")
        return {**back, "fktp_choices": {"items": seen}} if seen and "fktp_choice" in back else back

    def _other_of_list(self, reading: Reading) -> dict[str, Any] | None:
        """ "eh salah pencet, yang 2" while one is read back: of the list that was shown before."""
        return numbered(reading, reading.slot("fktp_seen") or [])

    def _reason_beside(self, reading: Reading, say: Say) -> Outcome:
        """Why somebody moves, where no reason is needed."""
        facts = reading.slot("fktp_facts") or {}
        if not reading.requested or facts.get("too_soon") or not gives_reason(reading):
            return None
        say("utter_fktp_reason_heard", months=facts["months"])
        return Filled({"form_tries": 0})

    def says_what_is_right(self, reading: Reading) -> bool:
        """A number of the list, behind "eh salah"."""
        return self._other_of_list(reading) is not None

    async def _read(self, reading: Reading, facts: Mapping[str, Any], *, requested: bool) -> Outcome:
        own = facts.get("fktp_code")
        if (hints := reading.slot("fktp_hint")) and not reading.requested:
            return await read_hints(reading, hints, without=own)
        return await read_fktp(reading, reading.slot("fktp_choices"), requested=requested, without=own)

    async def _draft(self, reading: Reading, say: Say, facts: Mapping[str, Any], choice: Mapping[str, Any]) -> Outcome:
        wish = {"kind": "fktp", "member": facts["member_id"], "code": choice["code"]}
        extra = {"reason": reading.slot("fktp_reason"), "attachments": reading.slot("fktp_files") or []}
        try:
            draft = await make_draft(reading, **wish, **extra)
        except Refusal as refusal:
            if refusal.code == REQUIRED:
                raise
            refuse(say, refusal, **refusal_words(say, refusal))
            return Filled({"fktp_choice": None, "fktp_hint": None})
        shown_before = (reading.slot("fktp_choices") or {}).get("items") or reading.slot("fktp_seen")
        kept = {"fktp_choices": None, "fktp_hint": None, "fktp_confirm": None, "fktp_seen": shown_before}
        return Filled({"fktp_choice": choice["name"], "fktp_draft": draft, **kept})

    async def extract_fktp_confirm(self, reading: Reading, say: Say) -> Outcome:
        """Yes confirms; no asks for another one."""
        if reading.requested != "fktp_confirm" or reading.intent not in ("affirm", "deny"):
            return None
        if reading.intent == "affirm":
            return Filled({"fktp_confirm": True})
        if self._other_of_list(reading):
            return None  # "tidak, yang nomor 2": read as the choice
        seen = reading.slot("fktp_seen")
        return Filled({"fktp_choice": None, "fktp_choices": {"items": seen} if seen else None})


def _reason(text: str) -> str | None:
    low = text.lower()
    if any(word in low for word in ("tunggu", "nanti", "wait", "later")):
        return "wait"
    if any(word in low for word in _DUTY):
        return "duty"
    return "moved" if any(word in low for word in _MOVED) or "pindah" in low else None


def _wait_button(say: Say) -> dict[str, str]:
    return say.button("utter_fktp_button_wait", inform(value="wait"))


class AskFktpReason(Answer):
    """It is too soon: says from when, and what goes earlier."""

    action = "action_ask_fktp_reason"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Three buttons."""
        facts = reading.slot("fktp_facts")
        names = ("moved", "duty")
        buttons = [say.button(f"utter_fktp_button_{name}", inform(value=name)) for name in names]
        values: dict[str, Any] = {"since": day_words(say, facts["fktp_since"])}
        values["date"] = day_words(say, facts["earliest_on"])
        say("utter_fktp_too_soon", buttons=[*buttons, _wait_button(say)], months=facts["months"], **values)
        return []


class AskFktpFiles(Answer):
    """Asks for the letter."""

    action = "action_ask_fktp_files"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """A photo is enough."""
        reason = reading.slot("fktp_reason")
        say(f"utter_fktp_letter_{reason}", buttons=[_wait_button(say)], card={"type": "attachments_wanted"})
        return []


class AskFktpChoice(Answer):
    """Asks for the new facility."""

    action = "action_ask_fktp_choice"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """By place, or from the list."""
        await say_fktp_question(reading, say, reading.slot("fktp_choices"))
        return []


class AskFktpConfirm(Answer):
    """Reads the change back."""

    action = "action_ask_fktp_confirm"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """From where to where, from when, for whom."""
        draft = reading.slot("fktp_draft")
        names = {"old": "from", "new": "to", "address": "address", "name": "name"}
        values: dict[str, Any] = {name: draft["shown"].get(key) or "-" for name, key in names.items()}
        agent = say.lead("utter_change_by_agent") if draft["shown"]["by_agent"] else ""
        say(
            "utter_fktp_read_back",
            buttons=yes_no(say),
            date=day_words(say, draft["effective_on"]),
            agent=agent,
            **values,
        )
        return []


class FktpFinish(Answer):
    """Runs when nothing more is to be asked."""

    action = "action_fktp_finish"
    ends = "fktp"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Confirms, or says when to come back."""
        if reading.slot("fktp_reason") == "wait":
            say("utter_fktp_wait", date=day_words(say, reading.slot("fktp_facts")["earliest_on"]))
            return finish_form(reading, self.ends)
        again = {"fktp_choice": None, "fktp_confirm": None}
        done = await finish_change(reading, say, TOPIC, reading.slot("fktp_draft"), again)
        return [*done, *topic_of_service(INTENT)]
