"""The wish of a message that also tells something: "suratnya datang katanya jutaan. berapa sebenarnya".

What is told beside a wish makes the model unsure of both. A part or two are left out, and where the rest surely is what
the whole most likely was, or is the one question of the message, it is believed.
"""

import re
from collections.abc import Callable, Iterator
from itertools import combinations

from bot.components.danger import has_sign
from bot.components.normalise import normalise
from bot.components.vocabulary import names

_BETWEEN = re.compile(
    r"(?<=[^\W_])\s*(?:(?:[,;!]|\.(?=\s)|\n)\s*|(?<=\s)(?=(?:soalnya|mumpung|karena|krn|because)\b))(?=[^\W_])", re.I
)
_QUESTION = re.compile(r"\?+(?=\s+\w)")
_STORY_THEN_QUESTIONS = re.compile(r"(?<=[.!\n])\s+(?=[^.!\n]*\?[^.!\n]*$)")
_PUT_RIGHT = re.compile(r"\b(?:maksud\w*|bukan|salah|ralat|tapi|mean|instead)\b", re.I)
"""One part takes another back: none may be left out."""
_LONGEST, _MOST_PARTS = 25, 4
_LEAST_WORDS, _LEAST_ASKED = 3, 4
_SURE, _SURE_PART, _LEAST_SHARE = 0.75, 0.9, 0.03
"""Surer than this the whole message is believed; so sure the rest must be; and so likely its label in the whole."""
_SHOWN = 5
_DANGER = "emergency"
Ranking = list[tuple[str, float]]
Ranker = Callable[[str], Ranking]


def wish_in_story(text: str, ranking: Ranking, rank: Ranker) -> Ranking | None:
    """The ranking of the part that holds the wish; None where the whole is clear, or no part is.

    Where a danger is named nothing is left out.
    """
    label, sure = ranking[0]
    danger = label == _DANGER or has_sign(text) or has_sign(normalise(text))
    if danger or sure >= _SURE or _PUT_RIGHT.search(text):
        return None
    parts = _parts(text) if len(text.split()) <= _LONGEST else _asked_at_last(text)
    told = [(rank(part), asked) for part, asked in parts]
    likely = [name for name, chance in ranking[:_SHOWN] if chance >= _LEAST_SHARE]
    found = [part for part, asked in told if part[0][0] in (likely if asked else [label]) and part[0][1] >= _SURE_PART]
    best = max(found, key=lambda part: part[0][1], default=None)
    return None if best is None or best[0][0] in names("no_requests") else best


def _asked_at_last(text: str) -> Iterator[tuple[str, bool]]:
    """The questions with which a long story ends: "... kartunya mati. harus bayar semua ya? bisa dicicil ngga?"."""
    told, *asked = _STORY_THEN_QUESTIONS.split(text.strip(), maxsplit=1) if "?" in text else [text]
    words = len(asked[0].split()) if asked else 0
    if told and _LEAST_ASKED <= words <= _LONGEST:
        yield asked[0], True


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """What is left when a part, or two, are not there; and the question where a statement follows it (then true)."""
    asked = _QUESTION.split(text)
    if len(asked) == 2 and "?" not in asked[1] and len(asked[0].split()) >= _LEAST_ASKED:  # noqa: PLR2004 - and the rest
        yield f"{asked[0]}?", True
    cuts = [0, *(at for found in _BETWEEN.finditer(text) for at in found.span()), len(text)]
    parts = [text[start:end] for start, end in zip(cuts[::2], cuts[1::2], strict=True)]
    if 1 < len(parts) <= _MOST_PARTS:
        sizes = {len(parts) - 1, len(parts) - 2} - {0}
        rests = (", ".join(kept) for size in sizes for kept in combinations(parts, size))
        yield from ((rest, False) for rest in rests if len(rest.split()) >= _LEAST_WORDS)
