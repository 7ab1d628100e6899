"""Messages that are only half a sentence: "kalau yang kelas 2?", "bukan gigi, umum", "untuk ibu saya".

All that they say is in their entities; the words around those only join them to what was said before. Such a message
means what the conversation was about, whatever intent the half sentence resembles by itself.
"""

import re

from bot.actions.reading import ORDINAL_WORDS, Reading
from bot.actions.wordlists import word_list
from bot.components.date_patterns import WEEKDAYS

MOST_WORDS = 9
_WORD = re.compile(r"[^\W_]+")
JOINING = word_list("joining_words.txt")
ASKING = word_list("detail_words.txt")
"""What is asked about something that was named; only behind an answer that shows such a thing."""
_DAYS = frozenset(day for names in WEEKDAYS for day in names.split("|"))
_ROUGHLY = word_list("about_when_words.txt")
"""Words that say how sure, or how near, a day or an hour is."""
_ROOM = frozenset(
    {"kamar", "kamarnya", "kmr", "ruang", "ruangan", "ruangannya", "room", "rooms", "bed", "beds", "selain"}
)
"""Said with a class of rooms they add nothing: "kalau kamar kelas 2 gimana"."""
_GOES_ON = frozenset(
    {"kalau", "kalo", "klo", "kl", "terus", "trus", "trs", "selain", "nek", "lamun", "what", "and", "how"}
)
_CORRECTS = re.compile(
    r"\b(?:bukan|bkn|salah|maksud\w*|ganti|ubah|rubah|ralat|koreksi|eh|sorry|i mean[t]?|instead|not)\b", re.IGNORECASE
)

_INSTEAD = re.compile(
    r"^\W*(?:(?:eh|maaf|sorry|salah|no|ya)\W+)*(?:(?:bukan|bkn|not"
    r"|(?:ga|gak|g|nggak|ngga|enggak|tidak|tdk|kada|ora|ra|teu|ndak|indak)\s+(?:jadi|sid[oa]|sios|janten|tulus))"
    r"\s+[\w ]{2,30}?"
    r"(?:\s*[,;]\s*(?:tapi|tp|but)?|\s+(?:tapi|tp|melainkan|but))"
    r"|(?:scratch that|no wait|forget that|wait no)\W)\s*"
    r"(?P<right>[\w .]{2,40}?)(?:\s+(?:aja|saja|wae|bae|mawon|atuh|deh|dong|ya|please))*\W*$",
    re.IGNORECASE,
)


def elliptical(reading: Reading) -> bool:
    """Whether everything that a typed message says is in its entities, or in the number of a choice."""
    words = _WORD.findall(reading.text.lower())
    if reading.pressed or not 0 < len(words) <= MOST_WORDS:
        return False
    left = _WORD.findall(without_entities(reading).lower())
    room = reading.entity("room_class") and words[0] in _GOES_ON
    says_something = len(left) < len(words) or reading.ordinal is not None or bool(ASKING & set(words))
    return says_something and all(
        word in JOINING or word in ASKING or word in ORDINAL_WORDS or (room and word in _ROOM)
        for word in left
        if not word.isdigit()
    )


def only_when(reading: Reading) -> bool:
    """ "sabtu apa minggu ya... sabtu deh, sorean": a day or an hour, and nothing that is wished for at it."""
    if reading.pressed or not (reading.entity("date") or reading.entity("time")):
        return False
    left = _WORD.findall(without_entities(reading).lower())
    return all(word.isdigit() or word in JOINING or word in _DAYS or word in _ROUGHLY for word in left)


def corrects(reading: Reading) -> bool:
    """ "bukan besok, lusa": half a sentence that puts something right."""
    return elliptical(reading) and _CORRECTS.search(reading.text) is not None


def instead(reading: Reading) -> str | None:
    """The right one in "bukan gigi, umum" or "not tomorrow but friday", where it is no entity that we know."""
    found = None if reading.pressed else _INSTEAD.match(reading.text)
    return found["right"].strip() if found else None


def without_entities(reading: Reading) -> str:
    """The words of a message beside its entities."""
    text = list(reading.text)
    for start, end in reading.spans:
        text[start:end] = " " * (end - start)
    return "".join(text)
