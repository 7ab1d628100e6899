"""What was not understood: half a sentence first, then readable choices, other words, a person."""

from rasa_sdk.events import EventType, FollowupAction, SlotSet, UserUtteranceReverted

from bot.actions.aspects import unknown_of_topic, way_on_meant
from bot.actions.beforehand import explained
from bot.actions.context import follow_up
from bot.actions.ellipsis import elliptical
from bot.actions.handover import after, hand_over
from bot.actions.likely import likely_meanings
from bot.actions.noise import says_nothing
from bot.actions.offers import offered_again
from bot.actions.payment_trouble import paid_but_inactive, stopped_before_care
from bot.actions.pieces import kept_piece
from bot.actions.place_alone import what_there
from bot.actions.put_off import does_it_then
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.smalltalk import menu_buttons
from bot.actions.telling import as_told, listen, takes_up, tells_between
from bot.actions.texts import Say
from bot.actions.verify import say_waiting, waits

PERSON_AT, HANDOVER_AT = 2, 3
"""Messages in a row that were not understood, until a person is offered, and until one is called."""


class Fallback(Answer):
    """One step of the ladder for each message in a row that is not understood; never the same words twice."""

    action = "action_default_fallback"
    keeps_topic = True
    follows = True

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """First what was shown may explain it; else one step, and the wrong turn is forgotten."""
        if not reading.form and (events := await self._explained(reading, say)) is not None:
            return [*events, SlotSet("fallback_count", 0)]
        if does_it_then(reading):  # the end of the talk is no reason to call anybody
            say("utter_affirm_told")
            return [SlotSet("fallback_count", 0)]
        count = int(reading.slot("fallback_count") or 0) + 1
        if count == 1 and (events := await _at_first(reading, say)) is not None:
            return [*events, SlotSet("fallback_count", count)]
        if count < HANDOVER_AT and tells_between(reading):
            return [UserUtteranceReverted(), *await listen(reading, say, count)]
        if count >= HANDOVER_AT:
            say("utter_fallback_handover")
            state = await hand_over(reading, say, reason="not_understood", topic="smalltalk", priority="P3", stays=True)
            return [SlotSet("fallback_count", 0), *after(reading, state)]
        if count >= PERSON_AT:
            say("utter_fallback_person")
        else:
            _ask_again(reading, say)
        forgotten = [] if reading.form else [UserUtteranceReverted(), *kept_piece(reading)]
        return [*forgotten, SlotSet("fallback_count", count)]

    async def _explained(self, reading: Reading, say: Say) -> list[EventType] | None:
        """What stands on the screen, a page that is waited for, or what the message names may explain it."""
        if says_nothing(reading):
            return None
        events = await explained(reading, say)
        if events is not None or reading.pressed:
            return events
        if (events := await follow_up(reading, say)) is not None:
            return events
        return await _half_a_sentence(reading, say) if elliptical(reading) else None


async def _at_first(reading: Reading, say: Say) -> list[EventType] | None:
    """What the first message that is not understood may still be: a grunt, a conclusion, a question about the topic."""
    if reading.form:
        return None
    if action := _told_in_trouble(reading):
        return [FollowupAction(action)]
    if says_nothing(reading) and (ways := await offered_again(reading)):
        say("utter_grunt", buttons=list(ways.which))  # "hmm" behind a bill: what can be done about that
        return []
    if takes_up(reading):
        return [UserUtteranceReverted(), *await as_told(reading, say)]
    if (meant := way_on_meant(reading)) is not None:
        return meant
    unknown = unknown_of_topic(reading, say, likely_meanings(reading, say))
    return None if unknown is None else [UserUtteranceReverted(), *unknown]


def _told_in_trouble(reading: Reading) -> str | None:
    """A card that stopped before care, or a payment that is not there: in anger or fear it resembles nothing."""
    if stopped_before_care(reading):
        return "action_reactivate"
    lost = not reading.pressed and paid_but_inactive(reading.text)
    return "action_complaints_start" if lost else None


async def _half_a_sentence(reading: Reading, say: Say) -> list[EventType] | None:
    """One that goes on from nothing: what it names may be enough, or it comes too early."""
    if action := _by_what_it_names(reading):
        return [FollowupAction(action)]
    if events := await what_there(reading, say):
        return events
    if waits(reading):
        say_waiting(reading, say)
        return []
    return None


def _by_what_it_names(reading: Reading) -> str | None:
    """The service that a bare "rumah sakit di Bandung" or "ICU di Sleman" can only mean."""
    if reading.entity("room_class"):
        return "action_beds_find"
    if reading.entity("facility_name"):
        return "action_facility_info"
    return "action_facilities_find" if reading.entity("facility_type") else None


def _ask_again(reading: Reading, say: Say) -> None:
    """The likeliest meanings as buttons; where nothing is likely, other words are asked for, with the menu."""
    if choices := likely_meanings(reading, say):
        say("utter_fallback_choices", buttons=[*choices, say.button("utter_button_agent", "/talk_to_agent")])
    elif reading.form:
        say("utter_help_any")
    else:
        say("utter_fallback_rephrase", buttons=menu_buttons(say))
