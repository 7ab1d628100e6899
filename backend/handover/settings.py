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
    login_attempts: int = 5
    login_lock_minutes: int = 15
    session_hours: int = 12
    """A login lasts one long shift."""


@lru_cache
def handover_settings() -> HandoverSettings:
    """The settings of this process."""
    return HandoverSettings()
