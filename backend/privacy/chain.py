"""The chain of the audit log: what was once sealed cannot be changed, taken out or put between without being seen.

Entries are written in the transactions of the work that they tell of. Were each to wait for the one before it, all that
work would queue up; so a timer seals them a few seconds later, one after the other: ``seal(n) = HMAC(key, seal(n-1),
entry)``. The key is not in the database, so who can write there cannot make seals. Cutting off the end leaves a chain
that is right in itself: compare its head with one that was noted elsewhere.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session

from backend.ids import uuid7, uuid7_before
from backend.privacy.models import AuditEntry, AuditSeal
from backend.settings import get_settings

BATCH = 5000
START = bytes(32)
UNSEALED_FOR = timedelta(minutes=5)
"""An entry older than this without a seal: the timer stands still, or the entry was put in with an old date."""
WRITTEN_WITHIN = timedelta(hours=1)
"""Entries get their ids before they are committed; no transaction takes an hour."""
_SEALED = select(AuditSeal.entry_id).where(AuditSeal.entry_id == AuditEntry.id).exists()
_LOCK = 165_165_166
_FIELDS = ("id", "at", "actor_kind", "actor_id", "conversation_id", "member_id", "what", "purpose", "reason")


@dataclass(frozen=True)
class ChainReport:
    """What checking found: how many entries are sealed and waiting, the head, and every fault in words."""

    sealed: int
    waiting: int
    head: str
    faults: list[str]


def seal_of(before: bytes, entry: AuditEntry) -> bytes:
    """The seal of an entry behind another seal."""
    values = {name: getattr(entry, name) for name in _FIELDS}
    values["at"] = entry.at.timestamp()
    body = json.dumps(values, sort_keys=True, default=str).encode()
    key = hashlib.sha256(b"audit chain " + get_settings().signing_key.encode()).digest()
    return hmac.new(key, before + body, hashlib.sha256).digest()


def _last(session: Session) -> AuditSeal | None:
    return session.scalars(select(AuditSeal).order_by(AuditSeal.position.desc()).limit(1)).one_or_none()


def _head(last: AuditSeal | None) -> tuple[int, bytes]:
    return (last.position, last.seal) if last else (0, START)


def _unsealed(last: AuditSeal | None) -> Select[AuditEntry]:
    """What has no seal, looked for back to ``WRITTEN_WITHIN`` before the last sealed entry: logs are long.

    A process whose clock is ahead must not move that bound past what others are about to write.
    """
    query = select(AuditEntry).where(~_SEALED).order_by(AuditEntry.id).limit(BATCH)
    if last is None:
        return query
    return query.where(AuditEntry.id > uuid7_before(min(last.entry_id, uuid7()), WRITTEN_WITHIN))


def seal_new(session: Session, *, now: datetime) -> int:  # noqa: ARG001 - a timer is called with its moment
    """Seals what has been written since the last time; two at once are kept apart. Returns how many."""
    if not session.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _LOCK}):
        return 0
    last = _last(session)
    position, seal = _head(last)
    unsealed = session.scalars(_unsealed(last)).all()
    for position, entry in enumerate(unsealed, position + 1):  # noqa: B020 - goes on counting
        seal = seal_of(seal, entry)
        session.add(AuditSeal(position=position, entry_id=entry.id, seal=seal))
    session.flush()
    return len(unsealed)


def _faults(session: Session) -> Iterator[str]:
    joined = select(AuditSeal, AuditEntry).outerjoin(AuditEntry, AuditEntry.id == AuditSeal.entry_id)
    rows = session.execute(joined.order_by(AuditSeal.position).execution_options(yield_per=BATCH))
    expected, before = 1, START
    for sealed, entry in rows:
        if sealed.position != expected:
            yield f"seals {expected} to {sealed.position - 1} are missing"
        if entry is None:
            yield f"the entry of seal {sealed.position} is missing"
        elif not hmac.compare_digest(sealed.seal, seal_of(before, entry)):
            yield f"entry {entry.id} of {entry.at.isoformat()} (seal {sealed.position}) or the one before was changed"
        expected, before = sealed.position + 1, sealed.seal


def verify(session: Session, *, now: datetime, noted_head: str | None = None) -> ChainReport:
    """Checks the whole chain.

    Args:
        session: reads only.
        now: the moment; entries that wait longer than ``UNSEALED_FOR`` are a fault.
        noted_head: ``position:seal`` as an earlier check gave it; it must still be in the chain.
    """
    faults = list(_faults(session))
    waiting = session.scalars(select(AuditEntry.at).where(~_SEALED)).all()
    if late := sum(at < now - UNSEALED_FOR for at in waiting):
        faults.append(f"{late} entries have waited for their seal for more than {UNSEALED_FOR}")
    if noted_head and not _contains(session, noted_head):
        faults.append(f"the noted head {noted_head} is not in the chain: its end was cut off or made anew")
    position, seal = _head(_last(session))
    return ChainReport(position, len(waiting), f"{position}:{seal.hex()}", faults)


def _contains(session: Session, head: str) -> bool:
    position, _, seal = head.partition(":")
    if not position.isdecimal():
        return False
    found = session.get(AuditSeal, int(position))
    return (found.seal.hex() if found else START.hex() if position == "0" else "") == seal
