"""The link to the verification page."""

from rasa_sdk.events import EventType, SlotSet

from bot.actions.backend import call
from bot.actions.reading import Reading
from bot.actions.texts import Say

REQUIRED = "verification_required"
"""The backend's refusal that this module answers."""


async def ask_to_verify(reading: Reading, say: Say, *, after: str) -> list[EventType]:
    """Gives the member the one-time link; ``after`` is the action or form that goes on once they are verified.

    Other slots stay, so that nothing has to be said again.
    """
    link = await call(reading, "POST", "/identity/verification", json={})
    card = {"type": "link", "title": say.text("utter_verify_button"), "url": link["url"]}
    say("utter_verify", card=card, url=link["url"])
    return [SlotSet("after_verification", after)]
