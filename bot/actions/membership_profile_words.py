"""What a message says of a change of one's data: which, the new value, or a piece of it."""

import re
from itertools import pairwise
from typing import Any

from bot.actions.places import chatter
from bot.actions.reading import Reading

_WORDS = (
    ("email", re.compile(r"\be-?mail(?:nya)?\b", re.I)),
    ("address", re.compile(r"\b(?:alamat|address|domisili)\b", re.I)),
    ("nik", re.compile(r"\b(?:nik|nomor induk)\b", re.I)),
    ("birth_date", re.compile(r"\b(?:tanggal|tgl) lahir(?:nya)?\b|\b(?:birth ?date|date of birth)\b", re.I)),
    ("name", re.compile(r"\b(?:nama(?:nya)?|ejaan(?:nya)?|name|spelling)\b", re.I)),
    (
        "phone",
        re.compile(
            r"\b(?:(?:hp|hape|handphone)(?:nya)?|telepon|telpon|telp|wa|whatsapp|nomor|nomer|no|phone|number)\b", re.I
        ),
    ),
)
EMAIL = re.compile(r"\S+@\S+\.\w+")
PART_OF_EMAIL = re.compile(r"\S@\S")
_SHORT_PHONE = re.compile(r"(?<![\w+])(?:\+?62|0)[ .-]?8\d(?:[ .-]?\d){0,5}(?![\w.-]?\d)")
_NOT_THAT = re.compile(
    r"\b(?:bukan(?:nya)?|bkn|jangan|jgn|(?:ga|gak|nggak|ngga|tidak|tdk|ora|teu) (?:usah|perlu|jadi)|not|don'?t change)"
    r"\s+(?:(?:yang|yg|ganti|ubah|the|my)\s+)*"
    r"(?:e-?mail|alamat|address|nik|nama|name|(?:nomor )?hp|hape|phone)(?:nya)?\b",
    re.I,
)
_STREET = re.compile(
    r"\b(?:jl|jln|jalan|gg|gang|perum\w*|komp\w*|dusun|dukuh|kampung|kp|blok|apartemen)\b\.?\s+\S(?:(?!\s*[,;.]?\s*"
    r"(?:(?:mau|tolong|minta|mohon)\s+)?(?:ganti|ubah|rubah|update|perbarui)\b).)*",
    re.I,
)
_PART = re.compile(
    r"\b(?:rt|rw|kel|kelurahan|kec|kecamatan|desa|dusun|kota|kab|kabupaten|no|nomor|blok|kode ?pos)\b.*", re.I
)
_BEHIND_PART = re.compile(
    r"(?:\s*(?:nya|tambah\w*|ditambah\w*|jangan lupa|kurang|juga|jg|ya|dong|deh|belum|blm|masuk|ketinggalan))+\W*$",
    re.I,
)
LEAD_IN = re.compile(
    r"^\W*(?:(?:nama|alamat|email|e-mail)(?:\s*(?:saya|baru|lengkap|nya))*\s*(?:yang|yg)?\s*(?:benar|betul|sekarang|baru)?"
    r"\s*(?:adalah|itu|jadi|:|is)?\s+)(?=\S)",
    re.I,
)


def field_in(text: str) -> str | None:
    """What a message wants changed; "bukan email ya, cuma nomor hp" names the number alone."""
    wanted = _NOT_THAT.sub(" ", text)
    return next((field for field, pattern in _WORDS if pattern.search(wanted)), None)


_MAIL_ADDRESS = re.compile(r"\b(?:alamat|address)\s+(?=e-?mail\b)", re.I)
_SEVERAL = (
    ("phone", re.compile(r"\b(?:hp|hape|handphone|ponsel|telepon|telpon|telp|wa|whatsapp|phone)(?:nya|ku)?\b", re.I)),
    ("email", re.compile(r"\be-?mail(?:nya|ku)?\b", re.I)),
    ("address", re.compile(r"\b(?:alamat|address)(?:nya|ku)?\b", re.I)),
)
_JOINED = re.compile(
    r"(?:\s*(?:baru|saya|aku|gue|gw|number|rumah))*\s*(?:&|/|\+|dan|dn|sama|ame|ama|karo|kalih|jeung|sareng|plus|serta|lan"
    r"|jo|and|n)(?:\s*(?:sama|juga|ganti|ubah|nomor|nomer|no|my|the))*\s*",
    re.I,
)


