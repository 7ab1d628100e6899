"""What a message may mean beside its intent, looked at before the action of the rules answers it.

A short message is often about what stands on the screen: it takes an offer, asks about the topic, or about the page
that is waited for. By itself it resembles anything, so these are tried first; outside forms only, which read their own.
"""

import re
from typing import Any

from rasa_sdk.events import EventType, FollowupAction

from bot.actions.alike import SURER
from bot.actions.apphelp import fails_still
from bot.actions.asides import aside_answer
from bot.actions.aspects import about_topic
from bot.actions.autodebit import changes_it, own_debit
from bot.actions.change_back import takes_change_back
from bot.actions.choice_meant import explain_choice
from bot.actions.complaint_beside import adds_later, asks_its_status
from bot.actions.complaint_second_thoughts import withdraws_complaint
from bot.actions.control import says_why
from bot.actions.danger import danger_answered
from bot.actions.ellipsis import elliptical
from bot.actions.facilities import AWAY, asks_if_taken_in
from bot.actions.facility_details import tell_class_of_shown
from bot.actions.faq import buttons, tell_faq
from bot.actions.form_limits import ANSWER_INTENTS
from bot.actions.further import APP_HELP, supposes, tell_alike, tell_further, tell_named
from bot.actions.helping_words import SERVICES
from bot.actions.installment_form import names_stages
from bot.actions.just_done import tells_done
from bot.actions.membership_class import names_class_to_go_on
from bot.actions.membership_identification import holds_phone, is_birth_date
from bot.actions.mood import apologises, mood_answer
from bot.actions.narrowed import narrowed_by
from bot.actions.noise import bare_digits, says_nothing
from bot.actions.notice_words import about_notices
from bot.actions.offer_words import words_of
from bot.actions.offers import Taken, taken_offer
from bot.actions.payment_complaint import kept_report
from bot.actions.payment_told import told_of_payment
from bot.actions.penalty_words import asks_estimate, asks_when_active, tells_cost
from bot.actions.personal import names_somebody
from bot.actions.personal_context import (
    asks_other_doctors,
    asks_rate,
    figures_for_estimate,
    of_a_month,
    other_estimate,
    personal_follow_up,
    plain_follow_up,
    to_cancel,
    told_again,
)
from bot.actions.places import last_place
from bot.actions.plan_words import TAKES, asks_of_plan
from bot.actions.put_off import only_talks
from bot.actions.queue_already import instead_of_number
from bot.actions.queue_desk import while_desk_closed
from bot.actions.queue_elsewhere import tell_of_elsewhere
from bot.actions.reading import Reading
from bot.actions.shown import FOLLOW_UP_WORDS, chosen_code, named_of_list, other_one, remember, shown
from bot.actions.shown_lists import asks_age, asks_by_sex, asks_most_free, for_a_child
from bot.actions.sources import doubts, tell_source
from bot.actions.texts import Say
from bot.actions.their_code import answers_refusal, takes_their_code, their_phone_is_lost
from bot.actions.topic import asks_something, concludes
from bot.actions.turns import heard, meant_as, pressed
from bot.actions.unclear_answer import ask_which_of
from bot.actions.verification import while_waiting
from bot.components.dates import impossible_date

LISTS, SURE = frozenset({"beds", "facilities", "emergency"}), 0.9
"""Of these lists one is meant by "nomor 1", unless the message is so sure to want something else."""
_SHOW_HERE = re.compile(
    r"^\W*(?:(?:ya|yah|oke?|ok|udah|sudah|yaudah|kalau gitu|then|well)\W+)*(?:di)?(?:tampil\w*|tunjuk\w*|muncul\w*"
    r"|lihat\w*|liat\w*"
    r"|show)(?:\W+(?:aja|saja|ke|it|them|me|just|sekarang|dong))*\W+(?:di ?sini|sini|here|lagi)(?:\W+(?:aja|saja"
    r"|dong|please|ya))*\W*$",
    re.IGNORECASE,
)
"""What could not be sent elsewhere is shown here."""
_TOLD_BEFORE = re.compile(r"\b(?:tadi|tadinya|barusan|earlier|again)\b", re.IGNORECASE)
_OF_PLACES = frozenset({"facilities", "beds"})
"""Kinds of lists that are around a place."""
_FEW_WORDS = 2
LIKELY = 0.6
"""So likely a message with somebody's name is what it was taken for."""
BELIEVED = frozenset({"abuse", "change_language"})
"""Intents that nothing on the screen explains away."""


async def meant_before(reading: Reading, say: Say) -> list[EventType] | None:
    """The answer to a message that goes on from what was said; None where its intent counts."""
    if reading.pressed or reading.also or reading.intent == "emergency":
        return None
    if says_nothing(reading):
        return [FollowupAction("action_default_fallback")]
    explains = reading.intent not in BELIEVED or bare_digits(reading) or apologises(reading)
    events = await explained(reading, say) if explains else None
    return [FollowupAction("action_default_fallback")] if events is None and supposes(reading) else events


