"""Contributions: an estimate of the fine for inpatient care soon after a card is active again."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.numbers import format_decimal
from rasa_sdk.events import EventType, SlotSet

from bot.actions.amounts import values_today
from bot.actions.backend import call
from bot.actions.forms import Form
from bot.actions.outcomes import Filled, Outcome, Unusable, resume
from bot.actions.penalty_words import LEAST_COST, MOST_COST, cost_told, days_active, months_in, months_told, only_late
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import finish_form, open_form, remember, shown
from bot.actions.texts import Say
from bot.actions.topic import TOPIC
from bot.actions.turns import heard, pressed
from bot.actions.viewer import is_verified
from bot.components.values import amount, months

UNKNOWN, _COMPLAINT = "unknown", "complaints_form"
MOST_MONTHS = 600
_MONTH_WORD = re.compile(r"\b(?:bulan|bln|tahun|thn|months?|years?)\b", re.I)
_DAYS = re.compile(r"\b(\d{1,3})\s*(?:hari|days?)\b", re.I)
_WHETHER = re.compile(
    r"\b(?:kena|keno|ada|apa(?:kah)?|tetap|masih)\W+(?:\w+\W+){0,2}?(?:di)?denda\b"
    r"(?!\w*\W+(?:\w+\W+){0,2}(?:berapa|brp|piro))"
    r"|\bdidenda\W+(?:\w+\W+)?(?:ga|gak|nggak|tidak|kah)\b"
    r"|\b(?:will|do|would) i (?:be fined|(?:have to )?pay (?:a|the) fine)\b",
    re.I,
)
"""Whether there is a fine is asked first, and not how much."""
_UNSURE = re.compile(
    r"\b(?:belum|blm|ga|gak|gk|nggak|ngga|tidak|tdk|kurang|not|don't|no)\W+(?:tau|tahu|yakin|ada|know|sure|idea)\b",
    re.I,
)
"""Nobody knows the cost yet."""
OUTPATIENT = re.compile(r"\b(?:rawat|berobat)\s+jalan\b|\boutpatient\b", re.I)
"""Care for which there is no fine."""


class EstimatePenalty(Answer):
    """Begins the estimate, or begins it anew with other figures ("kalau 20 juta?")."""

    action = "action_estimate_penalty"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Keeps what is known: from the message, from the last estimate, and from the bill of a verified member."""
        seen, since = shown(reading), days_active(reading)
        if seen.get("kind") != "penalty" and since is None and only_late(reading):
            told = months(months_in(reading) or "")
            kept = [SlotSet("shown", {**seen, "months_told": told})] if told else []  # the fine may be asked for next
            return [*kept, *heard(reading, pressed(press("faq", faq_id="arrears_effect")) or {})]
        before = seen["figures"] if seen.get("kind") == "penalty" else await own_figures(reading)
        days = _DAYS.search(reading.text)
        told = int(days.group(1)) if days else before.get("days") or 0
        facts = {
            "segment": before.get("segment") or "PBPU",
            "days": told if since is None else since,
            "inpatient": not OUTPATIENT.search(reading.text),
        }
        known = {
            "cost": before.get("cost") or cost_told(reading),
            "months": before.get("months") or months_told(reading),
        }
        if since is not None:
            facts |= {"supposed": True, "usual_days": before.get("days") or 0}
            if not known["cost"]:
                return await _tell_window(reading, say, facts)
        if reading.form == _COMPLAINT and not known["cost"]:
            return await _tell_rule(reading, say)
        if _WHETHER.search(reading.text) and not known["cost"] and facts["inpatient"]:
            await _say_applies(reading, say)
        return open_form(reading, "contributions_penalty_form", facts=facts, **known)


async def _tell_rule(reading: Reading, say: Say) -> list[EventType]:
    """While a complaint is taken down the rule is enough; figures told next belong to the complaint."""
    days = (await values_today(reading, days="penalty.window"))["days"]
    say("utter_contributions_penalty_rule_beside", days=days)
    return [SlotSet(TOPIC, {"faq": "service_penalty"}), *resume(reading)]


async def _say_applies(reading: Reading, say: Say) -> None:
    """When there is a fine at all, before figures are asked for: "minggu depan opname, kena denda?"."""
    days = (await values_today(reading, days="penalty.window"))["days"]
    say("utter_contributions_penalty_applies", days=days)


async def _tell_window(reading: Reading, say: Say, facts: Mapping[str, Any]) -> list[EventType]:
    """Whether there is a fine at all so long after the card became active again; no figures are asked for that."""
    figures = {"cost": 0, "months": 1, **_facts(facts)}
    estimate = await call(reading, "GET", "/contributions/penalty-estimate", params=figures)
    within = estimate["reason"] == "estimated"
    ways = [say.button("utter_contributions_button_penalty", "/estimate_service_penalty")] if within else []
    reason = "within" if within else estimate["reason"]
    say(f"utter_contributions_penalty_{reason}", buttons=ways, **_values(say, estimate))
    return [SlotSet(TOPIC, {"faq": "service_penalty"})]


