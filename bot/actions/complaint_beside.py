"""What is said while a complaint is taken down and belongs to none of its questions: praise, and what becomes of it."""

import re

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.form_slots import closed, forgotten
from bot.actions.interrupted import OPEN
from bot.actions.reading import Reading
from bot.actions.shown import remember, shown
from bot.actions.topic import asks_something

FEEDBACK = "action_complaints_feedback"
PROGRESS_WORDS = 14
"""A longer message tells what happened, though it may ask this as well."""
SURE = 0.8
"""So surely it asks where a complaint stands."""
_THANKS = (
    r"(?:(?:me|di)?m?puji\w*|muji\w*|ngalem|(?:meng)?apresiasi\w*|(?:ber)?t(?:e)?rima ?kasih|makas\w*|dangke"
    r"|matur ?nuwun|hatur ?nuhun|salut|praise|thank\w*|compliment)"
)
_ONLY = r"(?:cuma|cuman|hanya|sekadar|sekedar|justru|malah|mung|ngan|just|only)"
_WISH = r"(?:mau|mo|ingin|pengen|pengin|bade|arep|hendak|want(?:ed)? to|like to)"
_SAY = r"(?:saya|aku|beta|bilang|ngucapin|mengucapkan|menyampaikan|kasih|ngasih|titip|say|give|a|some)"
_PRAISES = re.compile(
    rf"\b{_ONLY}\s+(?:{_SAY}\s+)?{_WISH}\s+(?:{_SAY}\s+){{0,2}}{_THANKS}\b"
    r"|\b(?:mau|mo|ingin|pengen|pengin|bade|arep|hendak|cuma|hanya|justru|want to|like to|just)\s+(?:\w+\s+)?"
    r"(?:(?:me)?muji\w*|puji|ngalem|(?:meng)?apresiasi|praise|compliment)\b"
    r"|\b(?:bukan|bkn|not a|isn't a)\s+(?:mau |untuk |buat )?(?:komplain|komplen|keluhan|ngeluh|mengeluh|protes"
    r"|pengaduan|ngadu|complaint)\b(?=\W*(?:$|[,.!]|kok|lho|loh|ya|min|pak|bu|kak|but|cuma|justru|malah))",
    re.IGNORECASE,
)
_PRAISE_WORD = re.compile(rf"\b{_THANKS}\b", re.IGNORECASE)
_UNHAPPY = re.compile(r"\b(?:tapi|tp|kecewa|kesal|kesel|kasar|lama|ditolak|marah|but|however|rude)\b", re.IGNORECASE)
_ANSWERED = r"(?:(?:di)?balas\w*|(?:di)?jawab\w*|ditanggapi\w*|ditindak\w*|selesai\w*|answer\w*|repl\w+|hear)"
_STANDS = re.compile(
    r"\b(?:laporan|aduan|pengaduan|komplain|keluhan|report|complaint)(?:ku|nya)?\b.{0,30}"
    r"\b(?:(?:sampai|sampe|smp|nyampe|nyampai|tekan) (?:mana|ngendi)|status\w*|perkembangan\w*|hasil\w*|dibalas|dijawab"
    r"|ditanggapi|gimana|gmn|bagaimana|bgmn|piye|pripun|kumaha|baa|jadi(?:nya)? apa)\b",
    re.IGNORECASE,
)
_PROGRESS = re.compile(
    r"\b(?:cek|ngecek|tahu|tau|pantau|mantau|check|follow|track|know)\w*\b.{0,30}"
    r"\b(?:nanti|kelak|later|afterwards|perkembangan\w*|hasil\w*|status\w*|progress|outcome|became)\b"
    r"|\b(?:nanti|kelak)\b.{0,24}\b(?:cek|ngecek|lihat|liat|tahu|tau|pantau)\w*\b.{0,24}"
    r"\b(?:mana|gimana|gmn|bagaimana|apa|siapa)\b"
    rf"|\b(?:kapan|berapa lama|brp lama|how long|when)\b.{{0,24}}\b{_ANSWERED}\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:jam|jm|pukul)\s*(?:berapa|brp|piro)|\b(?:kapan|berapa lama|brp lama|masih lama"
    r"|berapa (?:orang|nomor|antri\w*)|giliran\w*|how (?:long|many)|what time|when|my turn)\b",
    re.IGNORECASE,
)
_OF_IT = re.compile(
    r"^\W*(?:(?:sekarang|skrg|terus|trus|jadi|jd|oh|ok|oke|btw|lalu|so|and|now)\W+)*"
    r"(?:(?:(?:coba|tolong|bisa|mau|boleh|minta|please|can you)\W+)*"
    r"(?:di)?(?:cek|ngecek|lihat|liat|check|show|mana)(?:in|kan)?\W+"
    r"(?:(?:dong|sekarang|skrg|dulu|now|lagi|me|the|its)\W+)*)?"
    r"(?:(?:what is|what's) (?:the|its) )?"
    r"status(?:nya)?\b(?!.*\b(?:kartu|bpjs|jkn|kis|peserta|kepesertaan|card|membership)\b)",
    re.IGNORECASE,
)
"""A bare "statusnya apa": of what was just spoken of."""
_STATUS_WORDS = 5
_BY_WHEN = re.compile(
    r"\b(?:batas(?: waktu)?(?:nya)?|deadline(?:nya)?|(?:berapa|brp) (?:hari|lama)|kapan|paling (?:lama|lambat)"
    rf"|how (?:long|many days)|when|by when)\b.{{0,40}}\b(?:{_ANSWERED}|(?:di)?bales\w*|jawaban\w*|balasan\w*)\b",
    re.IGNORECASE,
)
"""By when it is answered: the status says it."""
_ADDS = re.compile(
    r"\b\d[\d.,]*\s*(?:k|rb|ribu|jt|juta)?\W{1,2}(?:not|bukan|bkn|dudu|sanes)\s+\d"
    r"|\b(?:bukan|bkn|not)\s+(?:[\w.,]+\s+){1,3}?(?:tapi|tp|melainkan|but)\b"
    r"|\b(?:ketinggalan|kelupaan|kelewatan|kurang satu|satu lagi|tambahan"
    r"|lupa (?:bilang|nyebut|nulis|tulis|cerita|kasih tau)"
    r"|(?:ada )?yang (?:kurang|salah tulis|lupa)|salah (?:tulis|ketik|sebut)"
    r"|forgot to (?:mention|say|add|tell)|one more thing|left out|i should add)\b"
    r"|\b(?:tolong|minta|bisa|mohon|can you|could you|please)\s+(?:di|kamu |anda )?"
    r"(?:catat|catet|tambah|ralat|betul|benar|koreksi|masuk|add|fix|correct|change|update)\w*\b",
    re.IGNORECASE,
)
_PROOF_TO_COME = re.compile(
    r"\b(?:mau|mo|ingin|pengen|bisa|boleh|gimana|cara\w*|want to|can i|like to|how do i)\b.{0,16}"
    r"\b(?:(?:di|me|nge|n|ny)?(?:tambah|ambah|susul|usul|kirim|lampir|masuk)(?:in|kan|i)?|upload|unggah|add|send|attach)\b.{0,16}"
    r"\b(?:bukti\w*|struk\w*|foto\w*|kuitansi\w*|kwitansi\w*|nota\w*|berkas\w*|proof|receipts?|photos?)\b",
    re.IGNORECASE,
)
_LEAST_ADDED, _MOST_ADDED = 4, 60
"""A message of fewer words only announces that there is more."""
_EARLIER = re.compile(
    r"\b(?:PGD-?\w|kemar[ie]n|kemaren|kmr?n|kmrin|(?:minggu|bulan|yang|yg) lalu|last (?:week|month))", re.IGNORECASE
)
"""Of one that was filed before, another form tells."""


