"""Names and kinds of facilities. The backend resolves the names; here only the spans are found."""

import re
from collections.abc import Iterator

from bot.components.date_patterns import DATE
from bot.components.gazetteer import begins_place, place_names
from bot.components.names import NEXT_WORD, common_words, is_everyday
from bot.components.spans import Span, span
from bot.components.vocabulary import names, pattern

_NAMED = (
    "(?:rumah sakit|rumah sakik|rmh sakit|rs) (?:umum daerah|umum pusat|umum|ibu dan anak|ibu & anak|ibu anak|jiwa|"
    "mata|paru|jantung|khusus bedah|bersalin|gigi dan mulut|bedah)|"
    "rumah sakit|rumah sakik|rmh sakit|rumkit|rsud|rsupn|rsup|rsia|rsab|rsjd|rsj|rskia|rskd|rsk|rsgm|rsu|rs|hospital|"
    "puskesmas|puskemas|puskes|pkm|klinik pratama|klinik utama|klinik|clinic|apotek|apotik|optik|optikal|laboratorium"
)
_TYPE = re.compile(rf"(?<![\w⟦])(?P<kind>{_NAMED})(?P<clitic>nya|ku|mu|e|ne|na)?(?![\w'])", re.I)
_NUMERAL = re.compile(r"(?:[ivx]{1,3}|\d{1,2})$", re.I)
_COUNTS = re.compile(
    r"\s*(?:bulan|hari|bln|jam|orang|kali|x\b|tahun|juta|jt|rb|ribu|stars?\b|bintang|/|out of|"
    r"dari (?:lima|sepuluh|5|10)\b)",
    re.I,
)
"""What a number behind a kind of facility counts: "klinik 24 jam" has no name, "puskesmas ngemplak 2" has."""
_LONGEST_NAME = 4
# "rumah sakit daerah" alone names no facility.
_GENERIC = frozenset(("umum", "daerah", "pusat", "kota", "kabupaten", "baru", "utama", "provinsi"))
_NAME_WORDS = names("name_words")
_STOP = names("name_stops")
# Names of hospitals that are said without "rs"; the brands only before a place.
_BRAND = re.compile(
    r"(?<!\w)(?:(?P<name>panti rapih|al islam|harapan kita|hasan sadikin|cipto mangunkusumo|saiful anwar|adam malik|"
    r"mitra keluarga|awal bros|pku muhammadiyah|sari asih)|hermina|siloam(?: hospitals?)?|mayapada|primaya|"
    r"eka hospital|columbia asia|bethesda|bhayangkara|kimia farma|prodia)(?!\w)",
    re.I,
)
_LOOKS_FOR = re.compile(
    "dekat|deket|dkt|cari|di ?mana|dmn|sekitar|lokasi|nearest|near|around|kerja ?sama|di ?sini|caket|cedak|deukeut",
    re.I,
)


def find_facilities(text: str) -> Iterator[Span]:
    """A kind of facility with a name is a ``facility_name``; alone it is a ``facility_type``."""
    end = 0
    for match in _TYPE.finditer(text):
        if match.start() < end:
            continue
        end = match.end() if match["clitic"] else _name_end(text, match.end())
        if end > match.end():
            yield span(text, match.start(), end, "facility_name")
            continue
        end = match.end()
    yield from _nicknames(text)
    for match in re.finditer(rf"(?<![\w⟦])(?:{pattern('facility_types')})(?:nya|ku|mu|ne|e)?(?!\w)", text, re.I):
        if _is_facility(match[0].lower(), text):
            yield span(text, *match.span(), "facility_type")


def _is_facility(word: str, text: str) -> bool:
    """A bare "kantor" may be an employer's, and "dokter gigi" a poli, unless the text looks for a place."""
    if word.startswith("kantor") and " " not in word:
        return bool(re.search(r"bpjs|bepejees|jkn|165|cabang", text, re.I) or _LOOKS_FOR.search(text))
    if re.match(r"dokter (?:gigi|umum)|drg|dentist", word):
        return bool(_LOOKS_FOR.search(text))
    return not re.match(r"pra(?:ktek|ktik) dokter", word) or bool(_LOOKS_FOR.search(text))


def _nicknames(text: str) -> Iterator[Span]:
    """Names that say "hospital" by themselves ("rscm"), and hospital brands before a place ("hermina depok")."""
    short = (name for name in names("hospitals") if re.fullmatch(r"rs\w{2,}", name))
    for match in re.finditer(rf"(?<!\w)(?:{'|'.join(sorted(short))})(?!\w)", text, re.I):
        yield span(text, *match.span(), "facility_name")
    for match in _BRAND.finditer(text):
        following = NEXT_WORD.match(text, match.end())
        placed = bool(following and following[1].lower() in place_names())
        if placed or match["name"]:
            yield span(text, match.start(), following.end() if placed and following else match.end(), "facility_name")


def _name_end(text: str, start: int) -> int:
    """Where the name after a kind of facility ends; ``start`` if none follows."""
    words, end, named = 0, start, False
    while words < _LONGEST_NAME and (match := NEXT_WORD.match(text, end)):
        word = match[1]
        follows = words > 0
        if pair := _known_pair(word, text, match.end()):
            end, words, named = pair, words + 2, True
            continue
        if DATE.match(text, match.start(1)) or not _may_be_name(word, follows, text, match.end()):
            break
        end, words = match.end(), words + 1
        named = named or word.lower() not in _GENERIC
        if text[end : end + 1] in (",", "?", "!", ";") or word.endswith((",", "?", "!")):
            break
    return end if named else start


def _may_be_name(word: str, follows: bool, text: str, end: int) -> bool:
    low = word.lower().strip(".")
    if _NUMERAL.match(word) and _COUNTS.match(text, end):
        return False
    if follows and _NUMERAL.match(word):
        return True
    if low in place_names() or low in _NAME_WORDS or _starts_known(low, text, end):
        return True
    if low in _STOP or len(low) == 1:
        return False
    if word[0].isupper() and not text.isupper() and not word.isupper():
        return low not in common_words() or not follows
    return not is_everyday(low)


def _known_pair(word: str, text: str, end: int) -> int | None:
    """Where a known name of two words ends whose first one ends at ``end``: "pasar minggu" is no market and no week."""
    following = NEXT_WORD.match(text, end)
    if not following or text[end : end + 1] in (",", "?", "!", ";"):
        return None
    pair = f"{word} {following[1]}".lower()
    return following.end() if pair in names("hospitals") or pair in place_names() else None


def _starts_known(low: str, text: str, end: int) -> bool:
    following = NEXT_WORD.match(text, end)
    return low in names("hospitals") or bool(following and begins_place(low, following[1].lower()))
