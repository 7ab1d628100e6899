"""Which language a member writes, told by the small words that no sentence does without."""

import asyncio
import logging
import re

from rasa_sdk.events import EventType, SlotSet

from bot.actions.backend import Unavailable, call
from bot.actions.reading import Reading
from bot.actions.wordlists import word_list

log = logging.getLogger(__name__)
LEAST_WORDS, LEAST_SIGNS = 3, 2
OUTWEIGHS = 6
"""So many small words of one language outweigh one of the other: "Dr" is a title, and short for "dari"."""
KEEPING_S = 0.8
"""Longer no answer waits for that, least of all one to danger; the next message in that language keeps it."""
_WORD = re.compile(r"[a-z']+")
_THING_IN_LANGUAGE = re.compile(
    r"\b(?:papers?|forms?|letters?|documents?|contract|receipt|sign(?:s|ed)?|labels?|app|website|doctor|nurse|staff|they|he|she"
    r"|surat|kertas|formulir|berkas|dokumen|resep|tulisan|brosur|aplikasi|dokter|perawat|petugas|dia|mereka)\w*\b"
    r".{0,40}\b(?:english|indonesian?|inggris|bahasa)\b",
    re.IGNORECASE,
)
_WISHES_LANGUAGE = re.compile(
    r"\b(?:please|pls|switch|change|speak (?:to|with) me|answer|reply|write|use|can (?:you|i|we)|could (?:you|i|we)"
    r"|tolong|ganti\w*|pakai|pake|jawab\w*|balas\w*|tulis\w*|ubah|minta|mohon|nganggo|ngangge|anggo)\b",
    re.IGNORECASE,
)
_ENGLISH = word_list("english_words.txt")
_INDONESIAN = word_list("indonesian_words.txt")


def written_in(text: str) -> str | None:
    """``en`` or ``id`` where a text is clearly the one; None where it is not clear."""
    words = _WORD.findall(text.lower())
    english = sum(word in _ENGLISH for word in words)
    indonesian = sum(word in _INDONESIAN for word in words)
    more, fewer = max(english, indonesian), min(english, indonesian)
    if len(words) < LEAST_WORDS or more < LEAST_SIGNS or fewer * OUTWEIGHS > more:
        return None
    return "en" if english > indonesian else "id"


def tells_of_language(reading: Reading) -> bool:
    """ "some paper in indonesian, couldn't read it": a language that something was in, and no wish to change ours."""
    typed = "" if reading.pressed or reading.intent != "change_language" else reading.text
    return _THING_IN_LANGUAGE.search(typed) is not None and not _WISHES_LANGUAGE.search(typed)


async def follow_language(reading: Reading) -> list[EventType]:
    """Answers in the language that the member writes from this message on; names of places alone change nothing."""
    written = None if reading.pressed else written_in(reading.text)
    if written is None or written == reading.language or not reading.first_in_turn:
        return []
    try:
        await asyncio.wait_for(call(reading, "PUT", "/conversations/language", json={"language": written}), KEEPING_S)
    except (Unavailable, TimeoutError):
        log.warning("the language of a conversation could not be kept")
    reading.tracker.slots["language"] = written
    return [SlotSet("language", written)]
