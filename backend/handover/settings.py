"""Tunables of the handover, each ``CARE165_HANDOVER_<NAME>`` in the environment."""

from functools import lru_cache

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from backend.handover.hours import WorkingHours


class HandoverSettings(BaseSettings):
    """How the care center works."""

    model_config = SettingsConfigDict(env_prefix="CARE165_HANDOVER_", env_file=".env", extra="ignore")

    hours: WorkingHours = Field(default_factory=WorkingHours)
    """When agents answer; default: always, as Care Center 165 does. JSON in the environment."""
    presence_timeout_s: int = 75
    """An agent whose console was not heard from for this long is offline: three missed heartbeats and some slack."""
    abandon_after_s: int = Field(default=180, ge=1)
    """An agent who was not heard from for this long gives back what they hold; a dead spot is shorter."""
    logged_out_grace_s: int = 30
    """The same after a logout: time enough to log in again at another desk."""
    auto_assign: bool = True
    """Whether waiting conversations are given to free agents; otherwise agents take them."""
    skill_wait_s: int = 120
    """How long a conversation waits for an agent of its topic and region before any agent will do."""
    team_wait_s: int = 600
    """How long it waits for the team that it was passed on to, and stays away from who gave it back."""
    edit_window_s: float = Field(default=5.0, ge=0)
    """How long a reply can be taken back before it is sent; 0 sends at once."""
    opening_minutes: int = 15
    """How long a member's data stay open to an agent who gave a reason."""
    login_attempts: int = 5
    login_lock_minutes: int = 15
    session_hours: int = 12
    """A login lasts one long shift."""


@lru_cache
def handover_settings() -> HandoverSettings:
    """The settings of this process."""
    return HandoverSettings()
