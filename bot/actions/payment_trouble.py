"""Payments that seem lost: looked for before anybody has to write a complaint."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.app_trouble import report_app
from bot.actions.complaint_categories import categories_for
from bot.actions.complaint_or_way import asks_way, ways_offered
from bot.actions.complaint_reading import judge
from bot.actions.complaint_reports import complains, says_report_now
from bot.actions.complaint_second_thoughts import refusal_left, refuses_report
from bot.actions.further import tell_alike
from bot.actions.given_up import gives_up
from bot.actions.money_words import REPORT, buttons
from bot.actions.mood import angry
from bot.actions.payment_complaint import (
    AFTER,
    APP,
    BESIDE,
    CARD,
    FRAUD,
    about_card,
    about_fraud,
    about_payment,
    after_danger,
    beside_person,
    kept_report,
)
from bot.actions.payment_reported import say_reported
from bot.actions.personal import Personal
from bot.actions.press import press
from bot.actions.reactivation import SAID_PAID, needs_care_soon, tell_payment
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import shown
from bot.actions.telling import tells_between
from bot.actions.texts import Say
from bot.actions.topic import asks_something
from bot.actions.turns import heard, meant_as
from bot.actions.viewer import is_verified

ARREARS_FIRST = "autodebit_waits"
"""Of what is shown: an autodebit that the arrears stand in the way of (``autodebit``)."""
_WHETHER_PAID = re.compile(
    r"\b(?:bayar|byr|lunas|paid)\w*\W+(?:\w+\W+){0,2}?(?:apa |atau )?(?:belum|blm|blom)\b"
    r"(?!\W+(?:juga|jg|aktif|masuk|tercatat|ada)\b)",
    re.I,
)
PAID_WORDS = 25
"""A longer story is a complaint, and taken down as one."""
UNSURE, FEW_WORDS = 0.5, 5
"""So few words, understood so weakly, tell of no grievance yet: "dia yang nyuruh kok"."""
TOLD_UNSURE, TOLD_WORDS = 0.75, 8
"""In the middle of something a short statement ("oh iya jam 2 siang bayarnya") has to be surer to be a grievance."""
_SHOUTS = re.compile(r"\bwo+[iy]+\b|!{2,}", re.I)
_INACTIVE = re.compile(
    r"\b(?:tagihan|tunggakan|iuran)\w*\b.{0,16}\b(?:masih|tetap|tetep|still)\b.{0,16}"
    r"\b(?:muncul|nongol|ada|tampil|keluar|sama|there)\b|\b(?:bill|arrears)\b.{0,16}\bstill\b|"
    r"\b(?:belum|blm|blom|masih|tetap|tetep|tidak|tdk|ga|gak|nggak|kok|not|still|isn.?t)\b.{0,24}"
    r"\b(?:aktif\w*|nonaktif|mati|hidup|nyala|active|inactive|masuk|tercatat|kecatet|ditagih|berubah|terupdate|update|lunas|tunggak\w*|nunggak|menunggak|tagihan\w*|arrears|changed|updated)\b",
    re.I,
)

_CARD_STOPPED = re.compile(
    r"\b(?:kartu\w*|bpjs\w*|kis(?:nya|ku)?|jkn|kepesertaan\w*|membership|card)\b(?:(?!\b(?:kalau|kalo|klo|if|app|apk|aplikasi)\b).){0,40}"
    r"\b(?:(?:ga|gak|nggak|ngga|tidak|tdk|ndak|ora|teu|not|no longer)\W+(?:aktif|active)|nonaktif|non aktif"
    r"|dinonaktif\w*|terblokir|diblokir|mati|inactive|deactivated|stopped working)\b",
    re.I,
)
"""A card that has stopped: its status tells why."""
_NO_WONDER = re.compile(
    r"^\W*(?:(?:o+h*|ya|lah|hm+)\W+)*(?:pantes\w*|pantas(?:an)?(?: saja)?|no wonder)\b(?:\W+\w+){0,6}\W*$",
    re.IGNORECASE,
)
"""Takes up what was just told: "ooh pantes ditolak puskesmas"."""
_TURNED_AWAY = re.compile(
    r"\b(?:(?:di)?tolak\w*|menolak|nolak\w*|diusir|disuruh|diminta|refus\w*|rejected|turned away)\b", re.I
)
"""What somebody did to a patient is a grievance, whatever the card says."""


def stopped_before_care(reading: Reading) -> bool:
    """A card that stopped where treatment is due now or tomorrow, without the wish to complain of it."""
    stopped = needs_care_soon(reading) and _CARD_STOPPED.search(reading.text) is not None
    return stopped and not complains(reading.text)


def card_stopped(text: str) -> bool:
    """Words that say that a card is not active any more, without the wish to complain of it."""
    stopped = len(text.split()) <= PAID_WORDS and _CARD_STOPPED.search(text) is not None
    return stopped and not (complains(text) or _TURNED_AWAY.search(text))


def paid_but_inactive(text: str) -> bool:
    """Words that say: I have paid, and the card (or the bill) does not show it."""
    return len(text.split()) <= PAID_WORDS and bool(SAID_PAID.search(text) and _INACTIVE.search(text))


def _paid_in_vain(reading: Reading) -> bool:
    """ "tapi kemarin udah saya bayar lho" behind the bill, which does not show it."""
    seen = shown(reading)
    behind_bill = seen.get("kind") == "bill" or seen.get("of") == ARREARS_FIRST
    told = len(reading.text.split()) <= TOLD_WORDS and not asks_something(reading.text)
    return behind_bill and told and SAID_PAID.search(reading.text) is not None


def paid_in_trouble(reading: Reading) -> bool:
    """Whether a typed message says so, whatever else it resembles; "sudah bayar belum ya" only asks."""
    typed = not (reading.pressed or reading.form)
    lost = typed and (_paid_in_vain(reading) or paid_but_inactive(reading.text))
    return lost and not _WHETHER_PAID.search(reading.text)


def _hardly_a_grievance(reading: Reading) -> bool:
    few = len(reading.text.split()) <= FEW_WORDS and reading.confidence < UNSURE
    told = tells_between(reading) and len(reading.text.split()) <= TOLD_WORDS and reading.confidence < TOLD_UNSURE
    asked = asks_something(reading.text) and not complains(reading.text) and len(reading.text.split()) <= TOLD_WORDS
    told = told or (asked and reading.confidence < UNSURE)
    return not (reading.pressed or reading.form) and (few or told or _NO_WONDER.match(reading.text) is not None)


async def _only_told(reading: Reading) -> bool:
    """A short statement in the middle of something, about nothing that a complaint is about: however like one it is."""
    told = tells_between(reading) and len(reading.text.split()) <= TOLD_WORDS and not complains(reading.text)
    return told and not (await categories_for(reading, reading.text))["suggested"]


def _card_first(reading: Reading, say: Say) -> list[EventType]:
    """The status of the card tells why it stopped; the report stays one button away, with what was told."""
    say(
        "utter_card_trouble",
        buttons=[say.button("utter_choice_submit_complaint", press("submit_complaint", value=CARD))],
    )
    return [SlotSet("contributions_trouble", reading.text), FollowupAction("action_check_membership_status")]


class PaymentTrouble(Personal):
    """ "Sudah bayar tapi belum aktif": answered from the payments before anybody has to write a complaint."""

    action = "action_payment_trouble"
    wish_slot = "contributions_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """Nothing more than that."""
        return {"paid": True}

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """The payment that came, or that none did."""
        return await tell_payment(reading, say)


class ComplaintsStart(Answer):
    """Where a grievance begins: a payment that seems lost is looked for first, all else is taken down at once."""

    action = "action_complaints_start"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Opens the complaint, or answers from the payments; danger in the words always opens the complaint."""
        if (kept := kept_report(reading)) is not None:
            return kept
        if reading.slot("contributions_trouble") and says_report_now(reading):
            return await self._report(reading, say)
        if (opened := await self._of_button(reading, say)) is not None:
            return opened
        if gives_up(reading) and not reading.form:  # "ga usah dilaporin, cuma pengen mereka tau"
            say("utter_deny")
            return []
        if refuses_report(reading) and not reading.form:  # "saya ga mau ngadu, cuma mau hati-hati"
            return await self._not_wanted(reading, say)
        looked_up = await self._looked_up_first(reading, say)
        return [FollowupAction("complaints_form")] if looked_up is None else looked_up

    async def _not_wanted(self, reading: Reading, say: Say) -> list[EventType]:
        """No complaint; what is said besides goes on with what was talked of."""
        left = {"text": refusal_left(reading), "intent": {"name": "nlu_fallback", "confidence": 0.0}}
        reading.tracker.latest_message = {**reading.tracker.latest_message, **left}
        if (told := await tell_alike(reading, say)) is None:
            say("utter_complaints_not_wanted")
        return told or []

    async def _looked_up_first(self, reading: Reading, say: Say) -> list[EventType] | None:
        """What our own data may explain is looked up before it is taken down, unless somebody is in danger."""
        typed = not reading.pressed and not reading.form
        lost = typed and (_paid_in_vain(reading) or paid_but_inactive(reading.text))
        if not lost and (_hardly_a_grievance(reading) or await _only_told(reading)):
            return [FollowupAction("action_default_fallback")]
        if typed and stopped_before_care(reading):
            return heard(reading, meant_as(reading, "reactivate_membership"))  # the way back before any report
        stopped = typed and not lost and card_stopped(reading.text)
        ways = typed and asks_way(reading)
        if not (lost or stopped or ways) or (await judge(reading, {}))["handover"]:
            return None
        if ways and not (lost or stopped):
            return ways_offered(reading, say)
        if stopped:
            return _card_first(reading, say)
        if lost and (angry(reading) or _SHOUTS.search(reading.text)):
            say("utter_regret")
        if not await is_verified(reading):  # who is known gets the answer at once
            say("utter_payment_trouble", buttons=buttons(say, report=REPORT))
        return [
            SlotSet("contributions_trouble", reading.text),
            SlotSet("contributions_wish", None),
            FollowupAction("action_payment_trouble"),
        ]

    async def _of_button(self, reading: Reading, say: Say) -> list[EventType] | None:
        """What a button reports that says what it is about."""
        ways: dict[str, Callable[[], Awaitable[list[EventType]]]] = {
            "payment": lambda: self._report(reading, say),
            CARD: lambda: about_card(reading, reading.slot("contributions_trouble") or reading.text),
            APP: lambda: report_app(reading, say),
            AFTER: lambda: after_danger(reading),
            BESIDE: lambda: beside_person(reading),
            FRAUD: lambda: about_fraud(reading, say.text("utter_complaints_fraud_opening")),
        }
        way = ways.get(reading.pressed_value or "")
        return await way() if way else None

    async def _report(self, reading: Reading, say: Say) -> list[EventType]:
        story = reading.slot("contributions_trouble") or say.text("utter_contributions_complaint_story")
        await say_reported(reading, say)
        return [SlotSet("contributions_trouble", None), *await about_payment(reading, story)]
