"""When a complaint is for a person at once, and when one who was called for it is waited for with the report."""

from collections.abc import Mapping
from typing import Any

CALLED, CARE = "complaints_called", "P1"
"""Slot: why a person was called for this complaint who is not there yet; and the priority of care that is at stake."""
AT_HOSPITAL = frozenset({"care_refused_now", "money_asked_now"})
"""Reasons that one and the same refusal has."""


def urgent(known: Mapping[str, Any]) -> bool:
    """A person must take over at once: nothing more is asked. While one who was called is not there yet, the report
    goes on, as long as nothing worse is told.
    """
    urgency, called = known.get("complaints_urgency") or {}, known.get(CALLED) or {}
    if not urgency.get("handover") or not called:
        return bool(urgency.get("handover"))
    worse = urgency["priority"] < called["priority"]
    return worse or (urgency["priority"] == CARE and not {urgency["reason"], called["reason"]} <= AT_HOSPITAL)
