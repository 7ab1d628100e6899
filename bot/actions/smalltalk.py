"""Greeting, menu, repeat, cancel, language and small talk."""

import re
from typing import ClassVar

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.backend import call
from bot.actions.complaint_reports import complains
from bot.actions.complaint_second_thoughts import refuses_report
from bot.actions.control import says_wait
from bot.actions.faq import tell_faq
from bot.actions.form_limits import GRUNT_WORDS
from bot.actions.form_slots import closed, forgotten, topic_of
from bot.actions.further import asks_alike
from bot.actions.interrupted import INTERRUPTED, RETURN, go_back_to, taken_up
from bot.actions.language import tells_of_language
from bot.actions.offer_words import content_of, words_of
from bot.actions.offers import refuses
from bot.actions.open_matters import open_matters
from bot.actions.payment_told import told_in_anger
from bot.actions.personal_context import told_again
from bot.actions.pieces import kept_piece
from bot.actions.press import press
from bot.actions.put_off import says_later
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import shown
from bot.actions.sources import is_official
from bot.actions.telling import in_the_middle, tells_between
from bot.actions.texts import Say, has_response, variation
from bot.actions.topic import TOPIC, asks_something, only_tells
from bot.actions.turns import heard, meant_as, pressed
from bot.actions.verify import say_waiting, waits
from bot.components.topics import names_other_matter, names_our_matter
from bot.components.vocabulary import code_of

_EMPLOYMENT = re.compile(
    r"\b(?:jht|jkk|jkm|jkp|bsu|bp ?jamsostek|jamsostek|ketenaga ?kerjaan|naker|bpjs ?tk|jmo"
    r"|jaminan (?:hari tua|pensiun|kematian)|jp|subsidi upah|pension|old age)\b",
    re.IGNORECASE,
)

_SALAM = re.compile(r"\b(?:as+al+a+m\w*|as+al+amu\w*|askum|aslm\w*|ass)\b", re.IGNORECASE)
"""A greeting that has an answer of its own."""
_ASKS_BACK = re.compile(
    r"\b(?:udah|sudah|udh|sdh|beneran|yakin|already)\b.*\b(?:batal|dibatalkan|ke-?cancel\w*|cancel\w*)\b.*(?:\?|\bkan\b)",
    re.I,
)
"""Who asks whether something is cancelled hears once more what came of it."""
_NOT_THAT = re.compile(r"^\W*(?:(?:lho|loh|eh|lha|kak|min|ya|no)\W+)*(?:bukan|bkn|not)\b", re.IGNORECASE)
NOT_OURS_SURE, OURS_NAMED_SURE = 0.5, 0.8
"""How sure it must be that a message is not ours, where it names no other matter; and where it has a word of ours."""
SURE_END = 0.8
"""How sure a question must be a goodbye, or the wish to end something."""
LANGUAGE_SURE = 0.7
"""How sure the wish for another language must be, where none is named."""


def _says_what_instead(reading: Reading) -> bool:
    """ "bukan nunggak, saya pbi" puts something right; "bukan itu" only says no."""
    denies = reading.intent == "deny" and not (reading.pressed or reading.form)
    return denies and _NOT_THAT.match(reading.text) is not None and len(content_of(words_of(reading))) > 1


def _says_more_than_yes(reading: Reading) -> bool:
    """ "ya sudah ambilkan nomor yang itu", "so we really pay nothing?": a wish or a question that begins like a yes or
    a no.
    """
    answers = reading.intent in ("affirm", "deny") and not (reading.pressed or reading.form)
    return answers and ("?" in reading.text or len(content_of(words_of(reading))) > 1)


OTHER_BPJS = "other_bpjs"


def _asks_by_chance(reading: Reading) -> bool:
    """ "udah dr kapan", "buat apa sih emang": a question that only resembles a goodbye or an end."""
    unsure = not (reading.pressed or reading.form) and reading.confidence < SURE_END
    return unsure and asks_something(reading.text)


def _not_ours(reading: Reading, say: Say) -> list[EventType]:
    """What is not ours is said; but what names no other matter, in the middle of something, goes on from that. A
    complaint is ours, about whatever it is.
    """
    if not reading.form and complains(reading.text) and not asks_alike(reading):
        return heard(reading, meant_as(reading, "submit_complaint"))
    begun = reading.form or in_the_middle(reading)
    other = names_other_matter(reading.text) or not begun
    grunt = other and len(reading.text.split()) <= GRUNT_WORDS and not reading.form
    sure = OURS_NAMED_SURE if names_our_matter(reading.text) else NOT_OURS_SURE
    unsure = reading.confidence < sure and not (begun or names_other_matter(reading.text))
    if tells_between(reading) or grunt or unsure:
        return [FollowupAction("action_default_fallback")]
    if other:
        say("utter_out_of_scope_other")
        return []
    asks = asks_something(reading.text)
    if reading.form:
        say("utter_unknown_in_passing" if asks else "utter_told_in_passing")
        return []
    if not only_tells(reading.text, 1) or reading.slot("fallback_count"):
        return [FollowupAction("action_default_fallback")]
    waiting = waits(reading)
    say("utter_told_waiting" if waiting else "utter_told_between")
    return [] if waiting else [*kept_piece(reading), SlotSet("fallback_count", 1)]


