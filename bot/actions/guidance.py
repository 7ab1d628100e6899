"""Services that cannot be done in this chat: how to get them done today, and a person who helps."""

from rasa_sdk.events import EventType

from bot.actions.faq import filled
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.texts import Say, has_response, variation


class Guidance(Answer):
    """Says where the service is to be had; the words and the buttons are ``utter_guide_<intent>``."""

    action = "action_guidance"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """One text for each intent; a pressed cause ("app_problem" with a value) has its own. Amounts are today's."""
        value = reading.entity("value")
        special = f"utter_guide_{reading.intent}_{value}"
        response = special if value and has_response(special) else f"utter_guide_{reading.intent}"
        words = variation(response, reading.language)
        text, _ = await filled(reading, say, words["text"])
        say.plain(text, buttons=[dict(button) for button in words.get("buttons", [])])
        return []
