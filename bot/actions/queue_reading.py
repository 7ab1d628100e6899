"""What a message says about a visit to a clinic: for whom, where, which clinic, when, with whom."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.actions.ellipsis import corrects, instead
from bot.actions.form_limits import ANSWER_INTENTS, LEAVE_CONFIDENCE
from bot.actions.list_choices import liked
from bot.actions.personal import AFTER_VERIFICATION
from bot.actions.queue_ails import leaves_it_to_us
from bot.actions.queue_days import DAY_KNOWN, day_meant, prefers
from bot.actions.queue_letters import has_letter, letter_kind, misses_letter
from bot.actions.reading import Reading
from bot.actions.same_names import same_name
from bot.actions.topic import asks_something, concludes
from bot.actions.zones import ZONES, day_said, today
from bot.components import values
from bot.components.dates import Ambiguous, part_of_day, resolve_time
from bot.components.names import is_everyday

BOOK, MOVE = "book", "move"
SHORT_WORDS = 4
_WHOM_WORDS = 9
"""So few words with a fitting fact are an answer, whatever intent they resemble."""
FACTS = {
    "queues_patient": ("relation",),
    "queues_booking": ("booking_code", "date", "poli", "facility_name"),
    "queues_door": ("facility_name", "facility_type", "poli", "referral_number"),
    "queues_poli": ("poli", "facility_type"),
    "queues_date": ("date",),
    "queues_session": ("time", "doctor"),
}
"""Entities that answer a question."""
NAMES = frozenset({"queues_patient", "queues_door", "queues_poli"})
"""Questions that are answered with a name: a bare word is first tried as one, unless it asks for a service of ours."""
_FOR_THEM = re.compile(
    r"\b(?:untuk|utk|buat|bwt|kanggo|kangge|pasien(?:nya)?|for|(?:yang|yg) (?:sakit|mau|berobat|periksa))\b",
    re.IGNORECASE,
)
"""Beside a relation it says for whom: "buat anak saya", "yang sakit anak saya"."""
_TOO = re.compile(
    r"\b(?:juga|jg|sekalian|dua|2|(?:buat|bikin|ambil|daftar|pesan)(?:in|kan))\b.*\b(?:juga|jg|mau|sekalian|dua|2|antre\w*"
    r"|antri\w*|nomor|(?:buat|bikin|ambil|daftar|pesan)(?:in|kan))\b|\b(?:too|also|as well|both of us)\b",
    re.IGNORECASE,
)
"""A second number beside the first: "suami juga mau, buatin dua ya"."""
_LOOK_ALIKE = frozenset({"change_fktp"})
"""Said with a day or a place ("pindah ke puskesmas aja") it is a correction while a number is being taken."""
_SERVICES = frozenset(
    {"check_queue_status", "cancel_queue", "check_in_queue", "check_contribution", "submit_complaint"}
)
_CHOOSES = re.compile(r"\b(?:saja|aja|ae|wae|bae|mawon|deh|instead)\b", re.IGNORECASE)
"""Beside a day, a clinic or a doctor: it is chosen, whatever else is told ("rabu anak saya nikah, kamis saja")."""
_MOVE = re.compile(
    r"\b(?:(?:di|mem)?pindah\w*|(?:di|meng)?geser\w*|reschedul\w*|di?undur\w*|undur|di?maju\w*|majukan|tunda|ditunda"
    r"|move|postpone"
    r"|(?:ganti|ubah|rubah|change) (?:hari|jadwal|tanggal|tgl|jam|the (?:day|date|time)|my (?:appointment|booking)))\b",
    re.IGNORECASE,
)
_CANNOT_COME = re.compile(
    r"\b(?:udah|sudah|udh|sdh|dah|terlanjur|already|have)\b.{0,24}\b(?:booking|book|booked|daftar|ambil|dapat|dapet|nomor|antri\w*|antre\w*)"
    r"\b.*\b(?:tapi|tp|ternyata|tau-?tau|but)\b.*\b(?:(?:ga|gak|nggak|ngga|tidak|tdk|ndak|not|can't|cannot)\s*(?:bisa|bs|jadi|sempat|sempet"
    r"|make it|come)?|berhalangan|mendadak|rapat|meeting|dinas|lembur|bentrok|kerja|ujian|acara|came up)\b",
    re.IGNORECASE,
)
"""A number that was taken, and something that came between."""
_CANNOT = re.compile(
    r"\b(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu|kada|indak|mboten|can't|cannot|can not)\W?"
    r"(?:bisa|bs|sempat|sempet|dapat|kawa|iso|saged|tiasa|make it|come)\b|\b(?:gabisa|gbs|berhalangan|bentrok)\b",
    re.IGNORECASE,
)
_OTHER_DAY = re.compile(
    r"\b(?:hari|tanggal|tgl)(?:nya)?\s+(?:yang |yg )?(?:lain|beda|berbeda)\b"
    r"|\b(?:another|different|other) (?:day|date)\b",
    re.IGNORECASE,
)
_AIMED = re.compile(r"\b(?:ke|jadi|jd|menjadi|to)\s+(?:hari\s+|tanggal\s+|tgl\s+)?$", re.IGNORECASE)
_NEW_DAY = re.compile(r"\b(?:ke|jadi|jd|menjadi|to|tapi|tp|ternyata|but)\b", re.IGNORECASE)
_GREETS = re.compile(r"\b(?:selamat|slmt|met|good)\b", re.IGNORECASE)
_SELF = re.compile(r"\b(?:sendiri|saya|sy|aku|me|myself)\b", re.IGNORECASE)
_ONLY_SELF = re.compile(
    r"^\W*(?:(?:ya|iya|yang)\W+)*(?:saya|sy|aku|gue|gw|me|myself)(?:\s+(?:aja|saja|sendiri|dong|deh|ya))*\W*$",
    re.IGNORECASE,
)
_FOR = re.compile(r"\b(?:untuk|utk|buat|bwt|for|pasiennya)\b", re.IGNORECASE)
_FOR_ME = re.compile(
    r"\b(?:untuk|utk|buat|bwt|for)\s+(?:diri\s+)?(?:saya|sy|aku|gue|gw|me|myself)\b|\b(?:saya|sy|aku) sendiri\b",
    re.IGNORECASE,
)
_NAMED_FOR = re.compile(
    r"\b(?:untuk|utk|buat|bwt|for)\s+(?:(?:si|anak|anakku|adik|anak saya|dik|my (?:son|daughter"
    r"|child))\s+)?([a-z]{3,})\b",
    re.IGNORECASE,
)
_FREE_THEN = re.compile(
    r"\W*(?:\w+\W+)?(?:ada|bisa|bs|buka|boleh|kosong|open|free|available|possible)\W*"
    r"(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ora|kah|\?|$)",
    re.IGNORECASE,
)
"""Whether another day would do, behind that day: "jumat ada senam. sabtu ada ga?"."""
_CONTACT = re.compile(r"\b(?:alamat|telepon|telpon|telp|tlp|kontak|address|phone)(?:nya|na|ne)?\b", re.IGNORECASE)
"""What is asked about one of a list that was shown is no choice: "telepon yang teratas"."""
_CODE = re.compile(r"\b[A-HJ-NP-Z](?:[ -]?[A-HJ-NP-Z2-9]){11}\b", re.IGNORECASE)
_NOON = 12


def wish_of(reading: Reading) -> dict[str, Any]:
    """The facts of a message as plain values; only those that it names. The last day counts ("bukan besok, lusa")."""
    kind = reading.entity("facility_type") or _kind_word(reading)
    named: dict[str, Any] = {
        "relation": values.relation(reading.entity("relation") or ""),
        "self": _of_self(reading) or None,
        "person": _named_for(reading),
        "facility": reading.entity("facility_name"),
        "type": values.facility_type(kind) if kind else None,
        "poli": last(reading, "poli") or _clinic_of(kind),
        "doctor": last(reading, "doctor"),
        "date": moved_to(reading) if says_move(reading) else day_meant(reading),
        "time": last(reading, "time"),
        "letter": reading.entity("referral_number"),
        "kind": letter_kind(reading),
    }
    return {key: value for key, value in named.items() if value}


def _of_self(reading: Reading) -> bool:
    """ "buat saya sendiri", never "buat anak saya"; where it is asked for whom, "saya" is enough."""
    if reading.requested == "queues_patient" and _ONLY_SELF.match(reading.text):
        return True
    if reading.entity("relation"):
        return _FOR_ME.search(reading.text) is not None
    return bool(_FOR.search(reading.text) and _SELF.search(reading.text))


def _named_for(reading: Reading) -> str | None:
    """ "buat raka": a name behind the words for whom."""
    found = None if reading.pressed else _NAMED_FOR.search(reading.text)
    return found[1] if found and not is_everyday(found[1].lower()) else None


def _kind_word(reading: Reading) -> str:
    """ "yaudah puskesmas dl": in so few words a kind of facility is a place meant."""
    words = reading.text.lower().split()
    short = not reading.pressed and reading.form and len(words) <= SHORT_WORDS
    return next((word for word in words if values.facility_type(word)), "") if short else ""


def _clinic_of(kind: str) -> str | None:
    """ "dokter gigi" is a kind of facility and a clinic at once."""
    return kind if kind and values.poli(kind) else None


def mode_of(reading: Reading) -> str:
    """Whether a number is wanted, or another day for one that there is."""
    if reading.pressed:
        return MOVE if reading.entity("value") == MOVE else BOOK
    return MOVE if says_move(reading) else BOOK


def says_move(reading: Reading) -> bool:
    """A number that there is shall be for another day: "bisa digeser ke kamis ga"."""
    return not reading.pressed and (_MOVE.search(reading.text) or _CANNOT_COME.search(reading.text)) is not None


def makes_sure(reading: Reading) -> bool:
    """ "yang kamis otomatis hilang kan": a day that is only spoken of, and nothing chosen."""
    asks: bool = not reading.pressed and asks_something(reading.text) and concludes(reading.text)
    return asks and not _CHOOSES.search(reading.text)


def only_repeats(reading: Reading) -> bool:
    """Whether all that a message names of the visit is chosen already: "oke jumat aja", "buat saya sendiri, pagi"."""
    said, door = wish_of(reading), reading.slot("queues_door")
    if reading.pressed or not said or not door or not reading.slot("queues_session"):
        return False
    return all(_is_chosen(reading, key, value, door["zone"]) for key, value in said.items())


def _is_chosen(reading: Reading, key: str, value: Any, zone: str) -> bool:
    poli = str(reading.slot("queues_poli")["code"])
    patient = reading.slot("queues_patient").get("member_id")
    if key == "date":
        return bool(iso_day(str(value), zone) == reading.slot("queues_date"))
    if key == "time":
        return fits_time(reading.slot("queues_session"), str(value))
    if key == "poli":
        return poli in (values.poli(str(value)), values.poli(str(value), first_level=True))
    if key == "facility":
        return same_name(str(value), reading.slot("queues_door")["name"])
    me = ((reading.slot("queues_options") or {}).get("member") or {}).get("member_id")
    return bool(key == "self" and me == patient)


def iso_day(words: str, zone: str) -> str | None:
    """The day that words name, where it is one."""
    found = day_in(words, zone)
    return found.isoformat() if isinstance(found, date) else None


def moved_to(reading: Reading) -> str | None:
    """The new day of a message that moves a booking; the day that stands before that is the old one."""
    found = [e for e in (reading.tracker.latest_message or {}).get("entities") or [] if e.get("entity") == "date"]
    found = [e for e in found if "start" in e]
    aimed = [e for e in found if _AIMED.search(reading.text[: e["start"]])]
    if len(found) > 1 and len(aimed) == 1:
        return str(aimed[0]["value"])  # "digeser ke jumat ga, kamis mendadak ada meeting"
    move = _MOVE.search(reading.text)
    if len(found) != 1:
        return last(reading, "date")
    before = reading.text[: found[0]["start"]]
    new = (move and move.start() < found[0]["start"]) or _NEW_DAY.search(before)
    return last(reading, "date") if new else None


def last(reading: Reading, entity: str) -> str | None:
    """The last value of an entity in the message."""
    found = reading.entities(entity)
    return found[-1] if found else None


def belongs(reading: Reading, own_intents: Iterable[str]) -> bool:
    """Whether a message is to be read as an answer or a correction, not as another wish."""
    named = {"out_of_scope"} if reading.requested == "queues_patient" else set()  # "yang raka, kelas 5 sd"
    ours = ANSWER_INTENTS.union(own_intents, {AFTER_VERIFICATION}, named)
    if reading.intent in ours or reading.confidence < LEAVE_CONFIDENCE or has_letter(reading) or misses_letter(reading):
        return True
    to_us = reading.requested in ("queues_door", "queues_poli") and leaves_it_to_us(reading)
    theirs = reading.requested and len(reading.text.split()) <= _WHOM_WORDS and says_for_whom(reading)
    if to_us or theirs or instead(reading) or _chooses(reading):
        return True
    likes = reading.requested in ("queues_date", "queues_session") and liked(reading)
    if likes or cannot_then(reading) or (not reading.pressed and _begins_with_answer(reading)):
        return True
    if len(reading.text.split()) > SHORT_WORDS or reading.pressed:
        return False
    service = reading.intent in _SERVICES
    facts = FACTS.get(reading.requested or "", ())
    if reading.requested == "queues_date" and part_of_day(reading.text) and not _GREETS.search(reading.text):
        return not service
    asked = reading.requested in NAMES or (wish_of(reading).get("type") and "?" not in reading.text)
    return bool(asked and not service) or any(reading.entity(fact) for fact in facts)


def second_number(reading: Reading) -> bool:
    """ "istri juga mau, buatin sekalian": a number for somebody beside the patient."""
    asks = reading.pressed or asks_something(reading.text)
    return not asks and bool(reading.entity("relation")) and _TOO.search(reading.text) is not None


def says_for_whom(reading: Reading) -> bool:
    """ "eh ini buat anak saya": the relation in it is the patient."""
    named = not reading.pressed and reading.entity("relation") and _FOR_THEM.search(reading.text)
    return bool(named) or second_number(reading)


def cannot_then(reading: Reading) -> bool:
    """ "ga bisa hari itu" where the one day is offered that a hospital takes a control letter on."""
    only = (reading.slot("queues_door") or {}).get("only_on")
    asked = reading.requested == "queues_date" and only and not reading.pressed and not reading.entity("date")
    no = reading.intent == "deny" or _CANNOT.search(reading.text) or _OTHER_DAY.search(reading.text)
    return bool(asked and no)


def _chooses(reading: Reading) -> bool:
    """A day, a clinic or a doctor that is chosen or corrected, whatever else the message tells."""
    if not wish_of(reading):
        return False
    if _asks_for_day(reading) and reading.intent not in _SERVICES:
        return True
    tells = reading.intent == "out_of_scope" or _CHOOSES.search(reading.text) or prefers(reading)
    told = tells and reading.intent not in _SERVICES and not reading.pressed
    return bool(told or reading.intent in _LOOK_ALIKE or corrects(reading))


def _asks_for_day(reading: Reading) -> bool:
    """The last day that is named may be had: it is looked up, and read back before anything is taken."""
    days = [e for e in (reading.tracker.latest_message or {}).get("entities") or [] if e.get("entity") == "date"]
    behind = reading.text[days[-1]["end"] :] if days and "end" in days[-1] and not reading.pressed else ""
    return bool(behind) and reading.requested in DAY_KNOWN and _FREE_THEN.match(behind) is not None


def _begins_with_answer(reading: Reading) -> bool:
    """ "poli umum. batuk 4 hari ga sembuh": what was asked for stands first, the rest tells more."""
    facts = FACTS.get(reading.requested or "", ())
    found = [
        e for e in reading.tracker.latest_message.get("entities") or [] if e.get("entity") in facts and "start" in e
    ]
    first = any(len(reading.text[: e["start"]].split()) <= 1 for e in found)
    return first and reading.intent not in _SERVICES and reading.intent != "emergency"


def hint(reading: Reading, key: str) -> Any:
    """A fact of this message, else one that was said before there was a question for it."""
    return wish_of(reading).get(key) or (reading.slot("queues_hints") or {}).get(key)


def picked(reading: Reading, slot: str) -> str | None:
    """The offered choice that answers the open question: its button, or its number in the list."""
    if reading.requested != slot:
        return None
    offers: list[str] = reading.slot("queues_offers") or []
    if reading.pressed:
        return reading.entity("code")
    number = None if _CONTACT.search(reading.text) else reading.ordinal
    if number is None or not offers:
        return None
    index = number - 1 if number > 0 else len(offers) - 1
    return offers[index] if 0 <= index < len(offers) else None


def typed_answer(reading: Reading, slot: str) -> str | None:
    """The whole message where it answers the open question in the member's own words."""
    if reading.pressed or reading.requested != slot or reading.intent in ("affirm", "deny", "go_back"):
        return None
    return reading.text


def typed_code(reading: Reading) -> str | None:
    """A booking code: on the pressed button, marked, or by its shape."""
    if code := reading.entity("booking_code") or (reading.entity("code") if reading.pressed else None):
        return code
    found = None if reading.pressed else _CODE.search(reading.text)
    return found.group() if found and any(sign.isdigit() for sign in found.group()) else None


def day_in(words: str, zone: str) -> date | Ambiguous | None:
    """The day that words name, as the facility's own calendar has it."""
    return day_said(words, ZONES[zone])


def today_at(zone: str) -> date:
    """Today where the facility is."""
    return today(ZONES[zone])


def fits_time(session: Mapping[str, Any], words: str) -> bool:
    """Whether a session lies at an hour, or in a part of the day."""
    if hour := resolve_time(words):
        return str(session["starts"]) <= f"{hour:%H:%M}" < str(session["ends"])
    part = part_of_day(words)
    morning = int(str(session["starts"])[:2]) < _NOON
    return part is None or morning == (part == "morning")
