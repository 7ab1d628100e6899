"""Questions in an open form that are neither an answer nor a wish of their own: "gratis?", "syaratnya?"."""

from rasa_sdk.events import EventType

from bot.actions.asides import aside_answer
from bot.actions.aspects import service_says, tell_aspect
from bot.actions.contribution_people import RATES, rates_for_people
from bot.actions.contribution_wage import share_of_wage
from bot.actions.form_limits import CLEAR_WISH, LEAVE_CONFIDENCE
from bot.actions.further import tell_further
from bot.actions.reading import Reading
from bot.actions.texts import Say
from bot.actions.topic import TOPIC, asks_something, topics_of


async def answer_beside(reading: Reading, say: Say, about: str | None) -> list[EventType] | None:
    """The events of an answer, from the service (``about``: its intent) or from what was told; None for other words.

    A question that is surely one of the general ones is answered as such, by the rules.
    """
    from bot.actions.context import of_list_beside  # noqa: PLC0415 - context needs forms

    events = await of_list_beside(reading, say)
    events = aside_answer(reading, say) if events is None else events
    events = await tell_further(reading, say) if events is None else events
    told = RATES in {(reading.slot(TOPIC) or {}).get("faq"), (reading.slot("shown") or {}).get("faq_id")}
    if events is None and told:  # "kami berenam" behind what one of them pays
        events = await rates_for_people(reading, say)
    if events is None and asks_something(reading.text):  # "gaji saya naik, iuran jadi berapa kalau 8 juta"
        events = await share_of_wage(reading, say)
    if events is not None:
        return events
    if reading.intent == "faq" and reading.confidence >= LEAVE_CONFIDENCE:
        service = about if reading.confidence < CLEAR_WISH else None
        return [] if service and await service_says(reading, say, service) else None  # "bayar ga" of the screening
    return [] if await tell_aspect(reading, say, topics_of(reading, about)) else None
