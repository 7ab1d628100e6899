"""Two requests in one message: "tagihan saya berapa, sekalian mau ambil antrean poli gigi"."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.components.vocabulary import names

# Words that put one request behind another, and the end of a question; a comma or a full stop part a story as well.
_BETWEEN = re.compile(
    r"\s*(?:\?+(?=\s)|[,.;]?\s*\b(?:sekalian|skalian|sklian|terus|trus|trs|lalu|dan juga|dan|juga|jg|sama|plus|"
    r"abis itu|habis itu|setelah itu|and also|and|also|then)\b)\s*",
    re.I,
)
# A longer message tells a story, in which every sentence sounds like something.
_LONGEST = 25
_LEAST_WORDS = 2
# Both parts must be clear: a wrong second answer is worse than a second question. At 0.9 five of 1,161 labelled
# messages with one request are taken for two, at 0.8 eight. Whether the whole message shows both is no sign: one part
# drowns the other.
_LEAST_CONFIDENCE = 0.9
Ranker = Callable[[str], tuple[str, float]]


@dataclass(frozen=True)
class Request:
    """A part of a message (``text``, from ``start`` on) with its label and how sure that is."""

    label: str
    confidence: float
    text: str
    start: int


def other_request(text: str, label: str, best: Ranker) -> Request | None:
    """The request that a message makes besides its ``label``, if it clearly makes two; ``best`` gives the label of a
    part and how sure that is.

    A story that ends in a complaint or in an emergency is one request, however many matters it touches.
    """
    if label in names("no_requests") or len(text.split()) > _LONGEST:
        return None
    parts = [Request(*best(part), part, start) for start, part in _parts(text)]
    clear = [part for part in parts if part.confidence >= _LEAST_CONFIDENCE and part.label not in names("no_requests")]
    others = [part for part in clear if part.label != label]
    return others[0] if others and len(others) < len(clear) else None


def _parts(text: str) -> list[tuple[int, str]]:
    """Parts of two words or more, with their places."""
    cuts = [(match.start(), match.end()) for match in _BETWEEN.finditer(text)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    parts = [(start, text[start:end]) for start, end in zip(starts, ends, strict=True)]
    return [(start, part) for start, part in parts if len(part.split()) >= _LEAST_WORDS]
