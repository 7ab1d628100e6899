"""Names and kinds of facilities. The backend resolves the names; here only the spans are found."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.components.facility_names import name_end
from bot.components.gazetteer import place_names
from bot.components.names import NEXT_WORD
from bot.components.spans import Span, span
from bot.components.vocabulary import names, pattern

_NAMED = (
    "(?:rumah sakit|rumah sakik|rmh sakit|rs) (?:umum daerah|umum pusat|umum|ibu dan anak|ibu & anak|ibu anak|jiwa|"
    "mata|paru|jantung|khusus bedah|bersalin|gigi dan mulut|bedah)|"
    "rumah sakit|rumah sakik|rmh sakit|rumkit|rsud|rsupn|rsup|rsia|rsab|rsjd|rsj|rskia|rskd|rsk|rsgm|rsu|rsi|"
    "rs|(?<!eka )(?<!siloam )hospital|puskesmas pembantu|puskesmas|puskemas|"
    "puskes|pkm|pustu|polindes|klinik pratama|klinik utama|klinik|clinic|apotek|apotik|optik|optikal|laboratorium"
)
_TYPE = re.compile(rf"(?<![\w⟦])(?P<kind>{_NAMED})(?P<clitic>nya|ku|mu|e|ne|na)?(?![\w'])", re.I)
_MANY = re.compile("apotek|apotik|optik|optikal|klinik|clinic", re.I)
# Names of hospitals that are said without "rs"; the brands only before a place.
_BRAND = re.compile(
    r"(?<!\w)(?:(?P<name>panti rapih|al islam|harapan kita|hasan sadikin|cipto mangunkusumo|saiful anwar|adam malik|"
    r"mitra keluarga|awal bros|eka hospital|pku muhammadiyah|sari asih|sardjito|sarjito|kariadi|karyadi|"
    r"moewardi|pirngadi|m\.? djamil|hardjolukito|telogorejo|tugurejo|borromeus|dharmais|arifin achmad|abdul moeloek|"
    r"haulussy|stella maris|wahidin sudirohusodo|wahidin|soetomo|soewandhie|pelamonia|pelni|medistra|kanujoso)"
    r"|pku|hermina|siloam(?: hospitals?)?|mayapada|primaya|columbia asia|bethesda|bhayangkara|kimia farma|"
    r"prodia)(?!\w)",
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
        end = match.end() if match["clitic"] else name_end(text, match.end())
        if end > match.end() and _is_name(match["kind"], text[match.end() : end]):
            yield span(text, match.start(), end, "facility_name")
            continue
        end = match.end()
    yield from _nicknames(text)
    for match in _kinds().finditer(text):
        if _is_facility(match[0].lower(), text):
            yield span(text, *match.span(), "facility_type")


def kind_end(text: str, start: int, end: int) -> int:
    """Where the kind of facility ends with which the name from ``start`` to ``end`` begins; ``start`` if with none."""
    kind = _TYPE.match(text, start, end)
    return kind.end() if kind else start


def _is_name(kind: str, rest: str) -> bool:
    """ "puskesmas tebet" is one puskesmas, "apotek tebet" any pharmacy there."""
    place = re.sub(rf"\s+(?:{'|'.join(names('directions'))})$", "", rest.strip().lower())
    return not _MANY.fullmatch(kind) or place not in place_names()


def _is_facility(word: str, text: str) -> bool:
    """A bare "kantor" may be an employer's, and "dokter gigi" a poli, unless the text looks for a place."""
    if word == "office":  # also an employer's
        return bool(re.search(r"\b(?:nearest|nearby|closest|bpjs|jkn|branch)\b", text, re.I))
    if re.match(r"k(?:an|n)?t(?:o)?r", word) and " " not in word:
        return bool(re.search(r"bpjs|bepejees|jkn|165|cabang", text, re.I) or _LOOKS_FOR.search(text))
    if re.match(r"dokter (?:gigi|umum)|drg|dentist", word):
        return bool(_LOOKS_FOR.search(text))
    return not re.match(r"pra(?:ktek|ktik) dokter", word) or bool(_LOOKS_FOR.search(text))


@lru_cache(maxsize=1)
def _short_names() -> re.Pattern[str]:
    short = (name for name in names("hospitals") if re.fullmatch(r"rs\w{2,}", name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(short))})(?!\w)", re.I)


@lru_cache(maxsize=1)
def _kinds() -> re.Pattern[str]:
    """ "kantor bpjs" is one kind, "kantor BPJS Kesehatan" an office of its full name."""
    return re.compile(rf"(?<![\w⟦])(?:{pattern('facility_types')})(?:nya|ku|mu|ne|e)?(?!\w)(?!(?<=bpjs) kes)", re.I)


def _nicknames(text: str) -> Iterator[Span]:
    """Names that say "hospital" by themselves ("rscm"), and hospital brands before a place ("hermina depok")."""
    for match in _short_names().finditer(text):
        yield span(text, *match.span(), "facility_name")
    for match in _BRAND.finditer(text):
        following = NEXT_WORD.match(text, match.end())
        placed = bool(following and following[1].lower() in place_names()) or name_end(text, match.end()) > match.end()
        if placed or match["name"]:
            yield span(text, match.start(), max(name_end(text, match.end()), match.end()), "facility_name")