async def explained(reading: Reading, say: Say) -> list[EventType] | None:
    """The page that is waited for, an offer, the mood, the topic, what was shown: the first that explains it."""
    from bot.actions.context import follow_up  # noqa: PLC0415 - the two modules need each other

    if bare_digits(reading):
        return [FollowupAction("action_membership_typed")]
    done = (
        while_desk_closed(reading, say)
        or instead_of_number(reading)
        or tells_done(reading, say)
        or _taken_at_once(reading)
        or await own_debit(reading)
    )
    events = done or await _said_before(reading, say)
    events = await explain_choice(reading, say) if events is None else events
    asks = (asks_something(reading.text) or concludes(reading.text)) and not _of_what_is_shown(reading)
    events = await tell_alike(reading, say) if events is None and asks else events  # "kapan mulai" takes no offer
    if events is not None:
        return events
    if taken := await taken_offer(reading):
        return _take(reading, say, taken)
    if (events := await _besides(reading, say)) is not None:
        return events
    if elliptical(reading) or _one_of_list(reading) or _about_list(reading) or _is_elsewhere(reading):
        events = await follow_up(reading, say)
    return ask_which_of(reading, say) if events is None else events


def _is_elsewhere(reading: Reading) -> bool:
    """ "bekasi barat deng, saya di bintara" behind a list: the place is another one, and nothing else is wished."""
    listed = shown(reading).get("kind") in _OF_PLACES and last_place(reading)
    wishes = reading.intent not in ANSWER_INTENTS | {"out_of_scope"} or asks_something(reading.text)
    return bool(listed) and not wishes and len(reading.text.split()) <= FOLLOW_UP_WORDS


async def _besides(reading: Reading, say: Say) -> list[EventType] | None:
    """The mood, what no intent stands for, a question further, what goes on, or what is asked of any topic."""
    events = mood_answer(reading, say) or aside_answer(reading, say)
    alike = () if _of_what_is_shown(reading) else (tell_alike,)
    for told in (tell_class_of_shown, tell_of_elsewhere, *alike):
        events = await told(reading, say) if events is None else events
    if events is not None:
        return events
    if action := _goes_on_with(reading):
        return [FollowupAction(action)]
    return tell_source(reading, say) if doubts(reading) else await about_topic(reading, say)


def _of_what_is_shown(reading: Reading) -> bool:
    """Other figures for an estimate, the same of somebody else or of another month: no question further, though like
    one.
    """
    of_other = told_again(reading) is not None and elliptical(reading) and reading.entity("relation") is not None
    return (of_other and not asks_rate(reading)) or figures_for_estimate(reading) or of_a_month(reading)


def _taken_at_once(reading: Reading) -> list[EventType] | None:
    """A complaint that was put off is gone on with, a change just recorded is taken back; a plan that was estimated is
    taken, and an autodebit that runs is changed, before any button.
    """
    if (kept := kept_report(reading) or takes_change_back(reading)) is not None:
        return kept
    if shown(reading).get("kind") == "rehab_offer" and TAKES.match(reading.text):
        return [FollowupAction("action_installments")]
    if shown(reading).get("kind") == "plan" and names_stages(reading):  # "berapa kalau 4 kali saja"
        return [FollowupAction("action_installments")]
    if shown(reading).get("kind") == "bill" and asks_of_plan(reading.text):
        return [FollowupAction("action_installments")]
    if names_class_to_go_on(reading) and reading.confidence < SURE and reading.intent != "change_class":
        return [FollowupAction("action_change_class")]
    return [FollowupAction("action_autodebit")] if changes_it(reading) else None


async def _said_before(reading: Reading, say: Say) -> list[EventType] | None:
    """A question further about the topic or about notices, the offer of another's code, the page that is waited for."""
    events = danger_answered(reading, say)
    events = _talked_over(reading, say) if events is None else events
    events = _no_such_day(reading, say) if events is None else events
    events = await _new_phone(reading, say) if events is None else events
    if events is not None:
        return events
    if about_notices(reading):
        return [FollowupAction("action_notifications")]
    if wish := to_cancel(reading):
        return [remember("cancelled"), *heard(reading, meant_as(reading, wish))]
    if fails_still(reading) or asks_when_active(reading) or asks_estimate(reading):
        return [FollowupAction("action_apphelp" if fails_still(reading) else "action_estimate_penalty")]
    events = told_of_payment(reading, say)
    if events is None and asks_if_taken_in(reading) and reading.confidence < SURER:  # resembles a complaint as well
        events = await tell_faq(reading, say, AWAY)
    events = await tell_further(reading, say) if events is None else events
    if events is None and await their_phone_is_lost(reading):
        say("utter_helping_phone_lost", buttons=buttons(say, ["talk_to_agent", "check_membership_status"]))
        return []
    events = await answers_refusal(reading, say) if events is None else events
    events = await takes_their_code(reading) if events is None else events
    return await while_waiting(reading, say) if events is None else events


