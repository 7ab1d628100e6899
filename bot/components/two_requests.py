"""Two requests in one message: "tagihan saya berapa, sekalian mau ambil antrean poli gigi"."""

import re
from collections.abc import Callable, Sequence
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
# Both parts must be clear: a wrong second answer is worse than a second question. One part often drowns the other in
# the whole message; where it shows both, among its first three labels, the parts may be less clear. Of 1,161 labelled
# messages six with one request are taken for two.
_CLEAR, _CLEAR_WHERE_SHOWN, _SHOWN = 0.9, 0.8, 3
Ranker = Callable[[str], tuple[str, float]]


@dataclass(frozen=True)
class Request:
    """A part of a message (``text``, from ``start`` on) with its label and how sure that is."""

    label: str
    confidence: float
    text: str
    start: int


def other_request(text: str, labels: Sequence[str], best: Ranker) -> Request | None:
    """The request that a message makes besides the first of its ``labels`` (best first), if it clearly makes two;
    ``best`` gives the label of a part and how sure that is.

    A story that ends in a complaint or in an emergency is one request, however many matters it touches.
    """
    if labels[0] in names("no_requests") or len(text.split()) > _LONGEST:
        return None
    parts = [Request(*best(part), part, start) for start, part in _parts(text)]
    clear = [part for part in parts if _is_clear(part, labels)]
    others = [part for part in clear if part.label != labels[0]]
    return others[0] if others and len(others) < len(clear) else None


def _is_clear(part: Request, labels: Sequence[str]) -> bool:
    least = _CLEAR_WHERE_SHOWN if part.label in labels[:_SHOWN] else _CLEAR
    return part.confidence >= least and part.label not in names("no_requests")


def _parts(text: str) -> list[tuple[int, str]]:
    """Parts of two words or more, with their places."""
    cuts = [(match.start(), match.end()) for match in _BETWEEN.finditer(text)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    parts = [(start, text[start:end]) for start, end in zip(starts, ends, strict=True)]
    return [(start, part) for start, part in parts if len(part.split()) >= _LEAST_WORDS]
