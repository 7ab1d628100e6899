"""Which answers a registration needs, and in which order they are asked."""

from collections.abc import Mapping
from typing import Any

STEPS: Mapping[str, tuple[str, ...]] = {
    "new": ("kk", "person", "family", "class", "fktp", "phone", "email", "bank", "documents"),
    "family": ("choice", "fktp", "documents"),
    "newborn": ("birth_date", "sex", "name", "documents"),
    "job_loss": ("ended_on", "class", "bank", "documents"),
    "foreigner": ("permit_since", "name", "sex", "birth_date", "class", "fktp", "phone", "email", "bank", "documents"),
}
NEEDS_MEMBER = frozenset({"family", "newborn", "job_loss"})
"""Kinds that only a verified member begins."""
PROVISIONAL_NAME = "Bayi Ny."
"""How a child is called that has no name yet, before the name of the mother: twins are called the same."""
BEHIND: Mapping[str, tuple[str, ...]] = {"kk": ("person", "family"), "person": ("family",)}
"""What hangs on an answer: it is asked after it, and again when the answer changes."""


def missing(kind: str, data: Mapping[str, Any]) -> list[str]:
    """The answers that are still needed, in order."""
    return [step for step in STEPS[kind] if step not in data]
