"""When doctors practise: public, by facility, clinic, doctor and day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.backend import Refusal, call
from bot.actions.ellipsis import elliptical
from bot.actions.facilities_shown import show_facilities
from bot.actions.facility_details import tell_facility
from bot.actions.list_choices import still_shown
from bot.actions.one_question import OneQuestion
from bot.actions.outcomes import Filled, Outcome, Unusable, resume
from bot.actions.own_clinic import clinic_meant
from bot.actions.places import CHOICES_SHOWN, is_name, leaves, typed_name, which_of
from bot.actions.press import inform, press
from bot.actions.queue_reading import day_in, wish_of
from bot.actions.queue_state import FORM as BOOKING
from bot.actions.queue_state import complete_with
from bot.actions.queue_words import hours, poli_name, refusal_values, session_label
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import finish_form, open_form, remember, shown, shown_place
from bot.actions.texts import Button, Say
from bot.components.values import facility_type

Json = Mapping[str, Any]
DOCTORS_SHOWN = 8
"""More doctors than these are asked about by clinic first."""
FORM = "queues_doctors_form"


def where_booked(reading: Reading) -> str | None:
    """The facility at which a number is being taken: "yang jaga drg siapa" asks of that one."""
    if reading.form != BOOKING:
        return None
    chosen, doors = reading.slot("queues_door"), (reading.slot("queues_options") or {}).get("doors") or []
    if chosen is None and len(doors) == 1:
        chosen = doors[0]
    return str(chosen["facility"]) if chosen else None


class DoctorSchedule(Answer):
    """Answers at once where the message or the last answer says at which facility."""

    action = "action_doctor_schedule"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Opens the form with what is known; it may need no question. "Dokter gigi", where a place is known and no
        facility, is a kind to be found there.
        """
        wish = wish_of(reading)
        kind, place = facility_type(reading.text.strip(" .,!?")), shown_place(reading)
        if kind and place and not shown(reading).get("facility"):
            return await show_facilities(reading, say, place, kind)
        talked_of = where_booked(reading) or shown(reading).get("facility")
        if not (talked_of or wish.get("facility") or reading.entity("code")):
            if (own := await clinic_meant(reading)) and not (wish.get("poli") or wish.get("doctor")):
                return [*await tell_facility(reading, say, own), *resume(reading)]
            if reading.form == BOOKING:
                say("utter_queues_hours_later")
                return resume(reading)
            talked_of = own
        named = reading.entity("code") or (None if wish.get("facility") else talked_of)
        seen = shown(reading) if elliptical(reading) else {}
        booked = reading.slot("queues_poli") if where_booked(reading) else None  # "dokternya yang biasa kan?"
        poli = reading.entity("value") or wish.get("poli")
        if not poli and not wish.get("doctor"):
            poli = seen.get("poli") or (booked or {}).get("code")
        return open_form(reading, FORM, facility=named, poli=poli, doctor=wish.get("doctor"), date=wish.get("date"))


