"""What the assistant understood, read from its memory: the one module here that knows how Rasa writes events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.conversations.models import RasaTurn
from backend.learning.nameless import nameless
from backend.privacy.identifiers import mask_text

_FALLBACK_INTENT, _FALLBACK_ACTION = "nlu_fallback", "action_default_fallback"


@dataclass(frozen=True)
class Heard:
    """One typed message: what it was taken for (``label``), how surely, what else it may mean, and what came of it.

    ``seq`` is the message's number in its conversation. A second request of the same message is counted, not kept:
    its ``text`` is empty.
    """

    conversation_id: UUID
    seq: int
    said_at: datetime
    text: str
    label: str
    confidence: float
    suggestions: list[dict[str, Any]]
    fell_back: bool


def heard_in(turn: RasaTurn) -> Iterator[Heard]:
    """The typed messages of one turn; pressed buttons say nothing about understanding."""
    seen: set[str] = set()
    for user, actions in _messages(turn.sealed):
        message_id = str(user.get("message_id") or "")
        conversation, _, seq = message_id.rpartition(":")
        if not seq.isdigit() or str(user.get("text") or "").startswith("/"):
            continue
        ranking = [_suggestion(row) for row in user["parse_data"].get("intent_ranking") or []]
        usable = [row for row in ranking if row["label"] != _FALLBACK_INTENT]
        understood: dict[str, Any] = usable[0] if usable else {"label": _FALLBACK_INTENT, "confidence": 0.0}
        fell_back = _FALLBACK_ACTION in actions or user["parse_data"]["intent"]["name"] == _FALLBACK_INTENT
        text = "" if message_id in seen else nameless(mask_text(str(user["text"])).text)
        seen.add(message_id)
        yield Heard(
            UUID(conversation), int(seq), turn.created_at, text, understood["label"], understood["confidence"],
            usable, fell_back,
        )  # fmt: skip


def _messages(events: Sequence[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], set[str]]]:
    user: dict[str, Any] | None = None
    actions: set[str] = set()
    for event in [*events, {"event": "user", "parse_data": None}]:
        if event["event"] == "user":
            if user is not None and user.get("parse_data"):
                yield user, actions
            user, actions = event, set()
        elif event["event"] == "action":
            actions.add(str(event["name"]))


def _suggestion(row: dict[str, Any]) -> dict[str, Any]:
    label = f"faq/{row['faq_id']}" if row.get("faq_id") else str(row["name"])
    return {"label": label, "confidence": round(float(row.get("confidence") or 0), 4)}
