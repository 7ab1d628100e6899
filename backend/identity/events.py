"""Who reacts to verifications. Subscribers join at import; a failing one fails the verification."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.identity.hooks import AgentReason, VerificationEvents
from backend.identity.models import Verification
from backend.membership.models import Member

_subscribers: list[VerificationEvents] = []


def subscribe(subscriber: VerificationEvents) -> Callable[[], None]:
    """Adds a subscriber (once); the result takes it away again."""
    if subscriber not in _subscribers:
        _subscribers.append(subscriber)
    return lambda: _subscribers.remove(subscriber)


def publish_verified(session: Session, conversation_id: UUID, member: Member, now: datetime) -> None:
    """Tells all subscribers that a conversation was verified."""
    for subscriber in _subscribers:
        subscriber.verified(session, conversation_id, member, now)


def publish_agreed(session: Session, verification: Verification, member: Member, now: datetime) -> None:
    """Tells all subscribers that a member consents to be helped."""
    for subscriber in _subscribers:
        subscriber.agreed(session, verification, member, now)


def publish_needs_agent(session: Session, conversation_id: UUID, reason: AgentReason, now: datetime) -> None:
    """Tells all subscribers that a person has to verify this member."""
    for subscriber in _subscribers:
        subscriber.needs_agent(session, conversation_id, reason, now)
