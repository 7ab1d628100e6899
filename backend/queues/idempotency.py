"""Commands that may arrive twice: the second one gives the first one's answer."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.errors import ServiceError
from backend.queues.models import Booking, QueueCommand


def fingerprint(command: str, body: Mapping[str, Any]) -> str:
    """What a command asks for, as a hash that does not depend on the order of fields."""
    return hashlib.sha256(json.dumps([command, dict(body)], sort_keys=True, default=str).encode()).hexdigest()


def once(
    session: Session, *, member_id: str, key: str | None, print_: str, now: datetime, carry_out: Callable[[], Booking]
) -> Booking:
    """Carries out a command unless one with this key was carried out before; then gives that one's booking.

    Two at the same moment: the second waits at the key's row until the first has committed or given up. A refused
    command leaves no trace, so it may be tried again with the same key.

    Raises:
        ServiceError: ``idempotency_key_reused`` (422): same key, other command.
    """
    if not key:
        return carry_out()
    claim = insert(QueueCommand).values(member_id=member_id, key=key, fingerprint=print_, created_at=now)
    claimed = session.execute(claim.on_conflict_do_nothing().returning(QueueCommand.key)).scalar()
    if claimed is None:
        return _earlier(session, member_id, key, print_)
    booking = carry_out()
    session.flush()
    mine = (QueueCommand.member_id == member_id) & (QueueCommand.key == key)
    session.execute(update(QueueCommand).where(mine).values(booking_id=booking.id))
    return booking


def _earlier(session: Session, member_id: str, key: str, print_: str) -> Booking:
    command = session.get_one(QueueCommand, (member_id, key), populate_existing=True)
    if command.fingerprint != print_:
        raise ServiceError("idempotency_key_reused", 422)
    return session.get_one(Booking, command.booking_id)
