"""What is said beside an open question and starts nothing: facts told in passing, and questions about it."""

from collections.abc import Mapping
from typing import Any

from bot.actions.complaint_categories import categories_for
from bot.actions.ellipsis import instead, only_when
from bot.actions.form_limits import ANSWER_INTENTS, CLEAR_WISH, LEAST_TOLD, LEAVE_CONFIDENCE, TOLD, TOLD_WORDS
from bot.actions.noise import says_nothing
from bot.actions.offers import content_of, words_of
from bot.actions.reading import Reading
from bot.actions.topic import asks_something, only_tells


async def tells_in_passing(reading: Reading, own_intents: frozenset[str]) -> bool:
    """ "batuk pilek sudah tiga hari" where a day is asked for: no wish for a doctor, and no complaint about one.

    ``own_intents`` are those of the open form: what resembles them may be its answer.
    """
    resembles = reading.intent in TOLD - own_intents and reading.confidence >= LEAVE_CONFIDENCE
    if not resembles or reading.pressed or not only_tells(reading.text, LEAST_TOLD):
        return False
    return reading.intent != "submit_complaint" or not (await categories_for(reading, reading.text))["suggested"]


def asks_beside(reading: Reading) -> bool:
    """ "istri saya ikut turun juga?" where a yes is waited for: about that, and hardly another wish."""
    wish = reading.intent == "faq" or reading.confidence >= CLEAR_WISH or reading.intent in ANSWER_INTENTS
    return only_asks(reading) and not wish


def said_in_passing(reading: Reading, *, first: bool, helped: bool) -> str | None:
    """The response to a fact told in passing (at the ``first`` try), or to a question that neither we nor the help,
    once it was given (``helped``), can answer; None for other words.
    """
    if first and only_tells(reading.text, TOLD_WORDS):
        return "utter_told_in_passing"
    asks = helped and len(content_of(words_of(reading))) > 1 and asks_something(reading.text)
    return "utter_unknown_in_passing" if asks else None


def only_asks(reading: Reading) -> bool:
    """A question where something is to be confirmed: whatever it resembles, it is no yes."""
    return reading.confirming and not reading.pressed and asks_something(reading.text)


def says_it_again(reading: Reading, known: Mapping[str, Any], filled: Mapping[str, Any]) -> bool:
    """ "the BCA account is in my wife's name, is that fine?": names what was chosen before, and fills nothing anew."""
    same = bool(filled) and all(known.get(slot) == value for slot, value in filled.items())
    return same and reading.requested is not None and not reading.pressed and "form_tries" not in filled


def wishes_nothing(reading: Reading) -> bool:
    """What may be an answer and is no wish, whatever it resembles: nothing at all, or a day by itself."""
    return says_nothing(reading) or only_when(reading)


def takes_back(reading: Reading) -> bool:
    """ "ga jadi siang, pagi aja": an answer is taken back, not the service."""
    return reading.intent == "cancel_flow" and instead(reading) is not None
