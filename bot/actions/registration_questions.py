"""Registration: its questions, and the reading back."""

from collections.abc import Mapping
from typing import Any, ClassVar

from rasa_sdk.events import EventType

from bot.actions.change_kit import day_words, yes_no
from bot.actions.fktp_choice import say_fktp_question
from bot.actions.press import inform
from bot.actions.reading import Reading
from bot.actions.registration_reading import view_of
from bot.actions.service import Answer
from bot.actions.texts import Button, Say

BANKS = ("BRI", "MANDIRI", "BNI", "BCA", "BTN", "NONE")
_DATED = ("birth_date", "ended_on", "permit_since")
_READ_BACK = (
    "kk", "people", "choice", "name", "sex", "birth_date", "permit_since", "ended_on", "class", "fktp", "phone",
    "email", "bank",
)  # fmt: skip


def _press(say: Say, text: str, value: str, **values: Any) -> Button:
    return say.button(text, inform(value=value), **values)


class Ask(Answer):
    """A question; ``buttons`` are values with titles ``utter_registration_button_<value>``."""

    field: ClassVar[str] = ""
    buttons: ClassVar[tuple[str, ...]] = ()
    card: ClassVar[dict[str, Any] | None] = None
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Says it."""
        view = view_of(reading.tracker.slots)
        buttons = [_press(say, f"utter_registration_button_{value}", value) for value in self.buttons]
        say(f"utter_registration_ask_{self.field}", buttons=buttons, card=self.card, **self.values(say, view))
        return []

    def values(self, say: Say, view: Mapping[str, Any]) -> dict[str, Any]:
        """Facts in the question."""
        return {}


class AskRegistrationFamily(Ask):
    """Reads back who stands on the card."""

    action, field = "action_ask_registration_family", "family"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Everybody on the card joins."""
        shown = view_of(reading.tracker.slots)["shown"]
        known = say.lead("utter_registration_known", count=shown["known"]) if shown["known"] else ""
        people = ", ".join(shown["people"])
        say(
            "utter_registration_ask_family", buttons=yes_no(say), people=people, count=len(shown["people"]), known=known
        )
        return []


class AskRegistrationChoice(Ask):
    """Who of the family card is to be added."""

    action = "action_ask_registration_choice"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """A button for each."""
        names = view_of(reading.tracker.slots)["shown"]["candidates"]
        buttons = [{"title": name, "payload": inform(value=str(at))} for at, name in enumerate(names)]
        say("utter_registration_ask_choice", buttons=buttons)
        return []


class AskRegistrationClass(Ask):
    """The class, for everybody."""

    action, field, buttons = "action_ask_registration_class", "class", ("1", "2", "3")


class AskRegistrationFktp(Ask):
    """The first-level facility."""

    action = "action_ask_registration_fktp"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """By place, or from the list."""
        await say_fktp_question(reading, say, reading.slot("registration_choices"))
        return []


class AskRegistrationEmail(Ask):
    """E-mail, or none."""

    action, field, buttons = "action_ask_registration_email", "email", ("none",)


class AskRegistrationBank(Ask):
    """The bank of the later debit."""

    action, field, buttons = "action_ask_registration_bank", "bank", BANKS


class AskRegistrationSex(Ask):
    """Girl or boy, woman or man."""

    action, field, buttons = "action_ask_registration_sex", "sex", ("F", "M")


class AskRegistrationName(Ask):
    """The name; a baby may have none yet."""

    action = "action_ask_registration_name"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """With a button for the provisional name."""
        baby = view_of(reading.tracker.slots)["kind"] == "newborn"
        buttons = [_press(say, "utter_registration_button_provisional", "provisional")] if baby else []
        say("utter_registration_ask_baby_name" if baby else "utter_registration_ask_name", buttons=buttons)
        return []


class AskRegistrationDocuments(Ask):
    """The documents, by kind of registration."""

    action = "action_ask_registration_documents"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """As many photos as there are; then done."""
        view = view_of(reading.tracker.slots)
        done = [_press(say, "utter_registration_button_done", "done")] if view["files"] else []
        needed = say.text(f"utter_registration_documents_{view['kind']}")
        if view["files"]:
            say("utter_registration_more_documents", buttons=done, count=view["files"], needed=needed)
        else:
            say("utter_registration_ask_documents", card={"type": "attachments_wanted"}, needed=needed)
        return []


class AskRegistrationField(Ask):
    """What is to be changed."""

    action = "action_ask_registration_field"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """A button for each answer."""
        steps = view_of(reading.tracker.slots)["steps"]
        say("utter_registration_ask_field", buttons=[_press(say, f"utter_registration_field_{s}", s) for s in steps])
        return []


class AskRegistrationConfirm(Ask):
    """Reads everything back."""

    action = "action_ask_registration_confirm"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Line by line."""
        view = view_of(reading.tracker.slots)
        lines = [
            f"{say.text(f'utter_registration_line_{key}')}: {value}" for key, value in read_back(say, view).items()
        ]
        say("utter_registration_read_back", buttons=yes_no(say), lines="\n".join(lines), count=view["files"])
        return []


def read_back(say: Say, view: Mapping[str, Any]) -> dict[str, str]:
    """What was answered, in words."""
    shown = view["shown"]
    told = {key: shown[key] for key in _READ_BACK if shown.get(key)}
    if view["kind"] == "family":
        told.pop("people", None)
    for key in _DATED:
        if key in told:
            told[key] = day_words(say, told[key])
    if "people" in told:
        told["people"] = ", ".join(told["people"])
    for key in ("sex", "bank"):
        if key in told:
            title = f"utter_registration_button_{told[key]}"
            told[key] = say.text(title) if told[key] in ("F", "M", "NONE") else told[key]
    return {key: str(value) for key, value in told.items()}
