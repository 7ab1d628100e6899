"""What the forms of changes share: drafting, confirming with a receipt, and yes or no."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.amounts import filled
from bot.actions.backend import Refusal, call
from bot.actions.outcomes import refuse, resume
from bot.actions.personal import Personal
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.shown import finish_form, remember
from bot.actions.texts import Button, Say, variation
from bot.actions.verify import REQUIRED

_CONDITIONS = re.compile(
    r"\b(?:(?:per)?sy?arat\w*|ketentuan\w*|aturan\w*|requirements?|conditions?|rules?)\b", re.IGNORECASE
)


class Begins(Personal):
    """An answer that may open a form of its own; where it does not, the open form goes on."""

    resumes = False
    number_says_whose = False  # it may be what is to be corrected

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """As every personal answer."""
        events = await super().answer(reading, say)
        opened = any(event["event"] == "followup" for event in events)
        return events if opened else [*events, *resume(reading)]


async def say_conditions(reading: Reading, say: Say, intent: str) -> None:
    """ "mau turun ke kelas 3, syaratnya apa?" of a member who is known: what it takes, before the change begins. Who is
    not known yet hears it before the page.
    """
    if reading.intent != intent or reading.pressed or not _CONDITIONS.search(reading.text):
        return
    text, _ = await filled(reading, say, str(variation(f"utter_about_{intent}", reading.language)["text"]))
    say.plain(text)


def day_words(say: Say, iso: str | None) -> str:
    """ "Selasa, 1 Desember 2026"; empty for no day."""
    return say.day(iso) if iso else ""


async def make_draft(reading: Reading, **wish: Any) -> dict[str, Any]:
    """The backend's draft of a change, checked by the rules.

    Raises:
        Refusal: why it is not possible.
    """
    made: dict[str, Any] = await call(reading, "POST", "/membership/changes", json=wish)
    return made


def yes_no(say: Say) -> list[Button]:
    """The two buttons under what is read back."""
    return [say.button("utter_button_yes", "/affirm"), say.button("utter_change_button_no", "/deny")]


def refusal_words(say: Say, refusal: Refusal) -> dict[str, Any]:
    """The days of a refusal in words."""
    return {key: day_words(say, value) for key, value in refusal.details.items() if key.endswith("_on")}


async def finish_change(
    reading: Reading, say: Say, topic: str, draft: Mapping[str, Any], again: Mapping[str, Any]
) -> list[EventType]:
    """Confirms a draft and says the receipt; where the backend refuses, the slots ``again`` are asked anew."""
    try:
        done = await call(reading, "POST", f"/membership/changes/{draft['id']}/confirm", step="confirm")
    except Refusal as refusal:
        if refusal.code == REQUIRED:
            raise
        refuse(say, refusal, **refusal_words(say, refusal))
        reset = [SlotSet(slot, value) for slot, value in again.items()]
        return [*reset, SlotSet("requested_slot", None), FollowupAction(f"{topic}_form")]
    say_receipt(say, done)
    return [remember("change", receipt=done["receipt"], of=done["kind"]), *finish_form(reading, topic)]


def say_receipt(say: Say, done: Mapping[str, Any]) -> None:
    """Number, and what happens next: at once, on its day, after the code, or after an agent looked."""
    buttons = [withdraw_button(say, done["receipt"])] if done["state"] in ("pending", "in_review") else []
    card = None
    if done["page"]:
        card = {"type": "link", "title": say.text("utter_profile_code_button"), "url": done["page"]}
        to_agent = press("check_request", value="agent", code=done["receipt"])
        buttons = [say.button("utter_profile_button_no_code", to_agent)]
    values = {"receipt": done["receipt"], "date": day_words(say, done["effective_on"]), "url": done["page"] or ""}
    say(f"utter_change_{done['state']}", buttons=buttons, card=card, to=new_value(say, done), **values)


def new_value(say: Say, change: Mapping[str, Any]) -> str:
    """What a change leads to, in words."""
    to = change["shown"].get("to", "")
    return say.text("utter_class_name", level=to) if change["kind"] == "class" else str(to)


def withdraw_button(say: Say, receipt: str) -> Button:
    """Takes a change back that does not count yet."""
    return say.button("utter_change_button_withdraw", press("check_request", value="withdraw", code=receipt))
