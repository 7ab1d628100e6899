"""What a complaint's answers mean: past dates, "there is none", who reports, a ticket number, how urgent it all is."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.actions.backend import LONGEST_TEXT, call
from bot.actions.forms import ANSWER_INTENTS
from bot.actions.reading import Reading
from bot.actions.zones import CENTRE
from bot.components.dates import resolve_date
from bot.components.names import is_everyday
from bot.components.values import facility_type

STORY_WORDS = 8
"""A message of so many words tells what happened; shorter ones only say that something did."""
SHORT_WISH_WORDS = 6
CHOICE_WORDS = 3
SURE = 0.7
OWN_INTENTS = frozenset({"submit_complaint", "give_feedback"})
"""A story is often understood as one of these again; it does not leave the form."""
_BACK = (timedelta(days=7), timedelta(days=31), timedelta(days=366))
_NONE = re.compile(
    r"^\W*(?:(?:ya|yah|eh|maaf|saya|kalau|itu)\s+)*(?:lewati|lewat|skip|kosong|none|no|nggak|ngga|enggak|gak|ga|tidak|tdk|nda|ora|henteu|teu)"
    r"(?:\s+(?:aja|saja|ada|punya|perlu|usah|tahu|tau|ingat|inget|dulu|ono|boten|aya|bukti|foto|ada\s+bukti|ada\s+foto|dimintai|diminta|bayar|lah|kok|deh|kak|min|pak|bu))*\W*$",
    re.IGNORECASE,
)
_ANONYMOUS = re.compile(
    r"\b(?:anonim|anonymous\w*|anonymus|tanpa nama|rahasiakan|dirahasiakan|jangan sebut(?:kan)? nama)\b"
    r"|\b(?:jangan|jgn|ojo|ulah|(?:ga|gak|nggak|tidak|tdk) ?usah|don'?t)\b.{0,20}\b(?:nama|nami|jeneng|name)\w*\b"
    r"|\b(?:nama|nami|jeneng|name)\w*\b.{0,20}\b(?:jangan|jgn|ojo|ulah|(?:ga|gak|nggak|tidak|tdk) ?usah)\b",
    re.I,
)
_SELF = re.compile(r"\b(?:saya|aku|gue|gua|abdi|kula|ambo|ulun|diri|sendiri|myself|me|self)\b", re.I)
_OTHER = re.compile(
    r"\b(?:orang lain|tetangga|teman|temen|kenalan|warga|pasien lain|someone|somebody|friend|neighbou?r)\b", re.I
)
_ONLY_REPORTER = re.compile(
    r"^\W*(?:untuk |buat |dari |for )?(?:(?:saya|aku|gue|gw|diri) sendiri|myself|keluarga(?: saya| sendiri)?|my family"
    r"|orang lain|tetangga(?: saya)?|somebody else|someone else)(?:\s+(?:aja|saja|kok|ya|kak|min|pak|bu))*\W*$",
    re.I,
)
_SMALL_TALK = frozenset({"greet", "goodbye", "thank", "bot_challenge", "out_of_scope", "check_complaint_status"})
_QUESTION = re.compile(
    r"\?|\b(?:apa|apakah|siapa|berapa|brp|gimana|gmn|bagaimana|kapan|kenapa|dimana|di mana|cara"
    r"|how|what|when|where|why|who|which)\b",
    re.I,
)
_STILL = re.compile(r"\b(?:masih|msh|sedang|lagi|sekarang|still|now|right now)\b", re.I)
_OVER = re.compile(
    r"\b(?:sudah pulang|udah pulang|sdh pulang|sudah selesai|sudah keluar|home|discharged|wis mulih|tos uih)\b", re.I
)
_NOTHING_MORE = re.compile(
    r"^\W*(?:(?:oke?|ok|ya|udah|sudah|langsung|itu)\s+)*(?:kirim(?:kan|in)?|lanjut(?:kan|in)?|selesai|cukup|beres|aja|saja"
    r"|send|done|submit)(?:\s+(?:aja|saja|deh|dong|ya|sekarang|laporannya|it|now|kok|itu))*\W*$",
    re.I,
)
_TICKET = re.compile(r"\bPGD[\s\-‐‑–—_./:]*(?:[A-Z0-9][\s\-‐‑–—_./]*){8}[A-Z0-9]\b", re.I)
_BARE_TICKET = re.compile(r"\b(?=\w*\d)[A-Z0-9]{4}[\s\-_.]?[A-Z0-9]{4}[\s\-_.]?[A-Z0-9]\b", re.I)
_CODE = re.compile(r"(?<![A-Z0-9])(?:[A-Z0-9]{6}|[A-Z0-9]{3}[\s-][A-Z0-9]{3})(?![A-Z0-9])", re.I)

_WITHDRAW = re.compile(
    r"\b(?:(?:men|di|ku)?cabut|(?:me|di)?narik|(?:di)?tarik|(?:mem|di)?batal(?:kan|in)?|(?:di)?hapus|withdraw|cancel"
    r"|retract|drop)\s+(?:kembali\s+)?(?:my |the |aja |saja )?"
    r"(?:laporan|lapor|aduan|pengaduan|komplain|keluhan|complaint|report)(?:ku|an|nya)?\b"
    r"|\b(?:laporan|aduan|pengaduan|komplain)(?:nya|ku)?\s+(?:(?:saya|yang|yg|tadi|kemarin|itu|mau|tolong|minta)\s+)*"
    r"(?:di)?(?:cabut|tarik|batal(?:kan|in)|hapus)\s+(?:aja|saja|dong|ya|deh|lagi|dulu)\b",
    re.IGNORECASE,
)
_REFUND = re.compile(
    r"\b(?:uang|duit|biaya)\w*\b.{0,20}\b(?:balik|kembali|dikembalikan|diganti|dibalikin|mulih)\w*\b"
    r"|\b(?:refund|money back)\b",
    re.IGNORECASE,
)
_WITHDRAW_WORDS = 14
_ADDED = re.compile(
    r"^(?:(?:oh|oh iya|oya|o iya|eh|iya|sama|btw|tolong|terus|trus|also|please)\W+)*"
    r"(?:(?:di)?(?:catat|catet|tulis|tambah|masuk)(?:kan|in|kn)?\s+(?:juga|jg|lagi|ya|kalau|kalo|bahwa"
    r"|di laporan\w*)|satu lagi"
    r"|tambahan(?:nya)?|(?:please )?(?:add|note)(?: also| that)?)\W+(?P<more>\S.*)$",
    re.I | re.S,
)


def other_wish(reading: Reading) -> bool:
    """The message surely means something else than an answer of the complaint."""
    expected = ANSWER_INTENTS | OWN_INTENTS | {"add_to_complaint"}
    return reading.intent not in expected and reading.confidence >= SURE


def own_words(reading: Reading, slot: str, *, free: bool = False) -> str | None:
    """The typed answer to the question for ``slot``; None when another was asked or the message means something else.

    ``free``: the answer is prose, so only a short message can be another wish.
    """
    text = reading.text.strip()
    if reading.pressed or reading.requested != slot or not text:
        return None
    short = len(text.split()) <= SHORT_WISH_WORDS
    return None if other_wish(reading) and (short or not free) else text


def asks_back(reading: Reading) -> bool:
    """A question instead of an answer: "who can fix it", where a day is asked for."""
    return _QUESTION.search(reading.text) is not None and not (reading.entity("date") or reading.entity("time"))


def choice_words(reading: Reading, slot: str) -> str | None:
    """The typed answer to a closed question: one to three words are one, whatever they mean elsewhere ("saya")."""
    few = not reading.pressed and reading.requested == slot and len(reading.text.split()) <= CHOICE_WORDS
    return reading.text.strip() if few else own_words(reading, slot)


def wish_words(reading: Reading, slot: str) -> str | None:
    """The typed answer to "what would you like": any words but a question or small talk, since wishes name services."""
    text = reading.text.strip()
    if reading.pressed or reading.requested != slot or not text:
        return None
    elsewhere = other_wish(reading) and len(text.split()) <= SHORT_WISH_WORDS
    return None if elsewhere and (reading.intent in _SMALL_TALK or _QUESTION.search(text)) else text


def added_words(reading: Reading) -> str | None:
    """What "catat juga, yang jaga perempuan" adds to the story; None where nothing is announced so."""
    found = None if reading.pressed else _ADDED.match(reading.text.strip())
    return found["more"].strip(" ,.:;") or None if found else None


def names_facility(reading: Reading, words: str) -> bool:
    """Whether words begin like the name of a facility, or were marked as one."""
    marked = reading.entity("facility_name") or reading.entity("place")
    said = words.lower().split()
    name = len(said) <= CHOICE_WORDS and not all(is_everyday(word) for word in said) and reading.intent != "affirm"
    return bool(marked or name or any(facility_type(word) for word in said[:2]))


def corrects_words(text: str) -> bool:
    """ "bukan kemarin, kemarin lusa": of what is named the last one counts."""
    return re.search(r"\b(?:bukan|bkn|salah|eh|ralat|not)\b", text, re.I) is not None


def wants_refund(reading: Reading) -> bool:
    """ "uangnya balik aja": what is wanted, told before it is asked for."""
    return len(reading.text.split()) <= SHORT_WISH_WORDS and _REFUND.search(reading.text) is not None


def withdraws_complaint(reading: Reading) -> bool:
    """ "saya cabut laporan saya": a complaint that was filed shall be dropped."""
    short = not reading.pressed and len(reading.text.split()) <= _WITHDRAW_WORDS
    return short and _WITHDRAW.search(reading.text) is not None


def says_none(reading: Reading) -> bool:
    """ "tidak ada", "lewati", a pressed no."""
    return reading.intent == "deny" or (not reading.pressed and _NONE.match(reading.text) is not None)


def nothing_more(reading: Reading) -> bool:
    """ "kirim", "itu aja": the open question has no further answer."""
    return not reading.pressed and _NOTHING_MORE.match(reading.text) is not None


def reporter(reading: Reading) -> str | None:
    """``self``, ``family``, ``other`` or ``anonymous`` in the member's words."""
    if _ANONYMOUS.search(reading.text):
        return "anonymous"
    if reading.entity("relation") or re.search(r"\bkeluarga|family\b", reading.text, re.I):
        return "family"
    if _OTHER.search(reading.text):
        return "other"
    return "self" if _SELF.search(reading.text) else None


