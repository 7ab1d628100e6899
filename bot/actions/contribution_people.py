"""What several people pay together, or for several months: "kelas 2, 3 orang jadi berapa", "kalau telat 3 bulan?"."""

import re
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.amounts import checked, dated_today, oldest_check, values_today
from bot.actions.bed_class import FIGURE
from bot.actions.reading import Reading
from bot.actions.segments import names_segment
from bot.actions.texts import Say
from bot.actions.topic import TOPIC
from bot.components.values import membership_class, months, number

RATES = "contribution_rates"
CLASSES = {1: "I", 2: "II", 3: "III"}
_COUNT = (
    r"\d{1,2}|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|loro|telu|papat"
    r"|tilu|opat|genep|two|three|four|five|six|seven|eight"
)
_MINANG = {"duo": "dua", "tigo": "tiga", "ampek": "empat", "limo": "lima", "anam": "enam"}
PEOPLE = re.compile(
    rf"(?<!kelas )(?<!kls )(?<!class )\b({_COUNT})\s*(?:orang|org|urang|wong|jiwa|anggota|kepala|people|persons"
    r"|members|of us)\b"
    r"|\b(?:ber|family of )(dua|tiga|empat|lima|enam|tujuh|delapan|two|three|four|five|six)\b"
    rf"|\bbar?({'|'.join(_MINANG)})\b"
    rf"|\bber[ -]?([2-9])\b|\b(?:wong|urang)\s+({_COUNT})\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"\b(?:sendirian|dewean|sorangan|(?:saya|sy|aku|gw|diri) sendiri|(?:cuma|cuman|hanya) (?:saya|sy|aku|satu orang)"
    r"|(?:saya|sy|aku) (?:aja|saja)|just me|only me|by myself|alone)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:(?:se|per ?|satu |1 )(?:tahun|thn|th)(?:nya|ne)?|a year|per year|yearly)\b", re.IGNORECASE)
_MONTHS_OF_YEAR, _ASKS_YEAR_WORDS = 12, 4
_ADDS_WORDS = 7
_PARTNER = r"(?:my\s+)?(?:istri|isteri|suami|bini|laki|bojo|pamajikan|salaki|wife|husband|spouse|partner)(?:ku|nya|ne)?"
_WITH = r"(?:\b(?:dan|dn|sama|ama|plus|(?:di)?tambah|bareng|dengan|dgn|karo|lan|jeung|with|and)\s+|[+&,]\s*)"
_COUPLE = re.compile(
    rf"\bsuami[\s-]*(?:dan\s+)?istri\b|{_WITH}{_PARTNER}\b|\b{_PARTNER}\s+(?:dan|sama|and)\s+(?:saya|aku|me|i)\b", re.I
)
_CHILDREN = re.compile(
    rf"(?:\b({_COUNT}|1|satu|seorang|one|a)\s*(?:orang\s+)?(?:anak|kids?|children|child)\b|\banak\s+({_COUNT}|1|satu)\b)",
    re.IGNORECASE,
)
_BABY = re.compile(
    rf"{_WITH}(?:(?:si|my|our|a|the|one|anak)\s+)?(?:bayi|baby|dede[k]?|orok|anak(?!\s+(?:{_COUNT})\b)|child)(?:ku|nya|ne)?\b",
    re.IGNORECASE,
)
"""One child more, told without a number: "saya, istri, sama bayi"."""
_ADDED = re.compile(
    r"(?=.*\b(?:di)?(?:tambah\w*|nambah\w*|masuk(?:in|kan|ke)?|lebok\w*|asup\w*|ikut\w*|melu\w*|daftar\w*|plus|add(?:ed)?|joins?"
    r"|included?)\b).*\b(?:bayi|baby|dedek|orok|anak|bocah|istri|isteri|suami|bojo|pamajikan|salaki|mertua|wife|husband"
    r"|child)(?:e|ne|nya|ku|na)?\b",
    re.IGNORECASE,
)
"""Somebody more than were counted before: "kalau bayinya dimasukin juga?"."""
_MOVES = re.compile(
    r"\b(?:naik|turun|pindah|ganti|ubah|upgrade|downgrade|move|change|switch)\w*\b(?:\W+\w+){0,2}\W+(?:kelas|kls|class)\b"
    r"|\b(?:kelas|kls|class)\b.{0,16}\b(?:ke|to)\s+(?:kelas\s+|class\s+)?(?:[123]|I{1,3})\b",
    re.IGNORECASE,
)
"""Another class than one's own is asked for: what it costs, and when one may change."""
_ASKS_SUM = re.compile(r"\b(?:berapa|brp|brapa|piro|pinten|sabaraha|bara|how much)\b", re.IGNORECASE)
_SELF_PAYING = re.compile(r"\b(?:mandiri|pbpu|bayar sendiri|freelance\w*|self[- ](?:paying|employed))\b", re.IGNORECASE)
_OF_LIST = re.compile(r"\b(?:nomor|nomer|no|number)\b", re.IGNORECASE)
"""One of a list is meant, and no class."""
_WHETHER = re.compile(r"\b(?:bisa|boleh|bs|blh|apa(?:kah)?|can|may)\b", re.IGNORECASE)


def _people_in(reading: Reading) -> int | None:
    """How many people a message counts: "3 orang", "berlima"; where a sum is asked or was told also "sama istri"."""
    if found := PEOPLE.search(reading.text):
        told = next(filter(None, found.groups())).lower()
        return number(_MINANG.get(told, told))
    if _ALONE.search(reading.text) and reading.entity("membership_class") and reading.entity("months"):
        return 1  # "nunggak 5 bulan kelas 3 sendirian"
    couple, children = _COUPLE.search(reading.text), _CHILDREN.search(reading.text)
    goes_on = reading.entity("membership_class") or told_before(reading)
    if not couple or not (_ASKS_SUM.search(reading.text) or (goes_on and not _WHETHER.search(reading.text))):
        return None
    told = (children[1] or children[2]).lower() if children else "0"
    unnumbered = 1 if not children and _BABY.search(reading.text) else 0
    return 2 + (1 if told in ("a", "seorang") else number(told) or unnumbered)


async def rates_for_people(reading: Reading, say: Say) -> list[EventType] | None:
    """The amount for as many people as a message counts, in each class or in the one it names; behind such an answer
    also for as many months as it names; else None.
    """
    people = None if reading.pressed else _people_in(reading) or _one_more(reading)
    before = told_before(reading)
    late = None if reading.pressed or not (people or before.get("people")) else _months(reading)
    if not people and not late:
        return None
    asked = {"people": people, "level": _named_class(reading), "months": late}
    return await _tell(reading, say, before | {name: value for name, value in asked.items() if value})


def _one_more(reading: Reading) -> int | None:
    """ "nek bayine dilebokno pisan?" behind what people pay that were counted: these and one more."""
    before = told_before(reading)
    counted = before.get("people") and not before.get("wage") and reading.intent != "register_newborn"
    added = counted and len(reading.text.split()) <= _ADDS_WORDS and _ADDED.search(reading.text)
    return int(before["people"]) + 1 if added else None


async def rate_of_class(reading: Reading, say: Say) -> list[EventType] | None:
    """ "yang kelas 3?" behind the contributions: what the people counted before, or one, pay there; else None."""
    last = {(reading.slot(TOPIC) or {}).get("faq"), (reading.slot("shown") or {}).get("faq_id")}
    return await rate_of_named_class(reading, say) if RATES in last else None


async def rate_of_named_class(reading: Reading, say: Say) -> list[EventType] | None:
    """ "iuran kelas 3 berapa": what is paid in that class, by as many as were counted before; None where a message
    names no class, or compares several.
    """
    named = None if reading.pressed or _of_others(reading.text) else _named_class(reading)
    if not named:
        return None
    late = _months(reading) or 0
    asked = {"level": named, **({"months": late} if late > 1 else {})}
    return await _tell(reading, say, {"people": 1, **told_before(reading), **asked})


def _of_others(text: str) -> bool:
    """The contributions of employees or of those whom the state pays for are no matter of a class."""
    return names_segment(text) and _SELF_PAYING.search(text) is None


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
    """The class that a message names; of "dari kelas 3 ke kelas 2" the one that is wished for. None for several."""
    named = reading.entities("membership_class") or reading.entities("room_class")
    levels = [level for words in named if (level := membership_class(words))]
    if (
        not named and (figure := FIGURE.match(reading.text)) and not _OF_LIST.search(reading.text)
    ):  # "trus yg 1": asked for behind the rate of a class
        return int(figure["level"])
    if len(set(levels)) > 1 and not _MOVES.search(reading.text):
        return None
    return levels[-1] if levels else None


def _months(reading: Reading) -> int | None:
    told = months(reading.entity("months") or "")
    if told is None and len(reading.text.split()) <= _ASKS_YEAR_WORDS and _YEAR.search(reading.text):
        return _MONTHS_OF_YEAR  # "setahunnya"
    return told


async def _tell(reading: Reading, say: Say, reckoned: dict[str, Any]) -> list[EventType]:
    people, level, late = reckoned["people"], reckoned.get("level"), reckoned.get("months")
    levels = [level] if level else list(CLASSES)
    shares = await dated_today(reading, **{CLASSES[one]: f"contribution.class_{one}.member_share" for one in levels})
    most = int((await values_today(reading, most="arrears.billed_months_max"))["most"]) if late else 0
    times = people * (min(late, most) if late else 1)
    shown = [
        say.text("utter_contribution_people_class", level=name, amount=say.rupiah(times * float(share["value"])))
        for name, share in shares.items()
    ]
    age = oldest_check(say, checked(shares.values()))
    amounts = ", ".join(shown)
    if late:
        say("utter_contribution_people_months", people=people, months=min(late, most), amounts=amounts, age=age)
        if late > most:
            say("utter_contribution_months_most", months=late, most=most)
    elif level and people == 1:
        say("utter_contribution_one", amount=shown[0], age=age)
    else:
        say("utter_contribution_people", people=people, amounts=amounts, age=age)
    if level and not reading.form and _MOVES.search(reading.text):
        say("utter_contribution_other_class", **await values_today(reading, years="membership.class_change_years"))
    return remembered(reading, people=people, level=level, months=late)
