"""Services that cannot be done in this chat: how to get them done today, and a person who helps."""

from rasa_sdk.events import EventType

from bot.actions.amounts import filled
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.texts import Say, variation
from bot.actions.topic import topic_of_service


class Guidance(Answer):
    """Says where the service is to be had; the words and the buttons are ``utter_guide_<intent>``."""

    action = "action_guidance"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """One text for each intent. Amounts are today's."""
        words = variation(f"utter_guide_{reading.intent}", reading.language)
        text, _ = await filled(reading, say, words["text"])
        say.plain(text, buttons=[dict(button) for button in words.get("buttons", [])])
        return topic_of_service(reading.intent)
