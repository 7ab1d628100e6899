"""A notice for a running conversation, left as the timer would leave it, where it is day whatever the hour."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from backend.db import sqlalchemy_url
from backend.notifications.telling import leave


def day_zone(now: datetime) -> str:
    """A zone in which it is noon."""
    shift = (12 - now.astimezone(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-shift:+d}" if shift else "Etc/GMT"


def leave_notice(database_url: str, conversation_id: str, kind: str, facts: dict[str, Any]) -> None:
    """Leaves it, committed."""
    now = datetime.now(UTC)
    engine = create_engine(sqlalchemy_url(database_url))
    key, until = f"{kind}:test", now + timedelta(hours=1)
    with Session(engine) as session:
        leave(session, UUID(conversation_id), kind, key, facts, zone=day_zone(now), expires_at=until, now=now)
        session.commit()
    engine.dispose()
