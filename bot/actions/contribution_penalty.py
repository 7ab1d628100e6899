"""Contributions: an estimate of the fine for inpatient care soon after a card is active again."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.numbers import format_decimal
from rasa_sdk.events import EventType, SlotSet

from bot.actions.amounts import values_today
from bot.actions.backend import call
from bot.actions.contribution_people import told_before
from bot.actions.forms import Form
from bot.actions.outcomes import Filled, Outcome, Unusable, resume
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import finish_form, open_form, remember, shown
from bot.actions.texts import Say
from bot.actions.topic import TOPIC
from bot.actions.turns import heard, pressed
from bot.actions.viewer import is_verified
from bot.components.values import amount, months, number

UNKNOWN, _COMPLAINT = "unknown", "complaints_form"
LEAST_COST = 10_000
"""Rupiah; a smaller number is not the cost of inpatient care ("6" is months, "10" is short for ten million)."""
MOST_COST = 1_000_000_000
MOST_MONTHS = 600
_MONTH_WORD = re.compile(r"\b(?:bulan|bln|tahun|thn|months?|years?)\b", re.I)
_MONTHS = re.compile(r"\b(?:\d{1,3}|se|setengah)\s*(?:bulan|bln|tahun|thn|months?|years?)\b", re.I)
_MILLIONS = re.compile(
    r"(?:\b\d+(?:[.,]\d+)*|\b(?:(?:se|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas)\s*"
    r"(?:belas|puluh|ratus)?\s*){1,3})\s*(?:juta|jt)\b",
    re.I,
)
COST_WORDS = 8
_DAYS = re.compile(r"\b(\d{1,3})\s*(?:hari|days?)\b", re.I)
_COUNT = r"(?P<count>\d{1,3}|se|satu|dua|tiga|empat|lima|enam|a|one|two|three|four|five|six)"
_SPAN = rf"\b{_COUNT}\s*(?P<unit>hari|minggu|pekan|bulan|bln|tahun|days?|weeks?|months?|years?)"
_BACK = r"(?:aktif|active|reactivat|lunas|(?:di|me)lunasi|pelunasan|(?:mem|di)?bayar|pembayaran|paying|paid|payment)\w*"
"""What makes the card active again: all is paid."""
_OWED = re.compile(
    r"\b(?:nunggak\w*|menunggak\w*|tunggakan\w*|telat\w*|terlambat|(?:ga|gak|nggak|tidak|belum) (?:mem)?bayar|arrears"
    r"|behind|late|owed?)\W+(?:\w+\W+)?$",
    re.I,
)
"""The months behind it are those unpaid: "nunggak 5 bulan sejak bayar terakhir"."""
_SINCE_ACTIVE = (
    re.compile(
        rf"{_SPAN}\s+(?:\w+\s+){{0,2}}?(?:setelah|sesudah|stlh|habis|abis|sejak|semenjak|sehabis|bar|sawise|sanggeus|dari"
        rf"|after|since|from)\s+(?:\w+\s+){{0,4}}?{_BACK}(?:\s+(?:lagi|again|kembali))?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_BACK}\W+(?:\w+\W+){{0,6}}?{_SPAN}\s+(?:kemudian|kmudian|setelahnya|sesudahnya|setelah itu|later"
        r"|afterwards)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:aktif|active)(?:nya)?\s+(?:(?:lagi|kembali|again|sudah|udah|udh|sdh|baru|lewat|for|sejak)\s+){0,3}"
        + _SPAN,
        re.IGNORECASE,
    ),
)
"""How long the card has been active again: "3 minggu setelah aktif", "2 bulan dari bayar", "aktif sudah dua bulan"."""
_DAYS_OF = (
    ("hari", 1),
    ("day", 1),
    ("minggu", 7),
    ("pekan", 7),
    ("week", 7),
    ("bulan", 30),
    ("bln", 30),
    ("month", 30),
)
_DAYS_OF_YEAR = 365
_OF_FINE = re.compile(
    r"\b(?:kena|denda\w*|fine|penalty|(?:di)?rawat\w*|opname|inap|operasi|lahiran|melahirkan|admitted|inpatient)\b",
    re.I,
)
_FINE = re.compile(r"\b(?:denda\w*|didenda|fines?|fined|penalty)\b", re.I)
_WHETHER = re.compile(
    r"\b(?:kena|keno|ada|apa(?:kah)?|tetap|masih)\W+(?:\w+\W+){0,2}?(?:di)?denda\b"
    r"(?!\w*\W+(?:\w+\W+){0,2}(?:berapa|brp|piro))"
    r"|\bdidenda\W+(?:\w+\W+)?(?:ga|gak|nggak|tidak|kah)\b"
    r"|\b(?:will|do|would) i (?:be fined|(?:have to )?pay (?:a|the) fine)\b",
    re.I,
)
"""Whether there is a fine is asked first, and not how much."""
_NO_ESTIMATE = re.compile(
    r"\b(?:kata|katanya|denger|dengar|kabarnya|konon|ditagih|nagih|disuruh|suruh|diminta|gaji\w*|upah|charged|heard"
    r"|they say|says|said|wage|salary)\b",
    re.I,
)
_FINE_TOPICS = frozenset({"service_penalty", "arrears_effect"})
_LATE = re.compile(
    r"\b(?:telat|terlambat|nunggak|menunggak|tunggakan|late|arrears|behind|miss(?:ed|ing)?"
    r"|(?:ga|gak|nggak|tidak|belum) bayar)\b",
    re.I,
)
_CARE = re.compile(
    r"\b(?:(?:di)?rawat\w*|opname|inap|rs\w*|rumah sakit|operasi|biaya|hitung\w*|perkiraan|kira-?kira|estimasi"
    r"|simulasi|pelayanan|aktif|inpatient|hospital\w*|admitted|estimate|calculate)\b",
    re.I,
)
_UNSURE = re.compile(
    r"\b(?:belum|blm|ga|gak|gk|nggak|ngga|tidak|tdk|kurang|not|don't|no)\W+(?:tau|tahu|yakin|ada|know|sure|idea)\b",
    re.I,
)
"""Nobody knows the cost yet."""
OUTPATIENT = re.compile(r"\b(?:rawat|berobat)\s+jalan\b|\boutpatient\b", re.I)
"""Care for which there is no fine."""


def _since_active(reading: Reading) -> re.Match[str] | None:
    found = next(filter(None, (pattern.search(reading.text) for pattern in _SINCE_ACTIVE)), None)
    owed = found is not None and _OWED.search(reading.text[: found.start("count")])
    return None if reading.pressed or owed else found


def days_active(reading: Reading) -> int | None:
    """How many days the card has been active again when care is due, as the message says."""
    found = _since_active(reading)
    if found is None:
        return None
    count = 1 if found["count"].lower() in ("se", "a") else number(found["count"]) or 0
    unit = found["unit"].lower()
    return count * next((days for word, days in _DAYS_OF if unit.startswith(word)), _DAYS_OF_YEAR)


def asks_estimate(reading: Reading) -> bool:
    """ "dendanya berapa kalau operasinya 8 juta", behind the fine also "kalau 60 juta?": the cost of care is named, to
    reckon with; what was only heard of, or is charged, is another matter.
    """
    if reading.form or cost_told(reading) is None or _NO_ESTIMATE.search(reading.text):
        return False
    told = (reading.slot(TOPIC) or {}).get("faq") in _FINE_TOPICS or shown(reading).get("kind") == "penalty"
    late = _LATE.search(reading.text) and _OF_FINE.search(reading.text)
    return bool(told or late or _FINE.search(reading.text))


def _months_told(reading: Reading) -> int | None:
    """The unpaid months that were named before the fine was asked for."""
    return shown(reading).get("months_told") or told_before(reading).get("months")


def asks_when_active(reading: Reading) -> bool:
    """ "kalau dirawatnya 2 bulan setelah aktif lagi tetap kena?": of the fine, with the time since then."""
    told = (reading.slot(TOPIC) or {}).get("faq") in _FINE_TOPICS or shown(reading).get("kind") == "penalty"
    meant = reading.intent == "estimate_service_penalty" or reading.entity("faq_id") in _FINE_TOPICS
    of_it = told and (reading.slot(TOPIC) or {}).get("faq") != "arrears_effect"
    asks = of_it or ((told or meant) and _OF_FINE.search(reading.text))
    return bool(asks and days_active(reading) is not None)


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
            "months": before.get("months") or _months_told(reading),
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


def cost_told(reading: Reading) -> int | None:
    """The cost in "kata rumah sakit sekitar dua belas juta"."""
    found = None if reading.pressed else _MILLIONS.search(reading.text)
    cost = amount(found.group()) if found else None
    return cost if cost and LEAST_COST <= cost <= MOST_COST else None


def tells_cost(reading: Reading) -> bool:
    """Such a message behind what was said of the fine: the cost that it is reckoned from."""
    about = (reading.slot(TOPIC) or {}).get("faq") == "service_penalty"
    return about and len(reading.text.split()) <= COST_WORDS and cost_told(reading) is not None


def only_late(reading: Reading) -> bool:
    """ "telat bayar 3 bulan dendanya berapa": for being late there is none, so no cost of care is asked for."""
    estimate = reading.pressed or reading.entity("amount") or _CARE.search(reading.text)
    return not estimate and _LATE.search(reading.text) is not None


def months_in(reading: Reading) -> str | None:
    """The words for a number of months in a message, also where it is nothing but that ("6 bulan")."""
    if reading.pressed:
        return None
    since = _since_active(reading)
    text = reading.text if since is None else reading.text[: since.start()] + reading.text[since.end() :]
    found = _MONTHS.search(text)
    named = reading.entity("months") if since is None else None
    return named or (found.group() if found else None)


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
