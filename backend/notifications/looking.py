"""The timer's work: looks into what is due to be looked into, a batch at a time, by day only."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.membership.models import Member
from backend.notifications.hours import is_quiet, morning_after, zone_of
from backend.notifications.kinds import KINDS, Looking
from backend.notifications.models import Subscription
from backend.notifications.telling import leave
from backend.privacy.audit import Access, record_access

BATCH = 500
"""Subscriptions of one run; the next run goes on with those that waited longest."""
_GONE = timedelta(days=36500)


def look(session: Session, now: datetime) -> int:
    """Leaves the notices that are due; returns how many are new. Two workers at once take different subscriptions."""
    due = select(Subscription).where(Subscription.next_look_at <= now).order_by(Subscription.next_look_at).limit(BATCH)
    taken = session.scalars(due.with_for_update(skip_locked=True)).all()
    in_one_order = sorted(taken, key=lambda one: one.conversation_id)  # conversations are locked along the way
    return sum(_look(session, one, now) for one in in_one_order)


def _look(session: Session, subscription: Subscription, now: datetime) -> int:
    kind, member = KINDS.get(subscription.kind), session.get(Member, subscription.member_id)
    if kind is None or member is None:
        subscription.next_look_at = now + _GONE
        return 0
    zone = zone_of(session, member)
    if is_quiet(now, zone):
        subscription.next_look_at = morning_after(now, zone)
        return 0
    subscription.next_look_at = now + kind.every
    asked = Looking(session, member, subscription, now, ZoneInfo(zone))
    left = sum(
        leave(
            session,
            subscription.conversation_id,
            subscription.kind,
            due.key,
            due.facts,
            zone=zone,
            expires_at=due.expires_at,
            now=now,
            member_id=member.id,
        )
        for due in kind.find(asked)
    )
    if left:
        access = Access("system", "notice", conversation_id=subscription.conversation_id)
        record_access(session, access, member_id=member.id, what=f"notice.{subscription.kind}", now=now)
    return left
