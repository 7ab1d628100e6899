"""Showing one's history to a doctor: a code for half an hour, who looked with it, and taking it back."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.history.models import Share, ShareReading
from backend.identity.viewer import Viewer
from backend.membership.authority import member_for, verified_member
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.privacy.crypto import lookup_hash
from backend.reference.calendar import today_in_jakarta

SHARE_LIFE = timedelta(minutes=30)
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I, O, 0 and 1, which are mistaken for each other when read aloud."""
_LENGTH = 10
"""50 bits: nobody guesses a code within its half hour."""
READINGS_SHOWN = 20


@dataclass(frozen=True)
class NewShare:
    """A code to read out ("ABCDE-FGHJK"); it is not stored and cannot be shown again."""

    code: str
    member: Member
    expires_at: datetime


def _hash(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter in _LETTERS)
    return lookup_hash("history share", plain)


def share(session: Session, viewer: Viewer, member_id: str | None, *, access: Access, now: datetime) -> NewShare:
    """Makes a code; a former one of the same member ends, so that at most one is in the world.

    Raises:
        ServiceError: see ``authority.member_for``; another adult's history needs that adult's own code.
    """
    member = member_for(session, viewer, member_id, "care", today_in_jakarta(now))
    record_access(session, access, member_id=member.id, what="history.share", now=now)
    _end(session, [member.id], now)
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    made = Share(
        member_id=member.id,
        asked_by=verified_member(session, viewer).id,
        code_hash=_hash(letters),
        created_at=now,
        expires_at=now + SHARE_LIFE,
    )
    session.add(made)
    session.flush()
    return NewShare(f"{letters[:5]}-{letters[5:]}", member, made.expires_at)


def _end(session: Session, member_ids: list[str], now: datetime) -> int:
    running = (Share.member_id.in_(member_ids), Share.revoked_at.is_(None), Share.expires_at > now)
    ended = session.execute(update(Share).where(*running).values(revoked_at=now).returning(Share.id))
    return len(ended.all())


def revoke(session: Session, viewer: Viewer, *, access: Access, now: datetime) -> int:
    """Takes back every running code that the viewer asked for; gives how many there were.

    Raises:
        ServiceError: 401 ``verification_required``.
    """
    me = verified_member(session, viewer)
    record_access(session, access, member_id=me.id, what="history.share", now=now)
    mine = select(Share.member_id).where(Share.asked_by == me.id)
    return _end(session, [me.id, *session.scalars(mine)], now)


def open_share(session: Session, code: str, reader: str, *, now: datetime) -> Share | None:
    """The share of a code that runs, with this look written down; None for a wrong, ended or revoked one."""
    found = session.scalar(select(Share).where(Share.code_hash == _hash(code)).with_for_update())
    if found is None or found.revoked_at is not None or now >= found.expires_at:
        return None
    found.readings.append(ShareReading(at=now, reader=reader))
    access = Access("system", "doctor with the member's code", actor_id=str(found.id))
    record_access(session, access, member_id=found.member_id, what="history.record", now=now)
    session.flush()
    return found


def readings_of(session: Session, viewer: Viewer, *, access: Access, now: datetime) -> list[ShareReading]:
    """Which doctors have looked at the viewer's own history, the newest first.

    Raises:
        ServiceError: 401 ``verification_required``.
    """
    me = verified_member(session, viewer)
    record_access(session, access, member_id=me.id, what="history.readings", now=now)
    query = select(ShareReading).join(Share, Share.id == ShareReading.share_id).where(Share.member_id == me.id)
    return list(session.scalars(query.order_by(ShareReading.at.desc()).limit(READINGS_SHOWN)))
