"""A wish in pieces: "saya sudah booking buat besok", and in the next message "bisa digeser ke kamis ga".

What was not understood by itself often says, together with what comes behind it, what is wanted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.trackers import DialogueStateTracker

from bot.slot_names import PIECE

NEAR = 6
"""Numbers of the conversation between the two messages: the answers to the first one count as well."""
MOST_WORDS = 40
UNSURE, LEAST_SURE = 0.6, 0.5
"""Below the first the second piece is not clear by itself; from the second on the two together are."""
_NOTHING = frozenset({"nlu_fallback", "out_of_scope", "inform"})
_STORY = "submit_complaint"
"""What is told in pieces is one story, also where the second piece is clear by itself."""


def joined(message: UserMessage, tracker: DialogueStateTracker | None, parsed: Mapping[str, Any]) -> str | None:
    """The earlier piece and this one, where this one is not clear by itself; None where there is no earlier one."""
    piece = tracker.get_slot(PIECE) if tracker is not None and not tracker.active_loop_name else None
    text = message.text or ""
    if not piece or text.startswith("/"):
        return None
    near = 0 < _seq(message.metadata) - int(piece["seq"]) <= NEAR and not _between(tracker, int(piece["seq"]))
    both = f"{piece['text'].rstrip(' ,.')}, {text}"
    unclear = parsed["intent"]["name"] in _NOTHING | {_STORY} or parsed["intent"]["confidence"] < UNSURE
    return both if near and unclear and len(both.split()) <= MOST_WORDS else None


def _seq(metadata: Mapping[str, Any] | None) -> int:
    return int((metadata or {}).get("seq") or 0)


def _between(tracker: DialogueStateTracker | None, seq: int) -> bool:
    """Whether another message was understood since."""
    latest = tracker.latest_message if tracker is not None else None
    return latest is not None and _seq(latest.metadata) > seq


def clearer(both: Mapping[str, Any], alone: Mapping[str, Any]) -> bool:
    """Whether the two pieces together say what is wanted, better than the second one alone."""
    intent, before = both["intent"], alone["intent"]
    known = intent["name"] not in _NOTHING and intent["confidence"] >= LEAST_SURE
    story = intent["name"] == before["name"] == _STORY
    return known and (story or before["name"] in _NOTHING or intent["confidence"] > before["confidence"])
