"""Registration: what an answer says, as the backend takes it."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.actions.membership_class import class_in
from bot.actions.own_words import other_wish, says_none
from bot.actions.reading import Reading
from bot.actions.topic import asks_something
from bot.actions.zones import day_said, today
from bot.components.dates import impossible_date
from bot.components.names import is_everyday
from bot.components.values import bank, membership_class

_AGED = re.compile(
    r"\b(?:umur\w*|usia\w*|bayi\w*|dedek\w*|aged?|baby is)\s+(?:(?:baru|sudah|udah|udh|is)\s+)*(\d{1,2})\s*"
    r"(?:hari|hr|days?)\b|\b(\d{1,2})\s*(?:hari|hr|days?)\s+(?:umur|usia|old)",
    re.IGNORECASE,
)
"""A baby's age in days says on which day it was born."""
_DONE = re.compile(r"\b(?:selesai|sudah|udah|cukup|itu saja|lanjut|done|that'?s all|finished)\b", re.I)
_GIRL = re.compile(r"\b(?:perempuan|cewek|wanita|girl|female|woman)\b", re.I)
NO_NAME = re.compile(
    r"\b(?:belum|blm|blom|tidak|ga|gak|durung|not yet|no)\b.{0,12}\b(?:nama\w*|name\w*|ada|dikasih|diberi)\b"
    r"|\b(?:nama|jeneng)\w*\b.{0,12}\b(?:belum|blm|blom|nanti|menyusul|nyusul|later)\b",
    re.I,
)
_OF_NAME = re.compile(r"\b(?:nama|name|jeneng|ngaran|asma)\w*\b", re.I)
_NO_PART_OF_NAME = re.compile(
    r"\b(?:saya|sy|aku|kami|nanti|besok|kirim\w*|foto\w*|masih|tunggu|dulu|apa|gimana|bagaimana|bisa|boleh|later|tomorrow"
    r"|send)\b",
    re.I,
)
_NAMED = re.compile(
    r"\b(?:(?:di)?nama(?:nya|ne|i)?|(?:di)?jeneng(?:e|ne|i)?|asma(?:ne|nipun)?|ngaran(?:na)?|nami(?:na|nipun)?|namo(?:nyo)?"
    r"|named?|called)\s+(?:(?:bayi|anak|si|adalah|lengkap|is|the baby)(?:nya)?\s+)*"
    r"(?P<name>[a-z][a-z'. -]{1,60}?)"
    r"(?=\s*(?:[,;:\n!?]|\.\s|$|\b(?:lahir|perempuan|cewek|laki|cowok|anak|tanggal|tgl|born|a (?:girl|boy))))",
    re.I,
)
_BOY = re.compile(r"\b(?:laki(?:2|laki)?|cowok|pria|boy|male|man)\b", re.I)
_DAUGHTER, _SON = re.compile(r"\bputri\b", re.I), re.compile(r"\bputra\b", re.I)
"""Also parts of names, so that they decide only where nothing else does."""
_NOT_THAT_SEX = re.compile(
    r"\b(?:bukan|bkn|dudu|not)\W+(?:an?\W+)?(?:perempuan|cewek|wanita|putri|girl|female|woman|laki(?:-?laki|2)?|cowok|pria"
    r"|putra|boy|male|man)\b",
    re.I,
)
_NEW_NAME = re.compile(
    r"\bnam[aei]\w*\b(?:.*\b(?:jadi|menjadi|harusnya|seharusnya|mestinya|(?:yang|yg) (?:benar|bener|betul)(?:nya)?"
    r"|should be|to|it is|it's)\b|.*[,;:])\s*(?P<name>[a-z][a-z'. -]{1,60}?)\W*$",
    re.I,
)
"""A name that is put right stands last: "namanya keliru, Arsila Putri", "nama harusnya Arsila"."""
_SEX_WORDS = 3
"""So few words that name the other sex put it right by themselves."""


_PUT_RIGHT = re.compile(
    r"\b(?:lahir\w*|lair\w*|eh|salah|ralat|bukan|maksud\w*|keliru|kleru|(?:i|h)?tung\w*|umur\w*|usia\w*|born|birth|wrong|sorry"
    r"|actually|i mean[t]?|typo|(?:se)?harusnya|mestinya|(?:di)?(?:ganti|ubah|koreksi)\w*)\b",
    re.I,
)
"""What puts an answer about the baby right, or says it again."""
_SAYS_DATA = re.compile(
    r"\b(?:namanya|nama bayi\w*|nama anak\w*|lahirnya|(?:his|her|the baby's) name is)\b", re.IGNORECASE
)
"""What is told of the baby so is meant as an answer, whatever is asked."""
_BORN = re.compile(r"\b(?:lahir|lair)\w*\b|\bborn\b", re.IGNORECASE)
DAYS = frozenset({"permit_since", "ended_on", "birth_date"})
"""Questions for a day."""
LEAST_DIGITS = 5
"""Fewer are no number of anybody: a class ("yang 3 aja"), a count."""


