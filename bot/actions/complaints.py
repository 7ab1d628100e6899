"""Complaints: the form that takes one down, in the member's own words."""

from collections.abc import Mapping
from typing import Any

from bot.actions.complaint_care import still_in_care, still_told
from bot.actions.complaint_categories import LIKELIEST, categories_for, category_buttons, first_of, likeliest
from bot.actions.complaint_corrections import amount_instead, left_over, puts_right
from bot.actions.complaint_facility import facility_words, name_said, named_facility, no_other_name, pressed_facility
from bot.actions.complaint_places import kept_name, offered_name
from bot.actions.complaint_reading import (
    STORY_WORDS,
    added_words,
    corrects_at_once,
    corrects_words,
    goes_on_each,
    is_over,
    judge,
    names_facility,
    only_anonymity,
    only_reporter,
    past_day,
    reporter,
    says_related,
    since_when,
    wants_anonymity,
    wants_refund,
)
from bot.actions.complaint_rights import asks_of_it
from bot.actions.complaint_talk import ANSWERED, ComplaintTalk, urgent
from bot.actions.complaint_wish import only_wishes, wish_in, wish_said
from bot.actions.ellipsis import only_when
from bot.actions.outcomes import Filled, Outcome, Unusable
from bot.actions.own_words import (
    CHOICE_WORDS,
    all_right,
    asks_back,
    choice_words,
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
from bot.actions.texts import Say, rupiah, variation
from bot.actions.topic import asks_something
from bot.actions.zones import now, today
from bot.components.values import amount

FIELDS = (
    "complaints_story", "complaints_category", "complaints_facility", "complaints_when", "complaints_reporter",
    "complaints_money", "complaints_wanted", "complaints_files",
)  # fmt: skip
"""What can be changed before the complaint is filed, in the order in which it is read back."""
REPORTERS = frozenset({"self", "family", "other", "anonymous"})
NAME_WORDS = 6
LEAST_WORDS = 4
"""A story needs so many words, at the first asking."""
NOTE_LIMIT = 200
LEAST_MONEY = 1_000
"""Rupiah; a smaller number in the words is a day, an hour or a count."""
MOST_MONEY = 10_000_000_000
"""Rupiah that the backend takes; a larger number was typed as something else, a phone or an account."""
FILE_LIMIT = 10
"""Files that the backend takes with one complaint."""


class ValidateComplaintsForm(ComplaintTalk):
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
        return [slot for slot in everything if not (asks and slot in ("complaints_story", reading.requested))]

    def noted(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Where and when it was too, though this kind of complaint asks for neither."""
        asked = self.required(reading, known)
        return [*asked, *(slot for slot in ("complaints_facility", "complaints_when") if slot not in asked)]

    async def _extract(
        self, reading: Reading, say: Say, known: dict[str, Any]
    ) -> tuple[dict[str, Any], Unusable | None]:
        filled, unusable = await super()._extract(reading, say, known)
        if filled and known.get("complaints_changing") and "complaints_changing" not in filled:
            filled["complaints_changing"] = None
        filled |= self.also_told(reading, say, known, filled)
        filled |= self.told_of_family(reading, {**known, **filled}) if filled else {}
        filled |= self.sent_besides(reading, {**known, **filled}) if filled else {}
        urgency = await judge(reading, {**known, **filled})
        if self._tells_of_care(reading, {**known, **filled}, urgency):
            filled["complaints_in_care"] = True
            urgency = await judge(reading, {**known, **filled})
        if filled or urgency["handover"]:
            filled["complaints_urgency"] = urgency
        if not (reading.requested or known.get("complaints_notice") or urgency["handover"]):
            say("utter_complaints_notice")
            filled["complaints_notice"] = True
            self._say_what_waits(reading, say)
        category = filled.get("complaints_category") or {}
        if category.get(LIKELIEST) and not urgency["handover"]:
            say("utter_complaints_category_taken", value=category["title"])
        return filled, unusable

    def _confirm_changes(self, reading: Reading, say: Say, known: Mapping[str, Any], filled: Mapping[str, Any]) -> None:
        """Where a day or a facility is noted, that the story grew by the same message needs no words."""
        beside = {"complaints_facility", "complaints_when"} - {reading.requested}
        noted = any(filled.get(slot) and not known.get(slot) for slot in beside)
        left_out = "complaints_story" if noted else ""
        super()._confirm_changes(reading, say, known, {name: filled[name] for name in filled if name != left_out})

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
        if slot == "complaints_reporter" and value:
            return str(variation(f"utter_complaints_reporter_{value}", values.get("language") or "id")["text"])
        if slot == "complaints_money" and value:
            return rupiah(float(value), values.get("language") or "id")
        if isinstance(value, dict):
            return value.get("name") or value.get("title") or value.get("note")
        return str(value) if value else None

    def _may_fill(self, slot: str, reading: Reading) -> bool:
        """Whether words for ``slot`` in this message mean it: asked for, not known yet, or a correction."""
        if reading.requested == slot:
            return True
        if reading.requested == "complaints_wanted" and not puts_right(reading):
            return False
        asked_what = reading.requested in ("complaints_confirm", "complaints_field")
        correcting = reading.intent == "go_back" or corrects_at_once(reading.text) or puts_right(reading) or asked_what
        return reading.slot(slot) in (None, {}) or correcting

    async def extract_complaints_story(self, reading: Reading, say: Say) -> Outcome:
        """What happened; later long messages are added to it, since a story is often sent in pieces."""
        own = reading if reading.requested else Reading(reading.tracker)  # of two requests only this one
        text, before = own.text.strip(), reading.slot("complaints_story")
        words = len(text.split())
        if reading.requested == "complaints_story":
            return self._asked_story(reading, say)
        least = LEAST_WORDS if own.also else STORY_WORDS
        if reading.requested == "complaints_files" and speaks_of_proof(reading):
            return None
        if before and (more := added_words(reading)):
            return Filled({"complaints_story": f"{before}\n{more}"})
        short = words < least or only_anonymity(reading) or puts_right(reading) or only_wishes(reading)
        if reading.pressed or short or other_wish(reading) or reading.intent == "go_back":
            return await self._opening(reading) if not reading.requested else None
        if reading.requested in ("complaints_wanted", "complaints_field"):
            return None
        return Filled({"complaints_story": f"{before}\n{text}" if before else text})

    async def _opening(self, reading: Reading) -> Outcome:
        """A first message that is no story yet but says what it is about ("ditolak rs") is kept as its beginning."""
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

    async def extract_complaints_facility(self, reading: Reading, say: Say) -> Outcome:
        """A facility by name with typos, by button, as typed, or none."""
        asked = reading.requested == "complaints_facility"
        if reading.pressed:
            return await pressed_facility(reading) if asked else None
        if asked and says_none(reading) and not has_no_proof(reading):
            return Filled({"complaints_facility": {}})
        if asked and (kept := await kept_name(reading)):
            return Filled({"complaints_facility": {"name": kept}})
        named = reading.entities("facility_name") if self._may_fill("complaints_facility", reading) else []
        name = left_over(reading.text, named)[0] if named else name_said(reading, facility_words(reading) or "")
        longer = len(name.split()) > STORY_WORDS
        if not name or (longer and not asked):
            return None
        if asked and (longer or not names_facility(reading, name)):
            offered = None if asks_something(reading.text) else await offered_name(reading)
            return no_other_name(reading, offered) if offered else None
        return await named_facility(reading, say, name)

    async def extract_complaints_when(self, reading: Reading, say: Say) -> Outcome:
        """The member's own words for the time, and the day where they name one."""
        asked = reading.requested == "complaints_when"
        if reading.pressed:
            note = reading.entity("value") if asked else None
        else:
            days = reading.entities("date")
            right = left_over(reading.text, days)
            days = right if len(right) < len(days) else days[-1:] if corrects_words(reading.text) else days
            named = " ".join(dict.fromkeys([*days, *reading.entities("time")]))
            tells = only_when(reading) or (reading.entity("date") and self._may_fill("complaints_when", reading))
            note = named if tells and reading.requested != "complaints_wanted" else None
            money = reading.entity("amount") and not reading.entity("time")  # "300 ribu" is no time
            note = reading.text.strip() if note and goes_on_each(reading.text) else note
            note = note or since_when(reading)
            no_time = money or asks_back(reading) or only_wishes(reading)
            note = note or (None if no_time else own_words(reading, "complaints_when"))
        if not note:
            return None
        day, to_come = (None, False) if goes_on_each(note) else past_day(note, now())
        if to_come:
            return Unusable("utter_error_happened_in_future") if asked else None
        return Filled({"complaints_when": {"note": note[:NOTE_LIMIT], "date": day.isoformat() if day else None}})

    async def extract_complaints_reporter(self, reading: Reading, say: Say) -> Outcome:
        """Who reports; unasked only the wish not to be named is taken from the words."""
        if reading.requested != "complaints_reporter":
            return self._unasked_reporter(reading)
        value = reading.entity("value") if reading.pressed else "anonymous" if wants_anonymity(reading) else None
        if not (reading.pressed or value) and choice_words(reading, "complaints_reporter"):
            value = reporter(reading)
        return Filled({"complaints_reporter": value}) if value in REPORTERS else None

    def _unasked_reporter(self, reading: Reading) -> Outcome:
        """The wish not to be named, whatever was told before, and what can only be this answer ("saya sendiri")."""
        if wants_anonymity(reading):
            return Filled({"complaints_reporter": "anonymous"})
        if not self._may_fill("complaints_reporter", reading):
            return None
        if not reading.requested or reading.requested in self.free_text:
            return None
        if says_related(reading):
            return Filled({"complaints_reporter": "family"})
        return Filled({"complaints_reporter": reporter(reading)}) if only_reporter(reading) else None

    async def extract_complaints_in_care(self, reading: Reading, say: Say) -> Outcome:
        """Whether the patient is in care at this moment; asked only where it decides who must act now."""
        if reading.requested != "complaints_in_care":
            told_over = reading.requested in ANSWERED and not reading.pressed and still_told(reading.text) is False
            return Filled({"complaints_in_care": False}) if told_over else None
        if nothing_more(reading) or (not reading.pressed and asks_something(reading.text)):
            return None  # "ok kirim", "is that even true?": no yes to whether somebody needs help now
        more = not reading.pressed and len(reading.text.split()) > CHOICE_WORDS
        if reading.intent == "deny" or (reading.intent == "affirm" and not more):  # "ya dikasih obatnya lah" is no yes
            return Filled({"complaints_in_care": reading.intent == "affirm"})
        if not reading.pressed and (told := still_told(reading.text)) is not None:
            return Filled({"complaints_in_care": told})
        words = choice_words(reading, "complaints_in_care")
        said = False if words and says_none(reading) else still_in_care(words or "")
        return None if said is None else Filled({"complaints_in_care": said})

    async def extract_complaints_money(self, reading: Reading, say: Say) -> Outcome:
        """Rupiah that were asked for; 0 for none."""
        asked = reading.requested == "complaints_money"
        if asked and (says_none(reading) or reading.entity("value") == "skip"):
            return Filled({"complaints_money": 0})
        known = reading.slot("complaints_money")
        if known and not reading.pressed and (instead := amount_instead(reading.text, int(known))) is not None:
            return Filled({"complaints_money": instead})
        named = reading.entity("amount") if self._may_fill("complaints_money", reading) else None
        value = amount(named or own_words(reading, "complaints_money") or "")
        if value and not named and value < LEAST_MONEY:
            return None  # "bukan tanggal 12" holds a number, and no money
        if value and value > MOST_MONEY:
            return Unusable("utter_help_complaints_money") if asked else None
        return Filled({"complaints_money": value}) if value else None

    async def extract_complaints_wanted(self, reading: Reading, say: Say) -> Outcome:
        """What the member wants to come of it."""
        if reading.requested == "complaints_wanted":
            return wish_said(reading, say)
        late = reading.requested == "complaints_files" or self._may_fill("complaints_wanted", reading)
        if not late or reading.pressed or asks_something(reading.text):
            return None
        wish = wish_in(reading.text, story=reading.requested in (None, "complaints_story"))
        wish = wish or (reading.text.strip() if wants_refund(reading) else None)
        return Filled({"complaints_wanted": wish}) if wish else None

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
