"""Greeting, menu, repeat, cancel, language and what was not understood."""

import os
from typing import Any, ClassVar

from rasa_sdk.events import ActiveLoop, EventType, SlotSet, UserUtteranceReverted

from bot.actions.backend import call
from bot.actions.faq import buttons as faq_buttons
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.texts import Say, has_response, variation

CHOICES = 3
LEAST_LIKELY = 0.08
"""An intent less likely than this is not worth offering."""
PERSON_AT, HANDOVER_AT = 2, 3
"""Messages in a row that were not understood, until a person is offered, and until one is called."""


class Greet(Answer):
    """Greets, says what this is, and shows the menu."""

    action = "action_greet"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Greets once in full; inside a form shortly."""
        greeting = say.text("utter_greet")
        if os.environ.get("CARE165_OFFICIAL", "false").lower() != "true":
            greeting += " " + say.text("utter_not_official")
        say.plain(greeting, buttons=[] if reading.form else menu_buttons(say))
        return [SlotSet("fallback_count", 0)]


def menu_buttons(say: Say) -> list[dict[str, str]]:
    """The main menu's buttons in the member's language."""
    return [dict(button) for button in variation("utter_menu", say.reading.language)["buttons"]]


class BotChallenge(Answer):
    """Says honestly what it is."""

    action = "action_bot_challenge"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Says what it is and, where that is so, that it is no official channel."""
        if os.environ.get("CARE165_OFFICIAL", "false").lower() != "true":
            say("utter_not_official")
        say("utter_bot_challenge")
        return []


class SmallTalk(Answer):
    """Answers that are one text each; an open form's question follows."""

    action = "action_small_talk"
    responses: ClassVar[dict[str, str]] = {
        "thank": "utter_thank",
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
        """Says the intent's text."""
        say(self.responses[reading.intent])
        return [SlotSet("fallback_count", 0)]


class Cancel(Answer):
    """Stops the open form and says what that means."""

    action = "action_cancel"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Closes the form; its answers are forgotten."""
        if not reading.form and reading.slot("after_verification"):
            say("utter_cancelled", what=say.text("utter_name_verification"))
            return [SlotSet("after_verification", None)]
        if not reading.form:
            say("utter_nothing_to_cancel")
            return []
        say("utter_cancelled", what=say.text(f"utter_name_{reading.form}"))
        return close_form(reading)


def close_form(reading: Reading) -> list[EventType]:
    """The events that end the open form and forget its answers."""
    topic = (reading.form or "").removesuffix("_form")
    filled = [
        name for name, value in reading.tracker.slots.items() if value is not None and name.startswith(f"{topic}_")
    ]
    return [ActiveLoop(None), SlotSet("requested_slot", None), *(SlotSet(name, None) for name in filled)]


class Repeat(Answer):
    """Says the last answer again."""

    action = "action_repeat"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Takes the answer from the conversation, buttons included."""
        replies = (await call(reading, "GET", "/conversations/last-answer"))["replies"]
        if not replies:
            say("utter_nothing_to_repeat")
        for reply in replies:
            buttons = [{"title": b["title"], "payload": b["payload"]} for b in reply["buttons"]]
            say.plain(reply["text"], buttons=buttons, card=reply["card"])
        return []


class ChangeLanguage(Answer):
    """Changes between Indonesian and English."""

    action = "action_change_language"
    english: ClassVar[frozenset[str]] = frozenset({"english", "inggris", "en"})
    indonesian: ClassVar[frozenset[str]] = frozenset({"indonesia", "indonesian", "bahasa", "id"})

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Takes the language that was named, or else the other one."""
        words = set(reading.text.lower().split()) | {(reading.entity("language") or "").lower()}
        other = "id" if reading.language == "en" else "en"
        language = "en" if words & self.english else "id" if words & self.indonesian else other
        await call(reading, "PUT", "/conversations/language", json={"language": language})
        reading.tracker.slots["language"] = language
        say("utter_language_changed")
        return [SlotSet("language", language)]


class Abuse(Answer):
    """Stays calm once; a second time in a row brings a person."""

    action = "action_abuse"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """One sentence of regret and the ways on."""
        say("utter_abuse")
        return []


class Fallback(Answer):
    """What was not understood: readable choices, then a person, then the handover; never the same words twice."""

    action = "action_default_fallback"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """First what was shown may explain it; else one step of the ladder, and the wrong turn is forgotten."""
        from bot.actions.context import follow_up  # noqa: PLC0415 - the two modules need each other

        if not reading.form and (events := await follow_up(reading, say)) is not None:
            return [*events, SlotSet("fallback_count", 0)]
        count = int(reading.slot("fallback_count") or 0) + 1
        if count >= HANDOVER_AT:
            from bot.actions.handover import hand_over  # noqa: PLC0415 - the two modules need each other

            say("utter_fallback_handover")
            await hand_over(reading, say, reason="not_understood", topic="smalltalk", priority="P3")
            return [SlotSet("fallback_count", 0), *(close_form(reading) if reading.form else [])]
        choices = self._choices(reading, say) if count < PERSON_AT else []
        if choices:
            say("utter_fallback_choices", buttons=[*choices, say.button("utter_button_agent", "/talk_to_agent")])
        else:
            say("utter_fallback_person")
        return (
            [UserUtteranceReverted(), SlotSet("fallback_count", count)]
            if not reading.form
            else [SlotSet("fallback_count", count)]
        )

    def _choices(self, reading: Reading, say: Say) -> list[dict[str, str]]:
        likely: list[dict[str, Any]] = [r for r in reading.ranking if float(r.get("confidence") or 0) >= LEAST_LIKELY]
        names = [f"faq/{r['faq_id']}" if r.get("faq_id") else r["name"] for r in likely]
        offered = [n for n in names if n.startswith("faq/") or has_response(f"utter_choice_{n}")]
        return faq_buttons(say, offered[:CHOICES])
