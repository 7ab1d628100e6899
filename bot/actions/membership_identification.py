"""Membership: who a card belongs to, by number and date of birth typed into the chat.

The numbers themselves never come here: texts hold placeholders, and the backend reads what they stand for.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.backend import call
from bot.actions.ellipsis import elliptical
from bot.actions.form_limits import ANSWER_INTENTS, LEAVE_CONFIDENCE
from bot.actions.form_slots import closed
from bot.actions.further import further_asked, tell_further
from bot.actions.further_questions import questions
from bot.actions.interrupted import OPEN
from bot.actions.offer_words import words_of
from bot.actions.one_question import OneQuestion
from bot.actions.outcomes import Filled, Outcome, Unusable
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.registration_reading import wants_self_paying
from bot.actions.service import Answer
from bot.actions.texts import Say
from bot.actions.topic import asks_something
from bot.actions.turns import heard, pressed
from bot.actions.verify import say_link
from bot.actions.zones import CENTRE
from bot.components.tones import kinds_in

PAGE = "membership_page"
"""Slot: the link to the page was given with the question; False where somebody else's card is meant."""
NUMBER_KINDS = frozenset({"card", "nik", "kk", "va", "phone"})
REFERENCE_KINDS = frozenset({"referral", "control", "sep", "visit"})
_ZEROS = re.compile(
    r"\b(?:nol|zeros?)\w*\b.*\b(?:depan|ketinggalan|kelupaan|lupa|kurang|hilang|front|missing|forgot)\b", re.I
)
"""The zeros that were left out are what the question is about: a yes."""
_DIGIT = re.compile(r"\d")
_LEAST_DIGITS = 4
"""Fewer are no attempt at a card number: "number 2"."""
_BIRTH_DATE = re.compile(
    r"^(?=.*\b(?:lahir(?:nya)?|ttl|born|birth|dob)\b)\W*(?:[a-z]+\W+){1,4}\d{1,2}\s*[-/. ]\s*(?:\d{1,2}"
    r"|[a-z]{3,9})\s*[-/. ]\s*\d\d\W*$"
    r"|^\W*(?:(?:tgl|tanggal|ttl|lahir(?:nya)?|kelahiran|born|date of birth|dob|saya|nya|on)\W+)*"
    r"(?:\d{1,2}\s*[-/. ]\s*(?:\d{1,2}|[a-z]{3,9})\s*[-/. ]\s*(?:19|20)\d\d|(?:19|20)\d\d-\d{1,2}-\d{1,2}"
    r"|[0-3]\d[01]\d(?:19|20)\d\d)\W*$",
    re.IGNORECASE,
)


_DAY_AND_MONTH = re.compile(
    r"^\W*(?:(?:tgl|tanggal|ttl|lahir(?:nya)?|born|on)\W+)*(?P<day>\d{1,2}\s*[-/. ]\s*(?:\d{1,2}|[a-z]{3,9}))\W*$",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"^\W*(?:(?:tahun(?:nya)?|thn(?:nya)?|th|taun|year|in|eh|maaf|sorry|salah|keliru|ralat|koreksi|bukan|bkn|not|(?:se)?harusnya"
    r"|maksud(?:nya)?|saya|yang|yg|benar|bener|betul|itu|tapi|lahir(?:nya)?|jadi|aduh|oh|no|wrong|typo|it|is|it's|the|i"
    r"|mean|(?:19|20)\d\d(?=\W+(?:tapi|(?:se)?harusnya|maksud\w*|yang|yg|but|\d)))\W+)*"
    r"(?P<year>(?:19|20)\d\d)"
    r"(?:\W+(?:tahun(?:nya)?|thn(?:nya)?|maksud\w*|ya|kak|min|pak|bu|mas|mbak|deng|lahir(?:nya)?|(?:bukan|bkn|not)\s+\d{4}"
    r"|sorry|maaf|yang (?:benar|bener|betul)))*\W*$",
    re.IGNORECASE,
)
_DAY_IN_DATE = re.compile(
    r"(?<!\d)(?P<day>\d{1,2}\s*[-/. ]\s*(?:\d{1,2}|[a-z]{3,9}))\s*[-/. ,]\s*(?:\d{2}|\d{4})(?!\d)", re.IGNORECASE
)
"""Day and month of a whole date: they stay where only the year is put right."""


def holds_number(reading: Reading) -> bool:
    """Whether the message holds a number of a person (the backend knows which)."""
    return any(item["kind"] in NUMBER_KINDS for item in reading.metadata.get("identifiers") or [])


def holds_phone(reading: Reading) -> bool:
    """Whether the message holds a phone number and no other."""
    return {item["kind"] for item in reading.metadata.get("identifiers") or []} == {"phone"}


def is_birth_date(reading: Reading) -> bool:
    """The message is a full date with a year and nothing else, as a date of birth is typed."""
    return not reading.pressed and _BIRTH_DATE.match(reading.text) is not None


def means_something_else(reading: Reading) -> bool:
    """The message is surely no number and no date."""
    return reading.intent not in ANSWER_INTENTS and reading.confidence >= LEAVE_CONFIDENCE


