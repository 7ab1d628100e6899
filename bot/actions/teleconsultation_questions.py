"""The questions of a consultation whose words depend on what is known, and its end."""

from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.backend import Refusal, call
from bot.actions.outcomes import refuse
from bot.actions.press import inform
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import finish_form
from bot.actions.teleconsultation import FORM, INTENT, can_book, case_of, when
from bot.actions.teleconsultation_form import SHOWN
from bot.actions.teleconsultation_reading import BOOK, MOVE, WITHDRAW
from bot.actions.texts import Button, Say
from bot.actions.topic import topic_of_service
from bot.actions.verify import REQUIRED

TAKEN = "consultation_slot_taken"


class AskPerson(Answer):
    """For whom it is."""

    action = "action_ask_teleconsultation_person"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Oneself and the children whom one may ask for."""
        people = reading.slot("teleconsultation_case")["people"]
        buttons = [{"title": one["name"], "payload": inform(code=one["member_id"])} for one in people]
        say("utter_teleconsultation_ask_person", buttons=buttons)
        return []


class AskSlot(Answer):
    """At which time."""

    action = "action_ask_teleconsultation_slot"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """A few of the free times at the own facility, and the way to others."""
        case = reading.slot("teleconsultation_case")
        known = [slot["starts_at"] for slot in case["slots"]]
        few: list[str] = reading.slot("teleconsultation_few") or known[:SHOWN]
        buttons: list[Button] = [{"title": when(say, one, case["zone"]), "payload": inform(code=one)} for one in few]
        if len(known) > len(few):
            buttons.append(say.button("utter_teleconsultation_button_more", inform(value="more")))
        say("utter_teleconsultation_ask_slot", buttons=buttons, facility=case["facility_name"])
        return [SlotSet("teleconsultation_offers", few)]


class AskConsent(Answer):
    """Whether the doctor may read it."""

    action = "action_ask_teleconsultation_consent"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Who reads what, and how it is kept."""
        say("utter_teleconsultation_ask_consent", facility=reading.slot("teleconsultation_case")["facility_name"])
        return []


class AskScreening(Answer):
    """Whether the doctor may see the last screening."""

    action = "action_ask_teleconsultation_screening"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Names its day."""
        say("utter_teleconsultation_ask_screening", date=say.day(reading.slot("teleconsultation_case")["screened_on"]))
        return []


class AskConfirm(Answer):
    """Reads back what will be done."""

    action = "action_ask_teleconsultation_confirm"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """The whole request, the new time, or what would be withdrawn."""
        case, mode = reading.slot("teleconsultation_case"), reading.slot("teleconsultation_mode")
        receipt = reading.slot("teleconsultation_receipt") or {}
        at = reading.slot("teleconsultation_slot") or receipt.get("starts_at", "")
        values = {"name": reading.slot("teleconsultation_person")["name"], "facility": case["facility_name"]}
        values |= {"when": when(say, at, case["zone"]), "receipt": receipt.get("receipt", "")}
        say(f"utter_teleconsultation_confirm_{mode}", complaint=reading.slot("teleconsultation_complaint"), **values)
        return []


class TeleconsultationFinish(Answer):
    """Books, moves or withdraws, or does nothing of it."""

    action = "action_teleconsultation_finish"
    ends = "teleconsultation"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """With the receipt; a time that somebody else took meanwhile is asked for again."""
        if not reading.slot("teleconsultation_confirm"):
            refused = reading.slot("teleconsultation_consent") is False
            say("utter_teleconsultation_declined" if refused else "utter_teleconsultation_unchanged")
            return finish_form(reading, self.ends)
        try:
            done = await _carry_out(reading)
        except Refusal as refusal:
            if refusal.code == REQUIRED:
                raise
            refuse(say, refusal)
            return await _other_time(reading, say) if refusal.code == TAKEN else finish_form(reading, self.ends)
        values = {"receipt": done["receipt"], "when": when(say, done["starts_at"], done["zone"]), "name": done["name"]}
        say(f"utter_teleconsultation_done_{reading.slot('teleconsultation_mode')}", **values)
        return [*finish_form(reading, self.ends), *topic_of_service(INTENT)]


async def _carry_out(reading: Reading) -> dict[str, Any]:
    mode, receipt = reading.slot("teleconsultation_mode"), reading.slot("teleconsultation_receipt") or {}
    done: dict[str, Any]
    if mode == WITHDRAW:
        done = await call(reading, "DELETE", f"/teleconsultation/{receipt['receipt']}")
    elif mode == MOVE:
        body: dict[str, Any] = {"starts_at": reading.slot("teleconsultation_slot")}
        done = await call(reading, "PUT", f"/teleconsultation/{receipt['receipt']}/time", json=body)
    else:
        params = {"member": reading.slot("teleconsultation_person")["member_id"]}
        done = await call(reading, "POST", "/teleconsultation", params=params, json=_request(reading))
    return done


def _request(reading: Reading) -> dict[str, Any]:
    asked = reading.slot("teleconsultation_case")["signs"]
    return {
        "complaint": reading.slot("teleconsultation_complaint"),
        "signs": {sign: bool(reading.slot(f"teleconsultation_{sign}")) for sign in asked},
        "starts_at": reading.slot("teleconsultation_slot"),
        "consent": bool(reading.slot("teleconsultation_consent")),
        "share_screening": bool(reading.slot("teleconsultation_screening")),
        "since": reading.slot("teleconsultation_since"),
    }


async def _other_time(reading: Reading, say: Say) -> list[EventType]:
    case = await case_of(reading, reading.slot("teleconsultation_person")["member_id"])
    if reading.slot("teleconsultation_mode") == BOOK and not can_book(say, case):
        return finish_form(reading, "teleconsultation")
    anew = {"slot": None, "few": None, "confirm": None, "case": case}
    changed = [SlotSet(f"teleconsultation_{name}", value) for name, value in anew.items()]
    return [*changed, SlotSet("requested_slot", None), FollowupAction(FORM)]
