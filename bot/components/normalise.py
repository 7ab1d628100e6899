"""Indonesian normaliser: one canonical word for the many ways in which members write it.

Only classification reads the normalised text. Entities are always taken from the original text.
"""

import re
import unicodedata
from functools import lru_cache
from importlib import resources

_MASKS = {
    "card": "nomorkartu",
    "nik": "nomornik",
    "kk": "nomorkk",
    "phone": "nomorhp",
    "va": "nomorva",
    "birth_date": "tanggallahir",
    "facility": "namafaskes",
    "place": "namatempat",
    "doctor": "namadokter",
}
_TOKEN = re.compile(r"⟦\w+⟧|[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:[.,/:-]\d+)*|[?!]")
_REDUPLICATED = re.compile(r"\b([^\W\d_]{2,})(?:2|²)(nya|an|in)?\b")
_ELONGATED = re.compile(r"([^\W\d])\1{2,}")
_AMOUNT = re.compile(
    r"\b(?:rp\.?\s*)?\d+(?:[.,]\d+)*\s*(?:rb|ribu|rebu|k|jt|juta|jeti)(?:an)?\b|\brp\.?\s*\d+(?:[.,]\d+)*", re.I
)
_REFERENCE = re.compile(r"\b\d{4}[0-9a-z]\d{5,7}[a-z]\d{6}\b", re.I)
# Codes of bookings and tickets: digits between letters or letters between digits, but no day ("12jan2026").
_CODE = re.compile(
    r"\b(?=[A-Z0-9]{6,}\b)[A-Z0-9]*(?:\d[A-Z]+\d|[A-Z]\d+[A-Z])[A-Z0-9]*\b"
    r"|\b(?!\d{1,2}(?:jan|[fp]eb|mar|apr|m(?:ei|ay)|ju[nl]|agu|aug|sep|o[kc]t|nov|de[sc])[a-z]*\d)(?=[a-z0-9]{6,}\b)\d+[a-z]+\d[a-z0-9]*\b"
)
_NUMBERS = (
    (re.compile(r"\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?"), "tanggalangka"),
    (re.compile(r"8[89]888\d{11}"), "nomorva"),
    (re.compile(r"\d{16}"), "nomornik"),
    (re.compile(r"(?:08|628)\d{7,11}"), "nomorhp"),
    (re.compile(r"\d{13}"), "nomorkartu"),
)
# Small numbers (165, 24 months, day 10) mean something by themselves; of large ones only the length does.
_TELLING_DIGITS, _MANY_DIGITS = 3, 9
# A message of signs alone; beside words they say nothing that the words do not say.
_SIGNS = {
    "👍": "ya", "👌": "ya", "✅": "ya", "🆗": "oke", "👎": "tidak", "❌": "tidak", "🙅": "tidak", "🙏": "terima_kasih",
    "❤": "terima_kasih", "👋": "halo", "🆘": "tolong darurat", "🚑": "darurat ambulans", "⭐": "bintang",
    "🖕": "kurang ajar", "🤬": "kurang ajar",
}  # fmt: skip
_LONGEST_FORM = 3


@lru_cache(maxsize=1)
def lexicon() -> dict[str, str]:
    """Every known form (words joined by a space) and its canonical word, from ``data/lexicon.txt``."""
    table: dict[str, str] = {}
    text = resources.files("bot.components").joinpath("data/lexicon.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        canonical, forms = line.split(":", 1)
        for form in forms.split():
            table.setdefault(form.strip("_").replace("_", " "), canonical.strip())
    return table


def _number_word(token: str) -> str:
    """Digits by what they can be, so that a masked and an unmasked number look alike to the classifier."""
    digits = re.sub(r"\D", "", token)
    for pattern, name in _NUMBERS:
        if pattern.fullmatch(token if name == "tanggalangka" else digits):
            return name
    return token if len(digits) <= _TELLING_DIGITS else f"angka{min(len(digits), _MANY_DIGITS)}"


def _clean(text: str) -> str:
    text = _REFERENCE.sub(" nomorrujukan ", unicodedata.normalize("NFKC", text))
    text = _CODE.sub(" kodeantrean ", text).lower().replace("’", "'")
    text = _AMOUNT.sub(" jumlahuang ", text)
    text = _REDUPLICATED.sub(lambda m: f"{m[1]} {m[1]}{m[2] or ''}", text)
    return _ELONGATED.sub(r"\1", text)


def _word(token: str) -> str:
    if token.startswith("⟦"):
        return _MASKS.get(token.strip("⟦⟧"), "rahasia")
    return _number_word(token) if token[0].isdigit() else token


def tokens(text: str) -> list[str]:
    """Canonical words of a message, in order; longest known form first."""
    words = [_word(token) for token in _TOKEN.findall(_clean(text))]
    if not any(word not in "?!" for word in words):
        words += [word for sign in dict.fromkeys(text) if sign in _SIGNS for word in _SIGNS[sign].split()]
    table, result, at = lexicon(), [], 0
    while at < len(words):
        for size in range(min(_LONGEST_FORM, len(words) - at), 0, -1):
            form = " ".join(words[at : at + size])
            if form in table:
                result.append(table[form])
                at += size
                break
        else:
            result.append(words[at])
            at += 1
    return result


def normalise(text: str) -> str:
    """The message in canonical words: "gmn cara daptar?" → "bagaimana cara daftar ?"."""
    return " ".join(tokens(text)).replace("_", " ")
