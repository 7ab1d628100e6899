"""What several people pay together, or for several months: "kelas 2, 3 orang jadi berapa", "kalau telat 3 bulan?"."""

import re
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.amounts import checked, dated_today, oldest_check
from bot.actions.reading import Reading
from bot.actions.texts import Say
from bot.actions.topic import TOPIC
from bot.components.values import membership_class, months, number

RATES = "contribution_rates"
CLASSES = {1: "I", 2: "II", 3: "III"}
PEOPLE = re.compile(
    r"\b(\d{1,2}|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|loro|telu|papat|two|three|four|five|six)"
    r"\s*(?:orang|org|jiwa|anggota|kepala|people|persons|members)\b"
    r"|\b(?:ber|family of )(dua|tiga|empat|lima|enam|two|three|four|five|six)\b",
    re.IGNORECASE,
)


async def rates_for_people(reading: Reading, say: Say) -> list[EventType] | None:
    """The amount for as many people as a message counts, in each class or in the one it names; behind such an answer
    also for as many months as it names; else None.
    """
    found = None if reading.pressed else PEOPLE.search(reading.text)
    people = number(found[1] or found[2]) if found else None
    before = told_before(reading)
    late = None if reading.pressed or not (people or before.get("people")) else _months(reading)
    if not people and not late:
        return None
    asked = {"people": people, "level": _named_class(reading), "months": late}
    return await _tell(reading, say, before | {name: value for name, value in asked.items() if value})


async def rate_of_class(reading: Reading, say: Say) -> list[EventType] | None:
    """ "yang kelas 3?" behind the contributions: what the people counted before, or one, pay there; else None."""
    last = {(reading.slot(TOPIC) or {}).get("faq"), (reading.slot("shown") or {}).get("faq_id")}
    named = None if reading.pressed or RATES not in last else _named_class(reading)
    return await _tell(reading, say, {"people": 1, **told_before(reading), "level": named}) if named else None


def told_before(reading: Reading) -> dict[str, Any]:
    """What the last answer about contributions reckoned with: ``people``, ``level`` (of the class), ``months``,
    ``wage`` (rupiah); empty behind anything else.
    """
    seen = reading.slot("shown") or {}
    return dict(seen.get("reckoned") or {}) if seen.get("faq_id") == RATES else {}


def remembered(reading: Reading, **reckoned: int | None) -> list[EventType]:
    """The slots behind an answer that reckoned with these."""
    seen = {**(reading.slot("shown") or {}), "kind": "faq", "faq_id": RATES}
    return [SlotSet("shown", {**seen, "reckoned": reckoned}), SlotSet(TOPIC, {"faq": RATES})]


def _named_class(reading: Reading) -> int | None:
    return membership_class(reading.entity("membership_class") or reading.entity("room_class") or "")


def _months(reading: Reading) -> int | None:
    return months(reading.entity("months") or "")


async def _tell(reading: Reading, say: Say, reckoned: dict[str, Any]) -> list[EventType]:
    people, level, late = reckoned["people"], reckoned.get("level"), reckoned.get("months")
    levels = [level] if level else list(CLASSES)
    shares = await dated_today(reading, **{CLASSES[one]: f"contribution.class_{one}.member_share" for one in levels})
    times = people * (late or 1)
    shown = [
        say.text("utter_contribution_people_class", level=name, amount=say.rupiah(times * float(share["value"])))
        for name, share in shares.items()
    ]
    text = "utter_contribution_people_months" if late else "utter_contribution_people"
    age = oldest_check(say, checked(shares.values()))
    say(text, people=people, months=late, amounts=", ".join(shown), age=age)
    return remembered(reading, people=people, level=level, months=late)
