"""What several people pay together: "kelas 2, 3 orang jadi berapa"."""

import re

from rasa_sdk.events import EventType, SlotSet

from bot.actions.amounts import values_today
from bot.actions.reading import Reading
from bot.actions.texts import Say
from bot.actions.topic import TOPIC
from bot.components.values import membership_class, number

RATES = "contribution_rates"
CLASSES = {1: "I", 2: "II", 3: "III"}
PEOPLE = re.compile(
    r"\b(\d{1,2}|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|loro|telu|papat|two|three|four|five|six)"
    r"\s*(?:orang|org|jiwa|anggota|kepala|people|persons|members)\b"
    r"|\b(?:ber|family of )(dua|tiga|empat|lima|enam|two|three|four|five|six)\b",
    re.IGNORECASE,
)


async def rates_for_people(reading: Reading, say: Say) -> list[EventType] | None:
    """The month's amount for as many people as a message counts, in each class or in the one it names; else None."""
    found = None if reading.pressed else PEOPLE.search(reading.text)
    people = number(found[1] or found[2]) if found else None
    return await _tell(reading, say, people, _named_class(reading)) if people else None


async def rate_of_class(reading: Reading, say: Say) -> list[EventType] | None:
    """ "yang kelas 3?" behind the contributions: the month's amount of one person in that class; else None."""
    last = {(reading.slot(TOPIC) or {}).get("faq"), (reading.slot("shown") or {}).get("faq_id")}
    named = None if reading.pressed or RATES not in last else _named_class(reading)
    return await _tell(reading, say, 1, named) if named else None


def _named_class(reading: Reading) -> int | None:
    return membership_class(reading.entity("membership_class") or reading.entity("room_class") or "")


async def _tell(reading: Reading, say: Say, people: int, named: int | None) -> list[EventType]:
    levels = [named] if named else list(CLASSES)
    shares = await values_today(
        reading, **{CLASSES[level]: f"contribution.class_{level}.member_share" for level in levels}
    )
    shown = [
        say.text("utter_contribution_people_class", level=level, amount=say.rupiah(people * float(share)))
        for level, share in shares.items()
    ]
    say("utter_contribution_people", people=people, amounts=", ".join(shown))
    seen = {**(reading.slot("shown") or {}), "kind": "faq", "faq_id": RATES}
    return [SlotSet("shown", seen), SlotSet(TOPIC, {"faq": RATES})]
