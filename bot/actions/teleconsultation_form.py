"""The form of a consultation: for whom, the complaint, danger, the time, consent, and yes."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.backend import Refusal, call
from bot.actions.forms import Form
from bot.actions.interrupted import set_aside
from bot.actions.outcomes import Filled, Outcome, Unusable
from bot.actions.own_words import own_words, says_none
from bot.actions.reading import Reading
from bot.actions.teleconsultation import FORM, INTENT, can_book, case_of, heard_danger, when
from bot.actions.teleconsultation_reading import (
    BOOK,
    WITHDRAW,
    corrected_complaint,
    day_in,
    local,
    names_symptom,
    nearest_to,
    says_when,
    slots_meant,
    wants_other_time,
)
from bot.actions.teleconsultation_told import (
    asks_rule,
    by_the_way,
    denies,
    denies_another,
    is_remark,
    more_of_complaint,
)
from bot.actions.texts import Say
from bot.actions.topic import asks_something, only_tells
from bot.components.date_patterns import is_past
from bot.components.dates import part_of_day
from bot.components.values import relation

SHOWN, NEAREST, TIME_WORDS = 5, 3, 8
SHORT, LONG, DANGER = "consultation_complaint_short", "consultation_complaint_long", "danger_sign"


class Danger(Exception):
    """The member told of danger: the form ends here."""


class ValidateTeleconsultationForm(Form):
    """Everything is asked in order; the complaint and the time can be corrected at any later question."""

    form = FORM
    free_text = frozenset({"teleconsultation_complaint"})
    asks_whether = True
    own_intents = frozenset({INTENT})

    async def tells_of_it(self, reading: Reading) -> bool:
        """What names something that one goes to a doctor for is told, in whatever words."""
        return names_symptom(reading.text)

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """What this patient is asked; nothing more once the consent was refused."""
        if known.get("teleconsultation_mode") == WITHDRAW:
            return ["teleconsultation_confirm"]
        if known.get("teleconsultation_mode") != BOOK:
            return ["teleconsultation_slot", "teleconsultation_confirm"]
        case = known.get("teleconsultation_case") or {}
        asked = [f"teleconsultation_{sign}" for sign in case.get("signs", [])]
        asked = ["teleconsultation_person", "teleconsultation_complaint", *asked, "teleconsultation_slot"]
        if not case.get("consented"):
            asked.append("teleconsultation_consent")
            if known.get("teleconsultation_consent") is False:
                return asked
        screening = ["teleconsultation_screening"] if case.get("screened_on") else []
        return [*asked, *screening, "teleconsultation_confirm"]

    def takes_words(self, reading: Reading) -> bool:
        """ "gratis kan" where the complaint is asked for is answered, and no complaint."""
        return super().takes_words(reading) and not is_remark(reading)

    async def _heard(self, reading: Reading, say: Say, known: dict[str, Any]) -> list[EventType]:
        """As every form; danger ends it at once."""
        try:
            return await super()._heard(reading, say, known)
        except Danger:
            ended = [SlotSet("form_tries", 0), *set_aside(FORM, known)]  # to go on with, should it be a false alarm
            return [FollowupAction("action_teleconsultation_danger"), *ended]

    def says_what_is_right(self, reading: Reading) -> bool:
        """ "Eh salah, keluhannya pegal di bahu" holds the right complaint."""
        return bool(corrected_complaint(reading.text))

    async def extract_teleconsultation_person(self, reading: Reading, say: Say) -> Outcome:
        """Oneself or a child; the facility, the times and the questions go by the person."""
        if reading.requested != "teleconsultation_person":
            return None
        people = (reading.slot("teleconsultation_case") or {}).get("people", [])
        chosen = _person(reading, people)
        if chosen is None:
            other = reading.entity("relation") and relation(reading.entity("relation") or "") != "child"
            return Unusable("utter_error_own_code_needed") if other else None
        case = await case_of(reading, chosen["member_id"])
        if case["open"] or not can_book(say, case):
            return Unusable("utter_teleconsultation_other_person")
        return Filled({"teleconsultation_person": dict(chosen), "teleconsultation_case": case})

    async def extract_teleconsultation_complaint(self, reading: Reading, say: Say) -> Outcome:
        """The member's own words, or others for them later."""
        known = reading.slot("teleconsultation_complaint")
        if reading.requested == "teleconsultation_complaint":
            return await self._asked_complaint(reading, say)
        if known is None or asks_rule(reading):
            return None
        more = more_of_complaint(reading) if self._asks_sign(reading) and not says_none(reading) else None
        if more and corrected_complaint(reading.text) is None:
            return await _complaint(reading, f"{known}. {more}")
        return await self._other_complaint(reading)

    async def _asked_complaint(self, reading: Reading, say: Say) -> Outcome:
        elsewhere = reading.entity("facility_type") or reading.entity("facility_name")  # where is no complaint
        told = None if elsewhere else own_words(reading, "teleconsultation_complaint", free=True)
        words = reading.text if _tells(reading) else told
        if not words or asks_rule(reading):
            return None
        if _asks_when(reading) or self._only_when(reading):
            return _times_then(reading, say)
        return None if is_remark(reading) else await _complaint(reading, words)

    def _only_when(self, reading: Reading) -> bool:
        """ "malam saja, jam 7 ke atas" where the complaint is asked for: the wished time, which comes later."""
        few = not reading.pressed and len(reading.text.split()) <= TIME_WORDS and not names_symptom(reading.text)
        ahead = says_when(reading.text, reading.slot("teleconsultation_case")["zone"]) or reading.entity("time")
        return few and bool(ahead) and not is_past(reading.text)

    def _asks_sign(self, reading: Reading) -> bool:
        signs = (reading.slot("teleconsultation_case") or {}).get("signs", [])
        return str(reading.requested or "").removeprefix("teleconsultation_") in signs

    async def _other_complaint(self, reading: Reading) -> Outcome:
        if reading.pressed:
            again = reading.requested == "teleconsultation_confirm" and reading.entity("value") == "complaint"
            return Filled({"teleconsultation_complaint": None}) if again else None
        words = corrected_complaint(reading.text)
        if words is None:
            return None
        return await _complaint(reading, words) if words else Filled({"teleconsultation_complaint": None})

    async def _sign(self, sign: str, reading: Reading) -> Outcome:
        slot = f"teleconsultation_{sign}"
        if reading.requested != slot:
            return None
        if says_none(reading) and (reading.pressed or not denies_another(sign, reading.text)):
            return Filled({slot: False})
        if denies(sign, reading.text) and not await heard_danger(reading, reading.text):
            return Filled({slot: False})
        if asks_rule(reading):
            return None
        told = only_tells(reading.text, 1) and not by_the_way(sign, reading)
        yes = reading.intent == "affirm" and (reading.pressed or told)
        if yes or await heard_danger(reading, reading.text):
            raise Danger
        return None

    async def extract_teleconsultation_breathing(self, reading: Reading, say: Say) -> Outcome:
        """Breath and heart."""
        return await self._sign("breathing", reading)

    async def extract_teleconsultation_consciousness(self, reading: Reading, say: Say) -> Outcome:
        """Consciousness, seizures, stroke."""
        return await self._sign("consciousness", reading)

    async def extract_teleconsultation_bleeding(self, reading: Reading, say: Say) -> Outcome:
        """Bleeding, injury, poison."""
        return await self._sign("bleeding", reading)

    async def extract_teleconsultation_child(self, reading: Reading, say: Say) -> Outcome:
        """General danger signs of a young child."""
        return await self._sign("child", reading)

    async def extract_teleconsultation_pregnancy(self, reading: Reading, say: Say) -> Outcome:
        """Danger signs of a pregnancy."""
        return await self._sign("pregnancy", reading)

    async def extract_teleconsultation_slot(self, reading: Reading, say: Say) -> Outcome:
        """One of the free times: by its button, its place in the list, or in words; later also another one."""
        asked = reading.requested == "teleconsultation_slot"
        if reading.pressed:
            return _pressed_slot(reading, asked)
        offers: list[str] = reading.slot("teleconsultation_offers") or []
        if asked and (number := reading.ordinal) and 0 < number <= len(offers):
            return Filled({"teleconsultation_slot": offers[number - 1]})
        if asked or (reading.slot("teleconsultation_slot") and reading.requested == "teleconsultation_confirm"):
            return await _typed_slot(reading, say, asked)
        return await self._told_early(reading, say)

    async def _told_early(self, reading: Reading, say: Say) -> Outcome:
        """ "besok jam 9 bisa?" while danger is asked about: kept until the time is asked for."""
        if (
            not self._asks_sign(reading)
            or reading.slot("teleconsultation_slot")
            or reading.slot("teleconsultation_few")
        ):
            return None
        if not says_when(reading.text, reading.slot("teleconsultation_case")["zone"]):
            return None
        found = await _typed_slot(reading, say, asked=False)
        if isinstance(found, Filled):
            named = " ".join([*reading.entities("date"), *reading.entities("time")])
            say("utter_noted", value=named or say.text("utter_teleconsultation_time_wanted"))
        return found

    async def extract_teleconsultation_consent(self, reading: Reading, say: Say) -> Outcome:
        """Without a yes nothing is kept."""
        return _yes_or_no(reading, "teleconsultation_consent")

    async def extract_teleconsultation_screening(self, reading: Reading, say: Say) -> Outcome:
        """Whether the doctor may see the last screening."""
        return _yes_or_no(reading, "teleconsultation_screening")

    async def extract_teleconsultation_confirm(self, reading: Reading, say: Say) -> Outcome:
        """Yes sends it; no asks what is to change."""
        given = _yes_or_no(reading, "teleconsultation_confirm")
        booking = reading.slot("teleconsultation_mode") == BOOK
        if isinstance(given, Filled) and not given.slots["teleconsultation_confirm"] and booking:
            return Unusable("utter_teleconsultation_change_what")
        return given

    def shown_value(self, slot: str, values: Mapping[str, Any]) -> str | None:
        """A corrected complaint is read back; a time is read back with everything else."""
        value = values.get(slot)
        return value if slot == "teleconsultation_complaint" and isinstance(value, str) else None


