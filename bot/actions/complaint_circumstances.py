"""The circumstances of a complaint: where and when it was, who reports it, and whether somebody is in care now."""

from abc import ABC

from bot.actions.complaint_care import needs_no_help, past_told, still_in_care, still_told, wants_it_made
from bot.actions.complaint_corrections import denied, facility_instead, known_facility, left_over, puts_right
from bot.actions.complaint_facility import facility_words, name_said, named_facility, no_other_name, pressed_facility
from bot.actions.complaint_moments import day_named, moment_instead, money_of_a_day, says_when
from bot.actions.complaint_places import kept_name, offered_name
from bot.actions.complaint_reading import (
    STORY_WORDS,
    corrects_at_once,
    corrects_words,
    goes_on_each,
    just_now,
    names_facility,
    past_day,
    since_when,
)
from bot.actions.complaint_reports import only_reporter, reporter, says_related, wants_anonymity
from bot.actions.complaint_rights import asks_about_name
from bot.actions.complaint_talk import ANSWERED, ComplaintTalk
from bot.actions.complaint_wish import only_wishes
from bot.actions.ellipsis import only_when
from bot.actions.outcomes import Filled, Outcome, Unusable
from bot.actions.own_words import (
    CHOICE_WORDS,
    asks_back,
    choice_words,
    has_no_proof,
    nothing_more,
    own_words,
    says_none,
)
from bot.actions.reading import Reading
from bot.actions.texts import Say
from bot.actions.topic import asks_something
from bot.actions.zones import now

REPORTERS = frozenset({"self", "family", "other", "anonymous"})
NAMED = "complaints_facility_named"
"""Slot: a name that our data does not have."""
NOTE_LIMIT = 200


