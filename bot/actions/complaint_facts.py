"""What is added to a complaint that was filed."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from bot.actions.backend import LONGEST_TEXT, call
from bot.actions.reading import Reading


def path_of(ticket: str) -> str:
    """Where a complaint is, by its number in any spelling."""
    return f"/complaints/{quote(ticket, safe='')}"


def pieces(text: str) -> list[str]:
    """A text in parts that the backend takes, at least one."""
    return [text[start : start + LONGEST_TEXT] for start in range(0, len(text), LONGEST_TEXT)] or [""]


async def add_facts(reading: Reading, ticket: str, facts: Mapping[str, Any], *, step: str) -> dict[str, Any]:
    """Adds ``text`` and ``attachments``, with the access ``code`` where it is needed; gives ``complaint``, ``urgency``.

    Raises:
        Refusal: ``complaint_finished`` among others.
    """
    added: dict[str, Any] = await call(reading, "POST", f"{path_of(ticket)}/facts", step=step, json=dict(facts))
    return added
