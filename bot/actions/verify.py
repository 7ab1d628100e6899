"""The link to the verification page: sent once, then waited for."""

import re
from datetime import datetime
from typing import Any

from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from bot.actions.amounts import filled
from bot.actions.backend import call
from bot.actions.phone_words import lost_phone
from bot.actions.reading import Reading
from bot.actions.texts import Say, has_response, in_sentence, variation
from bot.actions.topic import asks_about, topic_of_service
from bot.actions.turns import PENDING, pressed
from bot.actions.zones import now
from bot.components.vocabulary import names

REQUIRED = "verification_required"
"""The backend's refusal that this module answers."""
WAITING, UNTIL, WISH = "after_verification", "verification_until", "verification_wish"
"""Slots: what goes on once the member is verified, until when the link that they have works, and the intent of that."""
DONE = "verified"
"""The intent by which the page says that it was done."""
TYPED, OPEN_FORM = "membership_form", "open_form"
"""The form that asks for numbers in the chat, and the slot of ``interrupted`` (which is built on this module)."""

_FIRST = re.compile(r"\b(?:dulu|dlu|duluan|dl|heula|dhisik|disik|rumiyin|first)\b", re.IGNORECASE)


def waits(reading: Reading) -> bool:
    """Whether a link is with the member that still works, for a request that waits."""
    until = reading.slot(UNTIL)
    return bool(reading.slot(WAITING) and until) and datetime.fromisoformat(str(until)) > now()


def no_longer_waits(reading: Reading) -> list[EventType]:
    """What a form sets that goes on by itself once the page is done: nothing waits for that page any more."""
    done = reading.intent == DONE and reading.slot(UNTIL)
    return [SlotSet(WAITING, None), SlotSet(UNTIL, None)] if done else []


async def ask_to_verify(reading: Reading, say: Say, *, after: str) -> list[EventType]:
    """Gives the member the one-time link; ``after`` is the action or form that goes on once they are verified.

    Who has a link that works is only told what waits for it. Who asked how or whether it is done hears that first,
    since it needs no login. Other slots stay, so that nothing has to be said again.
    """
    typed = typed_closed(reading)
    about = f"utter_about_{reading.intent}"
    topic = topic_of_service(reading.intent)
    if asks_about(reading) and has_response(about) and reading.intent not in names("no_requests"):
        text, _ = await filled(reading, say, str(variation(about, reading.language)["text"]))
        say.plain(text)
    if waits(reading):
        kept = _behind(reading, after)
        say_waiting(reading, say, new=reading.slot(WAITING) != after)
        return [*typed, *kept, SlotSet(WAITING, after), SlotSet(WISH, reading.intent), *topic]
    sent = await send_link(reading, say, after=after, named=_request(reading), also=_also(reading))
    if lost_phone(reading.text, after):
        say("utter_verify_phone_lost")
    return [*typed, *sent, SlotSet(WISH, reading.intent), *topic]


def _behind(reading: Reading, after: str) -> list[EventType]:
    """ "yg kartu dulu": what waited so far comes right after what is wished for first; elsewhere it is dropped."""
    waited = str(reading.slot(WISH) or "")
    first = not reading.pressed and _FIRST.search(reading.text) is not None
    named = has_response(f"utter_choice_{waited}") and waited != reading.intent
    if not (first and named) or reading.slot(WAITING) == after:
        return []
    return [SlotSet(PENDING, pressed(f"/{waited}"))]


def typed_closed(reading: Reading) -> list[EventType]:
    """Closes the form that asks for the same numbers as the page."""
    if reading.form != TYPED:
        return []
    return [ActiveLoop(None), SlotSet("requested_slot", None), SlotSet(OPEN_FORM, None)]


def _request(reading: Reading) -> str:
    """The response that names what the member asks for; empty where they only go on with something."""
    asks = reading.intent != "faq" and reading.intent not in names("no_requests")
    return f"utter_choice_{reading.intent}" if asks else ""


def _also(reading: Reading) -> str:
    """The response that names the second request of the message."""
    named = f"utter_choice_{(reading.also or {}).get('intent')}"
    return named if has_response(named) else ""


async def send_link(
    reading: Reading, say: Say, *, after: str | None, named: str = "", also: str = ""
) -> list[EventType]:
    """A new link; earlier ones stop working. ``named`` is the response that names the request, said with the link;
    ``also`` the one of what was asked for besides.
    """
    if has_response(named):
        what = in_sentence(say.text(named))
        if also and also != named:
            what = say.text("utter_verify_both", first=what, second=in_sentence(say.text(also)))
        until = await say_link(reading, say, "utter_verify_for", what=what)
    else:
        until = await say_link(reading, say, "utter_verify")
    return [SlotSet(WAITING, after), SlotSet(UNTIL, until)]


async def say_link(reading: Reading, say: Say, response: str, **values: Any) -> str:
    """Says ``response`` with a new link in it; returns until when that works (ISO 8601)."""
    link = await call(reading, "POST", "/identity/verification", json={})
    card = {"type": "link", "title": say.text("utter_verify_button"), "url": link["url"]}
    say(response, card=card, url=link["url"], **values)
    return str(link["expires_at"])


def say_waiting(reading: Reading, say: Say, *, new: bool = False) -> None:
    """What waits for the page, and the ways on; ``new``: the request is another one than before."""
    named = f"utter_choice_{reading.intent}"
    again = say.button("utter_verify_button_again", "/verify_again")
    if new and has_response(named):
        say("utter_verify_then", buttons=[again], what=in_sentence(say.text(named)))
    else:
        say("utter_verify_waits", buttons=[again])
