"""Who asks for something that a member wants changed or begun."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.identity.viewer import VERIFIED, Viewer


@dataclass(frozen=True)
class Asking:
    """Who asks, where and when; ``today`` is the day in Jakarta."""

    viewer: Viewer
    conversation_id: UUID
    locale: str
    now: datetime
    today: date

    @property
    def member_id(self) -> str | None:
        """The verified member, if any."""
        return self.viewer.member_id if self.viewer.level >= VERIFIED else None
