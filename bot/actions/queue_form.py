"""The form that takes a number: for whom, where, which clinic, day and session."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.control import says_wait
from bot.actions.ellipsis import instead
from bot.actions.form_limits import CLEAR_WISH
from bot.actions.forms import Form
from bot.actions.further import further_asked
from bot.actions.offer_words import content_of, words_of
from bot.actions.outcomes import Outcome, Unusable
from bot.actions.queue_already import other_clinic_than_moved
from bot.actions.queue_choices import choose_date, choose_session
from bot.actions.queue_doors import door_of_booking
from bot.actions.queue_early import puts_early_day_right, take_down
from bot.actions.queue_letters import has_letter, misses_letter, tell_letters
from bot.actions.queue_people import choose_patient
from bot.actions.queue_places import choose_door, choose_poli
from bot.actions.queue_reading import (
    belongs,
    fits_time,
    hint,
    makes_sure,
    only_repeats,
    picked,
    typed_code,
    wish_of,
)
from bot.actions.queue_state import FORM, Later, complete_with, ending, put, used_up
from bot.actions.queue_whether import asks_of_paying, asks_whether_cancelled
from bot.actions.queue_words import hours, poli_name
from bot.actions.reading import Reading
from bot.actions.teleconsultation_reading import names_symptom
from bot.actions.texts import Say
from bot.actions.topic import asks_something
from bot.components import values
from bot.components.dates import part_of_day, resolve_time

FIELD_WORDS = {
    "poli": ("poli", "klinik", "clinic"), "date": ("hari", "tanggal", "tgl", "day", "date"),
    "session": ("jam", "sesi", "dokter", "time", "session", "doctor"),
    "door": ("tempat", "faskes", "rs", "rumah sakit", "puskesmas", "place", "hospital"),
    "patient": ("orang", "pasien", "nama", "patient", "person"),
}  # fmt: skip
_READ_BACK = re.compile(
    r"\b(?:dokter|dr|poli|doctor)(?:nya)?\s+(?:siapa|apa)\b|\b(?:siapa|sapa|apa)\s+(?:dokter|poli)(?:nya)?\b"
    r"|\b(?:hari|tanggal|tgl)(?:nya)?\s+(?:apa|berapa|brp)\b|\bjam(?:nya)?\s+(?:berapa|brp)\b"
    r"|\b(?:tempat|rs)(?:nya)?\s+(?:di ?)?mana\b"
    r"|\b(?:who is|which) (?:the )?(?:doctor|clinic)|\bwhat (?:day|time)\b"
    r"|\b(?:buka|tutup|selesai|closes?|opens?)\b.{0,24}\b(?:jam|cepat|cepet|awal|kan|berapa|brp|earl\w+|right)\b",
    re.IGNORECASE,
)
"""Questions for what is read back before a number is taken."""
_YES = re.compile(
    r"^\W*(?:ya|iya|yes|ok|oke|okay|betul|benar|bener|sip|siap|setuju|gas|nggih|muhun)\b"
    r"|\b(?:betul|benar|bener|setuju|correct)\W*$"
    r"|\b(?:yes please|please (?:do|book|take)|go ahead|book it|take it)\b"
    r"|\b(?:tolong )?(?:ambil|daftar|pesan)(?:kan|in)\b",
    re.IGNORECASE,
)
_OF_HOURS = re.compile(
    r"\b(?:jam|pukul|pkl|buka|tutup|selesai|hours?|time|opens?|closes?)(?:nya|ne|na)?\b", re.IGNORECASE
)
_CLOCK = re.compile(r"\b(?:before|after|by|at|until|sebelum|sesudah|setelah|jam|pukul)\s+\w+", re.IGNORECASE)
"""An hour of one's own, also in words: "anytime before ten"."""
_YES_AND_ARRIVING = re.compile(
    r"^\W*(?:ya|iya|yes|ok|oke|okay|boleh|betul|bener|sip|setuju|gas)\b[\w ]{0,12}[.,!;]+\W.*\bcheck[ -]?in",
    re.IGNORECASE,
)
"""Who asks when to check in has said yes to the number: "iya. trus check in nya kapan?"."""
_ABOUT_HOURS = 8
"""So many words that name an hour, and no other fact, are about the session: "sesi siang aja kalau ada"."""
FIELDS = ("patient", "door", "poli", "date", "session")
_DEPENDENT: dict[str, tuple[str, ...]] = {
    "patient": ("door", "poli", "date", "session"), "door": ("poli", "date", "session"), "poli": ("date", "session"),
    "date": ("session",), "session": (),
}  # fmt: skip


def _asks_of_read_back(reading: Reading) -> bool:
    """A question for what was just read back, and no yes."""
    text = reading.text
    return not reading.pressed and _READ_BACK.search(text) is not None and _YES.search(text) is None


def _names_place(reading: Reading) -> bool:
    """ "ga punya rujukan, ke puskesmas aja"."""
    return bool({"facility", "type"} & wish_of(reading).keys())


