"""What a rating says: stars in figures or words, which side they are for, and what a comment is."""

import re

from bot.actions.reading import Reading
from bot.components.values import facility_type, rating

NO_MEDICINE = "none"
ASPECTS = ("service", "waiting", "cleanliness", "medicine")
MOST_STARS = 5
_STAR_WORDS, _TOLD_WORDS = 6, 3
"""A longer message tells a story; the stars are then asked for."""
_NAMES = {
    "service": r"pelayanan(?:nya)?|layanan|petugas(?:nya)?|dokter(?:nya)?|perawat(?:nya)?|service|staff|doctors?",
    "waiting": r"(?:waktu )?tunggu(?:nya)?|antre(?:an)?(?:nya)?|antri(?:an)?(?:nya)?|waiting(?: time)?|queue",
    "cleanliness": r"kebersihan(?:nya)?|bersih(?:nya)?|cleanliness|clean",
    "medicine": r"obat(?:nya|-obatan)?|medicines?|drugs?",
}
_ABOUT = {
    "service": rf"{_NAMES['service']}|suster(?:nya)?|bidan(?:nya)?|satpam(?:nya)?|loket(?:nya)?|nurses?|receptionist",
    "waiting": rf"{_NAMES['waiting']}|nunggu(?:nya)?|menunggu|ngantri(?:nya)?|ngantre(?:nya)?|waited|wait",
    "cleanliness": rf"{_NAMES['cleanliness']}|toilet(?:nya)?|wc(?:nya)?|kotor|bau|dirty",
    "medicine": rf"{_NAMES['medicine']}|apotek(?:nya)?|farmasi(?:nya)?|pharmacy",
}
_SIDES = {aspect: re.compile(rf"\b(?:{words})(?:e|ne|na)?\b", re.I) for aspect, words in _ABOUT.items()}
"""What a remark is about: the people, the wait, the place, the medicine."""
_VALUE = r"[\s:=]*(?:bintang|nilai|rating|stars?)?[\s:=]*([1-5]|satu|dua|tiga|empat|lima|one|two|three|four|five)\b"
_NO_TIME = r"(?!\s*(?:jam|menit|hari|kali|orang|hours?|minutes?|days?|times|people)\b)"
"""Who waited for two hours gave no two stars."""
_NAMED = {aspect: re.compile(rf"\b(?:{names}){_VALUE}{_NO_TIME}", re.I) for aspect, names in _NAMES.items()}
_ALL = re.compile(
    rf"\b(?:semua(?:nya)?|all|everything){_VALUE}|\b(?:bintang\s*)?([1-5])(?:\s*bintang)?\s+(?:(?:untuk|utk|buat|for)\s+)?"
    r"(?:semua(?:nya)?|all|everything)\b",
    re.I,
)
_SPOKEN = r"(?:bintang|stars?|aja|saja|deh|lah|dong|ya|then)"
_FIRST = re.compile(rf"^(?:(?:eh|oh|jadi|hmm|wait|maaf|bintang|kasih)\W+)*([1-5])(?:(?:\s+{_SPOKEN}\b)+|\s*,)", re.I)
_LAST = re.compile(
    r"(?:^(?:(?:eh|oh|jadi|hmm|wait|maaf)\W+)*|[.!,;?]\s*|\b(?:bintang|kasih|jadi|stars?|nilai(?:nya|ne)?|skor(?:nya|e)?)\s+)([1-5])"
    rf"(?:\s*{_SPOKEN})*\W*$",
    re.I,
)
_GIVEN = re.compile(
    r"\b(?:bintang|stars?)\s*([1-5]|satu|dua|tiga|empat|lima)\b|\b([1-5]|one|two|three|four|five|satu|dua|tiga|empat|lima)"
    r"\s*(?:bintang|stars?)\b",
    re.I,
)
_OVER = re.compile(r"\b(?:bintang|nilai|skor|rating|stars?|score)(?:nya|ne|e)?\W*(?:[6-9]|\d\d+)\b", re.I)
_TIMES = re.compile(
    r"\b(?:\d+|se|satu|dua|tiga|empat|lima|enam|one|two|three|four|five)\s*(?:jam|menit|hari|kali|orang|hours?|minutes?|days?|times|people)\b",
    re.I,
)
_DOUBLED = re.compile(r"(?<=[^\W\d])2\b")
_CORRECTS = re.compile(
    r"^\W*(?:(?:eh|maaf|sorry|salah|ralat|koreksi|bukan|ganti|ubah|jadi|no|wait)\W+)*"
    r"(?:(?:(?:jangan|jgn|bukan|not)\s+(?:bintang\s+)?[1-5]\W+|(?:eh|maaf|sorry|salah|ralat|koreksi|bukan|ganti|ubah|jadi|no"
    r"|wait)\W+)(?:(?:tapi|jadi|but)\s+)?)(?:bintang\s+|stars?\s+)?"
    r"([1-5]|satu|dua|tiga|empat|lima|one|two|three|four|five)\b"
    r"(?!\s*(?:jam|menit|hari|kali|orang|hours?|minutes?|days?|times|people)\b)(?P<more>.*)$",
    re.I | re.S,
)
_MORE_TOLD = re.compile(r"[,.;!]\s+")
_NO_COMPLAINT = re.compile(
    r"\b(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|jangan|jgn|bukan|ora|teu|ndak|nda|mboten|kada|kagak|not?|don'?t)\b"
    r"[^,.;]{0,24}\b(?:pengaduan|aduan|keluhan|komplain|komplen|complain\w*|(?:di|nge)?lapor\w*|report)\b",
    re.I,
)
_ARRIVED = re.compile(
    r"\b(?:udah|sudah|udh|sdh|dah|uda|wis|atos)\s+(?:\w+\s+)?(?:masuk|terkirim|kekirim|dikirim|tersimpan|kesimpan|tercatat"
    r"|kecatat|kecatet)\b|\b(?:is|was|has) (?:it|that|my rating) (?:been )?(?:sent|saved|in|submitted)\b",
    re.I,
)
_NAMELESS = re.compile(
    r"\b(?:anonim\w*|anonymous\w*|rahasia\w*)\b"
    r"|\b(?:ga|gak|nggak|ngga|tidak|tdk|tanpa|jangan|jgn|usah|sembunyi\w*|without|not?|don't)\b[^,.]*\b(?:nama(?:ku|nya)?|identitas\w*|name)\b"
    r"|\b(?:nama|identitas)\w*\b[^,.]*\b(?:ketahuan|kelihatan|keliatan|tampil|muncul|disebut|dilihat|shown|visible)\b"
    r"|\b(?:ketahuan|tau|tahu|know)\b[^,.]*\b(?:siapa|saya|nama|who)\b",
    re.I,
)
_COMPLAINS = re.compile(r"\b(?:(?:me)?lapor\w*|ngadu\w*|adukan|pengaduan|komplain|komplen|complain\w*|report)\b", re.I)
_WISHES = re.compile(
    r"\b(?:mau|mw|ingin|pengen|pgn|pingin|gimana|gmn|bagaimana|cara(?:nya)?|bisa|boleh|want|how|can i|like to)\b", re.I
)
_DROPS_COMMENT = re.compile(
    r"\b(?:ga|gak|nggak|ngga|tidak|tdk|tanpa|hapus|buang|jangan|usah|no|without|remove|drop)\b.*"
    r"\b(?:komen\w*|komentar\w*|comment)\b",
    re.I,
)
_WORDS = tuple(
    (stars, re.compile(rf"\b(?:{words})\b", re.I))
    for stars, words in (
        (2, r"(?:tidak|nggak|ngga|gak|ga|kurang|not)\s+(?:begitu\s+|terlalu\s+)?(?:baik|bagus|puas|good|memuaskan)"),
        (1, r"sangat (?:buruk|jelek|lama)|(?:buruk|jelek|parah|lama) (?:sekali|banget)|terrible|very bad|worst"),
        (5, r"(?:paling|terlalu) (?:baik|bagus|top|oke|mantap)|terbaik|top|juara|sempurna|perfect|the best"),
        (5, r"sangat (?:baik|bagus|puas|cepat)|(?:baik|bagus|puas|cepat) (?:sekali|banget)|mantap|excellent|very good"),
        (2, r"buruk|jelek|kurang|lambat|lama|bad|poor|slow"),
        (
            3,
            r"cukup(?:an)?|lumayan|biasa(?: aja| saja)?|sedang|standar|setengah[- ]?(?:setengah|2)|okay|average|fair",
        ),
        (4, r"baik|bagus|puas|cepat|bersih|ramah|sabar|sopan|telaten|lengkap|kind|friendly|good|fast|clean"),
    )
)
"""In the order in which they are tried: "tidak bagus" before "bagus"."""
_NO_MEDICINE = re.compile(
    r"\b(?:(?:tidak|nggak|gak|ga|tdk|belum)\s+(?:di\s*)?(?:dapat|dapet|diberi|dikasih|kasih|ada|pakai)\s*(?:obat)?"
    r"|tanpa obat|no medicine)\b",
    re.I,
)


