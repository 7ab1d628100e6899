"""Answers in the member's own words: which message is one, and "there is none", "that is all"."""

import re

from bot.actions.form_limits import ANSWER_INTENTS
from bot.actions.reading import Reading
from bot.actions.topic import asks_something

SHORT_WISH_WORDS = 6
"""A message of more words is prose: where that is asked for it is the answer, whatever it seems to mean."""
CHOICE_WORDS = 3
"""So few words behind a closed question choose."""
QUESTION_WORDS = 14
"""A question of something else is one in so many words."""
SURE, SURER = 0.7, 0.8
"""So sure the understanding must be for a message to be another wish."""
COMPLAINING = frozenset({"submit_complaint", "give_feedback", "add_to_complaint"})
"""Prose about what happened, or what hurts, is often understood as one of these: it is an answer, no other wish."""
_NONE = re.compile(
    r"^\W*(?:(?:ya|yah|eh|maaf|saya|kalau|itu)\s+)*"
    r"(?:lewati|lewat|skip|kosong|none|nothing|no|nope|nggak|ngga|enggak|gak|ga|tidak|tdk|nda|ndak|indak|ora|mboten"
    r"|henteu|teu|kagak|kaga|(?:i )?(?:don'?t|do not|didn'?t)|i have no)"
    r"(?:\W+(?:aja|saja|ada|punya|perlu|usah|tahu|tau|ingat|inget|dulu|ono|boten|aya|gaduh|duwe|nduwe|bukti|foto"
    r"|kuitansi|kwitansi|struk|nota|fotonya|buktinya|dimintai|diminta|bayar|lah|kok|deh|kak|min|pak|bu|mas|mbak|bang"
    r"|sih|bae|wae|atuh|makasih|have|any|a|an|the|need|photos?|pictures?|proof|receipts?|documents?|files?|thanks"
    r"|thank you|sorry|for now))*\W*$",
    re.IGNORECASE,
)
_NO_FIRST = re.compile(
    r"^\W*(?:no|nope|nggak|ngga|enggak|gak|ga|tidak|tdk|ndak|indak|ora|mboten|henteu|teu)\s*[,.;]", re.IGNORECASE
)
_SMALL_TALK = frozenset({"greet", "goodbye", "thank", "bot_challenge", "out_of_scope", "check_complaint_status"})
_QUESTION = re.compile(
    r"\?|\b(?:apa|apakah|siapa|berapa|brp|gimana|gmn|bagaimana|kapan|kenapa|dimana|di mana|cara"
    r"|how|what|when|where|why|who|which)\b",
    re.I,
)
_NOTHING_MORE = re.compile(
    r"^\W*(?:(?:oke?|ok|ya|iya|iye|iyo|iyah|ho'?oh|i?n[gj]+[ie]h|inggih|enggih|muhun|leres|enya|sip|siap"
    r"|udah|sudah|langsung|itu|yodah|yaudah|wis|kalo|kalau|klo|gitu|begitu|segitu|aja|saja"
    r"|dulu|betul|bener|benar|sip|yes|please|tolong"
    r"|just|then|okay|alright|fine|go ahead|and)\W+)*"
    r"(?:(?:di)?kirim(?:kan|in)?|lanjut(?:kan|in)?|selesai|cukup|beres|aja|saja|send|done|submit|file"
    r"|(?:di)?lapor(?:kan|in)?|(?:di)?(?:bikin|buat)(?:kan|in)?\s+(?:laporan|aduan|pengaduan)(?:nya)?)"
    r"(?:\s+(?:aja|saja|mawon|wae|bae|jo|se|atuh|deh|dong|ya|sekarang|laporannya|it|now|kok|itu|sudah|udah|su|lah|please|dulu|dl|min|kak|pak"
    r"|bu|mas|mbak|bang|makasih|sih|kejadian(?:nya)?|ceritan(?:ya|e)|kronologi(?:s|nya)?|masalahnya|keluhan(?:nya)?"
    r"|(?:yang|yg) (?:mau |ingin )?(?:saya )?(?:sampaikan|laporkan|ceritakan|dilaporkan|diceritakan)))*\W*$"
    r"|^\W*(?:(?:no|ok|okay)\W+)*that(?:'s| is| was) (?:all|it|everything)(?: that happened)?"
    r"(?:\W+(?:and |please |just |you can )*(?:send|submit|file) (?:it|that))?\W*$"
    r"|^\W*(?:(?:ya|iya|udah|sudah|ok|oke)\W+)*(?:gitu|begitu|segitu|itu) (?:aja |saja |doang |tok )?"
    r"(?:kejadian|cerita|kronologi)(?:nya|s)?(?:\s+(?:kak|min|pak|bu|ya|sih|mas|mbak))*\W*$",
    re.I,
)

