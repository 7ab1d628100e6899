"""The questions of the complaint form that depend on what was told, and the reading back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.complaint_categories import categories_for, category_buttons
from bot.actions.complaint_facility import facility_of_rating
from bot.actions.complaint_places import facility_buttons, offered_name, unknown_facility_buttons
from bot.actions.complaint_reading import money_of
from bot.actions.complaint_wish import shown_wish
from bot.actions.complaints import FIELDS, ValidateComplaintsForm
from bot.actions.press import inform
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.texts import Say

STORY_SHOWN = 600
"""Characters of the story that are read back; all of it is filed."""


class AskComplaintsCategory(Answer):
    """Asks what it is about."""

    action = "action_ask_complaints_category"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """The likeliest categories first; one tap shows the others."""
        told = f"{reading.slot('complaints_opening') or ''} {reading.slot('complaints_story') or ''}"
        found = await categories_for(reading, told)
        buttons = category_buttons(found["items"])
        if found["suggested"]:
            buttons.append(say.button("utter_complaints_button_all_categories", inform(value="all")))
        say("utter_complaints_category_ask", buttons=buttons)
        return []


class AskComplaintsFacility(Answer):
    """Asks where it happened."""

    action = "action_ask_complaints_facility"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """With the facilities that a name in the story may mean."""
        choices, named = reading.slot("complaints_facility_choices") or [], reading.slot("complaints_facility_named")
        if named:
            say("utter_complaints_facility_unknown", buttons=unknown_facility_buttons(say, named, choices), name=named)
            return [SlotSet("complaints_facility_named", None)]
        choices = choices or await facility_of_rating(reading)
        kept = await offered_name(reading)  # a question or a correction in between takes no choice away
        if kept:
            say("utter_complaints_facility_or", buttons=unknown_facility_buttons(say, kept, choices), name=kept)
        else:
            say("utter_complaints_facility_ask", buttons=facility_buttons(say, choices))
        return []


class AskComplaintsFiles(Answer):
    """Asks for photos or documents."""

    action = "action_ask_complaints_files"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """With the way to send one, and to go on without."""
        say("utter_complaints_files_ask", card={"type": "attachments_wanted"})
        return []


class AskComplaintsField(Answer):
    """Asks what is to be changed."""

    action = "action_ask_complaints_field"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """A button for each thing that was told."""
        asked = ValidateComplaintsForm().required(reading, reading.tracker.slots)
        fields = [field for field in FIELDS if field in asked]
        buttons = [say.button(f"utter_field_{field}", inform(value=field)) for field in fields]
        say("utter_complaints_field_ask", buttons=buttons)
        return []


class AskComplaintsConfirm(Answer):
    """Reads the complaint back before it is filed."""

    action = "action_ask_complaints_confirm"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """All in one message, the category too in the language that is spoken by now."""
        everything = (await categories_for(reading, ""))["items"]
        titles = {found["code"]: found["title"] for found in everything}
        values = read_back(say, reading.tracker.slots, titles)
        lines = [f"{say.text(f'utter_field_{field}')}: {value}" for field, value in values.items()]
        say("utter_complaints_confirm_ask", summary="\n".join(lines))
        return []


def read_back(say: Say, known: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, str]:
    """What the complaint says, field by field, in the member's language; ``titles``: of the categories, by code."""
    missing = say.text("utter_complaints_none")
    story, money = str(known.get("complaints_story") or ""), money_of(known)
    category = known["complaints_category"]
    values = {
        "complaints_category": titles.get(category["code"], category["title"]),
        "complaints_facility": _facility(known, missing),
        "complaints_when": _when(say, known),
        "complaints_story": story if len(story) <= STORY_SHOWN else f"{story[:STORY_SHOWN]}…",
        "complaints_reporter": say.text(f"utter_complaints_reporter_{known.get('complaints_reporter')}"),
        "complaints_money": say.rupiah(money) if money else None,
        "complaints_wanted": shown_wish(known.get("complaints_wanted") or missing, say.reading.language),
        "complaints_files": str(len(known.get("complaints_files") or [])),
    }
    return {field: value for field, value in values.items() if value}


def _facility(known: Mapping[str, Any], missing: str) -> str | None:
    facility = known.get("complaints_facility")
    return None if facility is None else facility.get("name") or missing


def _when(say: Say, known: Mapping[str, Any]) -> str:
    note = str((known.get("complaints_when") or {}).get("note") or "")
    day = _happened_on(known)
    if day is None:
        return note
    return say.date(day) if note.isdigit() else f"{note} ({say.date(day)})"


def _happened_on(known: Mapping[str, Any]) -> date | None:
    """The day of the event, where the member's words name one."""
    day = (known.get("complaints_when") or {}).get("date")
    return date.fromisoformat(day) if day else None