_SELF_PAYING = re.compile(
    r"^(?!\W*(?:kalau|kalo|klo|kl|jika|if)\b).*\b(?:pindah|pindahin|alih|beralih|jadi|daftar\w*|ganti|ubah|urus\w*|ngurus|lanjut\w*|switch|become|register)\b.{0,24}"
    r"\b(?:mandiri|pbpu|bayar sendiri|self.?paying)\b"
    r"|\b(?:mandiri|pbpu|self.?paying)(?:nya)?\W+(?:\w+\W+){0,1}(?:dulu|dl|duluan|heula|disik|sik|first)\b",
    re.IGNORECASE,
)
SELF_PAYING_WORDS = 10


def wants_self_paying(reading: Reading) -> bool:
    """ "ya itu, pindah ke mandiri dulu": to go on as a self-paying member is the wish; "klo lanjut mandiri?" asks."""
    short = not reading.pressed and len(reading.text.split()) <= SELF_PAYING_WORDS
    return short and not asks_something(reading.text) and _SELF_PAYING.search(reading.text) is not None


def view_of(known: Mapping[str, Any]) -> dict[str, Any]:
    """The registration as the backend last gave it."""
    return dict(known.get("registration_view") or {})


def without_number(reading: Reading) -> bool:
    """Whether typed words cannot be the number that is asked for."""
    numbers = reading.metadata.get("identifiers") or re.search(rf"(?:\d\W?){{{LEAST_DIGITS}}}", reading.text)
    return not (reading.pressed or numbers or reading.intent in ("affirm", "deny"))


def typed(reading: Reading) -> dict[str, Any] | None:
    """The member's words; a pressed "provisional name" is a code."""
    if reading.pressed:
        return {"code": reading.entity("value")}
    of_name = _OF_NAME.search(reading.text) or not asks_something(reading.text)  # "aktenya belum ada, gimana?"
    if of_name and NO_NAME.search(reading.text) and view_of(reading.tracker.slots).get("kind") == "newborn":
        return {"code": "provisional"}
    if reading.requested == "registration_name" and (name := named_in(reading.text)):
        return {"text": name}
    no_name = _NO_PART_OF_NAME.search(reading.text) or asks_something(reading.text)
    if reading.requested == "registration_name" and no_name:
        return None
    only_says = reading.intent in ("affirm", "deny") or other_wish(reading)
    if only_says and not reading.metadata.get("identifiers"):  # "oh ada lanjutannya 3273…" holds the number
        return None
    return {"text": (named_in(reading.text) or reading.text)[:400]}


def named_in(text: str) -> str | None:
    """The name in "namanya Aisyah Putri, lahir kemarin"; None where none is said."""
    found = None if NO_NAME.search(text) else _NAMED.search(text)
    name = found["name"].strip(" .") if found else ""
    return name if name and not _PUT_RIGHT.search(name) else None  # "namanya juga keliru"


def told_of_baby(reading: Reading) -> dict[str, str]:
    """What a message tells of a newborn, by question: ``birth_date`` (ISO 8601), ``sex``, ``name``."""
    if reading.pressed:
        return {}
    born = _day_in(reading) if reading.entities("date") or _AGED.search(reading.text) else None
    told = {"birth_date": (born or {}).get("code"), "sex": sex(reading), "name": named_in(reading.text)}
    return {field: value for field, value in told.items() if value}


_TAKES_BACK = re.compile(
    r"\b(?:salah|keliru|kleru|ralat|typo|koreksi|wrong|mistake|(?:di)?(?:ganti|ubah|rubah|betul(?:kan|in)|perbaiki|edit)"
    r"|change|correct|fix)\w*\b",
    re.IGNORECASE,
)


def takes_answer_back(reading: Reading) -> bool:
    """ "nomor hp nya salah", "mau ganti kelasnya": an answer of before is not right; of which, the words may say."""
    return not (reading.pressed or asks_something(reading.text)) and _TAKES_BACK.search(reading.text) is not None


def put_right(reading: Reading) -> dict[str, str]:
    """ "eh salah itung, 12 hari lalu", "salah ketik, perempuan" while another question about the baby is open: what
    differs from what was told before, by question. Where it is asked what to change, all that is told is meant.
    """
    meant, changing = _meant_anew(reading), reading.requested == "registration_field"
    missing = view_of(reading.tracker.slots).get("missing", [])
    differing = {field: words for field, words in meant.items() if not _is_known(reading, field, words)}
    return {field: words for field, words in differing.items() if changing or field not in missing}


def said_again(reading: Reading) -> list[str]:
    """What a message that puts something right tells as it is known already: "eh 20 november maksudku"."""
    return [field for field, words in _meant_anew(reading).items() if _is_known(reading, field, words)]