def named_stars(text: str) -> dict[str, int]:
    """Stars that a message gives by name: "pelayanan 5, antre 3", "5 semua"."""
    if every := _ALL.search(text):
        return dict.fromkeys(ASPECTS, rating(every[1] or every[2]) or 0)
    found = {aspect: pattern.search(text) for aspect, pattern in _NAMED.items()}
    return {aspect: rating(match[1]) or 0 for aspect, match in found.items() if match}


def last_stars(text: str) -> int | None:
    """ "tapi nunggunya 3 jam. 2 deh": the bare number with which a message ends, or begins."""
    found = _LAST.search(text) or _FIRST.match(text)
    return rating(found[1]) if found else None


def stars_given(text: str) -> int | None:
    """ "mau saya kasih bintang 4": stars for the visit as a whole."""
    found = _GIVEN.search(text)
    return rating(found[1] or found[2]) if found else None


def over_scale(text: str) -> bool:
    """ "nilaine 6": more stars than there are."""
    return _OVER.search(text) is not None


def drops_comment(reading: Reading) -> bool:
    """ "ga usah komen deh": the rating goes without one."""
    return not reading.pressed and _DROPS_COMMENT.search(reading.text) is not None


def stars_for(aspect: str, reading: Reading) -> int | str | None:
    """Stars for the side that is asked for; ``none`` for medicine that was not given; None where it is no answer."""
    if reading.pressed:
        value = reading.entity("value") or ""
        return int(value) if value.isdecimal() else value if value == NO_MEDICINE else None
    if len(reading.text.split()) > _STAR_WORDS or reading.entity("facility_name") or reading.entity("place"):
        return None
    if aspect == "medicine" and (_NO_MEDICINE.search(reading.text) or reading.intent == "deny"):
        return NO_MEDICINE
    text = _TIMES.sub(" ", _DOUBLED.sub("", reading.text))  # "sabar2", "2 jam": no stars
    said = rating(reading.entity("rating") or text)
    if said is not None and 1 <= said <= MOST_STARS:
        return said
    return next((stars for stars, words in _WORDS if words.search(text)), None)


