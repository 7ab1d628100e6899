"""Signs that a life may be in danger, and words that tell that it is not so now."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.components.vocabulary import lines, names

# "tidak sesak", "ga ada nyeri dada": a sign that is denied; but not "tidak sesak biasa", nor "tidak sadar", "ga nafas".
_DENIED = re.compile(
    r"(?:^|\W)(?:tidak|tdk|tak|ga|gak|gk|nggak|ngga|enggak|engga|ndak|dak|indak|ora|mboten|teu|kada|seng|tra|tanpa"
    r"|no|not|nobody|nobody's|nobody is|no one|no one's|no one is|without|never|isn't|aren't|wasn't|doesn't|didn't)"
    r"(?:\W+(?:ada(?:\W+(?:yang|yg|orang))?|sampai|sampe|pakai|pake|merasa|ngerasa|any|having))?\W+$",
    re.I,
)
_DENIABLE = re.compile(
    r"sesak|sesek|pingsan|kejang|nyeri|sakit|pe?ndara|berdarah|mimisan|stroke|lumpuh|kritis|gawat|darurat|sekarat"
    r"|keracunan|kecelakaan|tersedak|membiru|kebiruan|biru|koma\b|pucat|menggigil|mules|jatuh|chest pain|bleed|blood"
    r"|seizure|faint|unconscious|emergency|dying|dead\b",
    re.I,
)
# Not yet born, and what must be looked at the same hour; in canonical words.
_WITH_CHILD = re.compile(
    r"\b(?:hamil|kehamilan|kandungan\w*|melahirkan|bersalin|hpl|ketuban|pregnan\w+)\b|\d+ (?:minggu|weeks)\b", re.I
)
_BIRTH_SIGN = re.compile(
    r"ketuban|kontraksi|contractions?|flek\b|spotting|mules|mulas|kejang|darah|bleed|waters\b"
    r"|\bair\w* (?:keluar|pecah|merembes)"
    r"|(?:sakit|kram|kencang\w*|kenceng\w*|keras)\b(?: \w+){0,3} perut"
    r"|perut\w*(?: \w+){0,3} (?:sakit|kram|kencang\w*|kenceng\w*|keras)",
    re.I,
)
# "biaya sesar kalau air ketuban kurang": what it costs is asked, and may be asked beforehand.
_ASKS_COST = re.compile(r"\b(?:biaya|ditanggung|bayar|gratis|iuran|covered|cost)\b", re.I)
_OF_THINGS = re.compile(
    r"\b(?:kartu|bpjs|kis|jkn|hp|ponsel|lampu|kipas|kompor|tv|mesin|listrik|bater\w+|batre|aplikasi|sinyal|internet|wifi|motor|mobil"
    r"|kepesertaan|iuran|autodebit|cicilan|phone|battery|card)\w*|\bsetengah mati\b",
    re.I,
)
"""What "mau mati" is said of as well."""
_NAMED_BEFORE = 16
_WORD = re.compile(r"[^\W_]+")
_FACILITY = re.compile(r"\b(?:puskesmas|puskes|pkm|klinik|rumah sakit|rs(?:ud|u|ia|ab)?)\W+(?:\w+\W+)?$", re.I)
_VERB = re.compile(r"(?:me|ng|ny|ter|ke|di|pe|be|ta|ka)", re.I)
_LONGEST_NAME = 3
"""Words of the name of a place in which a sign may stand."""
_NO_DENIAL = re.compile(r"\W+(?:biasa|main|sembarang|kepalang)\b", re.I)


@lru_cache(maxsize=4)
def _any_of(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{expression})" for expression in lines(name)), re.I)


def _signs(text: str) -> Iterator[bool]:
    """For every sign of ``data/danger_signs.txt`` in a text whether it holds: it is not denied, and no figure of speech
    (``data/figures_of_speech.txt``).
    """
    figures = [match.span() for match in _any_of("figures_of_speech").finditer(text)]
    for match in _any_of("danger_signs").finditer(text):
        if _in_name(text, match):
            continue
        figure = any(start <= match.start() < end for start, end in figures)
        yield not (figure or _is_denied(text, match))


def _in_name(text: str, sign: re.Match[str]) -> bool:
    """ "di Tangerang", "Tebing Tinggi", "puskesmas Sukarame": the sign is a piece of a name of up to three words."""
    words = list(_WORD.finditer(text))
    at = next((index for index, word in enumerate(words) if word.start() <= sign.start() < word.end()), None)
    if at is None:
        return False
    if sign.end() <= words[at].end() and _in_name_of_facility(text[: words[at].start()], words[at][0], sign):
        return True
    for first in range(max(0, at - _LONGEST_NAME + 1), at + 1):
        for last in range(at, min(len(words), first + _LONGEST_NAME)):
            start, end = words[first].start(), words[last].end()
            longer = end - start > sign.end() - sign.start() and sign.end() <= end
            if longer and text[start:end].lower() in _names():
                return True
    return False


def _in_name_of_facility(before: str, word: str, sign: re.Match[str]) -> bool:
    """Whether a sign in the middle of a word belongs to a facility's name; a verb keeps it: "di rs ngerang"."""
    inside = not word.lower().startswith(sign[0].lower()) and not _VERB.match(word)
    return inside and bool(_FACILITY.search(before))


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return names("names_with_signs") | names("hospitals") | names("given_names")


def _is_denied(text: str, sign: re.Match[str]) -> bool:
    if not _DENIABLE.match(sign[0]) or _NO_DENIAL.match(text, sign.end()):
        return False
    return bool(_DENIED.search(text[: sign.start()]))


def has_sign(text: str) -> bool:
    """Whether a text (best in canonical words) names a sign of ``data/danger_signs.txt`` that holds."""
    return any(_signs(text))


def denies_signs(text: str) -> bool:
    """Whether a text names signs, and none of them holds: "tidak sesak, cuma batuk", "dompet gue sesek napas"."""
    found = list(_signs(text))
    return bool(found) and not any(found)


def tells_of_birth(text: str) -> bool:
    """Whether a text (in canonical words) tells of labour, blood or waters of somebody with child: never mild, however
    little it is said to be.
    """
    told = _WITH_CHILD.search(text) and _BIRTH_SIGN.search(text)
    return bool(told) and has_sign(text) and not (not_now(text) or _ASKS_COST.search(text))


def despairs(text: str) -> bool:
    """Whether the writer wants to end their life or cannot bear it (``data/despair.txt``)."""
    plain = " ".join(re.sub(r"[^\w\s'-]", " ", text.lower()).split())
    found = _any_of("despair").search(plain)
    return found is not None and not _OF_THINGS.search(plain[max(0, found.start() - _NAMED_BEFORE) : found.end()])


def not_now(text: str) -> bool:
    """Whether a text tells of something that is over, may come one day, or is a joke (``data/not_now.txt``)."""
    return bool(_any_of("not_now").search(text))