def fields_in(text: str) -> list[str]:
    """Which of phone, e-mail and address a message wants changed along with each other, in its order; else none."""
    wanted = _MAIL_ADDRESS.sub("", _NOT_THAT.sub(" ", text))
    found = [(match.span(), field) for field, pattern in _SEVERAL if (match := pattern.search(wanted))]
    found.sort()
    joined = [
        (first, then)
        for ((_, end), first), ((start, _), then) in pairwise(found)
        if _JOINED.fullmatch(wanted[end:start])
    ]
    return list(joined[0]) if joined else []


def two_of(reading: Reading) -> dict[str, Any]:
    """ "ganti nomor hp sama email": the one that is named first, and the other one for later."""
    first, *rest = (None if reading.pressed else fields_in(reading.text)) or [""]
    mail = EMAIL.search(reading.text) if rest else None
    said = mail[0].strip(".,;()") if mail else None
    return {"field": first, "next": {"field": rest[0], "said": said if rest[0] == "email" else None}} if rest else {}


def digits_of_short_phone(text: str) -> int:
    """How many digits stand in "0812 34", which is too short for the number of a phone; 0 for any other text."""
    found = _SHORT_PHONE.search(text)
    return sum(map(str.isdigit, found[0])) if found else 0


def address_in(text: str) -> str | None:
    """The address that a message names along with the wish to change it."""
    found = _STREET.search(text)
    return found[0].strip(" .,") if found else None


def address_part(text: str) -> str | None:
    """ "oh iya, rt 02 rw 05-nya tambahin": a piece of an address that was left out."""
    found = None if "?" in text else _PART.search(text)
    return _BEHIND_PART.sub("", found[0]).strip(" .,") if found else None


def like_an_address(reading: Reading) -> bool:
    """Whether words may be an address: a street, a part of one, a number, a place; no question, and no mere talk."""
    text = reading.text
    named = _STREET.search(text) or _PART.search(text) or re.search(r"\d", text) or reading.entity("place")
    return bool(named or not chatter(reading, 1)) and "?" not in text


PIECE_WRONG = re.compile(
    r"^\W*(?:(?:eh|ups|oops|aduh|duh|maaf|sorry|wait)\W+)*"
    r"(?:tanpa|kurang|kelebihan|lebih|salah|keliru|bukan|harusnya|seharusnya|pakai|pake|huruf|angka|titiknya|without|wrong"
    r"|should be|missing)\b",
    re.IGNORECASE,
)
"""What was read back is not right in one piece: "eh tanpa 88", "kurang satu huruf"."""


TAIL = re.compile(
    r"\b(?:belakang|buntut|ujung|depan|akhir|terakhir|digit|angka|ending|ends?|last)\w*\b.{0,16}\d|\b\d{1,5}\s*,?\s*(?:bukan|bkn|not)\s+\d",
    re.IGNORECASE,
)
"""A piece of the number: "belakangnya 398 bukan 399"; it is masked here, so all of it is needed again."""
ALSO = re.compile(r"\b(?:juga|jg|sekalian|sklian|plus|too|also|as well|dua-?duanya|dua2nya)\b", re.IGNORECASE)
OLD_WORKS = re.compile(
    r"\b(?:masih|msh|still)\b.{0,12}\b(?:aktif|bisa|hidup|nyala|dipakai|dipake|active|works?|use)\b"
    r"|\b(?:nambah|menambah|tambah|add)\w*\b.{0,16}\b(?:baru|new)\b",
    re.IGNORECASE,
)


def so_plain(reading: Reading, field: str) -> bool:
    """Whether a message holds a whole value of that kind: a phone number, an e-mail address."""
    kinds = {item["kind"] for item in reading.metadata.get("identifiers") or []}
    return (field == "phone" and "phone" in kinds) or (field == "email" and EMAIL.search(reading.text) is not None)


def no_such_value(text: str, field: str) -> bool:
    """ "sekalian punya istri saya ya": no number, and no address for mail either."""
    return (field == "phone" and re.search(r"\d", text) is None) or (
        field == "email" and "@" not in text and len(text.split()) > 1
    )
