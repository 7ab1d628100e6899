"""Rasa's memory at rest: the events of a turn encrypted, and in the open only what is counted."""

from collections.abc import Iterable, Sequence
from typing import Any

from backend.privacy.crypto import decrypt_json, encrypt_json

_COLUMN = "rasa_turns.sealed"
Event = dict[str, Any]


def outline(events: Iterable[Event]) -> list[Event]:
    """What members' messages were taken for and which actions ran: no word of a member, nothing that is remembered."""
    kept = (_outlined(event) for event in events)
    return [event for event in kept if event]


def _outlined(event: Event) -> Event | None:
    if event["event"] == "action":
        return {"event": "action", "name": event["name"]}
    if event["event"] != "user":
        return None
    intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
    return {"event": "user", "parse_data": {"intent": {"name": intent}}}


def seal(events: Sequence[Event]) -> str:
    """The events as the column ``sealed`` holds them."""
    return encrypt_json(list(events), _COLUMN)


def unseal(stored: str) -> list[Event]:
    """The events of a turn.

    Raises:
        DecryptionError: see ``crypto.decrypt``.
    """
    found: list[Event] = decrypt_json(stored, _COLUMN)
    return found
