"""Calling a person, and rating the talk with one."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.backend import call
from bot.actions.change_back import takes_change_back
from bot.actions.ellipsis import elliptical
from bot.actions.further import further_asked
from bot.actions.further_questions import questions
from bot.actions.interrupted import ASIDE, RETURN, called_from, put_by
from bot.actions.offers import refuses
from bot.actions.outcomes import resume
from bot.actions.press import press
from bot.actions.put_off import talks_with_own
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import shown
from bot.actions.texts import Button, Say
from bot.actions.topic import TOPIC
from bot.actions.turns import HANDED_OVER
from bot.actions.zones import CENTRE

_COUNTS_PEOPLE = re.compile(
    r"^\W*(?:(?:eh|jadi|untuk|buat|cuma|hanya|total|just|for)\W+)*(?:\d{1,2}|se|satu|dua|tiga|empat|lima|enam|one|two|three|four)\s?"
    r"(?:orang|org|people|persons?)(?:\s+(?:aja|saja|deh|ya|kok|doang|only))*\W*$",
    re.IGNORECASE,
)
"""A number of people, and nobody asked for."""
_PERSON = re.compile(
    r"\b(?:di)?bantu\w*\s+(?:(?:sama|oleh|ama|dengan|langsung)\s+)*(?:orang|petugas|manusia|admin|cs|agen|operator)\b"
    r"|\b(?:bicara|ngomong|ngobrol|chat|sambung\w*|hubung\w*|panggil\w*|minta|mau|pengen|butuh|perlu)\s+"
    r"(?:(?:sama|ke|dengan|langsung|saya|aku|dong|aja|saja)\s+)*(?:orang(?:nya)?|manusia|admin|cs|operator)\s*(?:asli|langsung|beneran)?\b"
    r"|\b(?:orang|petugas|manusia)(?:nya)? (?:langsung|asli|beneran)\b"
    r"|\b(?:talk|speak|connect me|helped)\s+(?:to|with|by)\s+(?:a |an |some)?(?:real |human )?"
    r"(?:person|human|agent|one|body)\b",
    re.IGNORECASE,
)
"""A person is asked for in so many words."""
COMPLAINT = "complaints_form"
MEANWHILE = "care_before_active"
"""The question further whose answer helps until somebody answers."""
_NEAR = re.compile(
    r"\b(?:besok|bsk|besuk|sesuk|isuk|lusa|hari ini|malam ini|nanti malam|sekarang|skrg|today|tonight|tomorrow|now)\b",
    re.I,
)
ABOUT_HEALTH = ("teleconsultation_", "screening_")
"""Slots of the forms whose answers are for a doctor or the member, not for agents."""


async def hand_over(
    reading: Reading,
    say: Say,
    *,
    reason: str,
    topic: str,
    priority: str,
    ticket: str | None = None,
    told: str | None = None,
    stays: bool = False,
) -> dict[str, Any]:
    """Hands the conversation to the agents and tells the member what happens next.

    ``priority``: P1 care is needed now, P2 money or fraud, P3 all else. The slots go along so that nobody asks again.
    ``told``: a response that says so first, before what the member has to wait for. ``stays``: where no agent is there,
    the assistant goes on until one is.
    """
    again = stays and (await call(reading, "GET", "/handover"))["state"] == "waiting"
    context = {"slots": _shown_slots(reading), "confidence": reading.confidence, "intent": reading.intent}
    context |= {"asked": reading.requested, "form": called_from(reading)}
    body = {"reason": reason, "topic": topic, "priority": priority, "context": context, "ticket": ticket}
    state: dict[str, Any] = await call(reading, "POST", "/handover", json={**body, "assistant_stays": stays})
    if told:
        say(told)
    if state["assistant_stays"]:
        _say_it_goes_on(reading, say, state, "again" if again else "beside")
        return state
    reading.tracker.slots[HANDED_OVER] = True
    if state["agents_online"] and state["within_hours"]:
        say("utter_handover_online", position=state["position"])
    else:
        say("utter_handover_offline", when=_when(say, state))
    return state


def _say_it_goes_on(reading: Reading, say: Say, state: Mapping[str, Any], which: str) -> None:
    """That the request is kept, and that the form from which they asked can be gone on with."""
    form = called_from(reading)
    buttons = [_return_button(say, form)] if form else []
    say(f"utter_handover_{which}", buttons=buttons, when=_when(say, state), position=state["position"])


def _return_button(say: Say, form: str) -> Button:
    return say.button("utter_button_return", press("resume_form", value=form), what=say.text(f"utter_name_{form}"))


def after(reading: Reading, state: Mapping[str, Any]) -> list[EventType]:
    """The events of a request for a person: the open form is set aside; "lanjut" goes on where the assistant stays."""
    form = called_from(reading) if state["assistant_stays"] else None
    return [*put_by(reading), *([SlotSet(RETURN, form)] if form else [])]


def _when(say: Say, state: Mapping[str, Any]) -> str:
    if state["within_hours"] or not state.get("opens_at"):
        return say.text("utter_handover_when_soon")
    opens = state["opens_at"]
    return say.text("utter_handover_when_at", date=say.day(opens), time=say.time(datetime.fromisoformat(opens), CENTRE))


def _shown_slots(reading: Reading) -> dict[str, Any]:
    hidden = {
        "language",
        HANDED_OVER,
        "open_form",
        "interrupted",
        "can_return",
        ASIDE,
        "next_request",
        "topic",
        "verification_until",
        "requested_slot",
        "form_tries",
        "fallback_count",
        "danger_asked",
        "shown",
        "session_started_metadata",
    }
    known = {name: value for name, value in reading.tracker.slots.items() if value is not None and name not in hidden}
    return {name: value for name, value in known.items() if not name.startswith(ABOUT_HEALTH)}


_OTHER_TOPICS = {
    "fktp": "membership", "class": "membership", "profile": "membership", "withdraw": "membership",
    "watches": "notifications",
}  # fmt: skip
"""Forms that do not begin with the name of their topic."""


def _topic_of(form: str | None) -> str:
    """What an open form is about, for agents who know a topic: ``contributions_penalty_form``, contributions."""
    first = (form or "handover").removesuffix("_form").split("_")[0]
    return _OTHER_TOPICS.get(first, first)


class TalkToAgent(Answer):
    """The wish for a person is granted at once; an open form is closed, its answers go along."""

    action = "action_talk_to_agent"
    resumes = False
    follows = True

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Hands over; "jangan hubungkan petugas" is no wish for one."""
        if refuses(reading):
            say("utter_deny")
            return resume(reading)
        half = not reading.form and ((elliptical(reading) and shown(reading)) or _COUNTS_PEOPLE.match(reading.text))
        surely = _PERSON.search(reading.text) is not None
        if reading.intent == "talk_to_agent" and not surely and (half or further_asked(reading)):
            return [FollowupAction("action_default_fallback")]  # "teleponnya" of what is on the screen, "dua orang"
        if not (surely or reading.form) and (back := takes_change_back(reading)):
            return back  # "batal, mau rembukan dulu" behind a receipt: it is not for us to discuss
        if reading.intent == "talk_to_agent" and not surely and talks_with_own(reading):
            say("utter_talk_it_over")
            return resume(reading)
        topic = _topic_of(reading.form)
        reason = "asked_for_person" if reading.intent == "talk_to_agent" else "not_understood"
        soon = _care_is_near(reading)
        priority = "P1" if soon else "P3"
        state = await hand_over(reading, say, reason=reason, topic=topic, priority=priority, stays=True)
        if reading.form == COMPLAINT and reading.slot("complaints_story"):
            say("utter_complaints_kept_for_agent")
        if soon:
            say.plain((questions()[MEANWHILE].text or {})[reading.language])
        return [SlotSet("fallback_count", 0), *after(reading, state)]


def _care_is_near(reading: Reading) -> bool:
    """ "ini besok jadwalnya" behind a card that stopped: what helps until somebody answers is said too."""
    topic = reading.slot(TOPIC) or {}
    about = {shown(reading).get("of"), topic.get("about"), topic.get("faq")}
    stopped = bool(about & {"card_inactive", "reactivate_membership", "pbi_deactivated"})
    return stopped and not reading.pressed and _NEAR.search(reading.text) is not None


class HandoverEnded(Answer):
    """An agent has been here: what the assistant had begun before that is not gone on with unasked."""

    action = "action_handover_ended"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """The open form is set aside, and offered."""
        form = reading.form
        if not form:
            return []
        what = say.text(f"utter_name_{form}")
        no = say.button("utter_button_no", "/deny")
        say("utter_offer_return", buttons=[_return_button(say, form), no], what=what)
        return [*put_by(reading), SlotSet(RETURN, form)]


class RateService(Answer):
    """Keeps the rating of the talk with an agent."""

    action = "action_rate_service"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Thanks for it."""
        rating = reading.entity("rating") or reading.entity("value")
        await call(reading, "POST", "/handover/rating", json={"rating": int(rating or 0)})
        say("utter_rating_thanks")
        return []
