"""The states of a complaint and the ways between them."""

from typing import Literal, get_args

from backend.errors import ServiceError

Status = Literal[
    "new",
    "verified",
    "assigned",
    "in_progress",
    "waiting_member",
    "waiting_facility",
    "resolved",
    "closed",
    "reopened",
]
STATUSES: tuple[Status, ...] = get_args(Status)
FINISHED: frozenset[str] = frozenset({"resolved", "closed"})
NEXT: dict[str, tuple[Status, ...]] = {
    "new": ("verified", "assigned", "in_progress"),
    "verified": ("assigned", "in_progress"),
    "assigned": ("in_progress", "waiting_member", "waiting_facility"),
    "in_progress": ("waiting_member", "waiting_facility", "resolved", "assigned"),
    "waiting_member": ("in_progress", "waiting_facility", "resolved"),
    "waiting_facility": ("in_progress", "waiting_member", "resolved"),
    "resolved": ("closed", "reopened"),
    "closed": ("reopened",),
    "reopened": ("assigned", "in_progress"),
}
"""An agent who takes a complaint up in the chat may skip checking and assigning; nothing is resolved without work."""
NEEDS_MESSAGE: frozenset[str] = frozenset({"waiting_member", "resolved"})
"""A member who is waited for must know what for, and an outcome must be told."""


def check_change(old: str, new: Status, message: str | None) -> None:
    """Whether a complaint may go from one state to another.

    Raises:
        ServiceError: ``status_not_allowed`` (409, ``allowed``), ``message_required`` (422).
    """
    if new not in NEXT[old]:
        raise ServiceError("status_not_allowed", 409, status_now=old, allowed=list(NEXT[old]))
    if new in NEEDS_MESSAGE and not (message or "").strip():
        raise ServiceError("message_required", 422)
