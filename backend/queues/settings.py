"""Tunables of the queue topic; what differs by facility stands in ``QueueRules``."""

from functools import lru_cache

from pydantic_settings import BaseSettings, SettingsConfigDict


class QueueSettings(BaseSettings):
    """Environment ``CARE165_QUEUES_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="CARE165_QUEUES_", env_file=".env", extra="ignore")

    joint_leave_closed: bool = False
    """Whether clinics close on joint leave (cuti bersama) too; health services usually stay open on it."""
    choices: int = 3
    """How many other dates a refusal offers; more buttons do not fit a phone."""
    search_days: int = 30
    """How far ahead open dates are looked for, within what the facility allows."""


@lru_cache
def queue_settings() -> QueueSettings:
    """The settings of this process."""
    return QueueSettings()
