"""Danger now: the emergency room first, then a person; no questions, no form, no judgement of how bad it is."""

from rasa_sdk.events import EventType

from bot.actions.backend import call
from bot.actions.handover import hand_over
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.smalltalk import close_form
from bot.actions.texts import Say


class Emergency(Answer):
    """Says IGD and 119, names the nearest hospitals where a location is known, and calls an agent first of all."""

    action = "action_emergency"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Leaves every form."""
        say("utter_emergency")
        if place := reading.location or reading.slot("facilities_place"):
            await self._hospitals(reading, say, place)
        say("utter_emergency_agent")
        await hand_over(reading, say, reason="emergency", topic="emergency", priority="P1")
        return close_form(reading) if reading.form else []

    async def _hospitals(self, reading: Reading, say: Say, place: dict[str, float]) -> None:
        where = {"lat": place["latitude"], "lon": place["longitude"], "type": "hospital", "limit": 3}
        found = await call(reading, "GET", "/facilities/find", params=where)
        lines = [f"• {item['name']}, {item['phone'] or item['address']}" for item in found.get("items", [])]
        if lines:
            say("utter_emergency_igd_near", lines="\n".join(lines))
