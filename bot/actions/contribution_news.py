"""News about money that came by itself: a payment, a stage, a failed debit."""

from collections.abc import Callable, Mapping
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.backend import call
from bot.actions.money_words import BILL, PAY, PERSON, REHAB, REPORT, bank_of, buttons
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.texts import Say

Facts = Mapping[str, Any]


class ContributionsNews(Answer):
    """Tells what this conversation has not been told yet; an open form's question comes again afterwards."""

    action = "action_contributions_news"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """One message for each piece of news."""
        for item in await call(reading, "POST", "/contributions/news/take", json={}):
            _TELL[item["kind"]](say, item["facts"])
        # A report of what is told here is about this payment, not about an older trouble that was told in words.
        return [SlotSet("contributions_trouble", None)] if reading.slot("contributions_trouble") else []


def _paid(say: Say, facts: Facts) -> None:
    values: dict[str, Any] = {"amount": say.rupiah(facts["amount"]), "bank": bank_of(say, facts["bank"])}
    if facts["unpaid_months"]:
        more: dict[str, Any] = {"months": facts["unpaid_months"], "due": say.rupiah(facts["due"])}
        say("utter_news_paid_part", buttons=buttons(say, pay=PAY, bill=BILL), **values, **more)
        return
    say("utter_news_paid_active" if facts["active"] else "utter_news_paid", **values)


def _held(say: Say, facts: Facts) -> None:
    values: dict[str, Any] = {"amount": say.rupiah(facts["amount"]), "due": say.rupiah(facts["due"])}
    say("utter_news_held", buttons=buttons(say, report=REPORT, person=PERSON), **values)


def _returned(say: Say, facts: Facts) -> None:
    say("utter_news_returned", buttons=buttons(say, bill=BILL, person=PERSON), amount=say.rupiah(facts["amount"]))


def _stage_paid(say: Say, facts: Facts) -> None:
    numbers = ", ".join(str(number) for number in facts["numbers"])
    values: dict[str, Any] = {"amount": say.rupiah(facts["amount"]), "numbers": numbers, "stages": facts["stages"]}
    if facts["completed"]:
        say("utter_news_plan_completed" if facts["active"] else "utter_news_plan_done", **values)
        return
    upcoming: dict[str, Any] = {"next": say.rupiah(facts["next_amount"]), "due": say.short_day(facts["next_due"])}
    say("utter_news_stage_paid", buttons=buttons(say, schedule=REHAB), **values, **upcoming)


def _stage_missed(say: Say, facts: Facts) -> None:
    say("utter_news_stage_missed", buttons=buttons(say, pay=PAY, schedule=REHAB), **_stage(say, facts))


def _plan_ended(say: Say, facts: Facts) -> None:
    say("utter_news_plan_ended", buttons=buttons(say, bill=BILL, rehab=REHAB, person=PERSON), **_stage(say, facts))


def _stage(say: Say, facts: Facts) -> dict[str, Any]:
    return {
        "number": facts["number"],
        "stages": facts["stages"],
        "due_on": say.short_day(facts["due_on"]),
        "due": say.rupiah(facts["due"]),
    }


def _debit_failed(say: Say, facts: Facts) -> None:
    reason = say.text(f"utter_autodebit_reason_{facts['reason']}")
    values: dict[str, Any] = {
        "bank": facts["bank"],
        "amount": say.rupiah(facts["amount"]),
        "due": say.short_day(facts["due_on"]),
    }
    say("utter_news_debit_failed", buttons=buttons(say, pay=PAY, person=PERSON), reason=reason, **values)


def _mandate_active(say: Say, facts: Facts) -> None:
    say("utter_news_mandate_active", bank=facts["bank"], day=facts["run_day"], account=facts["account"])


def _mandate_refused(say: Say, facts: Facts) -> None:
    say("utter_news_mandate_refused", bank=facts["bank"])


_TELL: dict[str, Callable[[Say, Facts], None]] = {
    "paid": _paid,
    "held": _held,
    "returned": _returned,
    "stage_paid": _stage_paid,
    "stage_missed": _stage_missed,
    "plan_ended": _plan_ended,
    "debit_failed": _debit_failed,
    "mandate_active": _mandate_active,
    "mandate_refused": _mandate_refused,
}
