"""How the complaint form listens: members tell on where something else is asked, drop it, or are in danger."""

import re
from abc import ABC
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.complaint_beside import asks_what_becomes, asks_when, only_praises, turned_to_praise
from bot.actions.complaint_categories import categories_for
from bot.actions.complaint_contact import last_told
from bot.actions.complaint_corrections import corrects_moment, puts_right
from bot.actions.complaint_reading import corrects_at_once, judge, only_names, says_unknown, tells_facts
from bot.actions.complaint_reports import asks_rule, complains, only_anonymity, tells_of_family, wants_anonymity
from bot.actions.complaint_rights import answer_about_it
from bot.actions.complaint_second_thoughts import instead_of_report, thinks_better_of_it
from bot.actions.complaint_urgency import CALLED, urgent
from bot.actions.complaint_wish import wish_in
from bot.actions.form_ends import no_beginning, stop
from bot.actions.form_limits import ALWAYS_LEAVE
from bot.actions.form_slots import closed
from bot.actions.forms import Form
from bot.actions.further import asks_known
from bot.actions.given_up import drops, gives_up
from bot.actions.interrupted import INTERRUPTED, entered, interrupted_by
from bot.actions.offers import refuses
from bot.actions.outcomes import Unusable
from bot.actions.own_words import CHOICE_WORDS, COMPLAINING, all_right, nothing_more, sends_too
from bot.actions.reading import Reading
from bot.actions.texts import Say, has_response, in_sentence
from bot.actions.topic import asks_something, only_tells
from bot.actions.turns import PENDING, heard, meant_as
from bot.components.danger import has_sign

CLOSED = frozenset({"complaints_category", "complaints_in_care", "complaints_reporter", "complaints_facility"})
"""Questions that a few words answer, or nothing does."""
UNKNOWN: dict[str, Any] = {
    "complaints_in_care": "unknown", "complaints_facility": {}, "complaints_reporter": "self",
    "complaints_when": {"note": "lupa", "date": None}, "complaints_money": 0,
}  # fmt: skip
"""What stands for the answer where members tell on instead of giving one; those who handle it ask again."""
SKIPPED: dict[str, Any] = {"complaints_wanted": "", "complaints_files": []}
"""The answers of who wants it sent to what need not be told."""
TOLD_TWICE = 2
ASKED_CARE, MOST_ASKED = "complaints_care_asked", 3
"""Slot: how often it was asked whether somebody is in care; and how often at most."""
BESIDE = frozenset({"complaints_facility", "complaints_when", "complaints_money"})
"""What is often told while something else is asked."""
ANSWERED = CLOSED | BESIDE
ANSWER_WORDS = 5
"""An answer of more words says more than was asked."""
SURELY = 0.9
"""A complaint that is so sure is one, also where no list knows what it is about."""
OPTIONAL = frozenset({"complaints_wanted", "complaints_files"})
"""Questions that "lanjut" leaves unanswered."""

_QUEUE_FIRST = re.compile(
    r"\b(?:antri\w*|antre\w*|daftar(?:in)? antre?i\w*|nomor antre?i\w*|booking\w*)"
    r"\s+(?:(?:nya|yang|yg|itu|besok|dia)\s+)*(?:dulu|dl|duluan|lebih dulu)\b"
    r"|\b(?:dulu|utamakan|dahulukan)(?:kan|in)?\s+(?:yang |yg )?(?:antri\w*|antre\w*|booking)"
    r"|\b(?:queue|booking|appointment)(?: number)? first\b|\bfirst the (?:queue|booking|appointment)\b",
    re.IGNORECASE,
)
"""Which of two wishes goes before."""
_TALKS = re.compile(
    r"\b(?:(?:ber)?bicara|ngomong|ngobrol|chat|sambung\w*|(?:di|meng|me)?hubung\w*|panggil\w*|talk|speak|connect)\b",
    re.IGNORECASE,
)


def _left_open(asked: str, known: Mapping[str, Any]) -> Any:
    """What stands for an answer that is not given; somebody of the family is affected where the story tells of one."""
    told = f"{known.get('complaints_opening') or ''} {known.get('complaints_story') or ''}"
    if asked == "complaints_reporter" and tells_of_family(told):
        return "family"
    return UNKNOWN[asked]


