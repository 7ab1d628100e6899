"""How a form ends before it is filled in: put off, stopped, or handed to a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet

from bot.actions.control import says_return
from bot.actions.form_limits import ALWAYS_LEAVE, ANSWER_INTENTS, CLEAR_WISH
from bot.actions.form_slots import closed, forgotten, topic_of
from bot.actions.given_up import another_time, drops, gives_up, leaves_as_it_is, not_wanted, only_for_now, puts_off
from bot.actions.interrupted import INTERRUPTED, OPEN, RETURN, go_back_to, interrupted_by, set_aside
from bot.actions.press import press
from bot.actions.put_off import another_day_then, goes_on_later, says_later, talks_with_own
from bot.actions.reading import Reading
from bot.actions.texts import Button, Say, has_response, in_sentence
from bot.actions.turns import heard, meant_as
from bot.actions.verify import WAITING, WISH, waits

_SENTENCES = re.compile(r"(?<=[.!;,])\s+")
_WISHES = re.compile(
    r"\b(?:mau|ingin|pengen|pengin|minta|tolong|cek(?:kan|in)?|cari(?:kan|in)?|bade|arep|want|need|please|check|find)\b",
    re.IGNORECASE,
)

if TYPE_CHECKING:
    from bot.actions.forms import Form


def _closed() -> list[EventType]:
    return [*closed(), SlotSet(OPEN, None), SlotSet("form_tries", 0)]


def pause(form: str, reading: Reading, say: Say) -> list[EventType]:
    """ "nanti aja": the form is closed, its answers wait for "lanjut"; one that it interrupted is gone on with."""
    if before := interrupted_by(reading, form):
        say("utter_paused_for_other", what=say.text(f"utter_name_{form}"))
        own = f"{topic_of(form)}_resume"
        unset = [SlotSet(own, None)] if reading.slot(own) else []
        return [*_closed(), *unset, SlotSet(INTERRUPTED, form), *go_back_to(before)]
    what = say.text(f"utter_name_{form}")
    back = say.button("utter_button_return", press("resume_form", value=form), what=what)
    _say_paused(form, reading, say, back, what)
    return [*_closed(), SlotSet(RETURN, form), FollowupAction("action_listen")]


def _say_paused(form: str, reading: Reading, say: Say, back: Button, what: str) -> None:
    """What is kept at the backend is gone on with by its number also another day, and has perhaps a last day."""
    view = reading.slot(f"{topic_of(form)}_view") or {}
    if str(reading.requested).endswith("_consent"):  # nothing is kept before they agree
        say("utter_paused_unsaved", buttons=[back], what=what)
        return
    if not view.get("receipt"):
        say("utter_paused", buttons=[back], what=what)
        return
    until = view["shown"].get("pay_until") if view["kind"] == "newborn" and not view["shown"].get("late") else None
    limit = say.lead("utter_paused_until", date=say.day(until)) if until else ""
    say("utter_paused_with_number", buttons=[back], receipt=view["receipt"], code=view["access_code"], limit=limit)


def stop(form: str, reading: Reading, say: Say, response: str | None = None) -> list[EventType]:
    """ "ga usah deh" where that answers nothing: the form is closed, its answers are forgotten; one that it interrupted
    is gone on with.

    ``response``: what is said, if not that the form was stopped.
    """
    own = response or f"utter_cancelled_{form}"
    if own.endswith(form) and str(reading.requested).endswith("_consent"):  # nothing is kept before they agree
        own = "utter_cancelled"
    dropped = [*_closed(), *forgotten(reading.tracker.slots, topic_of(form))]
    if before := interrupted_by(reading, form):
        say("utter_stopped_for_other", what=say.text(f"utter_name_{form}"), other=say.text(f"utter_name_{before}"))
        return [*dropped, SlotSet(INTERRUPTED, None), *go_back_to(before)]
    say(own if has_response(own) else "utter_cancelled", what=say.text(f"utter_name_{form}"))
    _say_still_waiting(form, reading, say)
    return [*dropped, FollowupAction("action_listen")]


def _say_still_waiting(form: str, reading: Reading, say: Say) -> None:
    """What waited for the secure page before this form was opened is gone on with there."""
    named = f"utter_choice_{reading.slot(WISH)}"
    if waits(reading) and topic_of(form) not in str(reading.slot(WAITING)) and has_response(named):
        again = say.button("utter_verify_button_again", "/verify_again")
        say("utter_verify_then", buttons=[again], what=in_sentence(say.text(named)))


def no_beginning() -> list[EventType]:
    """Half a sentence begins no form, whatever it resembles: what was shown before explains it."""
    return [FollowupAction("action_default_fallback"), ActiveLoop(None), SlotSet("requested_slot", None)]


def call_person(form: str, known: Mapping[str, Any], say: Say) -> list[EventType]:
    """The end of the ladder: the form is closed, its answers go along to the agent."""
    say("utter_fallback_handover")
    return [FollowupAction("action_talk_to_agent"), SlotSet("form_tries", 0), *set_aside(form, known)]


_ENOUGH = re.compile(
    r"\b(?:udahan|sudahan|udahin|sudahi|disudahi)"
    r"(?:\W+(?:dulu|dl|aja|saja|ya|ah|deh|kak|min|pak|bu|ca?pe[ek]?|ngantuk))*\W*$"
    r"|^\W*(?:(?:ok|oke|ya|eh|duh|maaf|min|kak|hari ini)\W+)*"
    r"(?:u?dah|udh|sudah|sdh|cukup|segini|segitu|sampai sini|stop|berhenti|break)\s+"
    r"(?:dulu|dl)\b(?!\W*(?:bayar|daftar|ambil))",
    re.IGNORECASE,
)
"""For now: "capek, udahan dulu"."""


_CALLED_OFF = re.compile(
    r"^\W*(?:(?:eh|aduh|waduh|duh|ya|yah|hmm+|ok|oke|udah|ya ?udah|sudah|maaf)\W+)*"
    r"(?:batal(?:in|kan)?|cancel|stop|(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu)\s*jadi)"
    r"(?:\s+(?:aja|saja|deh|dulu|ya|lah|dong|kak|min|it|this))*\s*[,.;!]\s",
    re.IGNORECASE,
)
"""Begins with the end of what is open: "batalin aja, besok langsung ke sana. mau kasih bintang 4"."""


_CALLED_OFF_BY_STORY = re.compile(
    r"^\W*(?:(?:eh|aduh|waduh|duh|ya|yah|hmm+|ok|oke|udah|ya ?udah|sudah|maaf)\W+)*"
    r"(?:(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu|kada)\s*jadi|never ?mind|forget it)"
    r"(?:\s+(?:aja|saja|deh|dulu|ya|lah|dong|ah|kak|min|pak|bu))*\s*[,.;!]+\s+(?P<told>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_PUT_RIGHT = re.compile(
    r"\b(?:ganti|ubah|pindah|tapi|maksud\w*|instead|change|but)\b|\b(?:aja|saja|deh|dong)\W*$", re.IGNORECASE
)
_STORY_WORDS = 4
_WORSE = re.compile(
    r"\b(?:tambah|nambah|makin|semakin|tmbh|getting|much)\s+(?:\w+\s+)?(?:lemes|lemas|lemah|parah|sakit|sesak|panas"
    r"|tinggi|drop|pucat|buruk|gawat|worse|weak\w*|sick\w*)\b|\bmemburuk\b|\b(?:got|gotten|is) worse\b",
    re.IGNORECASE,
)


def _called_off_by_story(form: Form, reading: Reading) -> bool:
    """ "ga jadi deh, anaknya tambah lemes": what happened is the reason; "ga jadi, sabtu saja" puts an answer right."""
    found = None if reading.pressed or reading.requested in form.free_text else _CALLED_OFF_BY_STORY.match(reading.text)
    if found is None or any(map(reading.entity, ("date", "time", "poli"))):
        return False
    told = found["told"]
    return len(told.split()) >= _STORY_WORDS and not _PUT_RIGHT.search(told)


def _surely_another(form: Form, reading: Reading) -> bool:
    return reading.confidence >= CLEAR_WISH and reading.intent not in ALWAYS_LEAVE | ANSWER_INTENTS | form.own_intents


def and_wished(form: Form, reading: Reading, ended: list[EventType]) -> list[EventType]:
    """ "stop aja, lain kali. saya mau tanya dokter online": the form is ended, and the other wish is heard."""
    sure = _surely_another(form, reading)
    *before, last = _SENTENCES.split(reading.text.strip())
    wishes = before and _WISHES.search(last) and not puts_off(last)
    if not (sure and wishes) or reading.pressed or reading.intent == "faq" or interrupted_by(reading, form.form):
        return ended
    kept = [event for event in ended if event["event"] != "followup"]
    return [*kept, *heard(reading, {**meant_as(reading, reading.intent), "text": last})]


def ended_by_words(form: Form, reading: Reading, say: Say) -> list[EventType] | None:
    """The events of a form that a message puts off or gives up, whatever was asked; None for any other message."""
    talks = reading.requested == form.read_back and reading.intent != "affirm" and talks_with_own(reading)
    if talks or (gives_up(reading) and only_for_now(reading)):
        return pause(form.form, reading, say)
    dropped = reading.requested == form.read_back and drops(reading)
    dropped = dropped or (form.changes and leaves_as_it_is(reading))
    dropped = dropped or (_CALLED_OFF.match(reading.text) is not None and _surely_another(form, reading))
    whether = form.asks_whether and not str(reading.requested).endswith("_consent")  # there it is the no
    dropped = dropped or _called_off_by_story(form, reading) or (whether and not_wanted(reading))
    if dropped and not reading.pressed and _WORSE.search(reading.text):
        say("utter_ended_for_worse")
    if gives_up(reading) or dropped or (says_return(reading) and interrupted_by(reading, form.form)):
        return stop(form.form, reading, say)
    few = reading.requested not in form.free_text or len(reading.text.split()) <= _STORY_WORDS
    enough = few and _ENOUGH.search(reading.text)
    if (enough or another_time(reading.text)) and not reading.pressed:
        return pause(form.form, reading, say)
    another_day = reading.entity("date") and not form.changes  # there it answers: "habis lebaran aja" of a booking
    story = reading.requested in form.free_text
    later = says_later(reading, story=story) and not (another_day and not goes_on_later(reading))
    if later or (form.asks_no_day and not story and another_day_then(reading)):
        return pause(form.form, reading, say)
    return None
