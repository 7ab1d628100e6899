"""What a complaint's answers mean: past dates, facts and facilities, whether care is still given, how urgent it is."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.actions.backend import LONGEST_TEXT, call
from bot.actions.complaint_care import goes_on, past_told
from bot.actions.control import says_go_on, says_wait
from bot.actions.noise import says_nothing
from bot.actions.own_words import CHOICE_WORDS, SHORT_WISH_WORDS, other_wish
from bot.actions.reading import Reading
from bot.actions.topic import asks_something, only_tells
from bot.actions.zones import CENTRE
from bot.components.dates import resolve_date
from bot.components.names import is_everyday
from bot.components.values import facility_type

STORY_WORDS = 8
"""A message of so many words tells what happened; shorter ones only say that something did."""
_BACK = (timedelta(days=7), timedelta(days=31), timedelta(days=366))
_CHARGED = re.compile(
    r"\b(?:charg\w+|paid|pay|asked (?:\w+ )?for|cost|billed|bayar\w*|membayar|dibayar|ditagih|dimintai?|kena)\b"
    r"\W+(?:\w+\W+){0,3}?(\d{1,3}(?:[.,]000)+)\b(?![.,]?\d)",
    re.IGNORECASE,
)
_STEERING = frozenset({"affirm", "deny", "go_back", "repeat", "show_menu", "cancel_flow"})
_EACH = re.compile(r"\b(?:tiap|setiap|saben|unggal|each|every)\b", re.IGNORECASE)
_RIGHTS = re.compile(
    r"^\W*(?:(?:eh|maaf|sorry|oh|aduh|ya)\W+)*(?:bukan|bkn|salah|ralat|koreksi|no|wrong)\b(?:\W+(?:maaf|sorry|deng|ding|ya))*\W",
    re.I,
)
_REFUND = re.compile(
    r"\b(?:uang|duit|biaya)\w*\b.{0,20}\b(?:balik|kembali|dikembalikan|diganti|dibalikin|mulih)\w*\b"
    r"|\b(?:refund|money back)\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"^\W*(?:(?:saya|aku|maaf|wah|aduh|i)\s+)*(?:ga|gak|nggak|ngga|tidak|tdk|ndak|ora|teu|don't|do not)\s+"
    r"(?:tau|tahu|inget|ingat|hafal|hapal|know|remember)\s+(?:nama|siapa|persis|pasti|the name|who)",
    re.I,
)
_ADDED = re.compile(
    r"^(?:(?:oh|oh iya|oya|o iya|eh|iya|sama|btw|tolong|terus|trus|also|please)\W+)*"
    r"(?:(?:di)?(?:catat|catet|tulis|tambah|masuk)(?:kan|in|kn)?\s+(?:juga|jg|lagi|ya|kalau|kalo|bahwa"
    r"|di laporan\w*)|satu lagi"
    r"|(?:catat|catet|tulis|tambah|masuk)(?:kan|in|kn)(?=\s*[,:])"
    r"|tambahan(?:nya)?|(?:please )?(?:add|note)(?: also| that)?)\W+(?P<more>\S.*)$",
    re.I | re.S,
)

_AROUND = re.compile(
    r"(?:di|ke|pada|hari|tanggal|tgl|jam|pukul|sekitar|kira|kejadian(?:nya)?|itu|ini|nya|waktu(?:nya)?|pas|tadi|ya|yah|iya"
    r"|oh|eh|faskes(?:nya)?|tempat(?:nya)?|nama(?:nya)?|lokasi(?:nya)?|tolong|mohon|(?:di)?kirim|aja|saja|dong|deh|dan|kok|kak"
    r"|min|pak|bu|mas|mbak|it|was|happened|in|on|at|the|this|that|please|send|is|and)"
)
"""Small words around a day, a facility or a wish."""

_LASTING = re.compile(
    r"\b(?:(?:sudah|udah|udh|sdh|dah|selama|sejak|dari)\s+)?(?:(?:\d+|satu|dua|tiga|empat|lima|enam|beberapa)\s+|se)"
    r"(?:hari|minggu|bulan|tahun)\s+(?:ini|terakhir|belakangan)\b"
    r"|\bfor (?:the (?:last|past) )?\w+ (?:days|weeks|months)\b",
    re.I,
)


_JUST_NOW = re.compile(
    r"^\W*(?:(?:eh|jadi|ya|gini|begini|ini|kan|saya|sy|aku|gue|gw|kami|halo|min|kak|pak|bu|i was|we were|it was)\W+)*"
    r"(?P<when>tadi|td|barusan|baru (?:aja|saja)|just now|earlier today)\b"
    r"(?!\W+(?:malam|mlm|malem|(?:(?:saya|sy|aku|ku|kan|sudah|udah|udh|sdh|yang|yg)\W+)*"
    r"(?:bilang|tulis|cerita|sebut|kirim|chat|lapor|tanya|nanya|jawab)))",
    re.IGNORECASE,
)


def only_names(reading: Reading, filled: Mapping[str, Any]) -> bool:
    """ "kejadiannya tadi pagi", "di puskesmas kraton", or only the wish: all of it has a question of its own."""
    if not any(filled.get(slot) for slot in ("complaints_facility", "complaints_when", "complaints_wanted")):
        return False
    left = reading.text
    for told in (*map(reading.entities, ("facility_name", "date", "time")), [filled.get("complaints_wanted") or ""]):
        for words in told:
            left = left.replace(words, " ")
    return not [word for word in re.findall(r"\w+", left.lower()) if not _AROUND.fullmatch(word)]


def since_when(reading: Reading) -> str | None:
    """ "sudah dua minggu ini": how long it goes on, told where something else of the complaint is asked."""
    found = None if reading.pressed or not reading.requested else _LASTING.search(reading.text)
    return found[0] if found else None


def just_now(text: str) -> str | None:
    """ "tadi di puskesmas nunggu 4 jam": the word at the beginning that says that it was today."""
    found = _JUST_NOW.match(text)
    return found["when"] if found else None


def charged(text: str) -> str | None:
    """The amount of "charged me 250,000", told without its currency."""
    found = _CHARGED.search(text)
    return found[1] if found else None


def added_words(reading: Reading) -> str | None:
    """What "catat juga, yang jaga perempuan" adds to the story; None where nothing is announced so."""
    found = None if reading.pressed else _ADDED.match(reading.text.strip())
    return found["more"].strip(" ,.:;") or None if found else None


def names_facility(reading: Reading, words: str) -> bool:
    """Whether words begin like the name of a facility, or were marked as one; "kmrin hr rabu" tells the day."""
    marked = reading.entity("facility_name") or reading.entity("place")
    said = words.lower().split()
    name = len(said) <= CHOICE_WORDS and not all(is_everyday(word) for word in said) and reading.intent != "affirm"
    return bool(marked or name or any(facility_type(word) for word in said[:2]))


def goes_on_each(text: str) -> bool:
    """ "tiap senin begitu terus": it happens again and again, on no one day."""
    return _EACH.search(text) is not None


def corrects_words(text: str) -> bool:
    """ "bukan kemarin, kemarin lusa": of what is named the last one counts."""
    return re.search(r"\b(?:bukan|bkn|salah|eh|ralat|not)\b", text, re.I) is not None


def wants_refund(reading: Reading) -> bool:
    """ "uangnya balik aja": what is wanted, told before it is asked for."""
    return len(reading.text.split()) <= SHORT_WISH_WORDS and _REFUND.search(reading.text) is not None


def tells_facts(reading: Reading) -> bool:
    """Words that are no question, no wish and no yes or no: a medicine, a place, what else happened. A statement
    resembles services by what it names ("demamnya sudah turun", a consultation) and asks for none.
    """
    corrects = reading.intent == "go_back" and len(reading.text.split()) > CHOICE_WORDS  # "bukan kelas 2, kelas 1"
    steering = reading.intent in _STEERING and not corrects
    steering = steering or says_nothing(reading) or says_go_on(reading) or says_wait(reading)
    wishes = other_wish(reading) and not (only_tells(reading.text, CHOICE_WORDS) or says_unknown(reading.text))
    return not (reading.pressed or steering or wishes or asks_something(reading.text))


def says_unknown(text: str) -> bool:
    """ "ga tau namanya, pake jilbab ungu": answers as well as it can be answered, whatever it resembles."""
    return _UNKNOWN.match(text) is not None


def is_over(known: Mapping[str, Any], today: date) -> bool:
    """It happened on a day before today, and no words say that it goes on."""
    when = known.get("complaints_when") or {}
    day, note = when.get("date"), str(when.get("note") or "")
    told = f"{known.get('complaints_opening') or ''} {known.get('complaints_story') or ''}"
    before = date.fromisoformat(day) < today if day else past_told(note)
    return before and not goes_on(told)


def corrects_at_once(text: str) -> bool:
    """ "bukan, maaf, RSUD Wates": what is named puts an earlier answer right."""
    return _RIGHTS.match(text) is not None


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
    if found is None and just_now(text):
        return today, False
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


def in_care(known: Mapping[str, Any]) -> bool | None:
    """Whether the patient is in care now; None where nobody said."""
    said = known.get("complaints_in_care")
    return said if isinstance(said, bool) else None


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
    cared_for = in_care(known)  # money alone would hide the question whether care is at stake now
    draft = {
        "text": text[-LONGEST_TEXT:],
        "category": (known.get("complaints_category") or {}).get("code"),
        "patient_in_care": cared_for,
        "money_asked": money_of(known) if known.get("complaints_in_care") is not None else None,
    }
    urgency: dict[str, Any] = await call(reading, "POST", "/complaints/assess", json=draft)
    return urgency