def _tells(reading: Reading) -> bool:
    return not reading.pressed and names_symptom(reading.text)


def _person(reading: Reading, people: list[dict[str, Any]]) -> dict[str, Any] | None:
    if code := reading.entity("code") if reading.pressed else None:
        return next((one for one in people if one["member_id"] == code), None)
    if (number := reading.ordinal) and 0 < number <= len(people):
        return people[number - 1]
    said = reading.text.lower()
    named = [one for one in people if any(part in said.split() for part in one["name"].lower().split())]
    if len(named) == 1:
        return named[0]
    children = people[1:]
    if relation(reading.entity("relation") or "") == "child":
        return children[0] if len(children) == 1 else None
    own = {"saya", "sendiri", "aku", "me", "myself", "diri"} & set(said.split())
    return people[0] if own and not reading.entity("relation") else None


def _asks_when(reading: Reading) -> bool:
    """ "Yang sore ada?" where the complaint is asked for: about the time, which comes later."""
    named = part_of_day(reading.text) or reading.entity("time") or reading.entity("date")
    rest = re.sub(r"\bsore\b", "", reading.text.lower())  # the afternoon, and no sore throat
    return bool(named) and asks_something(reading.text) and not names_symptom(rest)


async def _complaint(reading: Reading, words: str) -> Outcome:
    try:
        kept = await call(reading, "POST", "/teleconsultation/complaint", json={"text": words[:4096]})
    except Refusal as refusal:
        if refusal.code == DANGER:
            raise Danger from refusal
        if refusal.code not in (SHORT, LONG):
            raise
        return Unusable(f"utter_error_{refusal.code}", {"limit": refusal.details["limit"]})
    return Filled({"teleconsultation_complaint": kept["complaint"]})


