"""What the conversation is about in general: a general answer, or how a service works; for "syaratnya?", "gratis?"."""

import re
from functools import lru_cache

from rasa_sdk.events import EventType, SlotSet

from bot.actions.reading import Reading
from bot.actions.texts import has_response
from bot.components.normalise import lexicon

TOPIC = "topic"
"""Slot: ``{"faq": id}`` of the answer that was given, or ``{"about": intent}`` of a service."""
_HOW = re.compile(
    r"\b(?:cara(?:nya)?|car[ao]ne|gimana|gmn|gmana|bagaimana|bgmn|kumaha|piye|pripun|baa|syarat\w*|prosedur\w*|apa itu"
    r"|itu apa|what is|harus (?:apa|gimana|bagaimana|ngapain)|ngapain|how|what (?:do|should|must) i|requirements?"
    r"|what(?: are|'re) the (?:conditions|rules))\b",
    re.IGNORECASE,
)
_WHETHER = re.compile(
    r"\b(?:bisa(?:kah)?|bs|bsa|boleh(?:kah)?|blh|iso|di ?mana|dmn|dmana|lewat mana|kena (?:denda|biaya)|can|may|where"
    r"|possible|too late|(?:telat|terlambat|keburu|sempat) (?:ga|gak|nggak|ngga|kah|tidak|belum))\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|\b(?:bisa|boleh|bs|ada|perlu|harus|tau|tahu|aman) ?(?:ga|gak|nggak|ngga|enggak|tidak|tdk|kah)\b"
    r"|\b(?:bisa|boleh|bs|ada|perlu|iso|oleh|saged|tiasa|di\w{4,})\s+(?:nda|ndak|ndk|ora|mboten|henteu|seng|tarada|kagak|kada)"
    r"(?:\s+(?:ya+h?|sih|min|kak|kaka|pak|bu|di|nggih|to|toh))?\W*$"
    r"|\bcaranya\b"
    r"|\b(?:can|may|do|does|will) (?:i|we|my|the|it|they|he|she|there)\b"
    r"|\b(?:apa|apakah|siapa|berapa|brp|brpa|piro|sabaraha|gimana|gmn|gmana|bagaimana|bgmn|piye|pripun|kumaha|kapan|kpn"
    r"|kenapa|knp|mengapa|(?:di|ke|dari|lewat|lwt|sebelah|bagian) ?mana|dmn|kmn|how|what|what's|when|where|why|who"
    r"|who's|which)\b"
    r"|\b(?:di\w{4,}|kena|dapat|dapet|termasuk|gratis|wajib|bayar|sama|rahasia)\s+"
    r"(?:ga|gak|gk|nggak|ngga|enggak|kah|kan|tidak|tdk)(?:\s+(?:ya+h?|sih|min|kak|pak|bu))?\W*$"
    r"|\bs(?:ia)?pa? (?:yg|yang)\b"
    r"|^\W*(?:(?:and|so|but|ok|okay|then)\W+)*(?:can|could|may|is|are|was|does|do|did|will|would|should|has)\s+"
    r"(?:i|we|you|he|she|it|they|my|our|the|there|this|that|only|some(?:body|one)|any(?:body|one))\b"
    r"|\b\w{4,}\s+(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk)\s+s[ie]h\b"
    r"|\b(?:sudah|udah|udh|sdh|uda|dah)\b.{2,60}\b(?:belum|blm|blom|belom)\W*$"
    r"|\b(?:bisa|boleh|bs|blh)\W+(?:\w+\W+){1,5}(?:ga|gak|gk|nggak|ngga|enggak)\W+(?:biar|supaya|soalnya|karena|krn)\b"
    r"|\b(?:perlu|harus|wajib|bisa|bs|boleh|blh|ada|masih|msh|kena|cukup|pakai|pake|termasuk)(?:\W+\w+){1,4}?\W+"
    r"(?:ga|gak|gk|nggak|ngga|enggak|kah|ndak|po|ta)"
    r"(?:\s+(?:ya+h?|sih|min|kak|pak|bu|mas|mbak|nanti\w*|besok|sekarang|skrg|lagi|dulu|itu|ini|tuh|nih))?\W*$"
    r"|(?:\w+\W+){4}(?:ga|gak|g|nggak|ngga|enggak|kaga|kagak|kah|kan|sih|po|tah|toh)\W*$",
    re.IGNORECASE,
)
_WISHES = re.compile(
    r"\b(?:mau|mw|mo|pengen|pengin|pingin|pgn|ingin|hendak|badhe|bade|butuh|minta|mohon|tolong|tlg|bantu\w*|coba|gimana"
    r"|want|need|please|help|let me|(?:i'd|would) like)\b"
    r"|^\W*(?:\w+\W+){0,2}(?:cek\w*|cari\w*|lihat|liat|kasih|kirim\w*|daftar\w*|buat\w*|bikin\w*|ganti|ubah|hapus"
    r"|batal\w*|ambil\w*|bisa|boleh|show|give|send|find|check|change|cancel|can)\b"
    r"|\b(?:lupa|bingung|forgot\w*|not sure|no idea)\b"
    r"|\b(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ora|teu|don't|dunno)\s+"
    r"(?:tau|tahu|ngerti|mengerti|paham|inget|ingat|hapal|hafal|know|understand|remember)\b",
    re.IGNORECASE,
)
"""Words of a wish, those of an order at the beginning, and those of who does not know and wants help."""
# What shows one's own data: "bisa cek tagihan?" asks for it, and how it works is no answer.
_SHOWS = frozenset({"check_contribution", "virtual_account_info", "get_digital_card", "payment_history"})


