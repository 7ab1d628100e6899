"""What is paid for a worker with a wage: "gaji 6,5 juta dipotong berapa", "yang dari kantor berapa"."""

import re
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.amounts import checked, dated_today, oldest_check
from bot.actions.backend import call
from bot.actions.contribution_people import RATES, rates_for_people, remembered, told_before
from bot.actions.reading import Reading
from bot.actions.texts import Say
from bot.actions.topic import TOPIC, topic_of_service
from bot.components.values import amount

_WAGE = re.compile(
    r"\b(?:di)?(?:gaji\w*|upah\w*|salary|wages?|paid|earn(?:s|ed|ing)?|makes|bergaji|digaji|penghasilan\w*)\b",
    re.IGNORECASE,
)
_SHARES = re.compile(
    r"\b(?:di ?potong|potongan\w*|(?:bagian|dari|tanggungan) (?:saya|sy|aku|pekerja|kantor|perusahaan|pemberi kerja)"
    r"|my (?:share|part)|deducted|(?:company|employer)(?:'s)? (?:share|part|pays?))\b"
    r"|^\W*(?:and\W+|what about\W+)?(?:the\W+)?(?:company|employer)\W*$",
    re.IGNORECASE,
)
_MILLIONS = re.compile(r"\b(?:[\w.,]+\s+){0,2}[\w.,]+\s*(?:juta|jt|million)\b", re.IGNORECASE)
_NAMES = {
    "total": "contribution.ppu.total",
    "employer": "contribution.ppu.employer_share",
    "worker": "contribution.ppu.worker_share",
    "cap": "contribution.ppu.wage_cap",
}
_SHARED = ("total", "employer", "worker")


async def reckoned(reading: Reading, say: Say) -> list[EventType] | None:
    """What contributions come to with the figures of a message: a wage, people, months; None without such."""
    return await share_of_wage(reading, say) or await rates_for_people(reading, say)


async def share_of_wage(reading: Reading, say: Say) -> list[EventType] | None:
    """What employer and worker pay of the wage in a message, or of the one named before; None where neither is meant.

    Perpres 64/2020 art. 30 and 32: 5 % of the wage, of the cap at most.
    """
    wage = _wage_in(reading)
    if wage is None:
        return None
    rules = await dated_today(reading, **_NAMES)
    cap = int(rules["cap"]["value"])
    parts: dict[str, Any] = {name: say.rupiah(min(wage, cap) * float(rules[name]["value"]) / 100) for name in _SHARED}
    note = say.text("utter_contribution_wage_" + ("capped" if wage > cap else "floor"), cap=say.rupiah(cap))
    age = oldest_check(say, checked(rules.values()))
    say("utter_contribution_wage", wage=say.rupiah(wage), note=note, age=age, **parts)
    return remembered(reading, wage=wage)


async def added_of_wage(reading: Reading, say: Say) -> list[EventType] | None:
    """What a further member costs of the wage that a message tells, "jadi kena berapa, gaji saya 6 juta", or the
    one told before.
    """
    told = None if reading.pressed or not _WAGE.search(reading.text) else _MILLIONS.search(reading.text)
    wage = amount(reading.entity("amount") or (told[0] if told else "")) or told_before(reading).get("wage")
    if not wage:
        return None
    rules = await dated_today(reading, cap=_NAMES["cap"], percent="contribution.ppu.additional_member")
    percent = float(rules["percent"]["value"])
    shown: dict[str, Any] = {
        "wage": say.rupiah(wage),
        "amount": say.rupiah(min(wage, float(rules["cap"]["value"])) * percent / 100),
        "percent": say.decimal(percent, "0.##"),
    }
    say("utter_contribution_wage_added", **shown)
    goes_on = (reading.slot(TOPIC) or {}).get("faq") == RATES  # there the next wage is asked of the contribution again
    return [*remembered(reading, wage=int(wage)), *([] if goes_on else topic_of_service("add_family_member"))]


async def say_added_cost(reading: Reading, say: Say) -> None:
    """What a further member of a worker's family costs of the wage that their employer reports; nothing where no wage
    is known (Perpres 64/2020 art. 30).
    """
    shares = (await call(reading, "GET", "/contributions/bill", params={"member": None}))["employer_shares"]
    if not shares:
        return
    rules = await dated_today(reading, cap=_NAMES["cap"], percent="contribution.ppu.additional_member")
    wage, percent = float(shares["wage"]), float(rules["percent"]["value"])
    amount_each = min(wage, float(rules["cap"]["value"])) * percent / 100
    shown: dict[str, Any] = {
        "wage": say.rupiah(wage),
        "amount": say.rupiah(amount_each),
        "percent": say.decimal(percent, "0.##"),
    }
    say("utter_registration_added_cost", **shown)


def _wage_in(reading: Reading) -> int | None:
    before = told_before(reading).get("wage")
    if reading.pressed:
        return None
    named = amount(reading.entity("amount") or "")
    if named and (before or _WAGE.search(reading.text)):
        return named
    return before if before and _SHARES.search(reading.text) else None