class Greet(Answer):
    """Greets, says what this is, and shows the menu."""

    action = "action_greet"
    keeps_topic = True

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Greets in full; inside a form shortly; a verified member hears what of theirs is open."""
        if reading.form:
            say("utter_greet_in_form")
            return []
        greeting = say.text("utter_greet_salam" if _SALAM.search(reading.text) else "utter_greet")
        if not is_official():
            greeting += " " + say.text("utter_not_official")
        matters, steps = await open_matters(reading, say)
        if matters:
            greeting = "\n".join([say.text("utter_greet_again"), *matters])
        say.plain(greeting, buttons=[*steps, *menu_buttons(say)])
        return [SlotSet("fallback_count", 0)]


def menu_buttons(say: Say) -> list[dict[str, str]]:
    """The main menu's buttons in the member's language."""
    return [dict(button) for button in variation("utter_menu", say.reading.language)["buttons"]]


class BotChallenge(Answer):
    """Says honestly what it is."""

    action = "action_bot_challenge"
    keeps_topic = True

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Says what it is and, where that is so, that it is no official channel."""
        if not is_official():
            say("utter_not_official")
        say("utter_bot_challenge")
        return []


_THAT_IS_ALL = re.compile(
    r"\b(?:itu|segitu|sekian|gitu|cukup|niku|eta)\s*(?:aja|saja|doang|dulu|mawon|wae|we|bae|tok)\b"
    r"|\b(?:cukup|that'?s (?:all|it))\b",
    re.IGNORECASE,
)
"""With a yes: nothing more is wanted."""
_DONE = frozenset({"queue", "plan", "change", "registration"})
"""Kinds of what was just done: a yes behind it asks for nothing more."""


class SmallTalk(Answer):
    """Answers that are one text each; an open form's question follows."""

    action = "action_small_talk"
    keeps_topic = True
    responses: ClassVar[dict[str, str]] = {
        "thank": "utter_thank",
        "goodbye": "utter_goodbye",
        "affirm": "utter_affirm",
        "deny": "utter_deny",
        "go_back": "utter_affirm",
        "handover_leave": "utter_affirm",
        "show_menu": "utter_menu",
        "out_of_scope": "utter_out_of_scope",
        "share_unreadable": "utter_unreadable",
        "share_attachment": "utter_attachment_received",
    }

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Says the intent's text; a grunt that is nothing at all goes to the ladder of what was not understood."""
        if reading.intent == "out_of_scope" and not _EMPLOYMENT.search(reading.text):
            return _not_ours(reading, say)
        by_chance = reading.intent in ("goodbye", "thank") and _asks_by_chance(reading)
        if by_chance or _says_what_instead(reading) or _says_more_than_yes(reading):
            return [FollowupAction("action_default_fallback")]
        if reading.intent == "affirm" and (before := reading.slot(RETURN)):
            return go_back_to(before)
        if reading.intent == "show_menu" and reading.form:
            say("utter_menu_in_form", what=say.text(f"utter_name_{reading.form}"))
            return []
        if reading.intent == "affirm" and not reading.form and waits(reading):
            say_waiting(reading, say)  # "ya udah, mulai saja" behind the link: it begins there
            return [SlotSet("fallback_count", 0)]
        say(self._response(reading))
        about = [SlotSet(TOPIC, {"faq": OTHER_BPJS})] if reading.intent == "out_of_scope" else []
        return [SlotSet("fallback_count", 0), *about]

    def _response(self, reading: Reading) -> str:
        """Behind what was done or told, "ok sip" asks for nothing; "sip itu saja" takes leave."""
        if reading.intent in ("thank", "goodbye") and shown(reading).get("kind") == "emergency":
            return "utter_thank_emergency"
        if reading.intent == "thank" and (reading.slot(TOPIC) or {}).get("faq") == "death_report":
            return "utter_thank_condolence"
        if reading.intent != "affirm" or reading.form:
            return self.responses[reading.intent]
        if _THAT_IS_ALL.search(reading.text):
            return "utter_goodbye"
        if shown(reading).get("kind") in _DONE:
            return "utter_affirm_done"
        told = shown(reading).get("kind") or reading.slot(TOPIC)
        return "utter_affirm_told" if told and not waits(reading) else "utter_affirm"


