"""Names read as one word a kind, for the classifier: which hospital or town it is says nothing of what is wanted."""

from collections.abc import Iterator

from bot.components.doctors import find_doctors
from bot.components.facilities import find_facilities, kind_end
from bot.components.normalise import normalise
from bot.components.places import find_places
from bot.components.spans import Span, without_overlaps

_WORDS = {"facility_name": "⟦facility⟧", "place": "⟦place⟧", "doctor": "⟦doctor⟧"}
NAMES = normalise(" ".join(_WORDS.values()))
"""These words as the classifier reads them."""


def without_names(text: str) -> str:
    """The text with "RSUD Sleman" as "RSUD ⟦facility⟧", "di Cibiru" as "di ⟦place⟧", "dr. Hendra" as "⟦doctor⟧"."""
    parts, end = [], 0
    for found in without_overlaps(list(_names(text))):
        start = kind_end(text, found.start, found.end) if found.entity == "facility_name" else found.start
        parts += [text[end:start], " ", _WORDS[found.entity], " "]
        end = found.end
    return "".join([*parts, text[end:]])


def _names(text: str) -> Iterator[Span]:
    for finder in (find_facilities, find_doctors, find_places):
        yield from (found for found in finder(text) if found.entity in _WORDS)
