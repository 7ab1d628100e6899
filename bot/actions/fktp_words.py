"""What a message says of the first-level facility that is wanted: its kind, its number in the list, part of its name,
the place it shall be near, and why.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rapidfuzz.distance import OSA

from bot.actions.offer_words import WORD, content_of
from bot.actions.reading import Reading
from bot.actions.topic import asks_something
from bot.components.values import facility_type

PUSKESMAS, OTHERS = "puskesmas", "others"
_NO = (
    r"(?:bukan|bkn|jangan|jgn|selain|sanes|dudu|ojo|not|no"
    r"|(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak)\s*(?:mau|usah|jadi))"
)
_DENIED = re.compile(rf"\b{_NO}\s+(?:(?:yang|yg|nu|sing|di|ke|the|nomor|nomer|no|itu|pilihan|a)\s+)*$", re.IGNORECASE)
"""Right before what is not wanted."""
_NUMBER = re.compile(r"\b(?:yang|yg|nomor|nomer|no|pilihan|number)\.?\s*(?:ke-?\s?)?(\d)\b", re.IGNORECASE)
_LIVES = re.compile(
    r"\b(?:di|daerah|dekat|deket|dkt|sekitar|near|in|around|nang|ning|ing)\s+"
    r"(?!(?:sini|sana|situ|rumah|kantor|here|there|home)\b)([a-z]{4,}(?:\s+[a-z]{4,})?)\W*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:dari|dr|saka|saking|ti|from)\W+(?:(?:kota|kab\w*|daerah|kec\w*)\W+)*$", re.IGNORECASE)
"""Before the place that is left."""
_NEAR = re.compile(r"\b(?:de?ket|dekat|sekitar|daerah|near|around|di|ke)\W+$", re.IGNORECASE)
_LISTS = re.compile(
    r"\b(?:puskesmas|pkm|klinik|faskes|clinics?|facilit\w+)\b.{0,20}"
    r"\b(?:(?:mana|apa|endi|opo) (?:aja|saja|ae|wae)|yang ada|yg ada)\b"
    r"|\b(?:apa|mana|ada) (?:(?:aja|saja|berapa)\W+)?(?:puskesmas|klinik|faskes)\b"
    r"|\b(?:which|what) (?:clinics|facilities|puskesmas)\b",
    re.IGNORECASE,
)
_REASON = re.compile(r"\balasan(?:nya|ku|e)?\b|\bthe reason\b|\bbecause\b|^\W*(?:soalnya|karena|krn)\b", re.IGNORECASE)
_KINDS = {"puskesmas": PUSKESMAS, "pkm": PUSKESMAS, "klinik": OTHERS, "clinic": OTHERS, "clinics": OTHERS}
_LEAST_LETTERS = 5
MOST_HINTS = 3


def kind_wanted(text: str) -> str | None:
    """``puskesmas`` or ``others``: "puskesmas aja bukan klinik", "klinik aja, jangan puskesmas"; None where no kind
    is named.
    """
    wanted: list[bool] = []
    denied: list[bool] = []
    for word in re.finditer(r"[a-z]+", text.lower()):
        if kind := _kind(word[0].removesuffix("nya")):
            (denied if _DENIED.search(text[: word.start()]) else wanted).append(kind == PUSKESMAS)
    if wanted:
        return PUSKESMAS if wanted[0] else OTHERS
    return (OTHERS if denied[0] else PUSKESMAS) if denied else None


def _kind(word: str) -> str | None:
    """By the whole word or a slip of one letter: "putu" is a name."""
    return next((kind for name, kind in _KINDS.items() if word == name or _nearly(word, name)), None)


def _nearly(word: str, name: str) -> bool:
    return len(name) > _LEAST_LETTERS and OSA.distance(word, name) <= 1


def number_meant(text: str) -> int | None:
    """The number of a list that a message wants: the last one that is not denied ("bukan yang 2, nomor 1 aja")."""
    kept = [int(found[1]) for found in _NUMBER.finditer(text) if not _DENIED.search(text[: found.start()])]
    return None if asks_something(text) or not kept else kept[-1]


def denies_number(text: str) -> bool:
    """Whether one of several numbers is denied, so that the first one named need not be meant."""
    return any(_DENIED.search(text[: found.start()]) for found in _NUMBER.finditer(text))


def called_so(text: str, items: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The only one of a list with a word of the message in its name: "puskesmas yang kraton itu"."""
    if asks_something(text) or not re.search(r"\b(?:puskesmas|pkm|klinik|nama\w*|clinic)\b", text, re.IGNORECASE):
        return None
    said = [
        word[0].lower().removesuffix("nya")
        for word in re.finditer(r"[^\W\d_]+", text)
        if not (_NEAR.search(text[: word.start()]) or _DENIED.search(text[: word.start()]))
    ]
    found = [dict(item) for item in items if any(_is_called(item["name"], word) for word in said)]
    return found[0] if len(found) == 1 else None


def _is_called(name: str, word: str) -> bool:
    own = (part for part in re.findall(r"[^\W\d_]+", name.lower()) if not facility_type(part))
    return len(word) >= _LEAST_LETTERS and any(OSA.distance(part, word) <= 1 for part in own if len(part) > 1)


def places_wished(reading: Reading) -> list[str]:
    """Where the facility shall be, the likeliest first; not where one moves away from ("dari sleman ke kota jogja")."""
    whole = str((reading.tracker.latest_message or {}).get("text") or "")
    marked = (reading.tracker.latest_message or {}).get("entities") or []
    spans = sorted((e["start"], str(e["value"])) for e in marked if e.get("entity") == "place" and "start" in e)
    names = [name for start, name in spans if not (_FROM.search(whole[:start]) or _DENIED.search(whole[:start]))][::-1]
    inside = [f"{names[0]} {names[1]}"] if len(names) > 1 else []  # a quarter, and the town behind it
    return [*names[:1], *inside, *names[1:]][:MOST_HINTS]


def lives_at(reading: Reading) -> list[str]:
    """ "kontrakan saya di cibiru": a place at the end that is not known by its name alone."""
    found = None if reading.pressed else _LIVES.search(reading.text)
    return [found[1]] if found else []


def lists_there(text: str) -> bool:
    """ "klinik mana aja yg ada di denpasar timur?": a question that looks for what may be chosen."""
    return _LISTS.search(text) is not None


def gives_reason(reading: Reading) -> bool:
    """ "alasannya kuliah, kos dekat kampus"."""
    return not reading.pressed and _REASON.search(reading.text) is not None and not asks_something(reading.text)


_STAY = re.compile(
    r"\b(?:(?:biar(?:in|kan)?|tetap(?:in|kan)?|tetep|ttp|angger|teteup|stay\w*|keep\w*)\b\W*)+(?P<where>[^.,;!?]*)",
    re.IGNORECASE,
)


_AS_NOW = frozenset({"lama", "sekarang", "semula", "awal", "faskes", "old", "current", "one"})


def stays_at(reading: Reading, own: str | None) -> bool:
    """ "ga jadi, tetap di puskesmas aja dulu": names nothing but the one that is registered (``own``), or its kind."""
    found = None if reading.pressed or asks_something(reading.text) else _STAY.search(reading.text)
    named = content_of(WORD.findall(found["where"].lower())) if found and own else []
    return bool(named) and set(named) <= {*WORD.findall(str(own).lower()), *_AS_NOW}
