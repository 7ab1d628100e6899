"""The questions of the form that changes a member's data, and its end."""

from rasa_sdk.events import EventType

from bot.actions.change_kit import finish_change, yes_no
from bot.actions.membership_profile import FIELDS, TOPIC
from bot.actions.press import inform
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import open_form
from bot.actions.texts import Say, in_sentence


class AskProfileField(Answer):
    """Asks what is to be changed."""

    action = "action_ask_profile_field"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """A button for each."""
        buttons = [say.button(f"utter_profile_name_{field}", inform(value=field)) for field in FIELDS]
        say("utter_profile_ask_field", buttons=buttons)
        return []


class AskProfileFiles(Answer):
    """Asks for the documents that show the right value."""

    action = "action_ask_profile_files"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """KTP and KK."""
        what = in_sentence(say.text(f"utter_profile_name_{reading.slot('profile_field')}"))
        say("utter_profile_ask_files", card={"type": "attachments_wanted"}, what=what)
        return []


class AskProfileValue(Answer):
    """Asks for the new value."""

    action = "action_ask_profile_value"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """One question for each field."""
        field = reading.slot("profile_field")
        buttons = [say.button("utter_button_agent", "/talk_to_agent")] if field == "phone" else []
        say(f"utter_profile_ask_{field}", buttons=buttons)
        return []


class AskProfileConfirm(Answer):
    """Reads the change back."""

    action = "action_ask_profile_confirm"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Old and new, and for whom."""
        shown = reading.slot("profile_draft")["shown"]
        what = in_sentence(say.text(f"utter_profile_name_{reading.slot('profile_field')}"))
        agent = say.lead("utter_change_by_agent") if shown["by_agent"] else ""
        say("utter_profile_read_back", buttons=yes_no(say), what=what, new=shown["to"], name=shown["name"], agent=agent)
        return []


class ProfileFinish(Answer):
    """Runs once it was confirmed."""

    action = "action_profile_finish"
    ends = "profile"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """The receipt; for a phone the link to the page where the code is typed."""
        again = {"profile_value": None, "profile_confirm": None}
        member, then = reading.slot("profile_member"), reading.slot("profile_next")
        done = await finish_change(reading, say, TOPIC, reading.slot("profile_draft"), again)
        if not then or any(event["event"] == "followup" for event in done):
            return done
        return [*done, *open_form(reading, "profile_form", member=member, **then)]