_QUESTION_WORDS = frozenset({"bagaimana", "berapa", "kapan", "mengapa", "dimana", "siapa", "apa"})
_NO_QUESTION_WORD = frozenset({"kok", "ko", "sia", "ap", "sp", "ape", "bara", "manga", "mane"})
"""Words of that list that also exclaim, address, or mean a thing."""


def asks_about(reading: Reading) -> bool:
    """The member asks how, where or whether something is done, not only for it to be done."""
    whole = str((reading.tracker.latest_message or {}).get("text") or "")
    whether = reading.intent not in _SHOWS and _WHETHER.search(whole) is not None
    return not reading.pressed and (whether or _HOW.search(whole) is not None)


def asks_something(text: str) -> bool:
    """A question by its mark or by its words, in whichever language of the country; most members type no mark."""
    return (_ASKS.search(text) or _question_words().search(text)) is not None


@lru_cache(maxsize=1)
def _question_words() -> re.Pattern[str]:
    """ "kepriwe", "naha", "pripun": every form that the lexicon has for one of them."""
    forms = {form for form, word in lexicon().items() if word in _QUESTION_WORDS} - _NO_QUESTION_WORD
    return re.compile(rf"\b(?:{'|'.join(re.escape(one) for one in sorted(forms))})\b", re.IGNORECASE)


def wishes_something(text: str) -> bool:
    """Words of a wish, or an order at the beginning."""
    return _WISHES.search(text) is not None


def only_tells(text: str, least: int) -> bool:
    """A statement of so many words or more: nothing is asked and nothing wished for."""
    return len(text.split()) >= least and not asks_something(text) and _WISHES.search(text) is None


_CONCLUDES = re.compile(
    r"^\W*(?:(?:oh|ooh|o|lah|lha|loh|lho|hah|ha|eh|nah|ok|oke|ah|wah)\W+)*"
    r"(?:jadi|jd|berarti|brarti|artinya|so|then|that means)\b"
    r"|^\W*(?:oh|ooh|lah|lha|loh|lho|hah|ha)\W+(?!i?ya\b)\w.*\?"
    r"|\b(?:kan|ya|yah|dong|beneran|right)\W*$",
    re.IGNORECASE,
)
_INTERROGATIVE = re.compile(
    r"\b(?:apa|apaan|apakah|siapa|berapa|brp|gimana|gmn|bagaimana|kapan|(?:di|ke|dari)? ?mana|dmn"
    r"|what|when|where|who|which|how)\b",
    re.IGNORECASE,
)
CONCLUDING_WORDS = 10


def concludes(text: str) -> bool:
    """ "berarti belum pasti ya", "oh so it is active already??": what was said is taken up, to be confirmed."""
    short = len(text.split()) <= CONCLUDING_WORDS
    return short and _CONCLUDES.search(text) is not None and not (_INTERROGATIVE.search(text) or _WISHES.search(text))


def topics_of(reading: Reading, about: str | None) -> list[dict[str, str]]:
    """What a question in a form may be about: an answer given before, its service, or what else was talked of."""
    told = reading.slot(TOPIC)
    service = [{"about": about}] if about else []
    return [told, *service] if told and "faq" in told else service or ([told] if told else [])


def topic_of_service(intent: str) -> list[EventType]:
    """Remembers the service that is talked of, where something can be told about it without a login."""
    return [SlotSet(TOPIC, {"about": intent})] if text_about(intent) else []


def text_about(intent: str) -> str | None:
    """The response that tells how a service works."""
    names = (f"utter_about_{intent}", f"utter_guide_{intent}")
    return next((name for name in names if has_response(name)), None)