async def own_figures(reading: Reading) -> dict[str, Any]:
    """Segment and unpaid months of a verified member, and how long ago the card became active again."""
    if not await is_verified(reading):
        return {}
    bill = await call(reading, "GET", "/contributions/bill")
    back = bill["reactivated"]
    if back and not bill["arrears_months"]:
        days = (date.fromisoformat(bill["as_of"]) - date.fromisoformat(back["on"])).days
        return {"segment": bill["segment"], "months": back["months"], "days": days}
    return {"segment": bill["segment"], "months": bill["billed_months"] or None}


class ValidateContributionsPenaltyForm(Form):
    """Asks for the cost and the unpaid months, as far as they were not said."""

    form = "contributions_penalty_form"
    own_intents = frozenset({"estimate_service_penalty"})

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Nothing where the rule alone is the answer."""
        facts = known.get("contributions_penalty_facts") or {}
        if known.get("contributions_penalty_cost") == UNKNOWN or facts.get("segment") == "PBI":
            return []
        return ["contributions_penalty_cost", "contributions_penalty_months"]

    def watched(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Both figures, whichever is asked for."""
        return ["contributions_penalty_cost", "contributions_penalty_months"]

    async def extract_contributions_penalty_cost(self, reading: Reading, say: Say) -> Outcome:
        """Rupiah in any usual form; or that nobody knows yet."""
        asked = reading.requested == "contributions_penalty_cost"
        unsure = not reading.pressed and _UNSURE.search(reading.text) is not None
        if asked and (unsure or reading.entity("value") == UNKNOWN or reading.intent == "deny"):
            return Filled({"contributions_penalty_cost": UNKNOWN})
        named = reading.entity("amount") or (reading.entity("value") if asked else None)
        if not named and asked and not reading.pressed and not _MONTH_WORD.search(reading.text):
            named = reading.text
        cost = amount(named) if named else None
        if cost is None:
            return None
        if not LEAST_COST <= cost <= MOST_COST:
            return Unusable("utter_help_contributions_penalty_cost")
        return Filled({"contributions_penalty_cost": cost})

    async def extract_contributions_penalty_months(self, reading: Reading, say: Say) -> Outcome:
        """Months in any usual form ("setahun", "6 bln", "6")."""
        asked = reading.requested == "contributions_penalty_months"
        named = months_in(reading) or (reading.entity("value") if asked else None)
        if not named and asked and not reading.pressed and not reading.entity("amount"):
            named = reading.text
        count = months(named) if named else None
        if count is None or not 0 <= count <= MOST_MONTHS:
            return None
        return Filled({"contributions_penalty_months": count})

    def shown_value(self, slot: str, values: Mapping[str, Any]) -> str | None:
        """A corrected figure, as the member's language writes it."""
        value, language = values.get(slot), values.get("language") or "id"
        return str(format_decimal(value, "#,##0", locale=language)) if isinstance(value, int) else None


class PenaltyShow(Answer):
    """Says the estimate, or the rule where there are no figures."""

    action = "action_contributions_penalty_show"
    ends = "contributions_penalty"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Always called an estimate: the hospital's officer computes the fine."""
        known = {key: reading.slot(f"contributions_penalty_{key}") for key in ("cost", "months", "facts")}
        facts = known["facts"] or {}
        figured = isinstance(known["cost"], int)
        numbers = {"cost": known["cost"] if figured else 0, "months": known["months"] or 0}
        estimate = await call(reading, "GET", "/contributions/penalty-estimate", params={**numbers, **_facts(facts)})
        by_rule = not figured and facts.get("segment") != "PBI"
        reason = "rule" if by_rule else estimate["reason"]
        if reason == "estimated" and facts.get("supposed"):
            say("utter_contributions_penalty_within", **_values(say, estimate))
        say(f"utter_contributions_penalty_{reason}", **_values(say, estimate))
        if reason == "estimated" and estimate["payer"] == "employer":
            say("utter_contributions_penalty_employer")
        figures = {**facts, "cost": numbers["cost"] or None, "months": known["months"]}
        if figures.pop("supposed", False):  # what was only supposed counts for no other figures
            figures["days"] = figures.pop("usual_days")
        return [remember("penalty", figures=figures), *finish_form(reading, self.ends)]


def _facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    inpatient = "true" if facts.get("inpatient", True) else "false"
    return {"segment": facts.get("segment") or "PBPU", "days": facts.get("days") or 0, "inpatient": inpatient}


def _values(say: Say, estimate: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "amount": say.rupiah(estimate["amount"]),
        "cost": say.rupiah(estimate["package_cost"]),
        "most": say.rupiah(estimate["amount_max"]),
        "percent": estimate["percent"],
        "months": estimate["months_counted"],
        "days": estimate["window_days"],
        "months_max": estimate["months_max"],
    }
