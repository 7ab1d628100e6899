"""Surgery dates: health data, so only for oneself and one's children."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.backend import Refusal, call
from bot.actions.outcomes import refuse
from bot.actions.personal import Personal, person_meant, person_words
from bot.actions.reading import Reading
from bot.actions.shown import remember
from bot.actions.texts import Say
from bot.actions.their_code import say_whose_code
from bot.actions.topic import TOPIC, topic_of_service
from bot.actions.verify import REQUIRED


class SurgerySchedule(Personal):
    """Dates to come, then those done."""

    action = "action_surgery_schedule"
    wish_slot = "surgery_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """Whose surgery."""
        return person_words(reading)

    def before_page(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> None:
        """Whose code it takes."""
        say_whose_code(reading, say, wish)

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """What is asked further ("puasanya dari jam berapa") is about an operation, also where no date may be shown."""
        try:
            events = await super().answer(reading, say)
        except Refusal as refusal:
            if refusal.code == REQUIRED:
                raise
            refuse(say, refusal)
            events = []
        named = any(event.get("name") == TOPIC for event in events)
        return events if named else [*events, *topic_of_service("surgery_schedule")]

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """Each date with hospital and procedure, and whom to ask about changes."""
        meant = await person_meant(reading, say, wish, intent="surgery_schedule")
        if not meant.settled:
            return []
        params = {"member": meant.member_id}
        found = await call(reading, "GET", "/surgery/schedule", params=params)
        surgeries = found["surgeries"]
        if not surgeries:
            say("utter_surgery_none", name=found["name"])
            return []
        lines = [_line(say, one) for one in surgeries]
        coming = next((one for one in surgeries if not one["done"]), surgeries[0])
        text = say.text("utter_surgery_schedule", name=found["name"], lines="\n".join(lines))
        hospital = {"hospital": coming["facility_name"], "phone": coming["facility_phone"] or "165"}
        advice = "utter_surgery_advice_done" if coming["done"] else "utter_surgery_advice"
        say.plain(f"{text}\n{say.text(advice, **hospital)}")
        items = [{"code": one["facility"], "name": one["facility_name"]} for one in surgeries]
        return [
            remember("surgery", member=meant.member_id, facility=coming["facility"], items=items),
            *topic_of_service("surgery_schedule"),
        ]


def _line(say: Say, one: Mapping[str, Any]) -> str:
    state = "done" if one["done"] else "planned" if one["starts"] else "planned_no_time"
    time = f"{one['starts'] or ''} {one['time_zone']}".strip().replace(":", ".")
    values = {"procedure": one["procedure"], "hospital": one["facility_name"], "poli": one["poli"], "time": time}
    line = say.text(f"utter_surgery_{state}", date=say.day(one["date"]), **values)
    if one["done"] or one["moved_from"] in (None, one["date"]):
        return line
    return f"{line} {say.text('utter_surgery_moved_from', date=say.day(one['moved_from']))}"
