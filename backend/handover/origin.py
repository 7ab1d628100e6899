"""Where the member of a handover is at home, for agents who know a region."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from backend.membership import repository

_SLOTS = ("city", "place")
_LONGEST = 64


def region_of(session: Session, member_id: str | None, context: Mapping[str, Any]) -> str | None:
    """The member's city, or the place that the conversation is about, in lower case; ``None`` when neither is known."""
    member = repository.by_id(session, member_id) if member_id else None
    slots = context.get("slots")
    known = [slots.get(name) for name in _SLOTS] if isinstance(slots, Mapping) else []
    named = [member.city if member else None, *known]
    found = next((name for name in named if isinstance(name, str) and name.strip()), None)
    return found.strip().lower()[:_LONGEST] if found else None
