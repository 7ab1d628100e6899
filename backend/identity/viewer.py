"""Who a conversation has shown itself to be."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

ANONYMOUS: Final = 0
IDENTIFIED: Final = 1
"""Card number or NIK and date of birth: proves little, so only "active or not" is told."""
VERIFIED: Final = 2
"""A code to the registered phone, or an agent's verification."""


@dataclass(frozen=True)
class Helper:
    """Somebody who acts for the member with a permission.

    ``sex`` and ``name`` (``S***``) are how the member is called in the helper's chat.
    """

    permission_id: UUID
    kind: str
    sex: str
    name: str


@dataclass(frozen=True)
class Viewer:
    """Identity level of a conversation at one moment, and the member behind it (``None`` at level 0).

    With a ``helper`` the member is somebody else than who writes: only what the permission covers is done for them.
    """

    level: int = ANONYMOUS
    member_id: str | None = None
    helper: Helper | None = None