class ComplaintTalk(Form, ABC):
    """A form that takes a story down; what goes beside its questions joins the story."""

    form = "complaints_form"
    read_back = "complaints_confirm"
    free_text = frozenset({"complaints_story", "complaints_wanted"})
    own_intents = COMPLAINING

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """As every form; but danger in the words goes before every other wish in them."""
        reading = Reading(tracker, whole=True)
        if self.resumed(reading):
            return self._ask_next(reading, tracker.slots)
        if reading.slot(CALLED) and not (reading.requested or reading.first_in_turn):
            return self._behind_call(reading, Say(dispatcher, reading))
        if not reading.pressed and only_praises(reading.text) and not has_sign(reading.text):
            return turned_to_praise(reading, self.form)
        if reading.requested and not (reading.pressed or has_sign(reading.text)):
            instead = self._instead(reading, Say(dispatcher, reading))
            if instead is not None:
                return instead
        if reading.intent in ALWAYS_LEAVE - {"emergency"} and not (reading.pressed or self._drops(reading)):
            urgency = await judge(reading, tracker.slots)
            if urgent({**tracker.slots, "complaints_urgency": urgency}):
                return [SlotSet("complaints_urgency", urgency), SlotSet("requested_slot", None)]
        hardly = not reading.requested and reading.first_in_turn and await self._hardly_complains(reading)
        return no_beginning() if hardly else await super().run(dispatcher, tracker, domain)

    def _behind_call(self, reading: Reading, say: Say) -> list[EventType]:
        """The report goes on where a person was called for it: its message was heard, and the notice may be due."""
        if not reading.slot("complaints_notice"):
            say("utter_complaints_notice")
        return [
            *entered(reading, self.form),
            SlotSet("complaints_notice", True),
            *self._ask_next(reading, reading.tracker.slots),
        ]

    def _instead(self, reading: Reading, say: Say) -> list[EventType] | None:
        """What is wanted in place of the report, or before it."""
        if _QUEUE_FIRST.search(reading.text) and not reading.slot(INTERRUPTED):
            return self._queue_first(reading)
        behind = instead_of_report(reading)
        return None if behind is None else self._drop_for(behind, reading, say)

    def _queue_first(self, reading: Reading) -> list[EventType]:
        """ "antriannya dulu yang penting": the queue number goes before; the complaint is gone on with behind it."""
        kept = [SlotSet("requested_slot", None), SlotSet("form_tries", 0)]
        return [*closed(), *kept, SlotSet(INTERRUPTED, self.form), *heard(reading, meant_as(reading, "book_queue"))]

    def _drop_for(self, behind: str, reading: Reading, say: Say) -> list[EventType]:
        """ "males lapor, cuma mau tau jam berapa": no report; what is asked instead is answered where it is clear."""
        stopped = stop(self.form, reading, say)
        category = (reading.slot("complaints_category") or {}).get("code")
        if not asks_something(behind) or interrupted_by(reading, self.form):
            return stopped
        kept = [event for event in stopped if event["event"] != "followup"]
        about_queue = category == "queue" and asks_when(behind)
        if about_queue:
            return [*kept, *heard(reading, meant_as(reading, "check_queue_status"))]
        return [*kept, FollowupAction("action_default_fallback")]

    def say_then(self, say: Say, intent: str) -> None:
        """ "dan saya juga mau pindah faskes": that comes after the complaint."""
        if has_response(named := f"utter_choice_{intent}"):
            say("utter_complaints_then", what=in_sentence(say.text(named)))

    async def _hardly_complains(self, reading: Reading) -> bool:
        """ "alamat mah tetep, ga ada yg lain": it resembles a complaint, and is about nothing that one is about."""
        weak = reading.intent == "submit_complaint" and reading.confidence < SURELY and not reading.pressed
        return weak and not complains(reading.text) and not (await categories_for(reading, reading.text))["suggested"]

    async def tells_of_it(self, reading: Reading) -> bool:
        """What names something that complaints are about is told, in whatever words."""
        return bool((await categories_for(reading, reading.text))["suggested"])

    def _leaves_at_once(self, reading: Reading) -> bool:
        """ "ga usah pakai nama bapak": not the report is given up, but the name; "tolong petugasnya ditegur" calls
        no officer of ours.
        """
        if self._danger_now(reading):
            return True
        unnamed = wants_anonymity(reading) and reading.intent == "cancel_flow"
        wishes = reading.intent == "talk_to_agent" and not _TALKS.search(reading.text)
        of_it = wishes and not reading.pressed and wish_in(reading.text) is not None
        return not (unnamed or of_it) and super()._leaves_at_once(reading)

    def _danger_now(self, reading: Reading) -> bool:
        """Where a wish is asked for, danger in other words than a wish is happening, however many words tell it."""
        wished = reading.requested == "complaints_wanted" and not reading.pressed and wish_in(reading.text) is None
        sure = reading.intent == "emergency" and reading.confidence >= SURELY
        return wished and sure and has_sign(reading.text)

    def _no_answer(self, reading: Reading, say: Say, known: dict[str, Any]) -> list[EventType] | None:
        """Who asks what becomes of it hears that it is not filed yet, and what comes then; so does who goes over to the
        other request of the same message.
        """
        given_up = reading.requested == "complaints_story" and self._gives_it_up(reading)
        if given_up or (reading.requested and thinks_better_of_it(reading) and not has_sign(reading.text)):
            return stop(self.form, reading, say)
        waiting = (reading.slot(PENDING) or {}).get("intent")
        if waiting == reading.intent and not reading.pressed and waiting not in self.own_intents:
            self.say_then(say, waiting)
            return [SlotSet("form_tries", known.get("form_tries") or 0), *self._ask_next(reading, known)]
        if not asks_what_becomes(reading) or asks_known(reading):  # "berapa lama ditanggapinya" has a figure
            return super()._no_answer(reading, say, known)
        read_back = reading.requested == self.read_back
        say("utter_complaints_not_sent_yet" if read_back else "utter_complaints_not_filed_yet")
        return [SlotSet("form_tries", known.get("form_tries") or 0), *self._ask_next(reading, known)]

    def _gives_it_up(self, reading: Reading) -> bool:
        """ "ga usah deh, ribet" where the story is asked for: a few words that tell nothing of it."""
        few = not reading.pressed and len(reading.text.split()) <= ANSWER_WORDS
        return few and (drops(reading) or (refuses(reading) and not reading.slot("complaints_story")))

    async def _beside(self, reading: Reading, say: Say, known: Mapping[str, Any]) -> list[EventType] | None:
        """Who asks whether they may do that, or what a complaint without a name can do, is told, and goes on."""
        told = await answer_about_it(reading, say, known)
        if told is None and reading.intent == "faq" and asks_rule(reading):
            return self._leave()
        if told is None:
            return await super()._beside(reading, say, known)
        return [*told, SlotSet("form_tries", known.get("form_tries") or 0), *self._ask_next(reading, known)]

    def _drops(self, reading: Reading) -> bool:
        """The report itself is not wanted any more; only danger to life goes before that."""
        return (reading.intent == "cancel_flow" or gives_up(reading)) and not has_sign(reading.text)

    def also_told(
        self, reading: Reading, say: Say, known: Mapping[str, Any], filled: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The story with a message that says more than what was asked: not all of it has a question of its own."""
        beside = [slot for slot in filled if slot in BESIDE and slot != reading.requested]
        answers = (
            corrects_at_once(reading.text)
            or corrects_moment(reading)
            or only_anonymity(reading)
            or only_names(reading, filled)
        )
        typed = reading.requested in ANSWERED and not reading.pressed and not answers
        more = beside or (filled and len(reading.text.split()) > ANSWER_WORDS)
        if not (typed and more and known.get("complaints_story")) or "complaints_story" in filled:
            return {}
        asked = self.noted(reading, {**known, **filled})
        if beside and not any(slot in asked for slot in beside):
            say("utter_changed_complaints_story", value=last_told(reading.text.strip()))
        return {"complaints_story": f"{known['complaints_story']}\n{reading.text.strip()}"}

    def sent_besides(self, reading: Reading, known: Mapping[str, Any]) -> dict[str, Any]:
        """ "saya ingin ada penjelasan. tolong dikirim saja": what may stay open is not asked for any more."""
        asked = str(reading.requested)
        if asked == "complaints_in_care" or asked not in ANSWERED | OPTIONAL or not sends_too(reading):
            return {}
        left_open = {asked: _left_open(asked, known)} if asked in UNKNOWN else {}
        return {slot: value for slot, value in (SKIPPED | left_open).items() if known.get(slot) is None}

    def told_of_family(self, reading: Reading, known: Mapping[str, Any]) -> dict[str, Any]:
        """Who "istri saya" in the story tells of need not be asked for."""
        told = f"{known.get('complaints_opening') or ''}\n{known.get('complaints_story') or ''}"
        told += "" if reading.pressed or reading.requested in self.free_text else f"\n{reading.text}"
        open_yet = known.get("complaints_reporter") is None and not known.get("complaints_changing")
        return {"complaints_reporter": "family"} if open_yet and tells_of_family(told) else {}

    def _without_answer(
        self, reading: Reading, say: Say, known: Mapping[str, Any], unusable: Unusable | None
    ) -> list[EventType]:
        """Behind such a question further facts go into the story; "kirim" hears what is still asked before that."""
        if reading.requested not in ANSWERED or unusable is not None or reading.pressed:
            return super()._without_answer(reading, say, known, unusable)
        if nothing_more(reading) or all_right(reading) or sends_too(reading):
            return self._send_asked(reading, say, known)
        if known.get("complaints_story") and tells_facts(reading):
            return self._told_on(reading, say, known)
        return super()._without_answer(reading, say, known, unusable)

    def _send_asked(self, reading: Reading, say: Say, known: Mapping[str, Any]) -> list[EventType]:
        """ "kirim" hears that one more answer is needed; said again, the question stays open if it may, and so does
        what need not be told besides.
        """
        asked, (tries, helped) = str(reading.requested), known.get("form_tries") or (0, 0)
        if not tries or asked not in UNKNOWN or asked == "complaints_in_care":
            say("utter_complaints_before_filing")
            return [SlotSet("form_tries", (tries + 1, helped)), *self._ask_next(reading, known)]
        skipped = {slot: value for slot, value in SKIPPED.items() if known.get(slot) is None}
        filled = {asked: _left_open(asked, known), **skipped}
        say("utter_complaints_left_open", value=say.text(f"utter_field_{asked}"))
        events = [SlotSet(name, value) for name, value in filled.items()]
        return [*events, SlotSet("form_tries", 0), *self._ask_next(reading, {**known, **filled})]

    def _means_other(self, reading: Reading) -> bool:
        """A statement goes on with what happened, whatever service it resembles."""
        states = (
            reading.requested in ANSWERED
            and reading.intent not in ALWAYS_LEAVE
            and only_tells(reading.text, CHOICE_WORDS)
        )
        unknown = not reading.pressed and reading.requested in ANSWERED and says_unknown(reading.text)
        return not (unknown or (states and not reading.pressed)) and super()._means_other(reading)

    def _ask_next(self, reading: Reading, known: Mapping[str, Any]) -> list[EventType]:
        """Whether somebody is in care is not asked for ever: then it stays open, and those who handle it ask."""
        events = super()._ask_next(reading, known)
        if events[-1]["value"] != "complaints_in_care":
            return events
        asked = (known.get(ASKED_CARE) or 0) + 1
        if asked > MOST_ASKED:
            return [
                SlotSet("complaints_in_care", "unknown"),
                *super()._ask_next(reading, {**known, "complaints_in_care": "unknown"}),
            ]
        return [SlotSet(ASKED_CARE, asked), *events]

    def says_what_is_right(self, reading: Reading) -> bool:
        """ "bukan kraton, yang benar jetis", also where neither is marked as a place; "eh 29 deng bukan 30"."""
        return puts_right(reading)

    def _goes_on(self, reading: Reading) -> bool:
        return reading.requested not in OPTIONAL and super()._goes_on(reading)

    def _told_on(self, reading: Reading, say: Say, known: Mapping[str, Any]) -> list[EventType]:
        """Who tells on twice where something else is asked is not asked the same a third time, if it may stay open."""
        say("utter_changed_complaints_story", value=last_told(reading.text.strip()))
        tries, helped = known.get("form_tries") or (0, 0)
        asked = str(reading.requested)
        left_open = {asked: _left_open(asked, known)} if tries + 1 >= TOLD_TWICE and asked in UNKNOWN else {}
        filled = {"complaints_story": f"{known['complaints_story']}\n{reading.text.strip()}", **left_open}
        filled |= self.told_of_family(reading, {**known, **filled})
        count = SlotSet("form_tries", 0 if left_open else (tries + 1, helped))
        events = [SlotSet(name, value) for name, value in filled.items()]
        return [*events, count, *self._ask_next(reading, {**known, **filled})]
