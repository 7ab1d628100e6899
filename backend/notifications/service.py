"""Asking for notices, and stopping them. Asking needs a verified member; stopping needs nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.errors import NotFound
from backend.identity.viewer import Viewer
from backend.membership.authority import verified_member
from backend.notifications import watches
from backend.notifications.kinds import KINDS
from backend.notifications.models import Subscription
from backend.privacy.audit import Access, record_access

LATEST_BILL_DAY = 10

BED_WATCH = "bed_watch"
"""Stands for the watches for a free bed, which are no kind of notice, where something is switched off."""


def _kinds(names: list[str]) -> list[str]:
    chosen = list(KINDS) if names == ["all"] else names
    if unknown := [name for name in chosen if name not in KINDS]:
        raise NotFound("unknown_notice", kind=unknown[0])
    return chosen


def subscriptions(session: Session, conversation_id: UUID) -> list[Subscription]:
    """What this conversation is told, whoever asked for it."""
    query = select(Subscription).where(Subscription.conversation_id == conversation_id).order_by(Subscription.kind)
    return list(session.scalars(query))


def switch_on(
    session: Session, viewer: Viewer, names: list[str], *, day: int | None, access: Access, now: datetime
) -> list[Subscription]:
    """Subscribes the verified member, in the conversation of ``access``, to some kinds (or ``["all"]``).

    Consent is this act itself: explicit, per kind, with its time (UU 27/2022 art. 20(2)(a), 22).

    Args:
        session: open transaction.
        viewer: who asks.
        names: kinds.
        day: from which day of the month on the bill is brought up; None leaves what was chosen before.
        access: the conversation.
        now: the moment.

    Raises:
        ServiceError: 401 ``verification_required``.
        NotFound: ``unknown_notice``.
    """
    member, conversation_id = verified_member(session, viewer), access.conversation_id
    chosen = min(max(day, 1), LATEST_BILL_DAY) if day else None
    for name in _kinds(names):
        values: dict[str, Any] = {
            "conversation_id": conversation_id,
            "member_id": member.id,
            "kind": name,
            "since": now,
        }
        values |= {"next_look_at": now, "day": chosen if name == "bill" else None}
        added = insert(Subscription).values(values)
        again = {"next_look_at": now} | ({"day": chosen} if chosen and name == "bill" else {})
        key = ["conversation_id", "member_id", "kind"]
        session.execute(added.on_conflict_do_update(index_elements=key, set_=again))
        record_access(session, access, member_id=member.id, what=f"notice.{name}.on", now=now)
    session.expire_all()
    return subscriptions(session, conversation_id) if conversation_id else []


def switch_off(session: Session, conversation_id: UUID, names: list[str], *, access: Access, now: datetime) -> int:
    """Ends some kinds in a conversation (``bed_watch``: the watches for a bed), or all; returns how many ended.

    Raises:
        NotFound: ``unknown_notice``.
    """
    kinds = _kinds([name for name in names if name != BED_WATCH])
    ended = delete(Subscription).where(Subscription.conversation_id == conversation_id, Subscription.kind.in_(kinds))
    gone = list(session.execute(ended.returning(Subscription.member_id, Subscription.kind)))
    for member_id, kind in gone:
        record_access(session, access, member_id=member_id, what=f"notice.{kind}.off", now=now)
    stopped = watches.stop_all(session, conversation_id, now=now) if names == ["all"] or BED_WATCH in names else 0
    return len(gone) + stopped
