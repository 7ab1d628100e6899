"""How long notices and watches for beds are kept."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from backend.conversations.retention import TALK_KEPT
from backend.notifications.models import BedWatch, Notice

NOTICES_KEPT = timedelta(days=400)
"""A notice that is kept is not told again; the longest that something stays worth telling is the yearly screening."""


def forget_old(session: Session, now: datetime) -> None:
    """Deletes notices, and watches that ended, of long ago; a timer calls it."""
    session.execute(delete(Notice).where(Notice.created_at < now - NOTICES_KEPT))
    session.execute(delete(BedWatch).where(BedWatch.until < now - TALK_KEPT))
