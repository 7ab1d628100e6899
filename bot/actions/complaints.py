"""Complaints: the form that takes one down, in the member's own words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.actions.complaint_care import still_told, turned_away
from bot.actions.complaint_categories import LIKELIEST, categories_for, category_buttons, first_of, likeliest
from bot.actions.complaint_circumstances import ComplaintCircumstances
from bot.actions.complaint_contact import HIDES_ANSWERS, NUMBER, last_told, says_told, tells_contact, who_told
from bot.actions.complaint_corrections import amount_instead, puts_right
from bot.actions.complaint_moments import money_of_a_day
from bot.actions.complaint_reading import STORY_WORDS, added_words, charged, is_over, judge, wants_refund
from bot.actions.complaint_reports import asks_rule, only_anonymity
from bot.actions.complaint_rights import asks_of_it, rule_asked_first
from bot.actions.complaint_talk import ANSWERED
from bot.actions.complaint_tickets import wants_new
from bot.actions.complaint_urgency import urgent
from bot.actions.complaint_wish import only_wishes, wish_in, wish_said
from bot.actions.outcomes import Filled, Outcome, Unusable
from bot.actions.own_words import (
    all_right,
    has_no_proof,
    nothing_more,
    other_wish,
    own_words,
    says_none,
    sends_nothing,
    speaks_of_proof,
    wants_sent,
)
from bot.actions.reading import Reading
from bot.actions.texts import Say, day_in_words, rupiah, variation
from bot.actions.topic import asks_something
from bot.actions.zones import today
from bot.components.values import amount

FIELDS = (
    "complaints_story", "complaints_category", "complaints_facility", "complaints_when", "complaints_reporter",
    "complaints_money", "complaints_wanted", "complaints_files",
)  # fmt: skip
"""What can be changed before the complaint is filed, in the order in which it is read back."""
NAME_WORDS = 6
LEAST_WORDS = 4
"""A story needs so many words, at the first asking."""
LEAST_MONEY = 1_000
"""Rupiah; a smaller number in the words is a day, an hour or a count."""
MOST_MONEY = 10_000_000_000
"""Rupiah that the backend takes; a larger number was typed as something else, a phone or an account."""
FILE_LIMIT = 10
"""Files that the backend takes with one complaint."""


class ValidateComplaintsForm(ComplaintCircumstances):
    """Takes a complaint down; every message is also judged for its urgency."""

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """The story first: it answers most of the other questions, or shows that there is no time for them."""
        if urgent(known):
            return []
        asks = (known.get("complaints_category") or {}).get("asks", [])
        unclear = bool((known.get("complaints_urgency") or {}).get("ask_in_care_now"))
        conditions = {
            "complaints_in_care": (unclear and not is_over(known, today()))
            or known.get("complaints_in_care") is not None,
            "complaints_facility": "facility" in asks,
            "complaints_money": "money" in asks,
            "complaints_field": bool(known.get("complaints_changing")),
        }
        order = [
            "complaints_story", "complaints_category", "complaints_in_care", "complaints_facility", "complaints_when",
            "complaints_money", "complaints_reporter", "complaints_wanted", "complaints_files", "complaints_field",
            "complaints_confirm",
        ]  # fmt: skip
        return [slot for slot in order if conditions.get(slot, True)]

    def watched(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Everything, so that one sentence can say it all and anything can be corrected at any time; a question about
        the complaint is neither the answer nor part of the story.
        """
        everything = [*FIELDS, "complaints_in_care", "complaints_field", "complaints_confirm"]
        asks = reading.requested and asks_of_it(reading)
        left_out = {"complaints_story", str(reading.requested)} if asks else set()
        if self._tells_contact(reading):
            left_out |= {"complaints_story", *HIDES_ANSWERS}
        return [slot for slot in everything if slot not in left_out]

    def noted(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Where and when it was too, though this kind of complaint asks for neither."""
        asked = self.required(reading, known)
        return [*asked, *(slot for slot in ("complaints_facility", "complaints_when") if slot not in asked)]

    async def _extract(
        self, reading: Reading, say: Say, known: dict[str, Any]
    ) -> tuple[dict[str, Any], Unusable | None]:
        filled, unusable = await super()._extract(reading, say, known)
        filled |= self._contact(reading, say, {**known, **filled})
        if filled and known.get("complaints_changing") and "complaints_changing" not in filled:
            filled["complaints_changing"] = None
        filled |= self.also_told(reading, say, known, filled)
        filled |= self.told_of_family(reading, {**known, **filled}) if filled else {}
        filled |= self.sent_besides(reading, {**known, **filled}) if filled else {}
        urgency = await judge(reading, {**known, **filled})
        if self._tells_of_care(reading, {**known, **filled}, urgency):
            filled["complaints_in_care"] = True
            urgency = await judge(reading, {**known, **filled})
        at_once = urgent({**known, "complaints_urgency": urgency})
        if filled or at_once:
            filled["complaints_urgency"] = urgency
        if not (reading.requested or known.get("complaints_notice") or at_once):
            if urgency["ask_in_care_now"] and turned_away(reading.text):
                say("utter_complaints_refused_now")  # help goes before any form
            told = await rule_asked_first(reading, say, {**known, **filled})
            filled |= {event["name"]: event["value"] for event in told}
            say("utter_complaints_notice")
            filled["complaints_notice"] = True
            self._say_what_waits(reading, say)
        category = filled.get("complaints_category") or {}
        if category.get(LIKELIEST) and not at_once:
            say("utter_complaints_category_taken", value=category["title"])
        return filled, unusable

    def _confirm_changes(self, reading: Reading, say: Say, known: Mapping[str, Any], filled: Mapping[str, Any]) -> None:
        """Where a day or a facility is noted, that the story grew by the same message needs no words."""
        beside = {"complaints_facility", "complaints_when"} - {reading.requested}
        noted = any(filled.get(slot) and not known.get(slot) for slot in beside)
        left_out = "complaints_story" if noted else ""
        super()._confirm_changes(reading, say, known, {name: filled[name] for name in filled if name != left_out})

    def _note(self, reading: Reading, say: Say, known: Mapping[str, Any], filled: Mapping[str, Any]) -> None:
        """ "minggu lalu, di RSUD Sleman" tells that nobody is in care now, and is read back all the same."""
        beside = reading.requested == "complaints_in_care" and not reading.pressed
        left_out = "complaints_in_care" if beside else ""
        if beside and (named := filled.get("complaints_facility_named")):
            say("utter_noted", value=named)
        super()._note(reading, say, known, {name: filled[name] for name in filled if name != left_out})

    def _tells_contact(self, reading: Reading) -> bool:
        asked = reading.requested not in (None, "complaints_story")
        return asked and tells_contact(reading) and wish_in(reading.text) is None

    def _contact(self, reading: Reading, say: Say, known: Mapping[str, Any]) -> dict[str, Any]:
        """A name or number at which somebody is reached goes into the report, and is read back."""
        if not (self._tells_contact(reading) and known.get("complaints_story")):
            return {}
        numbered = NUMBER in reading.text
        said = "utter_complaints_number_masked" if numbered else "utter_changed_complaints_story"
        say(said, value=last_told(reading.text.strip()))
        story = f"{known['complaints_story']}\n{reading.text.strip()}"
        return {"complaints_story": story, "form_tries": 0, **who_told(reading, known)}

    def _say_what_waits(self, reading: Reading, say: Say) -> None:
        """ "dan saya juga mau pindah faskes": that is not lost, it comes afterwards."""
        if also := Reading(reading.tracker).also:
            self.say_then(say, also["intent"])

    def _tells_of_care(self, reading: Reading, known: Mapping[str, Any], urgency: Mapping[str, Any]) -> bool:
        """Whether what is told on answers the question, whether the patient is in care now, before it is asked."""
        asks = urgency["ask_in_care_now"] and known.get("complaints_in_care") is None
        told = reading.requested in ANSWERED and not reading.pressed
        return bool(asks and told and still_told(reading.text))

    def _step_back(self, reading: Reading, known: Mapping[str, Any]) -> dict[str, Any]:
        if reading.requested == "complaints_confirm":
            return {"complaints_changing": True}
        return super()._step_back(reading, known)

    def shown_value(self, slot: str, values: Mapping[str, Any]) -> str | None:
        """The words for a corrected value."""
        value = values.get(slot)
        if slot == "complaints_story" and value:
            return last_told(str(value))
        if slot == "complaints_reporter" and value:
            return str(variation(f"utter_complaints_reporter_{value}", values.get("language") or "id")["text"])
        if slot == "complaints_money" and value:
            return rupiah(float(value), values.get("language") or "id")
        if slot == "complaints_when" and value and value.get("date"):
            day = day_in_words(date.fromisoformat(value["date"]), values.get("language") or "id")
            note = str(value.get("note") or "")
            return day if note.isdigit() else f"{note} ({day})".strip()
        if isinstance(value, dict):
            return value.get("name") or value.get("title") or value.get("note")
        return str(value) if value else None

    async def extract_complaints_story(self, reading: Reading, say: Say) -> Outcome:
        """What happened; later long messages are added to it, since a story is often sent in pieces."""
        own = reading if reading.requested else Reading(reading.tracker)  # of two requests only this one
        text, before = own.text.strip(), reading.slot("complaints_story")
        words = len(text.split())
        if reading.requested == "complaints_story":
            return self._asked_story(reading, say)
        least = LEAST_WORDS if own.also else STORY_WORDS
        if (reading.requested == "complaints_files" and speaks_of_proof(reading)) or (
            reading.requested and asks_rule(reading)
        ):
            return None
        of_a_day = not reading.pressed and money_of_a_day(text)
        if before and (more := text if of_a_day else added_words(reading)):
            return Filled({"complaints_story": f"{before}\n{more}"})
        short = words < least or only_anonymity(reading) or puts_right(reading) or only_wishes(reading)
        if reading.pressed or short or other_wish(reading) or reading.intent == "go_back":
            return await self._opening(reading, say) if not reading.requested else None
        if reading.requested in ("complaints_wanted", "complaints_field"):
            return None
        return Filled({"complaints_story": f"{before}\n{text}" if before else text})

    async def _opening(self, reading: Reading, say: Say) -> Outcome:
        """A first message that is no story yet but says what it is about ("ditolak rs") is kept as its beginning; what
        an earlier complaint that was looked for is about needs not be told again.
        """
        if (about := reading.slot("complaints_opening")) and wants_new(reading):
            say("utter_noted", value=last_told(str(about)))
            return Filled({"complaints_story": about})
        if reading.pressed or not (await categories_for(reading, reading.text))["suggested"]:
            return None
        return Filled({"complaints_opening": reading.text.strip()})

    def _asked_story(self, reading: Reading, say: Say) -> Outcome:
        text, opening = own_words(reading, "complaints_story", free=True), reading.slot("complaints_opening")
        if text is None or (reading.intent == "affirm" and len(text.split()) <= LEAST_WORDS):
            return None  # "ya udah coba deh" tells nothing yet
        if len(text.split()) < LEAST_WORDS and not opening:
            say("utter_help_complaints_story")
            return Filled({"complaints_opening": text})
        return Filled({"complaints_story": f"{opening}\n{text}" if opening else text})

    async def extract_complaints_category(self, reading: Reading, say: Say) -> Outcome:
        """A pressed category, or the one that the words are clearly about."""
        asked = reading.requested == "complaints_category"
        if reading.pressed:
            return await self._pressed_category(reading) if asked else None
        if asked and reading.entity("facility_name") and len(reading.text.split()) <= NAME_WORDS:
            return None  # a name answers where it was, not what it is about
        told = asked or reading.requested in (None, "complaints_story")
        elsewhere = other_wish(reading) and len(reading.text.split()) < STORY_WORDS
        if not told or elsewhere or reading.slot("complaints_category"):
            return None
        found = await categories_for(reading, self._told(reading, asked))
        if len(found["items"]) == 1:
            return Filled({"complaints_category": found["items"][0]})
        if asked:
            return await self._one_of(reading, say, found)
        # Of several the first is taken: that is said in one line, and can be changed before it is sent.
        first = {**first_of(found["items"]), LIKELIEST: True} if found["suggested"] else None
        return Filled({"complaints_category": first}) if first else None

    async def _one_of(self, reading: Reading, say: Say, found: Mapping[str, Any]) -> Outcome:
        """Which of several categories is meant, where the question stands."""
        if not found["suggested"] or len(reading.text.split()) >= STORY_WORDS:
            return await likeliest(reading, say)
        return Unusable("utter_complaints_category_which", buttons=category_buttons(found["items"]))

    def _told(self, reading: Reading, asked: bool) -> str:
        own = reading if reading.requested else Reading(reading.tracker)  # of two requests only this one
        return own.text if asked else f"{reading.slot('complaints_opening') or ''}\n{own.text}"

    async def _pressed_category(self, reading: Reading) -> Outcome:
        everything = (await categories_for(reading, ""))["items"]
        if reading.entity("value") == "all":
            return Unusable("utter_complaints_category_which", buttons=category_buttons(everything))
        chosen = [found for found in everything if found["code"] == reading.entity("code")]
        return Filled({"complaints_category": chosen[0]}) if chosen else None

    async def extract_complaints_money(self, reading: Reading, say: Say) -> Outcome:
        """Rupiah that were asked for; 0 for none."""
        asked = reading.requested == "complaints_money"
        if asked and (says_none(reading) or reading.entity("value") == "skip"):
            return Filled({"complaints_money": 0})
        known = reading.slot("complaints_money")
        if known and not reading.pressed and (instead := amount_instead(reading.text, int(known))) is not None:
            return Filled({"complaints_money": instead})
        named = reading.entity("amount") if self.may_fill("complaints_money", reading) else None
        named = named or (None if asked or reading.pressed else charged(reading.text))
        value = amount(named or own_words(reading, "complaints_money") or "")
        if value and not named and value < LEAST_MONEY:
            return None  # "bukan tanggal 12" holds a number, and no money
        if value and value > MOST_MONEY:
            return Unusable("utter_help_complaints_money") if asked else None
        return Filled({"complaints_money": value}) if value else None

    async def extract_complaints_wanted(self, reading: Reading, say: Say) -> Outcome:
        """What the member wants to come of it."""
        if reading.requested == "complaints_wanted" and says_told(reading):
            return self._noted_before(reading, say)
        if reading.requested == "complaints_wanted":
            return wish_said(reading, say)
        late = reading.requested == "complaints_files" or self.may_fill("complaints_wanted", reading)
        if not late or reading.pressed or asks_something(reading.text):
            return None
        wish = wish_in(reading.text, story=reading.requested in (None, "complaints_story"))
        wish = wish or (reading.text.strip() if wants_refund(reading) else None)
        return Filled({"complaints_wanted": wish}) if wish else None

    def _noted_before(self, reading: Reading, say: Say) -> Outcome:
        """ "kan tadi sudah saya bilang di RSUD Wates": where, when and how much, as they are noted."""
        known = reading.tracker.slots
        shown = [
            self.shown_value(slot, known) for slot in ("complaints_facility", "complaints_when", "complaints_money")
        ]
        if not any(shown):
            return None
        say("utter_noted_already", value="; ".join(value for value in shown if value))
        return Filled({"form_tries": 0})

    async def extract_complaints_files(self, reading: Reading, say: Say) -> Outcome:
        """Photos or PDFs, whenever they come."""
        if sent := reading.metadata.get("attachments"):
            files = list(dict.fromkeys([*(reading.slot("complaints_files") or []), *sent]))
            if len(files) > FILE_LIMIT:
                say("utter_error_too_many_files", limit=FILE_LIMIT)
            return Filled({"complaints_files": files[:FILE_LIMIT]})
        asked = reading.requested == "complaints_files"
        skipped = asked and (sends_nothing(reading) or reading.entity("value") == "skip")
        early = has_no_proof(reading) and reading.slot("complaints_files") is None
        return Filled({"complaints_files": []}) if skipped or early else None

    async def extract_complaints_field(self, reading: Reading, say: Say) -> Outcome:
        """What is to be changed, by button or by name; it is then asked again."""
        if reading.requested != "complaints_field":
            return None
        if says_none(reading) or nothing_more(reading):
            return Filled({"complaints_changing": None})
        chosen = reading.entity("value") if reading.pressed else self._named_field(reading, say)
        return Filled({chosen: None, "complaints_changing": None}) if chosen in FIELDS else None

    def _named_field(self, reading: Reading, say: Say) -> str | None:
        typed = set(reading.text.lower().split())
        titles = {field: say.text(f"utter_field_{field}").lower().split() for field in FIELDS}
        return next((field for field, words in titles.items() if typed & set(words)), None)

    async def extract_complaints_confirm(self, reading: Reading, say: Say) -> Outcome:
        """Yes files it; no asks what to change."""
        if reading.requested != "complaints_confirm" or puts_right(reading):
            return None
        if reading.intent == "affirm" or wants_sent(reading) or all_right(reading):
            return Filled({"complaints_confirm": True})
        return Filled({"complaints_changing": True}) if reading.intent == "deny" else None
