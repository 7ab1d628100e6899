"""Going on after the verification page."""

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.texts import Say


class AfterVerification(Answer):
    """The member was verified on the page: thanks them and goes on with what they wanted."""

    action = "action_after_verification"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Runs what was waiting, or the menu."""
        say("utter_verified")
        waiting = reading.slot("after_verification")
        if not waiting:
            say("utter_menu")
            return []
        return [SlotSet("after_verification", None), FollowupAction(waiting)]
