"""Registration: the form. Every answer goes to the backend at once; nothing is lost when the member goes away."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.amounts import values_today
from bot.actions.backend import Refusal, call
from bot.actions.fktp_choice import read_fktp
from bot.actions.form_slots import closed, forgotten
from bot.actions.forms import Form
from bot.actions.interrupted import OPEN
from bot.actions.membership_class import class_in
from bot.actions.membership_profile_words import EMAIL
from bot.actions.outcomes import Filled, Outcome, Unusable, refuse
from bot.actions.own_words import all_right, says_none
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.registration_fields import answered_named, field_named
from bot.actions.registration_questions import read_back
from bot.actions.registration_reading import (
    CODES,
    DAYS,
    NO_NAME,
    as_answer,
    day_told,
    documents,
    named_in,
    put_right,
    said_again,
    says_no_day,
    sex,
    told_of_baby,
    typed,
    view_of,
    wants_self_paying,
    without_number,
)
from bot.actions.texts import Say
from bot.actions.topic import asks_something
from bot.actions.turns import heard, pressed
from bot.actions.verify import REQUIRED

FORM, TOPIC = "registration_form", "registration"
FIELDS = (
    "kk", "person", "family", "choice", "permit_since", "ended_on", "birth_date", "sex", "name", "class", "fktp",
    "phone", "email", "bank", "documents",
)  # fmt: skip
WORDS = frozenset({"kk", "person", "phone", "name"})
"""Answers that are sent as typed: numbers in them are masked here, and read by the backend."""
NUMBERS = frozenset({"kk", "phone"})
"""Answers that words without a digit cannot be: those ask something, or tell why it takes longer."""
NEWBORN_DAYS, NEWBORN_NIK = "registration.newborn_days", "registration.newborn_nik_months"
"""Limits of the dated tables: days for registering a baby, months until its NIK is due."""
JOINS = frozenset({"newborn", "family"})
"""Registrations of somebody who joins a member."""
_ALSO_MEANT = {
    "fktp": frozenset({"change_fktp", "find_nearest_facility", "facility_info"}),
    "class": frozenset({"change_class"}),
    "bank": frozenset({"register_autodebit", "virtual_account_info"}),
    "phone": frozenset({"update_member_data"}),
    "email": frozenset({"update_member_data"}),
}
_CHANGES = re.compile(r"\b(?:ganti|ubah|rubah|pindah|naik|turun|change|switch|up|down)\w*\b", re.IGNORECASE)
"""A class that one has, and not the one to register in."""
EARLY_WORDS = 5


def slot(field: str) -> str:
    """The slot that stands for a question."""
    return f"registration_{field}"


class ValidateRegistrationForm(Form):
    """Asks what the backend says is missing; then reads it all back."""

    form = FORM
    read_back = "registration_confirm"
    asks_no_day = True
    free_text = frozenset({"registration_name", "registration_person"})
    names = frozenset({"registration_name"})
    own_intents = frozenset({"register_new_member", "add_family_member", "register_newborn"})

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """What is missing, what is to be changed, and yes."""
        questions = [slot(field) for field in view_of(known).get("missing", [])]
        changing = [slot("field")] if known.get("registration_changing") else []
        return [*changing, *questions, slot("confirm")]

    def watched(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """One reading for all answers; what it puts right is compared before it is sent."""
        return ["registration_field", "registration_confirm", "registration_view"]

    def _no_answer(self, reading: Reading, say: Say, known: dict[str, Any]) -> list[EventType] | None:
        """ "mandiri dulu deh" while somebody is added: after a lost job the member's own cover comes first."""
        view = view_of(known)
        if reading.requested == slot("bank") or view.get("kind") not in JOINS or not wants_self_paying(reading):
            return super()._no_answer(reading, say, known)
        say("utter_registration_put_by", receipt=view["receipt"])
        first = heard(reading, pressed(press("register_new_member", value="job_loss")) or {})
        return [*closed(), SlotSet(OPEN, None), *forgotten(known, TOPIC), *first]

    def near(self, reading: Reading) -> frozenset[str]:
        """Words of another service are the answer where that is what is asked: a facility, a class, a bank."""
        early = _ALSO_MEANT["class"] if not _CHANGES.search(reading.text) else frozenset()  # "yang termurah saja"
        return self.own_intents | early | _ALSO_MEANT.get(self._asked(reading), frozenset())

    async def tells_of_it(self, reading: Reading) -> bool:
        """No question and no wish is a name."""
        return False

    def _means_other(self, reading: Reading) -> bool:
        return reading.intent not in self.near(reading) - self.own_intents and super()._means_other(reading)

    def _about(self, reading: Reading) -> str | None:
        kinds = {"newborn": "register_newborn", "family": "add_family_member"}
        return kinds.get(view_of(reading.tracker.slots).get("kind", ""), "register_new_member")

    def says_what_is_right(self, reading: Reading) -> bool:
        """ "salah ketik, perempuan" holds the right answer, "nomor hp nya salah" says what is wrong: no step back."""
        return bool(put_right(reading)) or answered_named(reading) is not None

    def _step_back(self, reading: Reading, known: Mapping[str, Any]) -> dict[str, Any]:
        return {"registration_changing": True}

    def shown_value(self, slot: str, values: Mapping[str, Any]) -> str | None:
        """Answers are read back at the end."""
        return None

    def _asked(self, reading: Reading) -> str:
        return (reading.requested or "").removeprefix("registration_")

    async def extract_registration_view(self, reading: Reading, say: Say) -> Outcome:
        """The answer to the open question, or a corrected class or facility."""
        asked = self._asked(reading)
        if asked and says_no_day(reading):
            return Unusable("utter_problem_birth_date_impossible")
        if asked and (right := put_right(reading)):
            return await self._put_right(reading, say, right)
        field = asked if asked in FIELDS else ""
        if reading.metadata.get("attachments"):
            field = "documents"
        elif reading.intent == "go_back" and class_in(reading) and "class" in view_of(reading.tracker.slots)["steps"]:
            field = "class"
        if not field:
            return self._known_already(reading, say)
        body = await self._body(reading, say, field, asked == field)
        early = self._early(reading, field) if body is None else None
        if body is None and early is None:
            return self._known_already(reading, say)
        field, body = early or (field, body)
        if not isinstance(body, dict):
            return body
        before = read_back(say, view_of(reading.tracker.slots))
        outcome = await self._also_told(reading, say, field, await self._send(reading, say, field, body))
        view = outcome.slots.get("registration_view") if early and isinstance(outcome, Filled) else None
        if field == "name" and asked == "name" and isinstance(outcome, Filled) and not reading.pressed:
            self._note_name(reading, say, outcome)
        if view:
            new = {key: value for key, value in read_back(say, view).items() if key not in before}
            named = f"{say.text('utter_registration_line_class').lower()} {new.get('class')}"  # "kelas 2", not "2"
            noted = ", ".join({**new, "class": named}[key] for key in new)
            say("utter_noted", value=noted or reading.text.strip())
        return outcome

    def _known_already(self, reading: Reading, say: Say) -> Outcome:
        """ "eh 20 november maksudku" behind a day that there is not: it is so already, which is said."""
        lines = read_back(say, view_of(reading.tracker.slots)) if reading.requested else {}
        same = [lines[field] for field in said_again(reading) if field in lines] if lines else []
        if not same:
            return None
        say("utter_noted_already", value=", ".join(same))
        return Filled({"form_tries": 0})

    def _note_name(self, reading: Reading, say: Say, outcome: Filled) -> None:
        """ "namanya Arkana, laki-laki": what was told in a sentence is read back at once."""
        known = read_back(say, outcome.slots.get("registration_view") or {"shown": {}, "kind": ""})
        if named_in(reading.text) and known.get("name"):
            say("utter_noted", value=", ".join(known[key] for key in ("name", "sex") if known.get(key)))

    async def _put_right(self, reading: Reading, say: Say, right: Mapping[str, str]) -> Outcome:
        """Answers about the baby that are put right, and what else the message tells of it."""
        outcome: Outcome = None
        missing = view_of(reading.tracker.slots)["missing"]
        for field, words in right.items():
            sent = await self._send(reading, say, field, as_answer(field, words))
            outcome = sent if isinstance(sent, Filled) or outcome is None else outcome
            view = sent.slots.get("registration_view") if isinstance(sent, Filled) else None
            if view and field == "birth_date" and field not in missing and view["shown"].get(field) == words:
                say("utter_registration_born_on", date=say.day(words))
            elif view and (noted := read_back(say, view).get(field)):
                say("utter_noted", value=noted)
        return await self._also_told(reading, say, next(iter(right)), outcome)

    async def _also_told(self, reading: Reading, say: Say, answered: str, outcome: Outcome) -> Outcome:
        """ "lahir kemarin, perempuan, namanya Aisyah": what answers later questions about the baby is sent too."""
        view = outcome.slots.get("registration_view") if isinstance(outcome, Filled) else None
        if not view or view["kind"] != "newborn":
            return outcome
        reading.tracker.slots["registration_view"] = view
        told = ((field, words) for field, words in told_of_baby(reading).items() if field != answered)
        field, words = next(((field, words) for field, words in told if field in view["missing"]), ("", ""))
        if not field:
            return outcome
        further = await self._send(reading, say, field, as_answer(field, words))
        return await self._also_told(reading, say, field, further) if isinstance(further, Filled) else outcome

    def _early(self, reading: Reading, asked: str) -> tuple[str, dict[str, Any]] | None:
        """ "cowok", "namanya belum ada": the answer to a later question about the baby."""
        view = view_of(reading.tracker.slots)
        missing = view.get("missing", [])
        baby = view.get("kind") == "newborn" and not reading.pressed
        if baby and asked != "name" and "name" in missing and (name := named_in(reading.text)):
            return "name", as_answer("name", name)
        few = not reading.pressed and len(reading.text.split()) <= EARLY_WORDS
        if few and asked != "sex" and "sex" in missing and (code := sex(reading)):
            return "sex", {"code": code}
        level = class_in(reading) if asked != "class" and "class" in missing else None
        if level and not asks_something(reading.text):
            return "class", {"code": str(level)}
        told = not reading.pressed and asked != "name" and "name" in missing
        return ("name", {"code": "provisional"}) if told and NO_NAME.search(reading.text) else None

    async def _body(self, reading: Reading, say: Say, field: str, asked: bool) -> dict[str, Any] | Outcome:
        """What is sent to the backend for this field; None where the message says nothing of it."""
        if field == "documents":
            return documents(reading)
        if field == "fktp":
            return await self._fktp(reading, asked)
        if field in DAYS:
            return day_told(reading)
        if field in WORDS:
            empty = reading.pressed and not reading.entity("value")
            return None if empty or (field in NUMBERS and without_number(reading)) else typed(reading)
        code = CODES[field](reading)
        if field == "email" and not code:
            return {"text": reading.text} if EMAIL.search(reading.text) else None
        return {"code": code} if code else None

    async def _fktp(self, reading: Reading, asked: bool) -> dict[str, Any] | Outcome:
        outcome = await read_fktp(reading, reading.slot("registration_choices"), requested=asked)
        if not isinstance(outcome, Filled):
            return outcome
        if "choices" in outcome.slots:
            return Filled({"registration_choices": outcome.slots["choices"]})
        return {"code": outcome.slots["choice"]["code"]}

    async def _send(self, reading: Reading, say: Say, field: str, body: dict[str, Any]) -> Outcome:
        receipt = view_of(reading.tracker.slots)["receipt"]
        try:
            view = await call(
                reading, "POST", f"/registrations/{receipt}/answers", step=field, json={"field": field, **body}
            )
        except Refusal as refusal:
            return await self._refused(reading, say, refusal)
        filled = {"registration_view": view, "registration_confirm": None, "registration_changing": None}
        if field == "fktp":
            filled["registration_choices"] = None
        if field == "birth_date":
            await say_if_late(reading, say, view)
        return Filled(filled)

    async def _refused(self, reading: Reading, say: Say, refusal: Refusal) -> Outcome:
        """Says why; where the backend forgot older answers ("that card is not ours") the view is fetched anew."""
        if refusal.code == REQUIRED:
            raise refusal
        if refusal.code in ("already_registered", "not_newborn", "residence_too_short"):
            refuse(say, refusal)
            return Filled({"registration_view": None, "registration_ended": True})
        refuse(say, refusal)
        if refusal.code == "family_card_wrong":
            return Filled({"registration_changing": True})
        found = await call(reading, "GET", "/registrations")
        receipt = view_of(reading.tracker.slots)["receipt"]
        view = next((one for one in found if one["receipt"] == receipt), None)
        return Filled({"registration_view": view, "form_tries": 0}) if view else None

    async def extract_registration_field(self, reading: Reading, say: Say) -> Outcome:
        """What is to be changed, by button or by name."""
        if put_right(reading) or not reading.requested:
            return None
        if reading.requested != "registration_field":
            return await self._put_right_by_name(reading, say)
        steps = view_of(reading.tracker.slots)["steps"]
        named = reading.entity("value") if reading.pressed else field_named(reading, steps)
        if named not in steps:
            nothing = says_none(reading) or all_right(reading) or reading.intent == "affirm"
            return Filled({"registration_changing": None}) if nothing else None
        return await self._cleared(reading, str(named))

    async def _put_right_by_name(self, reading: Reading, say: Say) -> Outcome:
        """ "nomor hp nya salah" says by itself what is to be changed, and perhaps the right answer."""
        field = answered_named(reading)
        if field is None:
            return None
        body = await self._body(reading, say, field, False) if field in ("class", "phone", "email", "bank") else None
        return await (
            self._send(reading, say, field, body) if isinstance(body, dict) else self._cleared(reading, field)
        )

    async def _cleared(self, reading: Reading, field: str) -> Outcome:
        receipt = view_of(reading.tracker.slots)["receipt"]
        view = await call(reading, "DELETE", f"/registrations/{receipt}/answers/{field}", step="clear")
        return Filled({"registration_view": view, "registration_changing": None, "registration_choices": None})

    async def extract_registration_confirm(self, reading: Reading, say: Say) -> Outcome:
        """Yes hands it in; no asks what to change."""
        asked = reading.requested == "registration_confirm" and not put_right(reading)
        if not asked or reading.intent not in ("affirm", "deny"):
            return None
        yes = reading.intent == "affirm"
        return Filled({"registration_confirm": True} if yes else {"registration_changing": True})

    def _ask_next(self, reading: Reading, known: Mapping[str, Any]) -> list[EventType]:
        if known.get("registration_ended"):
            return [SlotSet("requested_slot", None)]
        return super()._ask_next(reading, known)


async def say_if_late(reading: Reading, say: Say, view: Mapping[str, Any]) -> None:
    """A baby whose days for registering are over is registered all the same; from when it is paid for is said."""
    if view["shown"].get("late"):
        limit = await values_today(reading, days=NEWBORN_DAYS)
        say("utter_registration_late", date=say.day(view["shown"]["pay_until"]), **limit)