def _is_known(reading: Reading, field: str, words: str) -> bool:
    return str(view_of(reading.tracker.slots)["shown"].get(field) or "").casefold() == words.casefold()


def _meant_anew(reading: Reading) -> dict[str, str]:
    """What a message tells of the baby that is no answer to the open question, by question."""
    kind = view_of(reading.tracker.slots).get("kind")
    if kind != "newborn" or reading.pressed or asks_something(reading.text):
        return {}
    told = told_of_baby(reading)
    says_so = reading.requested == "registration_field" or _PUT_RIGHT.search(reading.text) is not None
    if says_so and (name := _new_name(reading.text)):
        told["name"] = name
    few = len(reading.text.split()) <= _SEX_WORDS and reading.requested != "registration_name"  # "Putri Ayu" is one
    said = reading.requested != "registration_name" and _SAYS_DATA.search(reading.text) is not None
    return {field: words for field, words in told.items() if says_so or said or (few and field == "sex")}


def _new_name(text: str) -> str | None:
    found = _NEW_NAME.search(text)
    words = found["name"].lower().split() if found else []
    return found["name"].strip() if found and not any(is_everyday(word, capital=True) for word in words) else None


def as_answer(field: str, told: str) -> dict[str, str]:
    """What was told, as the backend takes an answer: names are text, all else are codes."""
    return {"text" if field == "name" else "code": told}


def documents(reading: Reading) -> dict[str, Any] | None:
    """Files, or that there are no more."""
    if sent := reading.metadata.get("attachments"):
        return {"attachments": list(sent)}
    done = reading.entity("value") == "done" if reading.pressed else bool(_DONE.search(reading.text))
    return {"code": "done"} if done or says_none(reading) else None


def says_no_day(reading: Reading) -> bool:
    """ "lahirnya 31 september": a day that no calendar has, where one is asked for or a birth is told."""
    asked = (reading.requested or "").removeprefix("registration_") in DAYS
    told = asked or _BORN.search(reading.text) is not None
    return told and not reading.pressed and impossible_date(reading.text)


def day_told(reading: Reading) -> dict[str, Any] | None:
    """A date in any wording, "12 hari lalu" too; the backend reads written dates of birth itself."""
    level = reading.entity("membership_class") and not reading.entity("date")  # "kelas 3 aja" is no day
    if reading.pressed or level:
        return None
    if other_wish(reading) and asks_something(reading.text):
        return None
    return _day_in(reading)


def _day_in(reading: Reading) -> dict[str, Any] | None:
    if aged := _AGED.search(reading.text):
        return {"code": (today() - timedelta(days=int(aged[1] or aged[2]))).isoformat()}
    said = [day_said(words) for words in (*reading.entities("date"), reading.text)]
    named = [one for one in said if isinstance(one, date)]
    past = [one for one in named if one <= today()] or [_month_before(one) for one in named]
    if past and past[0] <= today():
        return {"code": past[0].isoformat()}
    return {"text": reading.text[:100]} if re.search(r"\d", reading.text) else None


def _month_before(day: date) -> date:
    """The same day of the month before: a birth "tanggal 3" is over, where any other "tanggal 3" is to come."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def _yes(reading: Reading) -> str | None:
    return {"affirm": "yes", "deny": "no"}.get(reading.intent)


def _level(reading: Reading) -> str | None:
    named = class_in(reading) or (None if reading.pressed else membership_class(reading.text))
    return reading.entity("value") or (str(named) if named else None)


def sex(reading: Reading) -> str | None:
    """``F`` or ``M``."""
    if reading.pressed:
        return reading.entity("value")
    text = _NOT_THAT_SEX.sub(" ", reading.text)
    if name := named_in(text) or _new_name(text):
        text = text.replace(name, " ")  # "namanya Arsyila Putri, laki-laki"
    words = (("F", _GIRL), ("M", _BOY), ("F", _DAUGHTER), ("M", _SON))
    return next((code for code, pattern in words if pattern.search(text)), None)


def _bank(reading: Reading) -> str | None:
    if reading.pressed:
        return reading.entity("value")
    named = reading.entity("bank")
    code = bank(named or reading.text)
    return (code or "").upper() or ("NONE" if says_none(reading) else None)


def _number(reading: Reading) -> str | None:
    if reading.pressed:
        return reading.entity("value")
    candidates: list[str] = view_of(reading.tracker.slots)["shown"]["candidates"]
    if reading.ordinal and 0 < reading.ordinal <= len(candidates):
        return str(reading.ordinal - 1)
    low = reading.text.lower()
    return next((str(at) for at, name in enumerate(candidates) if name.split()[0].lower() in low), None)


def _email(reading: Reading) -> str | None:
    skipped = reading.entity("value") == "none" if reading.pressed else says_none(reading)
    return "none" if skipped else None


CODES = {"family": _yes, "class": _level, "sex": sex, "bank": _bank, "choice": _number, "email": _email}
