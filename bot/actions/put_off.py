"""Words that put off what is open: "nanti aja", "besok lagi", "nanti saya lanjutkan"."""

import re

from bot.actions.reading import Reading
from bot.actions.small_words import POLITE, THANKS
from bot.actions.topic import asks_something

LATER = re.compile(
    r"^\W*(?:(?:ok|oke|ya|eh|duh|maaf|sorry|hmm+|maybe)\W+)*"
    r"(?:(?:yang|yg|soal|urusan)\s+(?:\w+\s+){1,3}?)?(?:nanti|ntar|nti|entar|lain kali|kapan-?kapan"
    r"|(?:besok|bsk|sesuk|isukan) (?:lagi|maneh|deui)"
    r"|engk[eé]|mengk[eo]|mangke|ngko|later|not now)(?:\s+(?:saya|sy|aku|ku|gw|gue|kami|kulo|abdi))?"
    rf"(?:\s+(?:lagi|deui|maneh|meneh|weh?|wae|atuh|nya|(?:di|tak )?lanjut(?:kan|in|ne|nya)?|sambung|terus(?:kan|in)"
    rf"|deh|lah|aja))*{POLITE}{THANKS}"
    r"(?:\W+(?:kalau|kalo|klo|kl|nek|lek|lamun|habis|abis|setelah|sehabis|pas|once|when|after|tunggu|nunggu|tnggu"
    r"|ngenteni|nenteni|antosan|ngantosan|sampai|sampe|until|till|wait(?:ing)? for)\s+[\w ]{2,40})?\W*$",
    re.IGNORECASE,
)
_GOES_ON_LATER = re.compile(
    r"^\W*(?:(?:ok|oke|okay|ya|yo|eh|duh|aduh|maaf|sorry|hmm+|u?dah|udh|sudah|sdh|ya ?udah|sip|siap|min|kak|pak"
    r"|bu)\W+)*(?:(?:nanti|ntar|nti|entar|ngko|mengko|engke|besok|bsk|lain kali)"
    r"(?:\s+(?:malam|malem|sore|siang|pagi|lagi|aja|saja|dulu|deh|abis \w+|habis \w+))*\s+)"
    r"(?:(?:saya|sy|aku|ak|gw|gue|sa|kulo|abdi|kami|tak)\s+)?(?:(?:mau|baru|akan)\s+)?(?:di|tak|ku)?"
    r"(?:lanjut|lnjut|terus(?:kan|in|ke)|sambung|selesai|lengkap|isi(?:kan|in)?\b|balik lagi|kembali lagi|coba lagi)"
    r"|\b(?:i'?ll|i will|i can|let me|we'?ll|we will)\s+(?:do|finish|continue|come back|be back|go on|fill|complete"
    r"|get back)\b.{0,24}\b(?:later|tomorrow|tonight|another (?:time|day)|next week)\b",
    re.IGNORECASE,
)
"""Says that it will be gone on with, whatever follows: "nanti saya lanjutkan ya, bayinya nangis"."""
_AFTER_THAT = re.compile(
    r"^\W*(?:(?:ok|oke|ya|yo|eh|oh|hmm+|ya ?udah|ya ?sudah|u?dah|udh|yaudah|yowes|wis)\W+)*"
    r"(?:nanti\s+)?(?:habis|abis|setelah|sehabis|sesudah|bar|after)\s+(?:\w+\s+){1,3}?(?:aja|saja|wae|bae|deh|lah)"
    rf"(?:\s+(?:deh|lah|ya))*{POLITE}\W*$",
    re.IGNORECASE,
)
"""Puts off to a day of its own: "ya udah abis lebaran aja"."""
AGAIN_THEN = re.compile(
    r"^\W*(?:(?:ok|oke|ya|eh|duh|maaf|u?dah|udh|ya ?udah|kak|min)\W+)*(?:besok|bsk|sesuk|isukan|lusa"
    r"|kapan-?kapan|minggu depan)"
    rf" (?:lagi|maneh|deui)(?:\s+(?:we|weh|wae|bae))?{POLITE}{THANKS}\W*$",
    re.IGNORECASE,
)
_ANOTHER_DAY = re.compile(
    r"^\W*(?:(?:ok|oke|ya|yo|eh|duh|maaf|jadi|kalau gitu|mungkin|maybe)\W+)*(?:besok|bsk|besuk|bisuak|isuak|beko"
    r"|sesuk|isukan|lusa|(?:minggu|pekan|bulan|bln) depan|malam nanti|nanti (?:malam|sore|siang)|tomorrow|tonight"
    r"|next (?:week|month))"
    rf"(?:\s+(?:aja|saja|se|sajo|wae|bae|mawon|we|lagi|deh|lah|dah|ya|then|instead))+{POLITE}{THANKS}\W*$",
    re.IGNORECASE,
)
"""Puts off to a day: "kk alun ado di ambo, bisuak se"."""
_NOT_NOW = re.compile(
    r"\b(?:aja|saja|deh|lah|wae|bae|weh?|mawon|deui|maneh|meneh|lain kali|kapan-?kapan|later|not now)\b", re.IGNORECASE
)
"""Puts off whatever follows: "nanti saja, saya bicarakan dulu"; "ntar dulu, nanya istri" only asks to wait."""
_TALKS_FIRST = re.compile(
    r"\b(?:nanti|ntar|nti|entar|ngko|mengko|engke|later)\b(?:\W+\w+){0,4}?\W+(?:tanya|nanya|tak(?:on|ok)|bicara\w*|omong\w*|rembu[kg]\w*"
    r"|diskusi\w*|pikir\w*|runding\w*|musyawarah\w*|konsul\w*|ask|talk|discuss|think)\b(?:\W+\w+){0,5}?\W+(?:dulu|dlu|dl|dhisik|heula|first)\b",
    re.IGNORECASE,
)
"""Puts off until it was talked over: "nanti pi saya tanya suamiku dulu"."""
_TALKS_WITH_OWN = re.compile(
    r"\b(?:(?:di|ku)?(?:tanya|nanya|takon|taros|tanglet|omong|ngomong|obrol|ngobrol|bicara|bilang|rembu[kg]|runding"
    r"|berunding|diskusi|musyawarah|izin|ijin|pamit)\w*|talk|speak|ask|discuss|check)\b"
    r"(?:\s+(?:dulu|dl|it|this|about|over|soal|ini|itu|lagi|ke|sama|sm|ama|sareng|karo|kalih|jeung|dengan|dgn|bareng"
    r"|with|to|my|the|our)){0,5}?"
    r"\s+(?:(?:suami|istri|isteri|bojo|orang ?tua|ortu|mama|papa|ayah|anak|kakak|adik|mertua|keluarga|pasangan|salaki"
    r"|pamajikan)(?:ku|nya|ne|e|na|mu)?|(?:bapak|ibu)(?:ku|nya|ne|e|\s+(?:saya|sy|aku|dulu|dl))"
    r"|husband|wife|spouse|family|parents?|mom|mum|dad|father|mother|son|daughter)\b",
    re.IGNORECASE,
)
"""Somebody of one's own is talked to: "mau rembugan sama suami"."""
_TALK_WORDS = 9
_WITH_OR_FIRST = re.compile(
    r"\b(?:dulu|dlu|dl|dhisik|disik|heula|first|sama|sm|ama|sareng|karo|kalih|jeung|dengan|dgn|bareng|with|to)\b", re.I
)
_NO_TALKING = re.compile(
    r"\b(?:bisa|bs|boleh|gimana|gmn|berapa|brp|kapan|sudah|sdh|u?dah|udh|can|how|petugas\w*|agen|admin|cs|agent)\b|\?",
    re.IGNORECASE,
)
"""Is asked, or is over, or is said of our people."""
_OTHER_FIRST = re.compile(
    r"\b(?:nanti|ntar|entar|belakangan|later)\b.*\b(?!nanti|ntar|entar)\w{4,}\s+(?:dulu|dl|duluan|first)\W*$"
    r"|^\W*(?:\w+\W+){0,4}(?:yang tadi|yg tadi)\s+(?:dulu|dl|duluan)\W*$",
    re.IGNORECASE,
)
"""What was begun before comes first: "nanti aja, antriannya dulu"."""