def counted(text: str) -> bool:
    """Whether stars are counted in a text, and not only meant by its words ("lama banget 2 jam")."""
    return rating(_TIMES.sub(" ", text)) is not None


def corrected_stars(reading: Reading) -> int | None:
    """Stars that take the last ones back: "eh 3 aja, nunggunya 2 jam"."""
    found = None if reading.pressed else _CORRECTS.match(reading.text)
    return rating(found[1]) if found else None


def remark(aspect: str, reading: Reading) -> str | None:
    """What a message tells where stars are asked for: praise of the nurses where it is about the wait, "2 jam"."""
    if reading.pressed or "?" in reading.text:
        return None
    if found := _CORRECTS.match(reading.text):
        told = _MORE_TOLD.split(found["more"], maxsplit=1)[-1].strip() if _MORE_TOLD.search(found["more"]) else ""
        return told or None
    about = {side for side, words in _SIDES.items() if words.search(reading.text)}
    answers = about == {aspect} and stars_for(aspect, reading) is not None
    return reading.text.strip() if about and not answers and not _bare_number(reading.text) else None


def says_complaint(reading: Reading) -> bool:
    """ "mau lapor aja": not words for the comment."""
    return reading.pressed or _COMPLAINS.search(reading.text) is not None


def stars_with_remark(text: str) -> tuple[int, str] | None:
    """Stars and what is told besides: "2 aja, antrinya lama"."""
    found = _FIRST.match(text)
    told = text[found.end() :].strip(" ,.;!") if found else ""
    tells = len(told.split()) > 1 and any(words.search(told) for words in _SIDES.values())
    return (rating(found[1]) or 0, told) if found and tells else None


def first_told(reading: Reading) -> int | None:
    """ "kasih 4", "bintang 3 deh", "eh jangan 4, 2 saja" where the visit is asked for: its stars, whichever it is."""
    if reading.pressed or named_stars(reading.text) or reading.ordinal:
        return None
    return corrected_stars(reading) or last_stars(reading.text) or stars_given(reading.text)


def tells_of_visit(reading: Reading) -> bool:
    """ "dokternya sabar sekali" where the visit is asked for: a remark, and the name of nothing."""
    words = reading.text.split()
    named = reading.entity("facility_name") or any(facility_type(word.strip(".,").lower()) for word in words)
    return not named and len(words) >= _TOLD_WORDS


def wants_no_complaint(reading: Reading) -> bool:
    """ "gak usah jadi pengaduan, nilai aja": only the rating is wanted."""
    return not reading.pressed and _NO_COMPLAINT.search(reading.text) is not None


def asks_if_sent(reading: Reading) -> bool:
    """ "udah masuk belum?": whether the rating is stored."""
    asks = "?" in reading.text or re.search(r"\b(?:belum|blm|ga|gak|kah|apa)\b", reading.text, re.I)
    return not reading.pressed and bool(asks) and _ARRIVED.search(reading.text) is not None


def wants_complaint(reading: Reading) -> bool:
    """ "kalau mau komplen beneran gmn", "mau lapor aja": a complaint instead of a rating."""
    found = None if reading.pressed else _COMPLAINS.search(reading.text)
    return found is not None and _WISHES.search(reading.text) is not None


def _bare_number(text: str) -> bool:
    return rating(_TIMES.sub(" ", _DOUBLED.sub("", text))) is not None


def asks_without_name(reading: Reading) -> bool:
    """ "ga usah pake nama": who rates shall not be known."""
    return not reading.pressed and _NAMELESS.search(reading.text) is not None