def only_reporter(reading: Reading) -> bool:
    """The message says who reports and nothing else."""
    return not reading.pressed and _ONLY_REPORTER.match(reading.text) is not None


def wants_anonymity(reading: Reading) -> bool:
    """The member said, unasked, that they do not want to be named."""
    return not reading.pressed and _ANONYMOUS.search(reading.text) is not None


def still_in_care(text: str) -> bool | None:
    """Whether an answer says that the patient is in care at this moment."""
    if _OVER.search(text):
        return False
    return True if _STILL.search(text) else None


def ticket_in(reading: Reading) -> str | None:
    """The ticket number in a message, however it is written."""
    found = _TICKET.search(reading.text) or (None if reading.pressed else _BARE_TICKET.search(reading.text))
    return reading.entity("ticket_number") if reading.pressed or not found else found.group()


def code_in(text: str) -> str | None:
    """The access code in a message: its last word or pair of the right length."""
    found: list[str] = _CODE.findall(text)
    return found[-1] if found else None


def _moves_with_the_day(text: str, now: datetime, zone: ZoneInfo, found: date) -> bool:
    """ "besok" names another day tomorrow, "senin" mostly does not."""
    later = resolve_date(text, now + timedelta(days=1), zone)
    return isinstance(later, date) and later - found == timedelta(days=1)


