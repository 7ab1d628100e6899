"""Where the name of a facility ends: "RSUD Dr. H. Abdul Moeloek", "puskesmas pasar minggu 2"."""

import re

from bot.components.date_patterns import DATE
from bot.components.gazetteer import begins_place, place_names
from bot.components.names import NEXT_WORD, common_words, is_everyday
from bot.components.vocabulary import names

_NUMERAL = re.compile(r"(?:[ivx]{1,3}|\d{1,2})$", re.I)
_COUNTS = re.compile(
    r"\s*(?:bulan|hari|bln|jam|orang|kali|x\b|tahun|juta|jt|rb|ribu|stars?\b|bintang|/|out of|"
    r"dari (?:lima|sepuluh|5|10)\b)",
    re.I,
)
"""What a number behind a kind of facility counts: "klinik 24 jam" has no name, "puskesmas ngemplak 2" has."""
_RATES = re.compile(r"(?<!\w)(?:nilai|rating|skor|score|bintang|stars?)(?!\w)", re.I)
# "apotek sehat baru saya temukan": what happened just now is no part of the name.
_JUST_NOW = re.compile(r"\s+baru\s+(?:saya|sy|aku|gue|gw|kami|saja|aja|tadi|kemarin|buka|bisa|ketemu)\b", re.I)
# "klinik anugerah kasih bintang 5": the rating begins.
_RATED = re.compile(r"\s+(?:kasih|kasi|ksh|beri|dikasih|diberi|give)\s+(?:nilai|rating|bintang|skor|stars?|\d)", re.I)
_LONGEST_NAME = 5
# "RSUP Dr. H. Adam Malik", "RS Tk. III Brawijaya", "Puskesmas Kec. Tebet": these lead to a name and are none. Letters
# that are short for words ("rs d depok") are no initials.
_TITLE = re.compile(
    r"(?:dr|drs|dra|drg|ir|prof|k?h|hj|hi|kh|tk|tkt|st|kec|kecamatan|kel|kelurahan|provinsi|pratama|bantuan|[ahmr]|"
    r"(?:[a-z]\.)+[a-z]?)\.?$",
    re.I,
)
# "An-Nisa", "As-Shofwan": not a word said twice.
_ARABIC = re.compile(r"a[a-z]{1,2}-[a-z]{3,}$", re.I)
# "rumah sakit daerah" alone names no facility.
_GENERIC = frozenset(("umum", "daerah", "pusat", "kota", "kabupaten", "baru", "utama", "provinsi"))
# Everyday words that end a name where they begin with a capital: "Klinik Husada Mandiri".
_LAST_NAMES = frozenset(("mandiri", "bersama", "bunda", "kita", "kasih", "sehat", "indah", "keluarga", "mulia", "jaya"))
_NAME_WORDS = names("name_words")
_STOP = names("name_stops")


def name_end(text: str, start: int) -> int:
    """Where the name after a kind of facility ends; ``start`` if none follows."""
    words, end, named = 0, start, False
    while words < _LONGEST_NAME and (match := NEXT_WORD.match(text, end)):
        word = match[1]
        follows = words > 0
        if pair := _known_pair(word, text, match.end()):
            end, words, named = pair, words + 2, True
            continue
        if titled := _behind_titles(text, match.start()):
            end, words, named = titled, words + 1, True
            continue
        if DATE.match(text, match.start(1)) or not _may_be_name(word, follows, text, match.end()):
            break
        end, words = match.end(), words + 1
        named = named or word.lower() not in _GENERIC
        if text[end : end + 1] in (",", "?", "!", ";") or word.endswith((",", "?", "!")):
            break
        if _JUST_NOW.match(text, end) or _RATED.match(text, end):
            break
    return end if named else start


def _behind_titles(text: str, start: int) -> int | None:
    """Where the first word of a name behind titles ends: "dr. h. abdul" moeloek; None without a title or a name."""
    end = start
    while (match := NEXT_WORD.match(text, end)) and (
        _TITLE.match(match[1]) or (end > start and _NUMERAL.match(match[1]))
    ):
        end = match.end()
    if end == start or not match or DATE.match(text, match.start(1)):
        return None
    return match.end() if _may_be_name(match[1], follows=False, text=text, end=match.end()) else None


def _may_be_name(word: str, follows: bool, text: str, end: int) -> bool:
    low = word.lower().strip(".")
    if word.isdigit() and (_COUNTS.match(text, end) or _RATES.search(text)):
        return False
    if _ARABIC.match(word) or (follows and (_NUMERAL.match(word) or low in names("name_ends"))):
        return True
    if low in place_names() or low in _NAME_WORDS or _starts_known(low, text, end):
        return True
    if low in _STOP or low.removesuffix("nya") in _STOP or len(low) == 1:
        return False
    if word[0].isupper() and not text.isupper() and not word.isupper():
        return not follows or low not in common_words() or low in _LAST_NAMES
    return not is_everyday(low)


def _known_pair(word: str, text: str, end: int) -> int | None:
    """Where a known name of two words ends whose first one ends at ``end``: "pasar minggu" is no market and no week."""
    following = NEXT_WORD.match(text, end)
    if not following or text[end : end + 1] in (",", "?", "!", ";"):
        return None
    pair = f"{word} {following[1]}".lower()
    known = pair in names("hospitals") or pair in place_names() or begins_place(word.lower(), following[1].lower())
    return following.end() if known else None


def _starts_known(low: str, text: str, end: int) -> bool:
    following = NEXT_WORD.match(text, end)
    return low in names("hospitals") or bool(following and begins_place(low, following[1].lower()))
