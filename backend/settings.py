"""Every tunable of the installation, read once from the environment; the defaults run the demonstration."""

import base64
import binascii
import json
import os
import re
import secrets
from functools import lru_cache
from pathlib import Path

from pydantic import AliasChoices, Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

KEY_BYTES = 32
SECRET_NAMES = (
    "internal_secret",
    "data_key",
    "lookup_key",
    "signing_key",
    "telegram_webhook_secret",
    "bank_secret",
    "metrics_token",
)


class Settings(BaseSettings):
    """Settings of one installation. Each field is the environment variable ``CARE165_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="CARE165_", env_file=".env", extra="ignore")

    home: Path = Path(".care165")
    """Data directory: embedded database, attachments, generated secrets, logs."""
    database_url: str | None = Field(
        default=None, validation_alias=AliasChoices("DATABASE_URL", "CARE165_DATABASE_URL")
    )
    """A PostgreSQL server; without it an embedded one runs below ``home``."""
    demo: bool = True
    """Loads the demonstration data into an empty database and opens the SMS inbox page. Never on with real members."""
    clock_shift_days: int = 0
    """Days by which a demonstration's clock goes ahead, to show what happens on another day of the month; with real
    members without effect."""
    official: bool = False
    """True only where BPJS Kesehatan runs the installation; otherwise the greeting says that it is not theirs."""
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8165, ge=1, le=65535)
    public_url: str | None = None
    """Address that members reach, for links in messages; default: the local one."""
    rasa_url: str = "http://127.0.0.1:5005"
    actions_url: str = "http://127.0.0.1:5055"
    internal_secret: str = ""
    data_key: str = ""
    lookup_key: str = ""
    signing_key: str = ""
    """The four secrets are generated below ``home`` on first use when the environment does not give them."""
    bank_secret: str = ""
    """What banks sign their payment notices with (HMAC-SHA256); generated for the demonstration, agreed with a bank."""
    metrics_token: str = ""
    """What Prometheus sends as its bearer token to ``/metrics``; generated when the environment does not give it."""
    telegram_token: str | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_url: str | None = None
    """Public HTTPS address of the web hook; without it the bot polls."""
    telegram_webhook_secret: str = ""
    telegram_webhook_port: int = Field(default=8166, ge=1, le=65535)
    sms_gateway_url: str | None = None
    sms_gateway_token: str | None = None
    turn_timeout_s: float = Field(default=8.0, gt=0)
    """How long one answer of the bot may take; with the retry message a member is told within ten seconds."""
    worker_concurrency: int = Field(default=24, ge=1)
    """Turns and deliveries under way at once in one worker; more only adds waiting for two cores."""
    web_db_pool: int = Field(default=20, ge=1)
    session_rate_per_minute: int = Field(default=600, ge=1)
    """New web chat sessions from one address. Mobile carriers put thousands of members behind one address (CGNAT)."""
    message_rate_per_minute: int = Field(default=40, ge=1)
    """Messages of one conversation; a fast typist sends fewer than twenty."""
    attachment_max_bytes: int = Field(default=5 * 1024 * 1024, ge=1)

    @field_validator(
        "public_url", "rasa_url", "actions_url", "telegram_api_url", "telegram_webhook_url", "sms_gateway_url"
    )
    @classmethod
    def _is_address(cls, address: str | None) -> str | None:
        """A link without its scheme leads members nowhere."""
        if address and not re.match(r"https?://[^/\s]+", address):
            raise ValueError("must be an address that begins with https:// (or http://)")
        return address or None

    @field_validator("data_key", "lookup_key")
    @classmethod
    def _is_key(cls, key: str) -> str:
        """A key that cannot be used is said at the start, not at the first identifier."""
        try:
            fits = not key or len(base64.b64decode(key, validate=True)) == KEY_BYTES
        except binascii.Error:
            fits = False
        if not fits:
            raise ValueError(f"must be {KEY_BYTES} bytes in base64")
        return key

    @property
    def clock_ahead_days(self) -> int:
        """``clock_shift_days`` where they have an effect, else none."""
        return self.clock_shift_days if self.demo else 0

    @property
    def public_base_url(self) -> str:
        """Address without a trailing slash that links in messages start with."""
        return (self.public_url or f"http://{self.web_host}:{self.web_port}").rstrip("/")

    @property
    def data_key_bytes(self) -> bytes:
        """The 32-byte AES key of identifiers at rest."""
        return base64.b64decode(self.data_key)

    @property
    def lookup_key_bytes(self) -> bytes:
        """The 32-byte key of the look-up hashes of identifiers."""
        return base64.b64decode(self.lookup_key)


def _generated_secrets(home: Path) -> dict[str, str]:
    """The installation's own secrets, made once, readable by the owner only."""
    path = home / "secrets.json"
    stored: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in SECRET_NAMES if name not in stored]
    if missing:
        home.mkdir(parents=True, exist_ok=True)
        for name in missing:
            raw = secrets.token_bytes(KEY_BYTES)
            stored[name] = base64.b64encode(raw).decode() if name.endswith("_key") else raw.hex()
        temporary = path.with_suffix(f".{os.getpid()}.new")
        temporary.touch(mode=0o600)
        temporary.write_text(json.dumps(stored, indent=1))
        temporary.replace(path)
    return stored


@lru_cache
def get_settings() -> Settings:
    """The settings of this process; secrets that the environment does not give come from ``home/secrets.json``."""
    settings = Settings()
    if all(getattr(settings, name) for name in SECRET_NAMES):
        return settings
    generated = _generated_secrets(settings.home)
    given = {name: getattr(settings, name) or generated[name] for name in SECRET_NAMES}
    return settings.model_copy(update=given)