def past_day(text: str, now: datetime, zone_name: str = CENTRE) -> tuple[date | None, bool]:
    """The day on which something happened, and whether it was said to be still to come.

    A weekday or a day of the month is the latest one that has been: things complained of have happened.
    """
    zone = ZoneInfo(zone_name)
    today = now.astimezone(zone).date()
    found = resolve_date(text, now, zone)
    if not isinstance(found, date):
        return None, False
    if found <= today:
        return found, False
    if not _moves_with_the_day(text, now, zone, found):
        earlier = (resolve_date(text, now - back, zone) for back in _BACK)
        known = [day for day in earlier if isinstance(day, date) and day <= today]
        if known:
            return known[0], False
    return None, True


def money_of(known: Mapping[str, Any]) -> int | None:
    """Rupiah that were asked for; None where the category does not ask for money."""
    asks = (known.get("complaints_category") or {}).get("asks", [])
    return known.get("complaints_money") if "money" in asks else None


async def judge(reading: Reading, known: Mapping[str, Any]) -> dict[str, Any]:
    """How urgent the backend finds all that was told so far, this message included."""
    told = [known.get("complaints_opening"), known.get("complaints_story"), known.get("complaints_wanted")]
    text = "\n".join(part for part in told if part)
    if not reading.pressed and reading.text not in text:
        text = f"{text}\n{reading.text}"
    in_care = known.get("complaints_in_care")  # money alone would hide the question whether care is at stake now
    draft = {
        "text": text[-LONGEST_TEXT:],
        "category": (known.get("complaints_category") or {}).get("code"),
        "patient_in_care": in_care,
        "money_asked": money_of(known) if in_care is not None else None,
    }
    urgency: dict[str, Any] = await call(reading, "POST", "/complaints/assess", json=draft)
    return urgency