class ValidateQueuesForm(Form):
    """Asks for whom, where, which clinic, day and session; reads back before anything is booked."""

    form = FORM
    read_back = "queues_confirm"
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
        if asks_whether_cancelled(reading):
            return False
        fresh = reading.pressed and reading.intent in self.own_intents
        return fresh or super()._leaves_at_once(reading)

    async def _extract(
        self, reading: Reading, say: Say, known: dict[str, Any]
    ) -> tuple[dict[str, Any], Unusable | None]:
        confirming = reading.requested == "queues_confirm"
        if confirming and not reading.pressed and _YES_AND_ARRIVING.match(reading.text):
            say("utter_about_check_in_queue")
            return {"queues_confirm": True}, None
        asks_back = confirming and (makes_sure(reading) or _asks_of_read_back(reading))
        if asks_back or asks_of_paying(reading) or not belongs(reading, self.own_intents):
            return {}, None
        if reading.requested and misses_letter(reading) and not _names_place(reading) and tell_letters(reading, say):
            return {"form_tries": 0}, None
        if puts_early_day_right(reading) and take_down(reading, say):
            return {"form_tries": 0}, None
        repeats = confirming and only_repeats(reading)
        filled, unusable = await super()._extract(reading, say, known)
        if any(f"queues_{name}" in filled for name in FIELDS):
            filled.pop("queues_confirm", None)  # what has just changed is read back first
        if repeats and not filled and unusable is None:
            filled = self._said_again(reading, say)
        if unusable and filled and not filled.get("queues_ending"):
            say(unusable.response, buttons=unusable.buttons, **unusable.values)
            unusable = None
        if filled and known.get("queues_field", False) is None:
            filled.setdefault("queues_field", False)
        if not filled and unusable is None and reading.requested and has_letter(reading):
            tell_letters(reading, say)
            filled = {"form_tries": 0}  # nothing to add: the question comes again
        if not filled and unusable is None and reading.requested and take_down(reading, say):
            filled = {"form_tries": 0}
        if unusable and reading.requested == "queues_patient":
            take_down(reading, say)  # "Putu, poli umum, lusa": the rest is kept, whoever it is for
        return filled, unusable

    def _said_again(self, reading: Reading, say: Say) -> dict[str, Any]:
        """A yes that names what is chosen already is one; the same without a yes, or as a question, still waits."""
        if not asks_something(reading.text) and (reading.intent == "affirm" or _YES.search(reading.text)):
            return {"queues_confirm": True}
        if wish_of(reading).keys() == {"time"}:
            self._say_hours(reading, say)
        else:
            say("utter_queues_already")
        return {"form_tries": 0}

    def _say_hours(self, reading: Reading, say: Say) -> None:
        """When the clinic is held; an hour of one's own cannot be chosen within a session."""
        session, door = reading.slot("queues_session"), reading.slot("queues_door")
        named = not (resolve_time(reading.text) or _CLOCK.search(reading.text)) and part_of_day(reading.text)
        fits = "is_then" if named and fits_time(session, reading.text) else "not_then" if named else "are"
        say(f"utter_queues_hours_{fits}", hours=hours(session, door["zone"]), doctor=session["doctor"])

    async def _beside(self, reading: Reading, say: Say, known: Mapping[str, Any]) -> list[EventType] | None:
        """ "dokternya siapa ya" behind what was read back: it stands there, and comes again; hours are explained."""
        if asks_whether_cancelled(reading):
            say("utter_queues_can_cancel")
            return [SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        if asks_of_paying(reading):
            paying = await super()._beside(reading, say, known)
            if paying is None:
                say("utter_queues_active_again")
            return paying or [SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        read_back = reading.requested == "queues_confirm" and _asks_of_read_back(reading)
        if read_back and further_asked(reading) is None:
            if _OF_HOURS.search(reading.text):
                self._say_hours(reading, say)
            return [SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        few = not reading.pressed and len(reading.text.split()) <= _ABOUT_HOURS
        bare = few and part_of_day(reading.text) and wish_of(reading).keys() == {"time"}
        asked = bare or (reading.entity("time") and asks_something(reading.text))
        if reading.requested == "queues_confirm" and asked:
            self._say_hours(reading, say)  # "sesi siang aja", "jam 12 malam bisa?"
            return [SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        general = reading.intent == "faq" and reading.confidence >= CLEAR_WISH  # "gigi palsu ditanggung ga sih, eh …"
        told = not (reading.pressed or general) and names_symptom(reading.text) and not asks_something(reading.text)
        if told and not wish_of(reading) and further_asked(reading) is None:  # "surat kontrol ada" is no symptom
            say("utter_queues_tell_doctor")
            return [SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        return await super()._beside(reading, say, known)

    def _no_answer(self, reading: Reading, say: Say, known: dict[str, Any]) -> list[EventType] | None:
        """ "sebentar, keluhannya ganti: sakit lambung" tells the doctor's matter, and does not only ask to wait."""
        if (other := other_clinic_than_moved(reading)) is not None:
            return other
        told = not reading.pressed and says_wait(reading) and names_symptom(reading.text)
        if told and not (wish_of(reading) or asks_something(reading.text)):
            say("utter_queues_tell_doctor")
            return [SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        return super()._no_answer(reading, say, known)

    def says_what_is_right(self, reading: Reading) -> bool:
        """ "eh bukan mata, penyakit dalam"."""
        return instead(reading) is not None

    def _step_back(self, reading: Reading, known: Mapping[str, Any]) -> dict[str, Any]:
        if known.get("queues_session") and reading.requested != "queues_field":
            return {"queues_field": None}
        asked = str(reading.requested).removeprefix("queues_")
        before = FIELDS[FIELDS.index(asked) - 1] if asked in FIELDS[1:] else asked
        return {f"queues_{name}": None for name in (before, *_DEPENDENT.get(before, ()))}

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
        return await choose_patient(reading, say)

    async def extract_queues_door(self, reading: Reading, say: Say) -> Outcome:
        """The own FKTP, or a hospital with a letter; a clinic that is elsewhere changes the place too."""
        return await choose_door(reading, say)

    async def extract_queues_poli(self, reading: Reading, say: Say) -> Outcome:
        """The clinic, by any of its names; with a letter it is given."""
        return await choose_poli(reading, say)

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