def asks_when(text: str) -> bool:
    """ "kira2 jam berapa", "masih lama ga": about the turn that is waited for."""
    return _WHEN.search(text) is not None


def praises(text: str) -> bool:
    """Thanks or praise, without a "but"."""
    return (_PRAISE_WORD.search(text) is not None or only_praises(text)) and not _UNHAPPY.search(text)


def only_praises(text: str) -> bool:
    """ "seng ada masalah, cuma mau puji": it was no complaint from the beginning."""
    return _PRAISES.search(text) is not None and not _UNHAPPY.search(text)


def adds_later(reading: Reading) -> bool:
    """ "oh ketinggalan, obatnya cefixime", "it says 275 not 250": behind a complaint that was filed."""
    words = len(reading.text.split())
    told = not reading.pressed and _LEAST_ADDED <= words <= _MOST_ADDED
    adds = _ADDS.search(reading.text) is not None or announces_proof(reading)
    return told and shown(reading).get("kind") == "complaint" and adds


def announces_proof(reading: Reading) -> bool:
    """ "saya mau nambahin bukti struk": there is something to send, and this is not it yet."""
    return not reading.pressed and _PROOF_TO_COME.search(reading.text) is not None


def asks_its_status(reading: Reading) -> bool:
    """ "sekarang statusnya apa", behind a complaint."""
    by_when = len(reading.text.split()) <= PROGRESS_WORDS and _BY_WHEN.search(reading.text) is not None
    return not reading.pressed and (by_when or _asks_bare_status(reading))


def _asks_bare_status(reading: Reading) -> bool:
    short = not reading.pressed and len(reading.text.split()) <= _STATUS_WORDS
    return short and _OF_IT.search(reading.text) is not None


def asks_what_becomes(reading: Reading) -> bool:
    """ "nanti ngeceknya gimana", "how do I check on it later": of the complaint that is just being taken down."""
    text = reading.text
    if (
        reading.pressed
        or len(text.split()) > PROGRESS_WORDS
        or _EARLIER.search(text)
        or reading.entity("ticket_number")
    ):
        return False
    told = reading.slot("complaints_story") is not None  # before that an earlier one may be meant
    status = reading.intent == "check_complaint_status" and reading.confidence >= SURE
    stands = (told and (status or _asks_bare_status(reading))) or _STANDS.search(text) is not None
    return stands or (asks_something(text) and _PROGRESS.search(text) is not None)


def turned_to_praise(reading: Reading, form: str) -> list[EventType]:
    """The events that drop the complaint for thanks; the facility stays known for a rating."""
    named = (reading.slot("complaints_facility") or {}).get("name")
    kept = [remember("feedback", named=named)] if named else []
    dropped = forgotten(reading.tracker.slots, form.removesuffix("_form"))
    return [*closed(), SlotSet(OPEN, None), SlotSet("form_tries", 0), *dropped, *kept, FollowupAction(FEEDBACK)]
