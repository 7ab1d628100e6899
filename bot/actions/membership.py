"""Membership: whether a card is active, why not, and what to do then."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, FollowupAction

from bot.actions.amounts import filled
from bot.actions.backend import call
from bot.actions.further_questions import questions
from bot.actions.helping_turns import HELPING
from bot.actions.helping_turns import WISH as HELPING_WISH
from bot.actions.membership_identification import holds_number, holds_phone, is_birth_date, outcome_of
from bot.actions.membership_profile import UpdateMemberData
from bot.actions.noise import bare_digits
from bot.actions.outcomes import Filled, Unusable, resume
from bot.actions.payment_trouble import paid_but_inactive
from bot.actions.personal import Personal, person_meant, person_words
from bot.actions.press import press
from bot.actions.reactivation import needs_care_soon
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import finish_form, open_form, remember
from bot.actions.smalltalk import close_form
from bot.actions.texts import Button, Say
from bot.actions.verify import WISH, ask_to_verify, say_waiting, waits
from bot.actions.viewer import IDENTIFIED, VERIFIED, viewer_of

INTENT = "check_membership_status"
FORM = "membership_form"
OTHER_CARD, MORE = "other", "more"
"""What buttons under an answer ask for: the card of somebody else, or the reason, which needs verification."""

_WHY = re.compile(
    r"\b(?:kenapa|knp|kenape|kok|mengapa|alasan\w*|penyebab\w*|sebab\w*|ngapa|naha|why|reason)\b", re.IGNORECASE
)
_AMOUNT_DUE = re.compile(
    r"\b(?:berapa|brp|brapa|piro|sabaraha|bara|how much)\b.{0,24}"
    r"\b(?:(?:di|mem|ku)?bayar\w*|(?:me|di)?lunas\w*|tunggak\w*|nunggak\w*|pay|owe|due)\b"
    r"|\b(?:di)?bayar\w*\s+(?:berapa|brp|piro|sabaraha)\b",
    re.IGNORECASE,
)


async def tell_reasons(reading: Reading, say: Say) -> None:
    """Why cards usually stop, which is told without a login; what it is for one card follows the verification."""
    text, _ = await filled(reading, say, (questions()["inactive_reasons"].text or {})[reading.language])
    say.plain(text)


class CheckMembershipStatus(Personal):
    """Active or not for who is identified; why, and what next, for who is verified."""

    action = "action_check_membership_status"
    wish_slot = "membership_wish"
    number_says_whose = False  # that of anybody may be asked about, with the date of birth
    resumes = False

    def read(self, reading: Reading) -> dict[str, Any]:
        """Whose card; "another one" and a typed number mean that of somebody who must be identified first."""
        value = reading.entity("value")
        other = value == OTHER_CARD or holds_number(reading)
        return {
            **person_words(reading),
            "other": other,
            "more": value == MORE or (reading.form == FORM and not other and not reading.pressed),
            "why": _WHY.search(reading.text) is not None,
        }

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Replaces its own form; another open form goes on afterwards. "Paid, but not active" looks at the payments."""
        if not (reading.pressed or reading.form) and paid_but_inactive(reading.text):
            return [FollowupAction("action_complaints_start")]
        if not reading.pressed and _AMOUNT_DUE.search(reading.text):  # the bill says that the card stopped, and when
            return [FollowupAction("action_check_contribution")]
        if needs_care_soon(reading) and not reading.form:
            return [FollowupAction("action_reactivate")]
        if (reading.also or {}).get("intent") == "check_contribution" and not reading.form:
            return []  # the bill that is asked for besides says it too, and needs no number typed here
        events = await super().answer(reading, say)
        if reading.form == FORM:
            return [*close_form(reading), *events]
        opened = any(event["event"] == "followup" for event in events)
        return events if opened else [*events, *resume(reading)]

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """As much as may be told; asks for number and date of birth where nothing is known."""
        viewer = await viewer_of(reading)
        if wish.get("why") and not reading.pressed and viewer["level"] < VERIFIED:
            await tell_reasons(reading, say)
        reason = wish.get("more") or (wish.get("why") and viewer["level"] == IDENTIFIED)
        if not wish.get("other") and (viewer["level"] >= VERIFIED or reason):
            return await self._tell_verified(reading, say, wish)
        if viewer["level"] == IDENTIFIED and not wish.get("other") and not wish.get("relation"):
            status = await call(reading, "GET", "/membership/status")
            say_status(say, active=status["active"])
            return [remember("status", of=_state(active=status["active"]))]
        own = not (wish.get("other") or wish.get("relation"))
        if own and waits(reading) and reading.slot(WISH) == "reactivate_membership":
            say_waiting(reading, say)  # what is told then says it too
            return []
        return open_form(reading, FORM, page=None if own else False)

    async def _tell_verified(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        meant = await person_meant(reading, say, wish, intent=INTENT)
        if not meant.settled:
            return []
        params = {"member": meant.member_id}
        member = await call(reading, "GET", "/membership/me", params=params)
        say_membership(say, member)
        return [remember("membership", member=meant.member_id, of=_state(active=member["active"]))]


def _state(*, active: bool) -> str:
    return "card_active" if active else "card_inactive"


def say_status(say: Say, *, active: bool) -> None:
    """Active or not, and nothing else; the reason needs verification."""
    more = say.button("utter_membership_button_more", press(INTENT, value=MORE))
    other = say.button("utter_membership_button_other", press(INTENT, value=OTHER_CARD))
    say("utter_membership_active" if active else "utter_membership_inactive", buttons=[more, other])


def say_membership(say: Say, member: Mapping[str, Any]) -> None:
    """Name, class and first-level facility; for an inactive card the reason and the next step."""
    segment = say.text(f"utter_membership_segment_{member['segment']}")
    facility = member["fktp_name"] or say.text("utter_membership_no_fktp")
    facts = {"name": member["name"], "segment": segment, "level": member["contribution_class"], "fktp": facility}
    if member["active"]:
        say("utter_membership_verified_active", **facts)
        return
    say("utter_membership_verified_inactive", **facts)
    reason = member["status_reason"] or "unknown"
    say(f"utter_membership_reason_{reason}", months=member["arrears_months"])


class MembershipShow(Answer):
    """Runs when the identification is over."""

    action = "action_membership_show"
    ends = "membership"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """What came of it."""
        active = reading.slot("membership_active")
        if active is None:
            return finish_form(reading, self.ends)
        say_status(say, active=bool(active))
        return [remember("status", of=_state(active=bool(active))), *finish_form(reading, self.ends)]


class MembershipTyped(Answer):
    """A message that is nothing but a number: what is wrong with it, or what it is for."""

    action = "action_membership_typed"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """The number is kept for the next message, a date of birth too; letters of hospitals are for the queue."""
        if is_birth_date(reading):
            return await self._born(reading, say)
        digits = bare_digits(reading)
        if holds_phone(reading) and reading.slot(WISH) == "update_member_data" and waits(reading):
            if (reading.slot(UpdateMemberData.wish_slot) or {}).get("lost"):  # no code reaches the old one
                say("utter_membership_phone_waits_lost")
                return []
            say("utter_membership_phone_waits")
            return []
        if not (holds_number(reading) or digits):
            say_letter(reading, say)
            return []
        found = await call(reading, "POST", "/identity/identify", json={"number": digits[:200]} if digits else {})
        if found["outcome"] == "birth_date_needed":
            return await self._number_alone(reading, say, found["details"]["number"])
        return self._go_on(reading, say, found)

    async def _number_alone(self, reading: Reading, say: Say, number: str) -> list[EventType]:
        """A number without a date of birth: for what waits, for whomever it is, or for what is still to be said."""
        waiting, asked_for = reading.slot("after_verification"), (reading.slot(HELPING_WISH) or {}).get("intent")
        if waiting == HELPING and asked_for == "check_membership_status":
            say("utter_noted", value=number)  # that and the date of birth are enough, without their permission
            return open_form(reading, FORM, number=True)
        if waiting:
            say("utter_membership_typed_waits", number=number)
            return await ask_to_verify(reading, say, after=waiting)
        say("utter_membership_typed", buttons=wishes(say), number=number)
        return []

    async def _born(self, reading: Reading, say: Say) -> list[EventType]:
        """With the number that was typed before it is enough; alone it waits for one."""
        found = await call(reading, "POST", "/identity/identify", json={"birth_date": reading.text[:200]})
        if found["details"].get("birth_date_kept"):
            return open_form(reading, FORM, birth_date=True)
        return self._go_on(reading, say, found)

    def _go_on(self, reading: Reading, say: Say, found: Mapping[str, Any]) -> list[EventType]:
        if found["outcome"] == "identified":
            say_status(say, active=found["active"])
            return [remember("status", of=_state(active=found["active"]))]
        outcome = outcome_of(say, found)
        if isinstance(outcome, Unusable):
            say(outcome.response, **outcome.values)
        if isinstance(outcome, Filled) and outcome.slots.get("membership_suggestion"):
            return open_form(reading, FORM, suggestion=outcome.slots["membership_suggestion"])
        return []


def wishes(say: Say) -> list[Button]:
    """What a card number is needed for."""
    intents = {"status": INTENT, "bill": "check_contribution", "queue": "book_queue"}
    return [say.button(f"utter_membership_button_{name}", f"/{intent}") for name, intent in intents.items()]


def say_letter(reading: Reading, say: Say) -> None:
    """What is wrong with a letter's number, or that the queue is where it is used."""
    problems = [item["problem"] for item in reading.metadata["identifiers"] if item["problem"]]
    say(f"utter_problem_{problems[0]}" if problems else "utter_membership_letter_typed")
