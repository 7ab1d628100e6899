"""Facts that are told between two wishes, outside forms: "surat dari rs udah ada", "she lives with my aunt"."""

from rasa_sdk.events import EventType, SlotSet

from bot.actions.offer_words import intent_of
from bot.actions.offers import offered_again
from bot.actions.pieces import kept_piece
from bot.actions.reading import Reading
from bot.actions.shown import shown
from bot.actions.texts import Button, Say
from bot.actions.topic import TOPIC, concludes, only_tells
from bot.actions.unclear import NOT_UNDERSTOOD
from bot.actions.verify import waits

LEAST_WORDS = 3
GRIEVANCE = 0.15
"""How likely a complaint must be, so that it is offered besides."""
_BESIDE = frozenset({"talk_to_agent", "submit_complaint"})
LIKELY = 0.4
"""A message that is likelier something of ours is asked about instead."""
WAYS = 3
"""So many of the buttons of the last answer are repeated."""


def in_the_middle(reading: Reading) -> bool:
    """Whether something was talked of before, so that a statement goes on from that."""
    return bool(reading.slot(TOPIC) or shown(reading) or waits(reading))


def tells_between(reading: Reading) -> bool:
    """Whether a message that is no wish of ours tells something about what was talked of."""
    outside = not reading.pressed and not reading.form and in_the_middle(reading)
    return outside and only_tells(reading.text, LEAST_WORDS)


def _grievance(reading: Reading) -> bool:
    likely = {row["name"]: float(row.get("confidence") or 0) for row in reading.ranking}
    return likely.get("submit_complaint", 0) >= GRIEVANCE


def takes_up(reading: Reading) -> bool:
    """Whether a message that resembles nothing of ours takes up what was said, to have it confirmed."""
    outside = not reading.pressed and not reading.form and in_the_middle(reading) and not waits(reading)
    ours = [float(r.get("confidence") or 0) for r in reading.ranking if r["name"] not in NOT_UNDERSTOOD]
    return outside and max(ours, default=0) < LIKELY and concludes(reading.text)


async def as_told(reading: Reading, say: Say) -> list[EventType]:
    """Says that there is nothing more than what was said, and who can confirm it."""
    say("utter_as_told", buttons=await _ways(reading))
    return [SlotSet("fallback_count", 1)]


async def _ways(reading: Reading) -> list[Button]:
    offered = await offered_again(reading)
    return [button for button in (offered.which if offered else ()) if intent_of(button) not in _BESIDE][:WAYS]


async def listen(reading: Reading, say: Say, count: int) -> list[EventType]:
    """Says that it was heard, and leaves the ways of the last answer open; ``count``: such messages in a row."""
    if waits(reading):
        say("utter_told_waiting")
        return []
    ways = await _ways(reading) if count == 1 else []  # later they may be only guesses
    complaint = [say.button("utter_choice_submit_complaint", "/submit_complaint")] if _grievance(reading) else []
    say("utter_told_between" if count == 1 else "utter_told_more", buttons=[*ways, *complaint])
    return [*kept_piece(reading), SlotSet("fallback_count", count)]
