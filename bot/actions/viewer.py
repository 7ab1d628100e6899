"""Who writes, as far as the backend knows it."""

from typing import Any

from bot.actions.backend import call
from bot.actions.reading import Reading

IDENTIFIED, VERIFIED = 1, 2
"""Levels: a number and a date of birth were named; a code came back from the registered phone."""


async def viewer_of(reading: Reading) -> dict[str, Any]:
    """``level`` and ``member_id`` (None for nobody)."""
    found: dict[str, Any] = await call(reading, "GET", "/identity/viewer")
    return found


async def is_verified(reading: Reading) -> bool:
    """Whether what needs a verified member can be answered at once."""
    return int((await viewer_of(reading))["level"]) >= VERIFIED