class Cancel(Answer):
    """Stops the open form and says what that means."""

    action = "action_cancel"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Closes the form; its answers are forgotten."""
        asks_back = not reading.form and not reading.pressed and _ASKS_BACK.search(reading.text)
        if asks_back or _asks_by_chance(reading):
            return [FollowupAction("action_repeat" if asks_back else "action_default_fallback")]
        if not reading.form and reading.slot("after_verification"):
            say("utter_cancelled", what=say.text("utter_name_verification"))
            return [SlotSet("after_verification", None)]
        unclear = reading.slot("fallback_count")  # what was not understood is dropped, and no booking
        no_report = refuses_report(reading)  # "ga jadi lapor, nanya aja": none was begun, and no booking is meant
        if not (reading.form or unclear or no_report) and shown(reading).get("kind") == "queue":
            booked = shown(reading).get("booking")
            return heard(reading, pressed(press("cancel_queue", **({"code": booked} if booked else {}))) or {})
        if not reading.form:
            put_off = unclear or refuses(reading) or says_later(reading) or says_wait(reading)
            if no_report or put_off:  # only a plan is given up, or put off
                say("utter_complaints_not_wanted" if no_report else "utter_deny")
                return []
            say("utter_nothing_to_cancel")
            return [SlotSet("shown", {**shown(reading), "kind": "to_cancel"})]  # "icu ada?" is still of that place
        moving = reading.form == "queues_form" and reading.slot("queues_mode") == "move"
        own = "utter_cancelled_queues_move" if moving else f"utter_cancelled_{reading.form}"
        own = "utter_cancelled" if str(reading.requested).endswith("_consent") else own  # nothing is kept yet
        say(own if has_response(own) else "utter_cancelled", what=say.text(f"utter_name_{reading.form}"))
        before = reading.slot(f"{topic_of(reading.form)}_resume")
        seen = SlotSet("shown", {**shown(reading), "kind": "cancelled"})
        return [*close_form(reading), seen, *([SlotSet(INTERRUPTED, before)] if before else [])]


class ResumeForm(Answer):
    """Goes back to the form that another service interrupted."""

    action = "action_resume_form"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Its open question comes again; what was answered stays."""
        form = reading.entity("value") or reading.slot(RETURN)
        if not form or not has_response(f"utter_name_{form}"):
            say("utter_affirm")
            return []
        return [*taken_up(reading, form), *go_back_to(form)]


def close_form(reading: Reading) -> list[EventType]:
    """The events that end the open form and forget its answers."""
    return [*closed(), *forgotten(reading.tracker.slots, topic_of(reading.form or ""))]


class Repeat(Answer):
    """Says the last answer again."""

    action = "action_repeat"
    keeps_topic = True
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Takes the answer from the conversation, buttons included; the question of an open form comes by itself."""
        replies = (await call(reading, "GET", "/conversations/last-answer"))["replies"]
        if reading.form:
            replies = replies[:-1]
        elif not replies:
            say("utter_nothing_to_repeat")
        for reply in replies:
            buttons = [{"title": b["title"], "payload": b["payload"]} for b in reply["buttons"]]
            say.plain(reply["text"], buttons=buttons, card=reply["card"])
        return []


class ChangeLanguage(Answer):
    """Changes between Indonesian and English."""

    action = "action_change_language"
    keeps_topic = True
    english: ClassVar[frozenset[str]] = frozenset({"english", "inggris", "en"})
    indonesian: ClassVar[frozenset[str]] = frozenset({"indonesia", "indonesian", "bahasa", "id"})

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Takes the language that was named, or else the other one."""
        if not (reading.pressed or reading.entity("language")) and reading.confidence < LANGUAGE_SURE:
            return [FollowupAction("action_default_fallback")]  # "bisa diganti dari sini?" names none
        if tells_of_language(reading):
            return [FollowupAction("action_default_fallback")]
        if code_of("languages", reading.entity("language") or "") not in (None, "en", "id"):
            say("utter_language_not_spoken")
            return []
        words = set(reading.text.lower().split()) | {(reading.entity("language") or "").lower()}
        other = "id" if reading.language == "en" else "en"
        language = "en" if words & self.english else "id" if words & self.indonesian else other
        await call(reading, "PUT", "/conversations/language", json={"language": language})
        reading.tracker.slots["language"] = language
        chosen: list[EventType] = [SlotSet("language", language)]
        if reading.pressed or reading.form or not (again := await _in_this_language(reading, say)):
            say("utter_language_changed")
            return chosen
        return [*chosen, *again]


async def _in_this_language(reading: Reading, say: Say) -> list[EventType]:
    """The last answer, where it is one that can be given again, in the language that was just chosen."""
    faq_id = shown(reading).get("faq_id") if shown(reading).get("kind") == "faq" else None
    action = told_again(reading)
    if not (faq_id or action):
        return []
    say("utter_language_again")
    return await tell_faq(reading, say, faq_id) if faq_id else [FollowupAction(action)]


class Abuse(Answer):
    """Stays calm once; the next time a person takes over."""

    action = "action_abuse"
    regrets = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """One sentence of regret and the ways on, or the handover."""
        from bot.actions.handover import after, hand_over  # noqa: PLC0415 - the two modules need each other

        if not reading.slot("abused") and (kept := told_in_anger(reading, say)) is not None:
            return [SlotSet("abused", True), *kept]
        if not reading.slot("abused"):
            say("utter_abuse")
            return [SlotSet("abused", True)]
        say("utter_abuse_person")
        state = await hand_over(reading, say, reason="abuse", topic="smalltalk", priority="P3", stays=True)
        return [SlotSet("abused", None), *after(reading, state)]