_TO_DO = (
    r"(?:urus\w*|ngurus\w*|bayar\w*|daftar\w*|datang|dateng|pikir\w*|lanjut\w*|terus\w*|cari\w*|tanya\w*|coba\w*"
    r"|ke (?:kantor|sana|puskesmas|bank))"
)
_THEN = (
    r"(?:nanti|ntar|entar|ngko|mengko|engke|mangke|besok|bsk|besuk|sesuk|isukan|bisuak|lusa"
    r"|(?:minggu|bulan) (?:depan|ngarep))"
)
_DOES_IT_THEN = re.compile(
    r"^\W*(?:(?:ya|yo|ok|oke|okay|ya ?udah|ya ?sudah|yowes|yo wis|yo wes|wis|wes|u?dah|sudah|sip|siap|baik|atuh|nggih"
    r"|muhun|kalau gitu|then|well|all right|alright)\W+)+"
    r"(?:(?:saya|sy|aku|gw|gue|tak|kulo|abdi|ambo|beta|sa|biar|akan|mau|coba|di|ku|i'?ll|i will)\W*)*"
    rf"(?:{_TO_DO}(?:\W+(?:dulu|sendiri|dewe|aja|saja|it|this))*\W+{_THEN}|{_THEN}\W+(?:(?:saya|sy|aku|gw|gue|tak|kulo|abdi|ambo|sa|mau|di|ku)\W*)*{_TO_DO}"
    rf"|(?:do|see to|take care of|handle|sort) (?:it|this|that)(?:\W+out)?\W+(?:tomorrow|later|next week))"
    rf"(?:\W+(?:aja|saja|deh|lah|dah|wae|bae|dulu|sendiri|dewe|ya|min|kak|mas|mbak))*{POLITE}{THANKS}\W*$",
    re.IGNORECASE,
)


