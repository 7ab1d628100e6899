"""What is said beside an open question and starts nothing: facts told in passing, and questions about it."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.complaint_categories import categories_for
from bot.actions.control import says_go_on, says_return
from bot.actions.ellipsis import instead, only_when
from bot.actions.form_limits import (
    ANSWER_INTENTS,
    CLEAR_WISH,
    CLEAR_WISH_WORDS,
    LEAST_TOLD,
    LEAVE_CONFIDENCE,
    TOLD,
    TOLD_WORDS,
)
from bot.actions.given_up import only_why
from bot.actions.interrupted import interrupted_by
from bot.actions.language import tells_of_language
from bot.actions.noise import says_nothing
from bot.actions.offer_words import content_of, names_intent, words_of
from bot.actions.offers import refuses
from bot.actions.put_off import only_later
from bot.actions.reading import Reading
from bot.actions.texts import Say
from bot.actions.topic import asks_something, only_tells
from bot.components.names import is_everyday

_FIRST = frozenset({"dulu", "dl", "duluan", "disik", "heula", "first"})


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
    known = any(is_everyday(word) for word in words_of(reading))  # "asdf qwer zxcv uiop" tells nothing
    if first and known and only_tells(reading.text, TOLD_WORDS):
        return "utter_told_in_passing"
    asks = helped and len(content_of(words_of(reading))) > 1 and asks_something(reading.text)
    return "utter_unknown_in_passing" if asks else None


def only_asks(reading: Reading) -> bool:
    """A question where something is to be confirmed: whatever it resembles, it is no yes."""
    return reading.confirming and not reading.pressed and asks_something(reading.text)


def says_it_again(reading: Reading, known: Mapping[str, Any], filled: Mapping[str, Any]) -> bool:
    """ "the BCA account is in my wife's name, is that fine?": names what was chosen before, and fills nothing anew."""
    told = any(value is not None for value in filled.values())  # what was refused empties its slot, and was answered
    same = told and all(known.get(slot) == value for slot, value in filled.items())
    return same and reading.requested is not None and not reading.pressed and "form_tries" not in filled


def wishes_nothing(reading: Reading) -> bool:
    """What may be an answer and is no wish, whatever it resembles: nothing at all, or a day by itself."""
    return says_nothing(reading) or only_when(reading)


def takes_back(reading: Reading) -> bool:
    """ "ga jadi siang, pagi aja": an answer is taken back, not the service, as by "ga jadi lah, nanti aja", and by "ga
    jadi daftar, ribet".
    """
    other = instead(reading) if reading.intent == "cancel_flow" else None
    return other is not None and not (only_later(other) or only_why(other))


def says_to_go_on(reading: Reading, form: str, own_intents: frozenset[str]) -> bool:
    """ "lanjut", "balik ke yang tadi", "bayi dulu": the open question shall come again."""
    back = says_return(reading, most=CLEAR_WISH_WORDS) and not interrupted_by(reading, form)
    return back or says_go_on(reading) or _puts_first(reading, own_intents)


def _puts_first(reading: Reading, own_intents: frozenset[str]) -> bool:
    """ "bayi dulu", "yang pindah faskes dulu": what the open form does comes before anything else that was told."""
    words = words_of(reading)
    last = words[-1] if words and not (reading.pressed or refuses(reading)) else ""
    return last in _FIRST and any(names_intent(intent, content_of(words[:-1])) for intent in own_intents)


def asks_of_it(reading: Reading) -> bool:
    """ "does he speak English?" of the doctor is no wish for another language, but a question known by examples; nor is
    what is told of a language.
    """
    from bot.actions.further import asks_alike, asks_of_topic  # noqa: PLC0415 - answers are built on forms

    resembles = reading.intent in ("change_language", "show_menu", "repeat") and not reading.pressed
    asks = resembles and asks_something(reading.text)
    return tells_of_language(reading) or (asks and (asks_alike(reading) or asks_of_topic(reading)))


async def asked_besides(reading: Reading, say: Say) -> list[EventType]:
    """What a message that answers the open question asks besides: "BRI. rekeningnya atas nama istri, boleh?"."""
    from bot.actions.further import tell_further  # noqa: PLC0415 - answers are built on forms

    asks = reading.requested and not reading.pressed and asks_something(reading.text)
    return (await tell_further(reading, say) or []) if asks else []
