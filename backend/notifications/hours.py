"""Quiet hours: at night nobody is told anything, by the clock where the member is."""

from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.orm import Session

from backend.facilities.models import Facility
from backend.membership.models import Member

DEFAULT_ZONE = "Asia/Jakarta"


class NoticeSettings(BaseSettings):
    """When notices rest."""

    model_config = SettingsConfigDict(env_prefix="CARE165_NOTICES_", env_file=".env", extra="ignore")

    quiet_from: int = Field(default=21, ge=0, le=23)
    """Hour of the evening from which nothing is told; people who are woken switch everything off."""
    quiet_until: int = Field(default=6, ge=0, le=23)
    """Hour of the morning from which notices come again."""


@lru_cache
def notice_settings() -> NoticeSettings:
    """The settings of this process."""
    return NoticeSettings()


def zone_of(session: Session, member: Member) -> str:
    """The time zone of the member's first-level facility: they live near it. Jakarta's where none is known."""
    facility = session.get(Facility, member.fktp_code) if member.fktp_code else None
    return facility.time_zone if facility else DEFAULT_ZONE


def is_quiet(now: datetime, zone: str) -> bool:
    """Whether it is night there."""
    settings, hour = notice_settings(), now.astimezone(ZoneInfo(zone)).hour
    return hour >= settings.quiet_from or hour < settings.quiet_until


def morning_after(now: datetime, zone: str) -> datetime:
    """The next end of the quiet hours there."""
    local = now.astimezone(ZoneInfo(zone))
    today = datetime.combine(local.date(), time(notice_settings().quiet_until), local.tzinfo)
    return today if today > local else today + timedelta(days=1)