_PROOF = re.compile(
    r"\b(?:bukti|foto|kuitansi|kwitansi|struk|nota|photos?|pictures?|receipts?|proof)(?:nya)?\b", re.IGNORECASE
)
_CANNOT_SEND = re.compile(
    r"\b(?:can'?t|cannot|unable to|(?:ga|gak|nggak|ngga|tidak|tdk|ndak|ora|teu)\s+(?:bisa|iso|tiasa|mau)|gagal)\s+"
    r"(?:di|ke|to\s+)?(?:upload\w*|unggah\w*|kirim\w*|attach\w*|send|lampir\w*|masuk\w*)\b",
    re.IGNORECASE,
)
_ALL_RIGHT = re.compile(
    r"^\W*(?:(?:oke?|ok|ya|iya|yes|sip|itu|semua\w*|all|everything|is|that|it|udah|sudah|udh|sdh|dah|wis|kayaknya|rasanya)\W+)*"
    r"(?:benar|bener|betul|pas|sesuai|lengkap|cocok|beres|correct|right|complete|fine)"
    r"(?:\W+(?:semua\w*|kok|aja|saja|ya|lah|itu|sudah|udah|dah|kak|min|pak|bu|mas|mbak|bang|sekali|banget|all|that|it))*\W*$",
    re.IGNORECASE,
)
_SEND_TOO = re.compile(
    r"(?:^|[.,!;]|\b(?:dan|jadi|terus|and)\b)\W*(?:(?:udah|sudah|itu|ya|ok|oke|aja|saja|langsung|tolong|mohon|please)\W+)*"
    r"(?:(?:di)?kirim(?:kan|in)?|(?:di)?lapor(?:kan|in)|send it|submit it)"
    r"(?:\W+(?:aja|saja|deh|dong|ya|sekarang|laporannya|now|please|lah|dulu|sudah|udah|su|to|kak|min|pak|bu|mas|mbak|bang"
    r"|gan|bos|da|uda))*\W*$",
    re.IGNORECASE,
)
_SEND = re.compile(r"\b(?:kirim\w*|(?:di)?lapor\w*|send|submit|file)\b", re.IGNORECASE)


def other_wish(reading: Reading) -> bool:
    """The message surely means something else than an answer."""
    return reading.intent not in ANSWER_INTENTS | COMPLAINING and reading.confidence >= SURE


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
    asks = asks_something(text) or _QUESTION.search(text) is not None
    most = QUESTION_WORDS if asks and reading.confidence >= SURER else SHORT_WISH_WORDS
    elsewhere = other_wish(reading) and len(text.split()) <= most
    return None if elsewhere and (reading.intent in _SMALL_TALK or asks) else text


def says_none(reading: Reading) -> bool:
    """ "tidak ada", "lewati", a pressed no."""
    return reading.intent == "deny" or (not reading.pressed and _NONE.match(reading.text) is not None)


def begins_with_no(reading: Reading) -> bool:
    """ "no, just an apology": nothing of what is asked for, and what else is meant."""
    return not reading.pressed and _NO_FIRST.match(reading.text) is not None


def all_right(reading: Reading) -> bool:
    """ "sudah benar semua", and nothing else."""
    return not reading.pressed and _ALL_RIGHT.match(reading.text) is not None


def sends_too(reading: Reading) -> bool:
    """ "saya minta penjelasan. tolong dikirim saja": behind what is told, that it be sent."""
    return not reading.pressed and _SEND_TOO.search(reading.text) is not None


def sends_nothing(reading: Reading) -> bool:
    """Where files are asked for: there are none, no more, or they do not come through ("hmm i cant upload it")."""
    fails = not reading.pressed and _CANNOT_SEND.search(reading.text) is not None
    ends = nothing_more(reading) or all_right(reading)
    return fails or ends or says_none(reading) or begins_with_no(reading)


def speaks_of_proof(reading: Reading) -> bool:
    """ "ada nih fotonya, nanti saya kirim": no more of the story."""
    return not reading.pressed and _PROOF.search(reading.text) is not None


def has_no_proof(reading: Reading) -> bool:
    """ "ga ada foto": what may be sent besides, whatever is asked."""
    return not reading.pressed and _NONE.match(reading.text) is not None and _PROOF.search(reading.text) is not None


def wants_sent(reading: Reading) -> bool:
    """ "kirim": not only this question has no further answer."""
    return nothing_more(reading) and _SEND.search(reading.text) is not None


def nothing_more(reading: Reading) -> bool:
    """ "kirim", "itu aja": the open question has no further answer."""
    return not reading.pressed and _NOTHING_MORE.match(reading.text) is not None
