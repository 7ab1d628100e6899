"""Consulting a doctor at a distance: the wish, what there is already, and danger before anything else."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.backend import Refusal, call
from bot.actions.emergency import SELF_HARM, Emergency
from bot.actions.outcomes import refuse
from bot.actions.personal import AFTER_VERIFICATION, Meant, Personal, person_meant, person_words
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.shown import open_form
from bot.actions.teleconsultation_reading import BOOK, MOVE, STATUS, WITHDRAW, complaint_in, mode_of
from bot.actions.teleconsultation_told import complaint_before, heard_of_complaint
from bot.actions.texts import Button, Say
from bot.actions.topic import topic_of_service
from bot.actions.verify import REQUIRED

INTENT = "teleconsultation"
FORM = "teleconsultation_form"
OPEN = ("booked", "running")
Json = Mapping[str, Any]
_ASKS_MEDICINE = re.compile(
    r"\b(?:minum|obat\w*|dikasih|kasih|dikasi|kasi|beri|diberi|dikompres|resep\w*)\W+(?:\w+\W+){0,2}?(?:apa|opo|naon|aja|what)\b"
    r"|\b(?:what|which)\b.{0,20}\b(?:medicine|medication|drug|pill|syrup|take|give)\b",
    re.IGNORECASE,
)
"""Which medicine to take is asked."""


async def heard_danger(reading: Reading, text: str) -> bool:
    """Whether the backend hears a sign of danger in a text."""
    return bool((await call(reading, "POST", "/teleconsultation/danger", json={"text": text[:4096]}))["sign"])


class Teleconsultation(Personal):
    """Opens the form, or tells how things stand."""

    action = "action_teleconsultation"
    wish_slot = "teleconsultation_wish"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Danger first: it waits for no verification."""
        typed = not reading.pressed and reading.intent != AFTER_VERIFICATION
        if typed and await heard_danger(reading, reading.text):
            return await TeleconsultationDanger().answer(reading, say)
        whole = str((reading.tracker.latest_message or {}).get("text") or "")  # "anaknya panas, dikasih obat apa ya"
        if typed and _ASKS_MEDICINE.search(whole):
            say("utter_teleconsultation_no_medicine")  # what to do now waits for no page either
        return await super().answer(reading, say)

    def read(self, reading: Reading) -> dict[str, Any]:
        """What is wanted, for whom, and the complaint where it was told."""
        mode, person = mode_of(reading), person_words(reading)
        receipt = person.pop("member") if mode in (MOVE, WITHDRAW) else None
        told = complaint_before(reading) or complaint_in(reading)
        told = reading.slot("teleconsultation_heard") if reading.pressed else told
        return {"mode": mode, "receipt": receipt, "complaint": told, "since": _since(reading), **person}

    def hears(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> dict[str, Any] | None:
        """The complaint, told before it is asked for; another person than was said."""
        person = super().hears(reading, say, wish)
        return heard_of_complaint(reading, say, wish) if person is None else person

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """The open consultation, or the first question."""
        if wish.get("heard_later") and await heard_danger(reading, str(wish["complaint"])):
            return await TeleconsultationDanger().answer(reading, say)
        if wish["mode"] != BOOK:
            return await _about_mine(reading, say, wish)
        meant = await person_meant(reading, say, wish, intent=INTENT)
        if not meant.settled:  # the button that says who comes without the complaint
            kept = {"heard": wish.get("complaint"), "since": wish.get("since")}
            return [SlotSet(f"teleconsultation_{name}", value) for name, value in kept.items()]
        try:
            return await self._begin(reading, say, wish, meant)
        except Refusal as refusal:
            return _refused(say, refusal, wish)

    async def _begin(self, reading: Reading, say: Say, wish: Mapping[str, Any], meant: Meant) -> list[EventType]:
        case = await case_of(reading, meant.member_id)
        if case["open"]:
            _say_one(say, case["open"])
            if wish.get("complaint"):
                say("utter_teleconsultation_tell_then")
            return topic_of_service(INTENT)
        if not can_book(say, case):
            return _say_elsewhere(say, wish)
        alone = len(case["people"]) == 1 or meant.member_id
        person = {"member_id": case["member_id"], "name": case["name"]} if alone else None
        told = {"complaint": wish.get("complaint"), "since": wish.get("since")}
        return open_form(reading, FORM, mode=BOOK, case=case, person=person, **told)


def _since(reading: Reading) -> int | None:
    """Number of the message with which the member began to ask: what is told from there on is health data."""
    goes_on = reading.form == FORM or (reading.pressed and reading.slot("teleconsultation_heard"))
    begun: int | None = reading.slot("teleconsultation_since") if goes_on else None
    return begun or reading.metadata.get("seq")


async def case_of(reading: Reading, member_id: str | None, *, on: date | None = None) -> dict[str, Any]:
    """How things stand for somebody, with the next free times, or those ``on`` a day."""
    params = {"member": member_id, "on": on.isoformat() if on else None}
    found: dict[str, Any] = await call(reading, "GET", "/teleconsultation", params=params)
    return found


def _refused(say: Say, refusal: Refusal, wish: Json) -> list[EventType]:
    """Why there can be none, and where to go with what was told already."""
    if refusal.code == REQUIRED:
        raise refusal
    refuse(say, refusal)
    return _say_elsewhere(say, wish)


def _say_elsewhere(say: Say, wish: Json) -> list[EventType]:
    if wish.get("complaint"):
        say("utter_teleconsultation_complaint_elsewhere")
    return []


def can_book(say: Say, case: Json) -> bool:
    """Whether the facility has a time to offer; says the other ways where it has not."""
    if case["offered"] and case["slots"]:
        return True
    values = {"facility": case["facility_name"], "phone": case["facility_phone"] or "165", "name": case["name"]}
    say("utter_teleconsultation_full" if case["offered"] else "utter_teleconsultation_not_offered", **values)
    return False


async def _about_mine(reading: Reading, say: Say, wish: Json) -> list[EventType]:
    found = (await call(reading, "GET", "/teleconsultation/mine"))["consultations"]
    booked = [one for one in found if one["state"] == "booked"]
    if wish["mode"] == STATUS and found:
        for one in found:
            _say_one(say, one)
        return topic_of_service(INTENT)
    if not booked:
        say("utter_teleconsultation_none")
        return []
    chosen = [one for one in booked if one["receipt"] == wish.get("receipt")] or booked
    if len(chosen) > 1:
        buttons = [_choice(say, one, wish["mode"]) for one in chosen]
        say("utter_teleconsultation_which", buttons=buttons)
        return []
    case = await case_of(reading, chosen[0]["member_id"])
    person = {"member_id": chosen[0]["member_id"], "name": chosen[0]["name"]}
    return open_form(reading, FORM, mode=wish["mode"], case=case, person=person, receipt=chosen[0])


def _choice(say: Say, one: Json, mode: str) -> Button:
    return {
        "title": f"{one['name']}, {when(say, one['starts_at'], one['zone'])}",
        "payload": press(INTENT, value=mode, code=one["receipt"]),
    }


def when(say: Say, starts_at: str, zone: str) -> str:
    """ "Senin, 30 November 2026 pukul 09.00 WIB", by the clock of the facility."""
    clock = say.time(datetime.fromisoformat(starts_at), zone)
    return say.text("utter_teleconsultation_when", date=say.day(starts_at, zone), time=clock)


def _say_one(say: Say, one: Json) -> None:
    values = {"when": when(say, one["starts_at"], one["zone"]), "receipt": one["receipt"], "name": one["name"]}
    values |= {"facility": one["facility_name"], "summary": one["summary"] or "", "advice": one["advice"] or ""}
    buttons = []
    if one["state"] == "booked":
        buttons = [
            say.button("utter_teleconsultation_button_move", press(INTENT, value=MOVE, code=one["receipt"])),
            say.button("utter_teleconsultation_button_withdraw", press(INTENT, value=WITHDRAW, code=one["receipt"])),
        ]
    text = say.text(f"utter_teleconsultation_state_{one['state']}", **values)
    if one["come_in_on"]:
        day = say.day(one["come_in_on"])
        text = f"{text}\n{say.text('utter_teleconsultation_come_in', date=day, facility=one['facility_name'])}"
    say.plain(text, buttons=buttons)


class TeleconsultationDanger(Emergency):
    """A sign of danger was told or answered with yes: the emergency room, and nothing is booked."""

    action = "action_teleconsultation_danger"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """As every emergency; and the member need not wait for a doctor here."""
        events = await super().answer(reading, say)
        say("utter_teleconsultation_not_booked")
        return events

    async def _reason(self, reading: Reading) -> str:
        """The question has settled that it is one; only its kind is asked of the words."""
        return SELF_HARM if await super()._reason(reading) == SELF_HARM else "emergency"
