"""What an answer of the screening says: figures, blood pressure, yes and no, relatives, "I do not know"."""

import re
from collections.abc import Mapping
from typing import Any

from bot.actions.control import says_skip
from bot.actions.reading import Reading
from bot.actions.topic import asks_something
from bot.components.values import number

ANSWER_WORDS = 8
"""Longer messages tell or ask something else; they are no answer to a closed question."""
ELSEWHERE = ("facility_name", "place", "room_class", "poli", "doctor")
_LEAST_HEIGHT = 120
"""Fewer centimetres are no adult's height."""
_METRES = 3
_UNKNOWN = re.compile(
    r"\b(?:(?:tidak|nggak|ngga|enggak|gak|ga|tdk|kurang|blm|belum|nda|ora)\s+(?:tahu|tau|yakin|ingat|inget|ngerti|reti|weruh)"
    r"|(?:belum|blm|tidak|gak|ga|nggak)\s+(?:pernah\s+)?(?:di\s*)?(?:cek|ukur|periksa|tes|tensi)\w*|lupa|entah|embuh"
    r"|(?:do\s*n[o']?t|dont|not)\s+(?:know|remember|sure)|no idea|unknown|never (?:measured|checked|tested))\b",
    re.I,
)
_NO = re.compile(r"\b(?:tidak|tdk|nggak|ngga|enggak|engga|gak|ga|belum|blm|bukan|ora|henteu|no|not|never|none)\b", re.I)
_SOMETIMES = re.compile(r"\b(?:jarang2?|kadang2?|sesekali|sekali-sekali|rarely|sometimes|seldom)\b", re.I)
_DAILY, _ANY = frozenset({"active", "vegetables"}), frozenset({"smoker"})
"""What is asked of every day is not so where it is only sometimes; now and then a cigarette is smoking."""
_YES = re.compile(
    r"\b(?:ya|iya|iyah|yes|yup|betul|benar|pernah|ada|punya|sudah|udah|sdh|rutin|selalu|tiap hari|setiap hari"
    r"|every day|daily|i do|i have)\b",
    re.I,
)
_BOTH = re.compile(r"\b(?:keduanya|dua-duanya|dua duanya|kedua|both|(?:ayah|bapak) (?:dan|sama) ibu)\b", re.I)
_CLOSE = re.compile(
    r"\b(?:ayah|bapak|bapa|papa|ibu|mama|emak|ortu|orang ?tua|kakak|adik|adek|saudara|anak|"
    r"father|mother|dad|mom|mum|parents?|brother|sister|sibling|son|daughter|child)\b",
    re.I,
)
_RELATIVE = re.compile(
    r"\b(?:kakek|nenek|eyang|paman|om|tante|bibi|pakde|bude|sepupu|grand\w+|uncle|aunt|cousin)\b", re.I
)
_PRESSURE = re.compile(r"(?<!\d)(\d{2,3})\s*(?:/|per|over|banding|-)\s*(\d{2,3})(?!\d)", re.I)
_NAMED = (
    ("weight", r"\b(?:berat|beratnya|bb|bobot|bobotnya|n?timbang\w*|nimbang\w*|weight|weigh)\b", r"(?:kg|kilo\w*)"),
    ("height", r"\b(?:tinggi|tingginya|tb|height|tall)\b", r"(?:cm|senti\w*|m|meter)"),
    ("waist", r"\b(?:lingkar|pinggang|perut|lp|waist)\b", r"(?:cm|senti\w*)"),
)
"""Measures by their name, and the units that they have."""
_STOPPED = re.compile(r"\b(?:berhenti|stop|quit|sudah tidak|udah (?:ga|gak|nggak)|gave up)\b", re.I)
_FEET = re.compile(
    r"\b(?P<feet>[4-7]|four|five|six|seven)\s*(?:foot|feet|ft|')(?:\s*(?P<inches>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven)\b)?",
    re.I,
)
_ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
_POUNDS = re.compile(r"\b(\d{2,3})\s*(?:lbs?|pounds?)\b", re.I)
_HABITS = (
    ("smoker", re.compile(r"\b(?:(?:me|nge|pe)?rokok\w*|vape|smok\w*|cigarettes?)\b", re.I)),
    ("active", re.compile(r"\b(?:olah ?raga|senam|jogging|jalan kaki|exercise|gym)\b", re.I)),
    ("vegetables", re.compile(r"\b(?:sayur\w*|buah\w*|vegetables?|fruits?)\b", re.I)),
)
"""Habits by their name; illnesses may be the family's, and are asked for one by one."""
_LEFT = re.compile(
    r"\b(?:masih|msh|berapa|brp|sisa|tinggal|kurang|how many|many)\b.{0,16}\b(?:pertanyaan|soal|questions?)(?:nya)?\b"
    r"|\b(?:pertanyaan|soal|questions?)(?:nya)?\s+(?:masih|tinggal|sisa|ada|left)\b.{0,12}"
    r"\b(?:berapa|brp|banyak|lama|lagi|how many)\b"
    r"|^\W*(?:masih|msh)\s+(?:lama|banyak|panjang)(?:\s+(?:lagi|ga|gak|nggak|ya|kah|kak|min|nih|sih))*\W*$"
    r"|\b(?:berapa|brp) lagi\b|\bhow (?:much|many) (?:more|longer)\b|\bmuch longer\b",
    re.IGNORECASE,
)
_SPOUSE = re.compile(r"\b(?:suami|istri|bojo|teman|husband|wife|spouse|friend)\w*\b", re.I)
_OTHER_WORDS = r"(?:\W+(?!berat|tinggi|bb|tb|lingkar)[^\W\d]+){0,4}\W+"
_NUMBER = r"(\d{1,3}(?:[.,]\d{1,2})?)"
_FIGURE = re.compile(r"(?<![\d/])\d{1,3}(?:[.,]\d{1,2})?(?![\d/])")