def _talked_over(reading: Reading, say: Say) -> list[EventType] | None:
    """ "mau diskusi sama istri dulu": nothing is wished of us yet."""
    if not only_talks(reading):
        return None
    say("utter_talk_it_over")
    return []


def _no_such_day(reading: Reading, say: Say) -> list[EventType] | None:
    """ "meninggalnya tanggal 31 november": told where no service asks for a day."""
    told = reading.intent not in SERVICES and len(reading.text.split()) <= FOLLOW_UP_WORDS
    if not told or not impossible_date(" ".join(reading.entities("date"))):
        return None
    say("utter_date_no_such")
    return []


async def _new_phone(reading: Reading, say: Say) -> list[EventType] | None:
    """The new number behind the help with the app: who changes it, which is not done here."""
    if not holds_phone(reading) or shown(reading).get("kind") != APP_HELP:
        return None
    return await tell_named("app_number_told", reading, say)


def _goes_on_with(reading: Reading) -> str | None:
    """The action that a bare "kenapa?", or half a sentence about one's own matter, goes on with."""
    if says_why(reading):
        return "action_repeat"
    if action := _about_complaint(reading) or plain_follow_up(reading):
        return action
    if other_estimate(reading) or tells_cost(reading):
        return "action_estimate_penalty"
    if again := _shown_here(reading):
        return again
    if asks_other_doctors(reading):
        return "action_doctor_schedule"
    short = len(reading.text.split()) <= _FEW_WORDS or elliptical(reading)
    named = names_somebody(reading) and reading.confidence < LIKELY  # "raka juga dong" resembles a greeting
    return personal_follow_up(reading) if short or named else None


def _about_complaint(reading: Reading) -> str | None:
    """What is added to a complaint, or asked about it, behind one that was filed; or that it is withdrawn."""
    if withdraws_complaint(reading) or adds_later(reading):
        return "complaints_add_form"
    filed = shown(reading).get("kind") == "complaint"
    return "complaints_status_form" if filed and asks_its_status(reading) else None


def _shown_here(reading: Reading) -> str | None:
    if is_birth_date(reading):
        return "action_membership_typed"
    return told_again(reading) if not reading.pressed and _SHOW_HERE.match(reading.text) else None


def _one_of_list(reading: Reading) -> bool:
    """ "no 1 aja, brp sisanya": of a list on the screen one is meant."""
    if other_one(reading):
        return reading.confidence < SURE
    if shown(reading).get("kind") not in LISTS:
        return False
    asked_again = _TOLD_BEFORE.search(reading.text) and named_of_list(reading)
    return bool(asked_again or (reading.confidence < SURE and chosen_code(reading)))


def _about_list(reading: Reading) -> bool:
    """Nothing of ours, behind a list on the screen: perhaps a name that was not known; or which has the most beds."""
    about_beds = asks_most_free(reading) or asks_age(reading) or asks_by_sex(reading)
    about_beds = about_beds or for_a_child(reading, shown(reading))
    if shown(reading).get("kind") == "beds" and about_beds:
        return True
    if shown(reading).get("kind") == "facilities" and reading.confidence < SURE and narrowed_by(reading).opening:
        return True
    return reading.intent in ("out_of_scope", "nlu_fallback") and shown(reading).get("kind") in LISTS


def _take(reading: Reading, say: Say, taken: Taken) -> list[EventType] | None:
    """What follows from an offer that was taken, left open, or declined."""
    if taken.declined:
        say("utter_deny")
        return []
    if taken.which:
        say("utter_what_next" if taken.next_step else "utter_which_offer", buttons=list(taken.which))
        return []
    message = pressed(taken.payload or "")
    if message and message["intent"] == reading.intent and not message["entities"] and len(words_of(reading)) > 1:
        return None  # "mau ganti ke bank BRI saja": it was taken for that already, and its own words say more
    return heard(reading, _with_what_was_said(reading, message)) if message else None


def _with_what_was_said(reading: Reading, message: dict[str, Any]) -> dict[str, Any]:
    """ "yes, to puskesmas ubud 2": the button that was taken, with the place that was said beside the yes."""
    if message["entities"] or not (named := reading.entities("facility_name") + reading.entities("place")):
        return message
    told = (reading.tracker.latest_message or {}).get("entities") or []
    return {**message, "text": reading.text, "entities": [one for one in told if one.get("value") in named]}