class ValidateQueuesDoctorsForm(OneQuestion):
    """Asks at which facility."""

    form = FORM
    own_intents = frozenset({"doctor_schedule"})

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Only the facility."""
        return ["queues_doctors_facility"]

    def watched(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Clinic, doctor and day may come with any message."""
        return [f"queues_doctors_{name}" for name in ("poli", "doctor", "date", "facility")]

    def noted(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """All of them."""
        return self.watched(reading, known)

    def _named(self, name: str, reading: Reading) -> Outcome:
        ours = elliptical(reading) or not leaves(reading, self.own_intents)
        said = wish_of(reading).get(name) if reading.requested and not reading.pressed and ours else None
        return Filled({f"queues_doctors_{name}": said}) if said else None

    async def extract_queues_doctors_poli(self, reading: Reading, say: Say) -> Outcome:
        """The clinic, where it is said before the facility."""
        return self._named("poli", reading)

    async def extract_queues_doctors_doctor(self, reading: Reading, say: Say) -> Outcome:
        """The doctor."""
        return self._named("doctor", reading)

    async def extract_queues_doctors_date(self, reading: Reading, say: Say) -> Outcome:
        """The day."""
        return self._named("date", reading)

    async def extract_queues_doctors_facility(self, reading: Reading, say: Say) -> Outcome:
        """By name with typos, or one of those that were offered."""
        asked = reading.requested == "queues_doctors_facility"
        if asked and reading.pressed and (code := reading.entity("code")):
            return Filled({"queues_doctors_facility": code})
        if leaves(reading, self.own_intents):
            return None
        # "Dokter penyakit dalam di sardjito": a hospital may be said like a place.
        words = typed_name(reading, requested=asked)
        if not words or (reading.slot("queues_doctors_facility") and not reading.entity("facility_name")):
            return None
        found = await call(reading, "GET", "/facilities/search", params={"q": words[:120]})
        if found["status"] == "one":
            return Filled({"queues_doctors_facility": found["items"][0]["code"]})
        if found["status"] == "several":
            return Unusable(which_of(found["choices"]), {}, _buttons(found["choices"]))
        named = reading.entity("facility_name") or (asked and is_name(reading, words))
        return Unusable("utter_facility_unknown", {"name": words}) if named else None

    def _ask_next(self, reading: Reading, known: Mapping[str, Any]) -> list[EventType]:
        return complete_with(super()._ask_next(reading, known), "action_doctor_schedule_show")


class AskQueuesDoctorsFacility(Answer):
    """At which facility; those that stand on the screen can be pressed."""

    action = "action_ask_queues_doctors_facility"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """One question."""
        listed = shown(reading).get("items") or []
        choices = [{"id": item["code"], "label": item["name"]} for item in listed if item.get("code")]
        say("utter_queues_doctors_ask_facility", buttons=_buttons(choices))
        return []


def _buttons(choices: list[dict[str, str]]) -> list[Button]:
    return [{"title": choice["label"], "payload": inform(code=choice["id"])} for choice in choices[:CHOICES_SHOWN]]


class DoctorScheduleShow(Answer):
    """The week, or the day that was asked about."""

    action = "action_doctor_schedule_show"
    ends = "queues_doctors"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """With a way to a queue number."""
        facility, asked = reading.slot("queues_doctors_facility"), reading.slot("queues_doctors_date")
        wish = {key: reading.slot(f"queues_doctors_{key}") for key in ("poli", "doctor")}
        named = day_in(asked, "WIB") if asked else None
        on = named.isoformat() if isinstance(named, date) else None
        try:
            params = {"facility": facility, **wish, "date": on}
            found = await call(reading, "GET", "/queues/doctor-schedule", params=params)
        except Refusal as refusal:
            return [*await self._refused(reading, say, refusal, facility), *finish_form(reading, self.ends)]
        if not found["week"]:
            told = await _tell_where_to_ask(reading, say, facility, "utter_queues_doctors_unknown")
            return [*told, *finish_form(reading, self.ends)]
        (say_day if on else say_week)(say, found)
        listed = shown(reading).get("items") or []
        known = any(item["code"] == facility for item in listed)  # "yang nomor 1" still means the list it stood in
        items = listed if known else [{"code": facility, "name": found["facility"]["name"]}]
        return [
            remember("doctors", facility=facility, items=items, poli=wish["poli"]),
            *finish_form(reading, self.ends),
        ]

    async def _refused(self, reading: Reading, say: Say, refusal: Refusal, facility: str) -> list[EventType]:
        choices = refusal.details.get("next_choices") or []
        if refusal.code == "poli_not_found" and not choices:
            return await _tell_where_to_ask(reading, say, facility, "utter_queues_doctors_none")
        polis = [_poli_button(say, facility, one) for one in choices if one["kind"] == "poli"]
        say(f"utter_error_{refusal.code}", buttons=polis, **refusal_values(say, refusal.details))
        return []


async def _tell_where_to_ask(reading: Reading, say: Say, code: str, response: str) -> list[EventType]:
    """No hours are known: address and phone, or one line with the phone where those are still on the screen."""
    item = await call(reading, "GET", f"/facilities/{code}")
    if item["phone"] and await still_shown(reading, str(item["phone"])):
        say("utter_queues_doctors_still_unknown", name=item["name"], phone=item["phone"])
    else:
        say(response, name=item["name"])
        await tell_facility(reading, say, code)
    return [remember("doctors", facility=code, items=[{"code": code, "name": item["name"]}])]


def _poli_button(say: Say, facility: str, poli: Json) -> Button:
    return {"title": poli_name(say, poli), "payload": press("doctor_schedule", code=facility, value=poli["code"])}


def say_week(say: Say, found: Json) -> None:
    """Each doctor's days and hours; a large hospital is asked about by clinic first."""
    facility, polis = found["facility"], {entry["poli"]["code"]: entry["poli"] for entry in found["week"]}
    by_doctor: dict[int, list[Json]] = {}
    for entry in found["week"]:
        by_doctor.setdefault(entry["doctor"]["code"], []).append(entry)
    if len(by_doctor) > DOCTORS_SHOWN:
        buttons = [_poli_button(say, facility["code"], poli) for poli in polis.values()]
        say("utter_queues_doctors_which_poli", buttons=buttons, name=facility["name"])
        return
    lines = [_doctor_line(say, entries, facility["time_zone"]) for entries in by_doctor.values()]
    say("utter_queues_doctors_week", name=facility["name"], lines="\n".join(lines))


def _doctor_line(say: Say, entries: list[Json], zone: str) -> str:
    names = [name.strip() for name in say.text("utter_weekdays").split(",")]
    by_hours: dict[str, list[str]] = {}
    for entry in entries:
        by_hours.setdefault(hours(entry, zone), []).append(names[entry["weekday"] - 1])
    when = "; ".join(f"{', '.join(days)} {clock}" for clock, days in by_hours.items())
    away = [say.day(one) for one in sorted({one for entry in entries for one in entry["leave"]})]
    leave = " " + say.text("utter_queues_doctors_leave", dates="; ".join(away)) if away else ""
    return f"• {entries[0]['doctor']['name']} ({poli_name(say, entries[0]['poli'])}): {when}{leave}"


def say_day(say: Say, found: Json) -> None:
    """The sessions of a day, with the reason for those that do not take place."""
    facility, on = found["facility"], say.day(found["date"])
    open_ones = [session for session in found["day"] if session["problem"] not in ("holiday", "schedule_not_available")]
    if not open_ones:
        holiday = found["holiday_en"] if say.reading.language == "en" else found["holiday"]
        reason = f"utter_queues_doctors_{'holiday' if holiday else 'closed'}"
        say(reason, name=facility["name"], date=on, holiday=holiday or "")
        say_week(say, found)
        return
    named = [{**session, "doctor": session["doctor"]["name"]} for session in open_ones[:DOCTORS_SHOWN]]
    labels = [(poli_name(say, one["poli"]), session_label(say, one, facility["time_zone"])) for one in named]
    lines = [f"• {poli}: {label}" for poli, label in labels]
    say("utter_queues_doctors_day", name=facility["name"], date=on, lines="\n".join(lines))
