"""Asks which of our services is meant by a wish that leaves it open."""

from rasa_sdk.events import EventType, SlotSet

from bot.actions.faq import buttons, entries
from bot.actions.pieces import kept_piece
from bot.actions.reading import Reading
from bot.actions.texts import Say
from bot.actions.topic import TOPIC
from bot.actions.turns import heard, pressed
from bot.actions.unclear import table, unclear
from bot.actions.verify import WISH, say_waiting, waits

_FOR_THE_ILL = frozenset({"teleconsultation", "book_queue"})
"""Services in which the illness is told anyway, once the page that they wait for is done."""
FOR_ME = ["check_membership_status", "check_contribution", "show_member_data"]


def ask_which_of(reading: Reading, say: Say) -> list[EventType] | None:
    """Asks what is meant; None where the message is no such wish."""
    name = unclear(reading)
    if name is None:
        return None
    if name == "ill" and waits(reading) and reading.slot(WISH) in _FOR_THE_ILL:
        say_waiting(reading, say)
        return []
    told_of = set(_of_topic(reading)) & set(table().get(name, {}).get("offers", []))
    begins = name != "ill" or "about" in (reading.slot(TOPIC) or {})  # who only tells of an illness begins nothing
    if begins and len(told_of) == 1 and (message := pressed(f"/{told_of.pop()}")):
        return heard(reading, message)  # "kalo mau pindah bisa?" behind an answer that offers one such service
    offers = _of_topic(reading) or FOR_ME if name == "for_me" else table()[name]["offers"]
    say(f"utter_unclear_{name}", buttons=buttons(say, offers))
    return [*kept_piece(reading), SlotSet("fallback_count", 0)]


def _of_topic(reading: Reading) -> list[str]:
    """What can be looked up for the member about that which was just explained."""
    topic = reading.slot(TOPIC) or {}
    if "about" in topic:
        return [topic["about"]]
    following = entries()[topic["faq"]].next if "faq" in topic else []
    return [one for one in following if not one.startswith(("faq/", "find_", "talk_", "submit_"))]
