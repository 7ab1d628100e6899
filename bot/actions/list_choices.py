"""One of a list chosen by what it is like: "yang paling deket aja", "yang banyak sisanya", "yang mana aja"."""

import re
from typing import Literal

from bot.actions.offers import last_replies
from bot.actions.reading import Reading

Liking = Literal["nearest", "roomiest", "earliest", "latest", "any"]
MOST_WORDS = 9
"""A longer message tells more than a choice."""
SCREENS = 3
"""A list under one of so many answers is still on the screen."""
NEAREST = re.compile(
    r"\b(?:(?:paling|plg|pling) (?:de?ket|dekat|cedhak|cedak|caket|cakeut|dakek|dakat|parek)\w*|ter?de?kat|tercedhak"
    r"|nearest|closest)\b",
    re.IGNORECASE,
)
ROOMIEST = re.compile(
    r"\b(?:(?:paling|plg|pling) (?:banyak|longgar|lega|sepi|kosong|luas|sedikit (?:orang|antre\w*|antri\w*))\w*"
    r"|terbanyak|tersepi|terlonggar|(?:banyak|akeh|loba|rame?i)\w* (?:\w+ )?(?:sisa|kuota|kosong|slot|tempat|sesa)\w*"
    r"|(?:sisa|kuota|kosong|slot|tempat)\w* (?:\w+ )?(?:(?:paling|plg) )?(?:banyak|akeh|loba)\w*"
    r"|most (?:room|places|free|slots?|left)|least (?:busy|crowded|full))\b",
    re.IGNORECASE,
)
_LIKED: tuple[tuple[Liking, re.Pattern[str]], ...] = (
    ("nearest", NEAREST),
    ("roomiest", ROOMIEST),
    (
        "earliest",
        re.compile(
            r"\b(?:(?:paling|plg|pling) (?:awal|cepa?e?t|pagi|dini|dulu|duluan|gasik|isuk)\w*|terawal|tercepat|terpagi"
            r"|secepa?e?t\w*|sa ?enggal\w*|earliest|soonest|asap|as soon as possible|first available)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "latest",
        re.compile(r"\b(?:(?:paling|plg|pling) (?:akhir|sore|siang|malam|belakang\w*)|latest)\b", re.IGNORECASE),
    ),
    (
        "any",
        re.compile(
            r"^(?!.*\b(?:ada|buka|prakt[ei]k\w*|kosong|tersedia|jadwal\w*|bisanya)\b)"
            r".*\b(?:(?:mana|endi|mane|hari apa"
            r"|jam berapa|kapan) (?:aja|saja|ae|wae|bae|we|jo|pun)|terserah\w*|sembarang\w*|bebas|sakarep\w*"
            r"|pilih(?:kan|in)|any(?: one| of them| day| time)?|whichever|whatever"
            r"|up to you|you choose|you pick|doesn'?t matter)\b",
            re.IGNORECASE,
        ),
    ),
)
_HOW_MANY = re.compile(r"\b(?:berapa|brp|piro|sabaraha|pinten|how (?:many|much|often))\b", re.IGNORECASE)
"""A question: "berapa kali paling banyak"."""
_LISTED_AGAIN = re.compile(
    r"\b(?:daftar|list|pilihan|opsi|options?)(?:nya|ne|na)?\b.*\b(?:lagi|mana|apa|again|ulang\w*)\b"
    r"|\b(?:mana|apa|where)\b.{0,12}\b(?:daftar|list|pilihan|opsi|options?)(?:nya|ne|na)?\b"
    r"|\b(?:ulang\w*|sebut\w*|lihat|liat|tampil\w*|tunjuk\w*|show|repeat)\b.*\b(?:daftar|list|pilihan|opsi|options?)",
    re.IGNORECASE,
)


def liked(reading: Reading) -> Liking | None:
    """What a short typed message wants one of a list to be; None for questions and other words."""
    if reading.pressed or "?" in reading.text or len(reading.text.split()) > MOST_WORDS:
        return None
    found = next((name for name, pattern in _LIKED if pattern.search(reading.text)), None)
    return None if found != "any" and _HOW_MANY.search(reading.text) else found


def wants_list_again(reading: Reading) -> bool:
    """ "mana daftarnya tadi": the list itself, not only a line that points to it."""
    return not reading.pressed and _LISTED_AGAIN.search(reading.text) is not None


async def still_shown(reading: Reading, line: str) -> bool:
    """Whether one of the last answers holds a line of a list: then the list need not be said again."""
    for back in range(SCREENS):
        if any(line in str(reply["text"] or "") for reply in await last_replies(reading, back)):
            return True
    return False