def does_it_then(reading: Reading) -> bool:
    """ "yo wis tak urus sesuk": takes leave, and sees to it another day."""
    typed = not (reading.pressed or reading.form or "?" in reading.text)
    return typed and _DOES_IT_THEN.match(reading.text) is not None


def says_later(reading: Reading, *, story: bool = False) -> bool:
    """ "nanti aja deh", "belum minta rujukan. nanti aja": not now, perhaps another time; at the end of a ``story``
    these words belong to it.
    """
    clauses = [] if story else re.split(r"[.,;!]\s+", reading.text.strip(" .!"))
    said = (reading.text, *clauses[-1:])
    after_that = reading.confirming and any(map(_AFTER_THAT.match, said))  # elsewhere "abis magrib aja" may answer
    later = after_that or any(map(LATER.match, said))
    if not asks_something(reading.text):  # "nanti aja. berapa sih iurannya?"
        later = later or any(LATER.match(part) and _NOT_NOW.search(part) for part in clauses)
        later = later or any(map(_GOES_ON_LATER.search, said)) or _TALKS_FIRST.search(reading.text) is not None
    return not reading.pressed and (later or _OTHER_FIRST.search(reading.text) is not None)


def goes_on_later(reading: Reading) -> bool:
    """ "nanti saya isi abis maghrib": it is still wanted, only not now."""
    return not (reading.pressed or asks_something(reading.text)) and _GOES_ON_LATER.search(reading.text) is not None


def only_later(clause: str) -> bool:
    """ "nanti sajo": a clause by itself that only says not now."""
    return LATER.match(clause) is not None


def talks_with_own(reading: Reading) -> bool:
    """ "mau rembugan sama suami": somebody of one's own, and none of our people, is talked to first."""
    told = not (reading.pressed or _NO_TALKING.search(reading.text)) and _WITH_OR_FIRST.search(reading.text)
    return bool(told) and _TALKS_WITH_OWN.search(reading.text) is not None


def only_talks(reading: Reading) -> bool:
    """Such a message by itself, whatever it resembles where nothing is open."""
    return len(reading.text.split()) <= _TALK_WORDS and talks_with_own(reading)


def another_day_then(reading: Reading) -> bool:
    """ "kk nya belum ada di saya, besok saja": another day, where no day is asked for."""
    clauses = re.split(r"[.,;!]\s+", reading.text.strip(" .!"))
    return not reading.pressed and _ANOTHER_DAY.match(clauses[-1]) is not None
