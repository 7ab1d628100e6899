"""Values behind the words of an entity: codes, amounts, counts. All functions return ``None`` where nothing fits."""

import re
from decimal import Decimal

from bot.components.vocabulary import code_of

_ROMAN = {"i": 1, "ii": 2, "iii": 3}
_WORDS = {
    "se": 1,
    "nol": 0,
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
    "sebelas": 11,
    "siji": 1,
    "setunggal": 1,
    "loro": 2,
    "telu": 3,
    "papat": 4,
    "limo": 5,
    "hiji": 1,
    "tilu": 3,
    "opat": 4,
    "pitu": 7,
    "wolu": 8,
    "sanga": 9,
    "rong": 2,
    "telung": 3,
    "patang": 4,
    "limang": 5,
    "nem": 6,
    "enem": 6,
    "pitung": 7,
    "wolung": 8,
    "sangang": 9,
    "genep": 6,
    "dalapan": 8,
    "salapan": 9,
    "sapuluh": 10,
    "sewelas": 11,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "twelve": 12,
}
_SCALES = {"puluh": 10, "ratus": 100, "ribu": 1_000, "rebu": 1_000, "juta": 1_000_000, "belas": 0}
_UNIT = {
    "rb": 1_000,
    "ribu": 1_000,
    "rebu": 1_000,
    "k": 1_000,
    "jt": 1_000_000,
    "juta": 1_000_000,
    "jeti": 1_000_000,
    "million": 1_000_000,
    "thousand": 1_000,
}
_FKTP_POLIS = {"GIG": "002", "OBG": "003", "ANA": "003", "INT": "001"}


def number(text: str) -> int | None:
    """A count in digits, Roman numerals or words: "12", "III", "dua puluh empat", "setahun" is not one."""
    low = text.lower().strip()
    if match := re.search(r"\d+", low):
        return int(match[0])
    total, current, seen = 0, 0, False
    for spoken in re.findall(r"[a-z]+", low):
        word, ones = (spoken[2:], 1) if spoken.startswith("se") and spoken[2:] in _SCALES else (spoken, None)
        if word in _WORDS:
            current, seen = current + _WORDS[word], True
        elif word in _ROMAN:
            current, seen = current + _ROMAN[word], True
        elif word == "belas":
            current, seen = (ones or current) + 10, True
        elif word in ("puluh", "ratus"):
            tens = current % 10
            current, seen = current - tens + (ones or tens or 1) * _SCALES[word], True
        elif word in _SCALES:
            total, current, seen = total + (ones or current or 1) * _SCALES[word], 0, True
    return total + current if seen else None


def amount(text: str) -> int | None:
    """Rupiah of "600rb", "1,5jt", "Rp 1.456.000", "dua juta setengah"."""
    low = text.lower().replace("rp", " ").strip(" .")
    if match := re.search(r"(\d+(?:[.,]\d+)*)\s*(?:(rb|ribu|rebu|k|jt|juta|jeti|million|thousand)(?:an)?)?\b", low):
        return _written_amount(match[1], match[2])
    value = number(low)
    if value is not None and "setengah" in low:
        value += 500_000 if "juta" in low else 500 if "ribu" in low else 0
    return value


def _written_amount(digits: str, unit: str | None) -> int | None:
    """A dot or comma is a decimal point before a unit ("1,5jt"), else dots part thousands and ",00" are cents."""
    if unit is None:
        return int(re.sub(r"\D", "", re.sub(r",\d{2}$", "", digits)))
    return int(Decimal(digits.replace(",", ".")) * _UNIT[unit]) if len(re.findall("[.,]", digits)) <= 1 else None


def months(text: str) -> int | None:
    """Months of "12 bulan", "setahun", "2 thn", "setengah tahun"."""
    low = text.lower()
    year = bool(re.search(r"tahun|thn|th\b|taun|year", low))
    if "setengah" in low and year:
        return 6 + 12 * (number(low) or bool(re.search(r"se(?:tahun|taun|thn)", low)))
    if re.search(r"se(?:tahun|taun|thn)", low):
        return 12
    if re.search(r"se(?:bulan|bln|sasi)", low):
        return 1
    count = number(low)
    return None if count is None else count * (12 if year else 1)


def rating(text: str) -> int | None:
    """Stars of "4", "lima", "bintang 3"."""
    return number(text)


def room_class(text: str) -> str | None:
    """Aplicares code of a room class: KL1, VIP, ICU …"""
    return code_of("classes", text)


def membership_class(text: str) -> int | None:
    """Contribution class 1, 2 or 3."""
    code = code_of("classes", text)
    if code in ("KL1", "KL2", "KL3"):
        return int(code[2])
    value = number(text)
    return value if value in (1, 2, 3) else None


def poli(text: str, *, first_level: bool = False) -> str | None:
    """BPJS poli code of a written poli; at a first-level facility there are only 001, 002 and 003."""
    code = code_of(
        "polis", re.sub(r"^(?:poli(?:klinik)?|poly|klinik|dokter|dr\.?|spesialis)\s+", "", text.lower().strip())
    )
    return _FKTP_POLIS.get(code, code) if first_level and code else code


def facility_type(text: str) -> str | None:
    """hospital, puskesmas, clinic, doctor, dentist, pharmacy, optician or office."""
    return code_of("facility_types", text)


def relation(text: str) -> str | None:
    """Whose matter it is: spouse, child, father, mother, parent, …"""
    return code_of("relations", text)


def bank(text: str) -> str | None:
    """Bank or wallet code."""
    return code_of("banks", text)


def language(text: str) -> str | None:
    """Language code as in ISO 639."""
    return code_of("languages", text)