def _pressed_slot(reading: Reading, asked: bool) -> Outcome:
    if not asked:
        again = reading.requested == "teleconsultation_confirm" and reading.entity("value") == "slot"
        return Filled({"teleconsultation_slot": None, "teleconsultation_few": None}) if again else None
    known = [slot["starts_at"] for slot in reading.slot("teleconsultation_case")["slots"]]
    if reading.entity("value") == "more":
        shown: list[str] = reading.slot("teleconsultation_offers") or known[:SHOWN]
        after = known.index(shown[-1]) + 1 if shown[-1] in known else 0
        return Filled({"teleconsultation_few": known[after : after + SHOWN] or known[:SHOWN]})
    code = reading.entity("code")
    return Filled({"teleconsultation_slot": code}) if code in known else None


async def _with_day(reading: Reading) -> dict[str, Any]:
    """What is known, with the times of the day that the message names where those known so far end before it."""
    case: dict[str, Any] = reading.slot("teleconsultation_case")
    day, known = day_in(reading.text, case["zone"]), case["slots"]
    if day is None or not known or day <= local(known[-1]["starts_at"], case["zone"]).date():
        return case
    more = await case_of(reading, case["member_id"], on=day)
    return {**case, "slots": [*known, *more["slots"]]}


def _times_then(reading: Reading, say: Say) -> Outcome:
    """Which times are free at the wished hour, or nearest to it; they are chosen from later."""
    case = reading.slot("teleconsultation_case")
    found = slots_meant(reading.text, case["slots"], case["zone"], [])
    times = _named(say, case, (found or nearest_to(reading.text, case["slots"], case["zone"]))[:NEAREST])
    return Unusable(
        "utter_teleconsultation_free_then" if found else "utter_teleconsultation_not_then", {"times": times}
    )


def _named(say: Say, case: Mapping[str, Any], slots: list[Mapping[str, Any]]) -> str:
    return "; ".join(when(say, one["starts_at"], case["zone"]) for one in slots)


async def _typed_slot(reading: Reading, say: Say, asked: bool) -> Outcome:
    case = await _with_day(reading)
    shown: list[str] = (reading.slot("teleconsultation_offers") or []) if asked else []
    found = slots_meant(reading.text, case["slots"], case["zone"], shown)
    if found is None:
        other = not asked and wants_other_time(reading.text)
        return Filled({"teleconsultation_slot": None, "teleconsultation_few": None}) if other else None
    if not found:
        near = nearest_to(reading.text, case["slots"], case["zone"])[:NEAREST]
        return Unusable("utter_teleconsultation_not_then", {"times": _named(say, case, near)})
    if len(found) == 1:
        return Filled({"teleconsultation_slot": found[0]["starts_at"], "teleconsultation_case": case})
    few = [one["starts_at"] for one in found[:SHOWN]]
    return Filled({"teleconsultation_slot": None, "teleconsultation_few": few, "teleconsultation_case": case})


def _yes_or_no(reading: Reading, slot: str) -> Outcome:
    if reading.requested != slot or reading.intent not in ("affirm", "deny"):
        return None
    return Filled({slot: reading.intent == "affirm"})