def answer_to(question: Mapping[str, Any], reading: Reading) -> str | None:
    """The answer as the backend takes it; None where the message is none."""
    text = reading.text.strip()
    if reading.pressed:
        return _pressed(question, reading)
    if "?" in text or len(text.split()) > ANSWER_WORDS or any(reading.entity(name) for name in ELSEWHERE):
        return None
    unknown = "unknown" in question["choices"]
    if says_skip(reading) or (unknown and _UNKNOWN.search(text)):
        return "unknown" if unknown else None
    return None if asks_something(text) else _given(question, reading, text)


def _given(question: Mapping[str, Any], reading: Reading, text: str) -> str | None:
    if question["kind"] == "number":
        return _figure(text, metres=question["name"] == "height")
    if question["kind"] == "pressure":
        found = _PRESSURE.search(text)
        return f"{int(found[1])}/{int(found[2])}" if found else None
    return _choice(question, reading, text)


def measures(question: Mapping[str, Any], reading: Reading) -> dict[str, str]:
    """Weight, height and waist that a message tells by their names or units beside what is asked: "172 cm 80 kg".

    Empty where the one figure in it is the answer to the open question.
    """
    if reading.pressed:
        return {}
    found = _imperial(reading.text)
    for name, called, unit in _NAMED:
        named = re.search(rf"{called}{_OTHER_WORDS}{_NUMBER}(?!\d|/)", reading.text, re.I)
        with_unit = re.search(rf"(?<![\d/]){_NUMBER}\s*{unit}\b", reading.text, re.I)
        if said := named or (with_unit if name != "waist" else None):
            found[name] = _in_centimetres(said[1].replace(",", "."), metres=name == "height")
    unnamed = "height" in found and not re.search(_NAMED[1][1], reading.text, re.I)
    if unnamed and set(found) == {"height"} and question["name"] == "waist":
        return {}
    if unnamed and float(found["height"]) < _LEAST_HEIGHT and question["name"] != "height":
        found["waist"] = found.pop("height")  # "90 cm kayaknya", behind the question for it
    return {} if set(found) == {question["name"]} else found


def _imperial(text: str) -> dict[str, str]:
    """ "six foot one", "180 lbs", in centimetres and kilograms."""
    found: dict[str, str] = {}
    if tall := _FEET.search(text):
        inches = _count(tall["feet"]) * 12 + _count(tall["inches"] or "0")
        found["height"] = f"{inches * 2.54:.0f}"
    if heavy := _POUNDS.search(text):
        found["weight"] = f"{int(heavy[1]) * 0.4536:.0f}"
    return found


