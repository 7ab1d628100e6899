"""How the second request of a message reaches the actions: as the entity ``also``.

It holds the words of both requests, what the second one means by itself, and where it stands, so that what is marked
in it is not taken for the first one's. What is answered at once comes first, then one's own matters, which may wait for
the member to be verified, then what asks questions.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.components.two_requests import Request
from bot.components.vocabulary import names

Entity = dict[str, Any]

_FORMS = frozenset({"add_to_complaint", "book_queue", "cancel_queue", "check_in_queue"})
_WORDS = r"\b(?:sekalian|skalian|terus|trus|trs|lalu|dan|juga|jg|sama|plus|abis itu|habis itu|and|also|then)\b"
_HEAD = re.compile(rf"(?:[\s,.;?]*{_WORDS})*[\s,.;?]*", re.IGNORECASE)
_TAIL = re.compile(rf"(?:[\s,.;]*{_WORDS})*[\s,.;]*$", re.IGNORECASE)


def _rest(text: str, other: Request) -> tuple[int, int]:
    """Where the words of the first request stand: before the other one, or behind it."""
    end = other.start + len(other.text)
    start, stop = (0, other.start) if text[: other.start].strip() else (end, len(text))
    head, tail = _HEAD.match(text[start:stop]), _TAIL.search(text[start:stop])
    left, right = head.end() if head else 0, tail.start() if tail else stop - start
    return start + left, start + max(left, right)


def _rank(intent: str) -> int:
    """When a request is heard: 0 first, 2 last."""
    if intent in _FORMS:
        return 2
    return int(intent in names("own_matters"))


def second_request(
    text: str, first: Mapping[str, Any], other: Request, other_row: Mapping[str, Any], entities: Sequence[Entity]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The understanding that is acted on now, and the entity ``also`` with the one that is heard after it.

    ``first`` and ``other_row`` are rows of a ranking: ``name``, ``confidence`` and perhaps ``faq_id``.
    """
    spans = [_rest(text, other), (other.start, other.start + len(other.text))]
    rows = [dict(first), {key: other_row[key] for key in ("name", "confidence", "faq_id") if key in other_row}]
    order = sorted((0, 1), key=lambda at: (_rank(rows[at]["name"]), spans[at]))
    spans, rows = [spans[at] for at in order], [rows[at] for at in order]
    (now_start, now_end), (start, end) = spans
    inside = [e for e in entities if start <= e["start"] and e["end"] <= end]
    moved = [{**e, "start": e["start"] - start, "end": e["end"] - start} for e in inside]
    if "faq_id" in rows[1]:
        moved.append({"entity": "faq_id", "value": rows[1]["faq_id"]})
    value = {
        "first": text[now_start:now_end], "offset": now_start, "span": [start, end], "text": text[start:end],
        "intent": rows[1]["name"], "confidence": rows[1]["confidence"], "ranking": [rows[1]], "entities": moved,
    }  # fmt: skip
    return rows[0], {"entity": "also", "value": value, "start": start, "end": end}