class ComplaintCircumstances(ComplaintTalk, ABC):
    """The part of the form that takes down when, where, by whom, and whether it lasts."""

    def may_fill(self, slot: str, reading: Reading) -> bool:
        """Whether words for ``slot`` in this message mean it: asked for, not known yet, or a correction."""
        if reading.requested == slot:
            return True
        if reading.requested == "complaints_wanted" and not puts_right(reading):
            return False
        asked_what = reading.requested in ("complaints_confirm", "complaints_field")
        correcting = reading.intent == "go_back" or corrects_at_once(reading.text) or puts_right(reading) or asked_what
        return reading.slot(slot) in (None, {}) or correcting

    async def extract_complaints_facility(self, reading: Reading, say: Say) -> Outcome:
        """A facility by name with typos, by button, as typed, or none."""
        asked = reading.requested == "complaints_facility"
        if reading.pressed:
            return await pressed_facility(reading) if asked else None
        if asked and says_none(reading) and not has_no_proof(reading):
            return Filled({"complaints_facility": {}})
        if asked and (kept := await kept_name(reading)):
            return Filled({"complaints_facility": {"name": kept}})
        instead = None if asked else facility_instead(reading.text, known_facility(reading))
        named = reading.entities("facility_name") if self.may_fill("complaints_facility", reading) else []
        right = [one for one in named if not denied(reading.text, one)] or ([] if instead else named)
        name = right[0] if right else instead or name_said(reading, facility_words(reading) or "")
        longer = len(name.split()) > STORY_WORDS
        if not name or (longer and not asked):
            return None
        if asked and (longer or not names_facility(reading, name)):
            offered = None if asks_something(reading.text) else await offered_name(reading)
            return no_other_name(reading, offered) if offered else None
        found = await named_facility(reading, say, name)
        # What is put right and not in our data stands as it was said; only a first name is asked about.
        unknown = not asked and known_facility(reading) and isinstance(found, Filled) and NAMED in found.slots
        return Filled({"complaints_facility": {"name": name}}) if unknown else found

    async def extract_complaints_when(self, reading: Reading, say: Say) -> Outcome:
        """The member's own words for the time, and the day where they name one."""
        asked, known = reading.requested == "complaints_when", reading.slot("complaints_when") or {}
        if not (asked or reading.pressed) and known and money_of_a_day(reading.text):
            return None
        if not reading.pressed and (instead := moment_instead(reading.text, known)):
            return Filled({"complaints_when": {**instead, "note": instead["note"][:NOTE_LIMIT]}})
        if reading.pressed:
            note = reading.entity("value") if asked else None
        else:
            days = reading.entities("date")
            right = left_over(reading.text, days)
            days = right if len(right) < len(days) else days[-1:] if corrects_words(reading.text) else days
            days = [unmarked] if (unmarked := day_named(reading)) and not days else days
            named = " ".join(dict.fromkeys([*days, *reading.entities("time")]))
            tells = only_when(reading) or (days and (self.may_fill("complaints_when", reading) or says_when(reading)))
            note = named if tells and reading.requested != "complaints_wanted" else None
            money = reading.entity("amount") and not reading.entity("time")  # "300 ribu" is no time
            note = reading.text.strip() if note and goes_on_each(reading.text) else note
            note = note or (None if asks_something(reading.text) else since_when(reading))
            note = note or (just_now(reading.text) if reading.requested in (None, "complaints_story") else None)
            no_time = money or asks_back(reading) or only_wishes(reading)
            note = note or (None if no_time else own_words(reading, "complaints_when"))
        if not note:
            return None
        day, to_come = (None, False) if goes_on_each(note) else past_day(note, now())
        if to_come:
            return Unusable("utter_error_happened_in_future") if asked else None
        kept = None if goes_on_each(note) or asked else known.get("date")  # "jam 11 siang" is on the day told before
        on = day.isoformat() if day else kept
        return Filled({"complaints_when": {"note": note[:NOTE_LIMIT], "date": on}})

    async def extract_complaints_reporter(self, reading: Reading, say: Say) -> Outcome:
        """Who reports; unasked only the wish not to be named is taken from the words."""
        if reading.requested != "complaints_reporter":
            return self._unasked_reporter(reading)
        value = reading.entity("value") if reading.pressed else "anonymous" if wants_anonymity(reading) else None
        if not (reading.pressed or value) and choice_words(reading, "complaints_reporter"):
            value = reporter(reading)
        return Filled({"complaints_reporter": value}) if value in REPORTERS else None

    def _unasked_reporter(self, reading: Reading) -> Outcome:
        """The wish not to be named, whatever was told before, and what can only be this answer ("saya sendiri"); who
        asks whether a name is needed has not chosen yet.
        """
        if asks_about_name(reading):
            return None
        if wants_anonymity(reading):
            return Filled({"complaints_reporter": "anonymous"})
        if not self.may_fill("complaints_reporter", reading):
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
        if not reading.pressed and wants_it_made(reading.text):
            return Unusable("utter_complaints_in_care_first")
        said = _in_care_said(reading)
        return None if said is None else Filled({"complaints_in_care": said})


def _in_care_said(reading: Reading) -> bool | None:
    """Whether the answer says that somebody is in care at this moment; None where it does not tell."""
    each = goes_on_each(reading.text) and not still_told(reading.text)  # "tiap bulan" is no moment
    if not reading.pressed and (past_told(reading.text) or each) and not asks_something(reading.text):
        return False  # "ya, minggu lalu" is no yes
    if nothing_more(reading) or (not reading.pressed and asks_something(reading.text)):
        return None  # "ok kirim", "is that even true?": no yes to whether somebody needs help now
    more = not reading.pressed and len(reading.text.split()) > CHOICE_WORDS
    if reading.intent == "deny" or (reading.intent == "affirm" and not more):  # "ya dikasih obatnya lah" is no yes
        return reading.intent == "affirm"
    told = False if needs_no_help(reading.text) else still_told(reading.text)
    if not reading.pressed and told is not None:
        return told
    words = choice_words(reading, "complaints_in_care")
    return False if words and says_none(reading) else still_in_care(words or "")
