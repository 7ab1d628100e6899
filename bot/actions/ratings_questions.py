"""Rating a facility: which one, reading back, and sending it."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.backend import call
from bot.actions.press import inform
from bot.actions.ratings_reading import ASPECTS, NO_MEDICINE
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import finish_form
from bot.actions.texts import Button, Say
from bot.actions.topic import topic_of_service

UNHAPPY = 2.5
"""Stars on average; at or below, a complaint is offered, which somebody must answer."""


class AskRatingsTarget(Answer):
    """Asks which visit, or which facility."""

    action = "action_ask_ratings_target"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """The visits that may be rated, newest first."""
        visits = reading.slot("ratings_visits") or []
        if not visits:
            say("utter_ratings_which_facility")
            return []
        other = say.button("utter_ratings_other_facility", inform(value="other"))
        say("utter_ask_ratings_target", buttons=[*(_visit_button(say, visit) for visit in visits), other])
        return []


def _visit_button(say: Say, visit: Mapping[str, Any]) -> Button:
    title = f"{visit['facility_name']}, {say.day(visit['date'])}"
    return {"title": title, "payload": inform(code=visit["visit"])}


class AskRatingsConfirm(Answer):
    """Reads the rating back."""

    action = "action_ask_ratings_confirm"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """All that will be sent."""
        comment = reading.slot("ratings_comment") or say.text("utter_ratings_no_comment")
        stars: dict[str, Any] = {aspect: _stars(say, reading.slot(f"ratings_{aspect}")) for aspect in ASPECTS}
        say("utter_ask_ratings_confirm", facility=reading.slot("ratings_target")["name"], comment=comment, **stars)
        return []


def _stars(say: Say, value: int | str) -> str:
    return say.text("utter_ratings_no_medicine") if value == NO_MEDICINE else "★" * int(value)


class RatingsFinish(Answer):
    """Sends the rating, or drops it."""

    action = "action_ratings_finish"
    ends = "ratings"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Says thanks and, where the member was unhappy, how to complain."""
        if reading.slot("ratings_confirm"):
            await _send(reading, say)
        else:
            say("utter_ratings_dropped")
        return [*finish_form(reading, self.ends), *topic_of_service("rate_facility")]


async def _send(reading: Reading, say: Say) -> None:
    target = reading.slot("ratings_target")
    given = {aspect: reading.slot(f"ratings_{aspect}") for aspect in ASPECTS}
    stars = {aspect: value for aspect, value in given.items() if value != NO_MEDICINE}
    body = {"facility": target["code"], "visit": target["visit"], "comment": reading.slot("ratings_comment") or ""}
    kept = await call(reading, "POST", "/ratings", json={**body, **stars})
    say("utter_ratings_sent", facility=kept["facility_name"])
    if kept["filtered"]:
        say("utter_ratings_filtered", comment=kept["comment"])
    if sum(stars.values()) / len(stars) <= UNHAPPY:
        say("utter_ratings_unhappy")
