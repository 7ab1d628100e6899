"""The form that takes a number: for whom, where, which clinic, day and session."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.ellipsis import instead
from bot.actions.forms import Form, Outcome, Unusable
from bot.actions.offers import content_of, words_of
from bot.actions.queue_choices import choose_date, choose_session
from bot.actions.queue_doors import (
    Door,
    codes_meant,
    door_of_booking,
    matching,
    meant_clinics,
    offers_clinic,
    options_for,
    usable,
)
from bot.actions.queue_early import early_facts, take_down
from bot.actions.queue_reading import (
    MOVE,
    belongs,
    has_letter,
    hint,
    last,
    picked,
    same_name,
    says_no_letter,
    typed_answer,
    typed_code,
    wish_of,
)
from bot.actions.queue_state import FORM, Later, complete_with, ending, put, used_up
from bot.actions.queue_words import action_button, poli_name, refusal_values
from bot.actions.reading import Reading
from bot.actions.texts import Say
from bot.components import values

OTHER_ADULTS = frozenset(
    {"spouse", "mother", "father", "parent", "parent_in_law", "sibling", "grandparent", "relative"}
)
FIELD_WORDS = {
    "poli": ("poli", "klinik", "clinic"), "date": ("hari", "tanggal", "tgl", "day", "date"),
    "session": ("jam", "sesi", "dokter", "time", "session", "doctor"),
    "door": ("tempat", "faskes", "rs", "rumah sakit", "puskesmas", "place", "hospital"),
    "patient": ("orang", "pasien", "nama", "patient", "person"),
}  # fmt: skip


class ValidateQueuesForm(Form):
    """Asks for whom, where, which clinic, day and session; reads back before anything is booked."""

    form = FORM
    own_intents = frozenset({"book_queue"})

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """What does not apply holds False and is never asked."""
        if known.get("queues_ending"):
            return []
        place = ["queues_booking", "queues_patient", "queues_door", "queues_poli"]
        return [*place, "queues_date", "queues_session", "queues_field", "queues_confirm", "queues_register"]

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """As every form; what was said too early is kept until its question comes."""
        later = Later(tracker)
        return [*await super().run(dispatcher, tracker, domain), *later.changes()]

    def _leaves_at_once(self, reading: Reading) -> bool:
        if reading.intent == "emergency" and values.poli(" ".join(content_of(words_of(reading)))):
            return False  # "jantung" alone names a clinic here
        fresh = reading.pressed and reading.intent in self.own_intents
        return fresh or super()._leaves_at_once(reading)

    async def _extract(
        self, reading: Reading, say: Say, known: dict[str, Any]
    ) -> tuple[dict[str, Any], Unusable | None]:
        if not belongs(reading, self.own_intents):
            return {}, None
        filled, unusable = await super()._extract(reading, say, known)
        if unusable and filled and not filled.get("queues_ending"):
            say(unusable.response, buttons=unusable.buttons, **unusable.values)
            unusable = None
        if filled and known.get("queues_field", False) is None:
            filled.setdefault("queues_field", False)
        if not filled and unusable is None and reading.requested and has_letter(reading):
            filled = {"form_tries": 0}  # nothing to add: the letters are with us, the question comes again
        if not filled and unusable is None and reading.requested and take_down(reading, say):
            filled = {"form_tries": 0}
        return filled, unusable

    def says_what_is_right(self, reading: Reading) -> bool:
        """ "eh bukan mata, penyakit dalam"."""
        return instead(reading) is not None

    def _step_back(self, reading: Reading, known: Mapping[str, Any]) -> dict[str, Any]:
        if known.get("queues_poli") and reading.requested != "queues_field":
            return {"queues_field": None}
        return {str(reading.requested): None}

    def _confirm_changes(self, reading: Reading, say: Say, known: Mapping[str, Any], filled: Mapping[str, Any]) -> None:
        """One line for one correction: another place or day changes what hangs on it too."""
        changed = [f"queues_{name}" for name in FIELDS if filled.get(f"queues_{name}")]
        told = {slot: value for slot, value in filled.items() if slot not in changed[1:]}
        super()._confirm_changes(reading, say, known, told)

    def _ask_next(self, reading: Reading, known: Mapping[str, Any]) -> list[EventType]:
        return complete_with(super()._ask_next(reading, known), "action_queues_finish")

    def shown_value(self, slot: str, values: Mapping[str, Any]) -> str | None:
        """How a corrected fact is read back, in both languages alike; texts around it differ."""
        value = values.get(slot)
        if not value:
            return None
        if slot == "queues_date":
            return str(values.get("queues_date_words") or value)
        return str(value.get("words") or value.get("name")) if isinstance(value, dict) else None

    async def extract_queues_booking(self, reading: Reading, say: Say) -> Outcome:
        """Which booking is to be moved."""
        bookings: list[dict[str, Any]] = reading.slot("queues_bookings") or []
        if not bookings or reading.slot("queues_booking"):
            return None
        code = picked(reading, "queues_booking") or typed_code(reading) or hint(reading, "booking")
        used_up(reading, "booking")
        wanted = str(code or "").replace(" ", "").replace("-", "").upper()
        found = next((one for one in bookings if one["code"] == wanted), None)
        if found is None and len(bookings) == 1 and not code:
            found = bookings[0]
        if found is None:
            return Unusable("utter_error_booking_not_found") if code else None
        door = door_of_booking(found)
        poli = {**found["poli"], "words": poli_name(say, found["poli"])}
        return put(reading, booking=found["code"], patient=found["member"], door=door, poli=poli)

    async def extract_queues_patient(self, reading: Reading, say: Say) -> Outcome:
        """Oneself or a child; another adult has to verify on their own."""
        options = reading.slot("queues_options")
        if not options:
            return None
        person = self._person(reading, options)
        relation = hint(reading, "relation")
        child = person is None and relation == "child"
        several = child and any(one["relation"] == "child" for one in options["people"])
        other = _about_person(reading) and (relation in OTHER_ADULTS or (child and not several))
        used_up(reading, *(() if several else ("relation",)), "self")
        if other:
            return Unusable("utter_queues_other_adult")
        if person is None or person == reading.slot("queues_patient"):
            return None
        if person["member_id"] != options["member"]["member_id"]:
            options = {**await options_for(reading, person["member_id"]), "people": options["people"]}
        if not options["active"]:
            return ending("utter_error_member_inactive", ["check_membership"])
        if not usable(options["doors"]) and not any(door["booked"] for door in options["doors"]):
            return ending("utter_queues_no_door", [])
        changed = {"door": None, "poli": None, "date": None, "session": None} if reading.slot("queues_patient") else {}
        return put(reading, patient=person, options=options, **changed)

    def _person(self, reading: Reading, options: Mapping[str, Any]) -> dict[str, Any] | None:
        people: list[dict[str, Any]] = options["people"]
        code, me = picked(reading, "queues_patient"), people[0]
        me = next((one for one in people if one["member_id"] == options["member"]["member_id"]), me)
        if code:
            return next((one for one in people if one["member_id"] == code), None)
        if words := typed_answer(reading, "queues_patient"):
            named = [one for one in people if same_name(words, one["name"])]
            if len(named) == 1 or wish_of(reading).get("self") or "sendiri" in words:
                return named[0] if len(named) == 1 else me
        if _about_person(reading):
            if hint(reading, "relation") == "child":
                children = [one for one in people if one["relation"] == "child" and one != me]
                return children[0] if len(children) == 1 else None
            if hint(reading, "self"):
                return me
        if words:
            return None
        return me if len(people) == 1 and not reading.slot("queues_patient") else None

    async def extract_queues_door(self, reading: Reading, say: Say) -> Outcome:
        """The own FKTP, or a hospital with a letter; a clinic that is elsewhere changes the place too."""
        options, current = reading.slot("queues_options"), reading.slot("queues_door")
        if not options or not reading.slot("queues_patient"):
            return None
        doors: list[Door] = options["doors"]
        if code := picked(reading, "queues_door"):
            return self._enter(reading, say, next((door for door in doors if door["key"] == code), None))
        hints = self._place_hints(reading)
        if not hints:
            return self._enter(reading, say, doors[0]) if len(doors) == 1 and not current else None
        return await self._by_hints(reading, say, doors, hints)

    def _place_hints(self, reading: Reading) -> dict[str, Any]:
        """What the message says of the place; the first time, what was said before too."""
        keys = ("facility", "type", "poli", "letter", "kind")
        current = reading.slot("queues_door")
        said = wish_of(reading) if current else {key: hint(reading, key) for key in keys}
        hints = {key: said[key] for key in keys if said.get(key)}
        words = typed_answer(reading, "queues_door")
        clinic = self._clinic_for_door(reading) if reading.requested == "queues_door" else None
        if hints or not (words or clinic):
            return hints
        if says_no_letter(reading):
            return {"type": "puskesmas"}
        if clinic:
            reading.tracker.slots["queues_hints"] = {**(reading.slot("queues_hints") or {}), "poli": clinic}
            return {"poli": clinic}
        named = matching(reading.slot("queues_options")["doors"], {"facility": words})
        return {"facility": words} if named else {}

    def _clinic_for_door(self, reading: Reading) -> str | None:
        """ "umum", "bukan mata, penyakit dalam": where there is such a clinic, there is the place."""
        right = instead(reading)
        return right if right and values.poli(right) else early_facts(reading).get("poli")

    async def _by_hints(self, reading: Reading, say: Say, doors: list[Door], hints: dict[str, Any]) -> Outcome:
        current = reading.slot("queues_door")
        used_up(reading, "facility", "type", "letter", "kind")
        found = matching(doors, hints)
        if not found:
            return self._no_door(reading, say, hints)
        if words := hints.get("poli"):
            codes = await codes_meant(reading, words)
            with_clinic = [door for door in found if offers_clinic(door, codes)]
            if codes and not with_clinic:
                used_up(reading, "poli")
                return Unusable("utter_queues_poli_needs_letter", {"poli": words})
            found = with_clinic or found
        if current and any(door["key"] == current["key"] for door in found):
            return None
        free = usable(found)
        return self._enter(reading, say, (free or found)[0]) if len(free or found) == 1 else None

    def _no_door(self, reading: Reading, say: Say, hints: Mapping[str, Any]) -> Outcome:
        typed = str(hints.get("letter") or "").upper()
        for letter in reading.slot("queues_options")["expired"]:
            if letter["number"] == typed:
                return Unusable("utter_error_letter_expired", refusal_values(say, letter))
        kinds = {item["kind"] for item in reading.metadata.get("identifiers") or []}
        if typed and "sep" in kinds:
            return Unusable("utter_problem_sep_given")
        if typed:
            return Unusable("utter_error_letter_not_found", refusal_values(say, {}))
        if hints.get("facility"):
            return Unusable("utter_queues_not_there", {"name": hints["facility"]})
        return Unusable("utter_error_letter_needed", refusal_values(say, {}))

    def _enter(self, reading: Reading, say: Say, door: Door | None) -> Outcome:
        if door is None:
            return None
        if not door["connected"]:
            return Unusable("utter_error_facility_not_connected", refusal_values(say, {"facility": door}))
        if door["booked"]:
            buttons = [action_button(say, step, door["booked"]) for step in ("status", MOVE)]
            return Unusable("utter_error_letter_already_used", refusal_values(say, {}), buttons)
        only = door["polis"][0] if door["letter"] else None
        if only:
            used_up(reading, "poli")
        poli = {**only, "words": poli_name(say, only)} if only else None
        return put(reading, door=door, poli=poli, **_again(reading))

    async def extract_queues_poli(self, reading: Reading, say: Say) -> Outcome:
        """The clinic, by any of its names; with a letter it is given."""
        door = reading.slot("queues_door")
        if not door or door["letter"] or reading.slot("queues_booking"):
            return None
        current, code = reading.slot("queues_poli"), picked(reading, "queues_poli")
        marked = code or (last(reading, "poli") if current else hint(reading, "poli"))
        words = marked or instead(reading) or typed_answer(reading, "queues_poli")
        used_up(reading, "poli")
        if not words:
            return None
        here = [one for one in door["polis"] if one["code"] == code or _called(one, str(words))]
        found = {} if len(here) == 1 else await meant_clinics(reading, str(words), door["facility"])
        poli = here[0] if len(here) == 1 else found["poli"] if found["available"] else None
        if poli:
            same = current and current["code"] == poli["code"]
            return None if same else put(reading, poli={**poli, "words": poli_name(say, poli)}, **_again(reading))
        return Unusable("utter_error_poli_not_found", refusal_values(say, {})) if marked else None

    async def extract_queues_date(self, reading: Reading, say: Say) -> Outcome:
        """The day, in any wording."""
        return await choose_date(reading, say)

    async def extract_queues_session(self, reading: Reading, say: Say) -> Outcome:
        """The session, by hour or doctor; the only one is taken."""
        return choose_session(reading, say)

    async def extract_queues_field(self, reading: Reading, say: Say) -> Outcome:
        """What is to be changed; naming the new value at once works too."""
        if reading.requested != "queues_field":
            return None
        low = reading.text.lower()
        named = reading.entity("value") or next(
            (field for field, words in FIELD_WORDS.items() if any(word in low for word in words)), None
        )
        if named not in FIELD_WORDS or (not reading.pressed and set(wish_of(reading)) - {"type", "self"}):
            return None
        cleared: dict[str, None] = dict.fromkeys([named, *_DEPENDENT[named]])
        return put(reading, field=False, **cleared)

    async def extract_queues_confirm(self, reading: Reading, say: Say) -> Outcome:
        """Yes books; no asks what to change."""
        if reading.requested != "queues_confirm" or wish_of(reading):
            return None
        if reading.intent == "affirm":
            return put(reading, confirm=True)
        return put(reading, field=None) if reading.intent == "deny" else None

    async def extract_queues_register(self, reading: Reading, say: Say) -> Outcome:
        """Whether a new patient is to be registered along with the booking."""
        if reading.requested != "queues_register":
            return None
        if reading.intent == "affirm":
            return put(reading, register=True)
        return ending("utter_queues_not_registered", []) if reading.intent == "deny" else None


FIELDS = ("patient", "door", "poli", "date", "session")
_DEPENDENT: dict[str, tuple[str, ...]] = {
    "patient": ("door", "poli", "date", "session"), "door": ("poli", "date", "session"), "poli": ("date", "session"),
    "date": ("session",), "session": (),
}  # fmt: skip


def _called(poli: Mapping[str, Any], words: str) -> bool:
    return same_name(words, poli["name"]) or same_name(words, poli["name_en"])


def _about_person(reading: Reading) -> bool:
    """Whether a relation in a message says for whom; elsewhere "bu" and "pak" are how one speaks."""
    first = not reading.slot("queues_patient")
    return first or reading.requested == "queues_patient" or " untuk " in f" {reading.text.lower()} "


def _again(reading: Reading) -> dict[str, None]:
    """Another place or clinic: the chosen day is looked at anew."""
    if chosen := reading.slot("queues_date"):
        hints = {**(reading.slot("queues_hints") or {}), "date": chosen}
        reading.tracker.slots["queues_hints"] = hints
        return {"date": None, "session": None}
    return {}
