"""The questions of the booking form whose choices depend on what is known, and the reading back."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.helping_turns import INTENT as HELP_INTENT
from bot.actions.press import inform, press
from bot.actions.queue_choices import open_sessions, sessions_on
from bot.actions.queue_doors import usable
from bot.actions.queue_people import GROWN
from bot.actions.queue_reading import MOVE, hint
from bot.actions.queue_words import booking_label, door_label, hours, masked_letter, poli_name, session_label
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.texts import Button, Say

DATES_SHOWN, WEEK = 4, 7
CHANGEABLE = {"book": ("patient", "door", "poli", "date", "session"), MOVE: ("date", "session")}


def offer(
    say: Say, response: str, choices: list[tuple[str, str]], also: Sequence[Button] = (), **values: Any
) -> list[EventType]:
    """Asks with a button for each choice (title, code); their order is kept for "yang pertama". ``also``: more ways."""
    buttons: list[Button] = [{"title": title, "payload": inform(code=code)} for title, code in choices]
    say(response, buttons=[*buttons, *also], **values)
    return [SlotSet("queues_offers", [code for _, code in choices])]


class AskQueuesPatient(Answer):
    """For whom the number is."""

    action = "action_ask_queues_patient"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Oneself and the children, these first where a child was named; other adults are told why not."""
        options = reading.slot("queues_options")
        me = options["member"]["member_id"]
        child = hint(reading, "relation") == "child"
        people = sorted(
            options["people"], key=lambda one: (one["member_id"] == me) if child else (one["member_id"] != me)
        )
        titles = [(one["name"], one["member_id"]) for one in people]
        code = press(HELP_INTENT, value="start:child")
        own = [say.button("utter_queues_button_own_code", code)] if hint(reading, GROWN) else []
        return offer(say, "utter_queues_ask_patient", titles, also=own)


class AskQueuesBooking(Answer):
    """Which booking is meant."""

    action = "action_ask_queues_booking"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Every booking that can be moved."""
        bookings = reading.slot("queues_bookings") or []
        return offer(say, "utter_queues_ask_booking", [(booking_label(say, one), one["code"]) for one in bookings])


class AskQueuesDoor(Answer):
    """Where the member wants to be seen."""

    action = "action_ask_queues_door"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Control letters first, then referrals, then the own FKTP."""
        doors = usable(reading.slot("queues_options")["doors"])
        return offer(say, "utter_queues_ask_door", [(door_label(say, door), door["key"]) for door in doors])


class AskQueuesPoli(Answer):
    """Which clinic."""

    action = "action_ask_queues_poli"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Those of the chosen facility."""
        door = reading.slot("queues_door")
        choices = [(poli_name(say, poli), poli["code"]) for poli in door["polis"]]
        return offer(say, "utter_queues_ask_poli", choices, name=door["name"])


async def _open_in_week(reading: Reading) -> list[str]:
    """Days with places left in the week that was asked for; empty where none was, or all are taken."""
    begins = (reading.slot("queues_hints") or {}).get("week")
    found: list[str] = []
    for ahead in range(WEEK) if begins else ():
        day = (date.fromisoformat(str(begins)) + timedelta(days=ahead)).isoformat()
        if len(found) < DATES_SHOWN and open_sessions(await sessions_on(reading, day)):
            found.append(day)
    return found


class AskQueuesDate(Answer):
    """Which day."""

    action = "action_ask_queues_date"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """The day of the control letter, then the next days with places left; of a strict hospital that day alone."""
        door, poli = reading.slot("queues_door"), reading.slot("queues_poli")
        if only := door.get("only_on"):
            values = {"name": door["name"], "poli": poli_name(say, poli), "date": say.day(only)}
            return offer(say, "utter_queues_ask_only_date", [(say.day(only), only)], **values)
        if in_week := await _open_in_week(reading):
            values = {"name": door["name"], "poli": poli_name(say, poli)}
            return offer(say, "utter_queues_ask_date", [(say.day(one), one) for one in in_week], **values)
        found = await sessions_on(reading, None)
        open_now = any(not session["problem"] for session in found["sessions"])
        days = [found["date"]] * open_now + [one["date"] for one in found["next_dates"]]
        planned = door.get("visit_on")
        if planned and planned >= found["date"]:
            days = [planned, *(one for one in days if one != planned)]
        values = {"name": door["name"], "poli": poli_name(say, poli)}
        if not days:
            say("utter_queues_no_open_day", **values)
            return [SlotSet("queues_offers", [])]
        response = "utter_queues_ask_control_date" if planned in days else "utter_queues_ask_date"
        values |= {"date": say.day(planned)} if planned in days else {}
        return offer(say, response, [(say.day(one), one) for one in days[:DATES_SHOWN]], **values)


class AskQueuesSession(Answer):
    """Which session of the day."""

    action = "action_ask_queues_session"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Hours, doctor and places left."""
        zone = reading.slot("queues_door")["zone"]
        found = reading.slot("queues_sessions") or []
        choices = [(session_label(say, session, zone), session["session_id"]) for session in found]
        return offer(say, "utter_queues_ask_session", choices, date=say.day(reading.slot("queues_date")))


class AskQueuesField(Answer):
    """What is to be changed."""

    action = "action_ask_queues_field"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """A button for each fact that the member can choose."""
        door = reading.slot("queues_door") or {}
        fields = CHANGEABLE[reading.slot("queues_mode") or "book"]
        people = (reading.slot("queues_options") or {}).get("people", [])
        several = {"patient": len(people) > 1, "poli": not door.get("letter")}
        several["session"] = len(reading.slot("queues_sessions") or []) > 1
        shown = [field for field in fields if several.get(field, True)]
        buttons = [say.button(f"utter_queues_field_{field}", inform(value=field)) for field in shown]
        say("utter_queues_ask_field", buttons=buttons)
        return []


class AskQueuesConfirm(Answer):
    """Reads the booking back before it is made."""

    action = "action_ask_queues_confirm"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """All in one message."""
        door, session = reading.slot("queues_door"), reading.slot("queues_session")
        values = {
            "name": reading.slot("queues_patient")["name"], "facility": door["name"],
            "poli": poli_name(say, reading.slot("queues_poli")), "doctor": session["doctor"],
            "date": say.day(reading.slot("queues_date")), "hours": hours(session, door["zone"]),
            "left": session["left"],
        }  # fmt: skip
        moving = reading.slot("queues_mode") == MOVE
        text = say.text("utter_queues_read_back", **values)
        if door["kind"] in ("control", "referral"):
            text += "\n" + say.text(f"utter_queues_letter_{door['kind']}", number=masked_letter(door["letter"]))
        say("utter_queues_ask_move" if moving else "utter_queues_ask_confirm", summary=text)
        return []