def _count(said: str) -> int:
    return int(said) if said.isdigit() else _ENGLISH.index(said.lower())


def about_another(question: Mapping[str, Any], reading: Reading) -> tuple[str, str | None] | None:
    """The habit that a message names though another question is open ("ga ngerokok"), with the answer to that one."""
    text = reading.text
    named = [name for name, words in _HABITS if words.search(text)]
    if reading.pressed or len(named) != 1 or named[0] == question["name"] or len(text.split()) > ANSWER_WORDS:
        return None
    own = not (_CLOSE.search(text) or _RELATIVE.search(text) or _SPOUSE.search(text) or "?" in text)
    return named[0], _yes_or_no(named[0], reading, text) or "yes" if own else None


def habit_in(text: str) -> tuple[str, str] | None:
    """The one habit that a clause tells of oneself, and whether one has it: "quit smoking in 2019"."""
    named = [name for name, words in _HABITS if words.search(text)]
    if len(named) != 1 or _CLOSE.search(text) or _RELATIVE.search(text) or _SPOUSE.search(text):
        return None
    no = _NO.search(text) or (named[0] == "smoker" and _STOPPED.search(text))
    if no or _SOMETIMES.search(text):
        return named[0], "yes" if not no and named[0] in _ANY else "no"
    return (named[0], "yes") if _YES.search(text) else None


def asks_how_many(reading: Reading) -> bool:
    """ "masih banyak pertanyaannya?": how much of the screening is left."""
    return not reading.pressed and len(reading.text.split()) <= ANSWER_WORDS and bool(_LEFT.search(reading.text))


def relative_of(text: str) -> str | None:
    """ "bapak saya kena gula": how near the relative is who has it; None where nobody is named, or has it not."""
    if _NO.search(text):
        return None
    return "close" if _CLOSE.search(text) else "relative" if _RELATIVE.search(text) else None


def names_relative(text: str) -> bool:
    """Whether a parent, a brother, an uncle or another of the family is named."""
    return bool(_CLOSE.search(text) or _RELATIVE.search(text))


def of_relative(question: Mapping[str, Any], reading: Reading) -> bool:
    """An illness of somebody of the family, told where the member's own is asked for: "bapak saya diabetes"."""
    own = "yes" in question["choices"] and question["kind"] == "choice" and not reading.pressed
    others = (_CLOSE, _RELATIVE, _SPOUSE)
    return own and any(words.search(reading.text) for words in others)


def _in_centimetres(said: str, *, metres: bool) -> str:
    return f"{float(said) * 100:.0f}" if metres and float(said) < _METRES else said


def _pressed(question: Mapping[str, Any], reading: Reading) -> str | None:
    if reading.intent in ("affirm", "deny") and "yes" in question["choices"]:
        return "yes" if reading.intent == "affirm" else "no"
    return reading.entity("value")


def _figure(text: str, *, metres: bool) -> str | None:
    """One figure, in digits or words; a height may be in metres. "65,5 kg" is 65.5."""
    digits = _FIGURE.findall(text)
    if len(digits) > 1:
        return None
    said = digits[0].replace(",", ".") if digits else str(number(text) or "")
    return _in_centimetres(said, metres=metres) if said else None


def _choice(question: Mapping[str, Any], reading: Reading, text: str) -> str | None:
    choices, place = question["choices"], reading.ordinal
    if place and 0 < place <= len(choices):
        return str(choices[place - 1])
    if "yes" in choices:
        return _yes_or_no(question["name"], reading, text)
    return _relatives(choices, reading, text)


def _yes_or_no(name: Any, reading: Reading, text: str) -> str | None:
    if _SOMETIMES.search(text):
        return "no" if name in _DAILY else "yes" if name in _ANY else None
    if reading.intent == "deny" or _NO.search(text):
        return "no"
    return "yes" if reading.intent == "affirm" or _YES.search(text) else None


def _relatives(choices: list[str], reading: Reading, text: str) -> str | None:
    """Which relatives had the illness."""
    if reading.intent == "deny" or _NO.search(text):
        return "none"
    if "both" in choices:
        return "both" if _BOTH.search(text) else "one" if _CLOSE.search(text) or "satu" in text.lower() else None
    if _CLOSE.search(text):
        return "close"
    return "relative" if _RELATIVE.search(text) else None
