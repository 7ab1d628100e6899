"""Tunables of alerts, each ``CARE165_ALERT_<NAME>`` in the environment. Without server and receiver none is sent."""

from functools import lru_cache
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class AlertSettings(BaseSettings):
    """Where alerts go, and by which mail server."""

    model_config = SettingsConfigDict(env_prefix="CARE165_ALERT_", env_file=".env", extra="ignore")

    to: str = ""
    """Addresses of the supervisors on duty, separated by commas."""
    sender: str = "care165@localhost"
    locale: Literal["id", "en"] = "id"
    p1_wait_s: int = 60
    """An urgent conversation that nobody has taken for this long is told; the console gives it out within seconds."""
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """``none`` only on the own machine: addresses and the password would travel in the clear."""
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_timeout_s: float = 10.0

    @property
    def receivers(self) -> list[str]:
        """Each address once."""
        return list(dict.fromkeys(address.strip() for address in self.to.split(",") if address.strip()))

    @property
    def on(self) -> bool:
        """Whether alerts are sent at all."""
        return bool(self.smtp_host and self.receivers)


@lru_cache
def alert_settings() -> AlertSettings:
    """The settings of this process."""
    return AlertSettings()
