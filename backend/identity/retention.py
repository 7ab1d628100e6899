"""What identity keeps no longer than it must."""

from datetime import datetime, timedelta

from sqlalchemy import Delete, delete
from sqlalchemy.orm import Session

from backend.db import affected
from backend.helpers import acting
from backend.identity.models import DemoSms, IdentitySession, TextMessage, Tries, TypedNumber, Verification
from backend.identity.settings import IDLE_TIME, LONGEST_SESSION, TYPED_LIFE

LINKS_KEPT = timedelta(days=1)
"""Codes are counted by the hour; a day lets an agent see what went wrong. The access record is kept apart."""


def _outdated(now: datetime) -> list[Delete]:
    session = IdentitySession
    over = (session.last_used_at <= now - IDLE_TIME) | (session.verified_at <= now - LONGEST_SESSION)
    return [
        delete(session).where(over),
        delete(TypedNumber).where(TypedNumber.typed_at <= now - TYPED_LIFE),
        delete(Verification).where(Verification.expires_at <= now - LINKS_KEPT),
        delete(Tries).where((Tries.last_wrong_at <= now - LINKS_KEPT) | Tries.last_wrong_at.is_(None)),
        delete(TextMessage).where(TextMessage.created_at <= now - LINKS_KEPT),
        delete(DemoSms).where(DemoSms.sent_at <= now - LINKS_KEPT),
    ]


def purge(session: Session, *, now: datetime) -> int:
    """Deletes ended sessions, typed numbers, old links with their codes, and old counters; returns how many rows.

    A periodic job calls it; every hour is enough, as all of these are ignored anyway once they are over.
    """
    helping = acting.forget_old(session, now)
    return helping + sum(affected(session, statement) for statement in _outdated(now))
