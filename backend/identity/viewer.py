"""Who a conversation has shown itself to be."""

from dataclasses import dataclass
from typing import Final

ANONYMOUS: Final = 0
IDENTIFIED: Final = 1
"""Card number or NIK and date of birth: proves little, so only "active or not" is told."""
VERIFIED: Final = 2
"""A code to the registered phone, or an agent's verification."""


@dataclass(frozen=True)
class Viewer:
    """Identity level of a conversation at one moment, and the member behind it (``None`` at level 0)."""

    level: int = ANONYMOUS
    member_id: str | None = None
