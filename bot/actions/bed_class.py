"""Room classes that a message names without the word for them: one's own class, and a bare figure after a hospital."""

import re
from collections.abc import Mapping
from typing import Any

from bot.actions.backend import call
from bot.actions.reading import Reading
from bot.actions.viewer import is_verified

_OWN = re.compile(
    r"\b(?:kelas|kls|hak)\s+(?:kelas\s+)?(?:saya|sy|aku|ku|gue|gw|kami|abdi|kula|kulo|ambo)\b|\b(?:sesuai|hak)\s+kelas(?:nya|ku)?\b"
    r"|\bmy (?:own )?class\b",
    re.IGNORECASE,
)
FIGURE = re.compile(
    r"^\W*(?:(?:kalau|kalo|klo|kl|terus|trus|bukan|and|what about|the|yang|yg|sing|nu|nomor)\W+)*(?P<level>[123])"
    r"(?:\W+(?:ada|kosong|masih|gimana|gmn|berapa|brp|ya|aja|saja|dong|one|ones))*\W*$",
    re.IGNORECASE,
)


async def own_class(reading: Reading) -> str | None:
    """ "yang kelas saya": the contribution class of who has proved to be a member; None for all other words."""
    if reading.pressed or not _OWN.search(reading.text):
        return None
    if not await is_verified(reading):
        return None
    level = (await call(reading, "GET", "/membership/me"))["contribution_class"]
    return f"kelas {level}" if level else None


def bare_figure(reading: Reading, seen: Mapping[str, Any]) -> str | None:
    """ "yang 2 ada?" behind the beds of one hospital: class 2, as nothing on the screen has a number."""
    found = None if reading.pressed or seen.get("items") or not seen.get("facility") else FIGURE.match(reading.text)
    return f"kelas {found['level']}" if found else None