def problem_words(say: Say, details: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a problem as its text says them."""
    words = {key: details[key] for key in ("typed", "needed", "number", "suggestion") if key in details}
    if "kind" in details:
        words["kind"] = say.text(f"utter_membership_kind_{details['kind']}")
    return words


def outcome_of(say: Say, found: Mapping[str, Any]) -> Outcome:
    """What the backend made of a number and a date of birth, as slots or as the words for its problem."""
    name, details = found["outcome"], found["details"]
    if name == "number_needed":
        return Filled({"membership_birth_date": True}) if details.get("birth_date_kept") else None
    if name == "birth_date_needed":
        return Filled({"membership_number": True, "membership_suggestion": None, "membership_day": None})
    if name in ("identified", "locked"):
        return _finished(say, found)
    return _not_found(say, details) if name == "not_found" else _problem(say, name, details)


def _finished(say: Say, found: Mapping[str, Any]) -> Filled:
    """Nothing more to ask: the status is known, or too many pairs were wrong."""
    if found["outcome"] == "locked":
        until = datetime.fromisoformat(found["details"]["retry_at"])
        say("utter_membership_locked", time=say.time(until, CENTRE))
    done = {"membership_number": True, "membership_birth_date": True, "membership_suggestion": None}
    return Filled({**done, "membership_active": found["active"]})


def _problem(say: Say, name: str, details: Mapping[str, Any]) -> Outcome:
    """A number that was probably meant is asked about; any other problem is said."""
    words = problem_words(say, details)
    if "suggestion" in words:
        return Filled({"membership_suggestion": {"code": name, "words": words}})
    return Unusable(f"utter_problem_{name}", words)


def _not_found(say: Say, details: Mapping[str, Any]) -> Outcome:
    """Whether the number exists is not told; only that the pair does not fit, and what may be mistyped."""
    doubts = [say.text(f"utter_problem_{code}") for code in details["doubts"]]
    text = say.text("utter_membership_not_found", number=details["number"], left=details["tries_left"])
    say.plain(" ".join([text, *doubts]))
    return Filled({"membership_number": None})


ON_THE_PAGE = '/check_membership_status{"value": "more"}'
_HOW_TO_ANSWER = ("status_typed_here", "status_without_phone")
"""Questions further about the number that is asked for."""
_NO_PHONE = re.compile(r"\b(?:hp|hape|handphone|telepon|telpon|phone)\w*\b", re.IGNORECASE)
_OTHER_WAY = re.compile(
    r"\b(?:di ?mana|dmn|gimana|gmn|bagaimana|lewat mana|caranya)\b.{0,16}"
    r"\b(?:masuk\w*|isi\w*|tulis\w*|ketik\w*|input\w*)\b"
    r"|\b(?:pusing|ribet|bingung|repot|halaman|link|tautan)\b"
    r"|\b(?:ga|gak|gk|nggak|ngga|tidak|tdk|ndak|ora|teu|lupa|kada)\s*(?:hapal|hafal|inget|ingat|pegang|bawa|tau|tahu"
    r"|punya|nomor\w*|nomer\w*)\b"
    r"|\b(?:where|how) (?:do|can|should) i (?:put|type|enter|write)|\bdon'?t (?:know|remember|have)\b|\bconfus\w+",
    re.IGNORECASE,
)
"""Words of who does not find a way with the number."""


class ValidateMembershipForm(OneQuestion):
    """Asks for the number, then for the date of birth; both may come in one message. Who goes on to something else is
    not held by it.
    """

    form = "membership_form"
    patience = 1
    left = "utter_membership_left"

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """A number that was probably meant is confirmed first."""
        first = ["membership_confirm"] if known.get("membership_suggestion") else []
        return [*first, "membership_number", "membership_birth_date"]

    def _no_answer(self, reading: Reading, say: Say, known: dict[str, Any]) -> list[EventType] | None:
        """As every form; "ok lanjut pindah mandiri" goes on with that."""
        if not wants_self_paying(reading):
            return super()._no_answer(reading, say, known)
        first = heard(reading, pressed(press("register_new_member", value="job_loss")) or {})
        return [*closed(), SlotSet(OPEN, None), *first]

    async def _beside(self, reading: Reading, say: Say, known: Mapping[str, Any]) -> list[EventType] | None:
        """Who cannot or will not type a number here is verified on the page instead."""
        told = await tell_further(reading, say) if _NO_PHONE.search(reading.text) else None
        if told is not None:  # the page sends a code to that phone
            return [*told, SlotSet("form_tries", known.get("form_tries") or 0), *self._ask_next(reading, known)]
        if not reading.pressed and _OTHER_WAY.search(reading.text):
            return [*closed(), SlotSet(OPEN, None), *heard(reading, pressed(ON_THE_PAGE) or {})]
        return await super()._beside(reading, say, known)

    def _means_other(self, reading: Reading) -> bool:
        """ "ga bisa dipake": of the card, unless the app is named."""
        of_card = reading.intent == "app_problem" and not reading.pressed and "app" not in kinds_in(words_of(reading))
        return not of_card and super()._means_other(reading)

    def _goes_along(self, reading: Reading) -> bool:
        """ "niknya saya ketik di sini saja?"."""
        return further_asked(reading) in [questions()[name] for name in _HOW_TO_ANSWER]

    def says_what_is_right(self, reading: Reading) -> bool:
        """ "eh salah, 1960 tahunnya" behind a date that did not fit: day and month stay."""
        known = reading.slot("membership_day") and not reading.pressed
        return bool(known and _YEAR.match(reading.text))

    async def extract_membership_confirm(self, reading: Reading, say: Say) -> Outcome:
        """Yes takes the suggested number, which the backend has kept; no asks for it again."""
        zeros = not reading.pressed and _ZEROS.search(reading.text) and not holds_number(reading)
        of_other = reading.entity("relation") and asks_something(reading.text)  # "istri saya juga aktif?"
        heard_as = None if of_other else reading.intent
        if reading.requested != "membership_confirm" or not (zeros or heard_as in ("affirm", "deny")):
            return None
        if reading.intent == "deny" and not zeros:
            return Filled({"membership_suggestion": None, "membership_number": None})
        return outcome_of(say, await call(reading, "POST", "/identity/identify", json={}))

    async def extract_membership_number(self, reading: Reading, say: Say) -> Outcome:
        """A number in any message of the form; a typed answer without one says what is wrong with it."""
        if holds_number(reading):
            return outcome_of(say, await call(reading, "POST", "/identity/identify", json={}))
        if not reading.requested:
            return await _typed_before(reading, say)
        asked = reading.requested == "membership_number" and not reading.pressed
        if asked and reading.entity("relation") and elliptical(reading):
            return Unusable("utter_membership_of_relative")
        digits = len(_DIGIT.findall(reading.text))
        year = _YEAR.match(reading.text) is not None  # "tahunnya 1960 maaf" is no number of a card
        if not asked or means_something_else(reading) or digits < _LEAST_DIGITS or reading.entity("date") or year:
            return None
        typed = {"number": reading.text[:200]}
        return outcome_of(say, await call(reading, "POST", "/identity/identify", json=typed))

    async def extract_membership_birth_date(self, reading: Reading, say: Say) -> Outcome:
        """The date of birth; the number that was typed before is with the backend."""
        early = reading.requested in (None, "membership_number") and (
            is_birth_date(reading) or self.says_what_is_right(reading)
        )
        asked = (reading.requested == "membership_birth_date" and not reading.pressed) or early
        if not asked or holds_number(reading):
            return None
        if means_something_else(reading) and not _DIGIT.search(reading.text):
            return None
        if part := _DAY_AND_MONTH.match(reading.text):
            return Filled({"membership_day": part["day"]})
        typed = {"birth_date": _with_day(reading)[:200]}
        found = await call(reading, "POST", "/identity/identify", json=typed)
        outcome = outcome_of(say, found) or Filled({"membership_number": None})
        told = _DAY_IN_DATE.search(reading.text)
        if found["outcome"] == "not_found" and told and isinstance(outcome, Filled):
            return Filled({**outcome.slots, "membership_day": told["day"]})
        return outcome


async def _typed_before(reading: Reading, say: Say) -> Outcome:
    """A number that was typed a moment ago is not asked for again."""
    found = await call(reading, "POST", "/identity/identify", json={})
    if found["outcome"] != "birth_date_needed":
        return None
    say("utter_noted", value=found["details"]["number"])
    return outcome_of(say, found)


class AskMembershipNumber(Answer):
    """Asks for the number; who asks for themselves may show who they are on the page instead."""

    action = "action_ask_membership_number"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """One question, the first time with a link in it."""
        if reading.slot(PAGE) is not None:
            say("utter_ask_membership_number")
            return []
        await say_link(reading, say, "utter_ask_membership_number_page")
        return [SlotSet(PAGE, True)]


class AskMembershipBirthDate(Answer):
    """Asks for the date of birth, or for its year."""

    action = "action_ask_membership_birth_date"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """One question."""
        day = reading.slot("membership_day")
        say("utter_membership_year_missing" if day else "utter_ask_membership_birth_date", day=day or "")
        return []


def _with_day(reading: Reading) -> str:
    """ "1980" behind "17 agustus": both belong together."""
    year, day = _YEAR.match(reading.text), reading.slot("membership_day")
    return f"{day} {year['year']}" if year and day else reading.text


class AskMembershipConfirm(Answer):
    """Asks whether a mistyped number was meant as the backend reads it."""

    action = "action_ask_membership_confirm"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """In the words of the problem, with yes and no."""
        suggestion = reading.slot("membership_suggestion")
        buttons = [say.button("utter_button_yes", "/affirm"), say.button("utter_button_no", "/deny")]
        say(f"utter_problem_{suggestion['code']}", buttons=buttons, **suggestion["words"])
        return []
