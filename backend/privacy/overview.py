"""What we hold about a member, who looked at it, and where it went (UU 27/2022 art. 5, 7 and 32)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.autodebit.models import Mandate
from backend.contributions.models import Payment
from backend.conversations.models import Conversation
from backend.facilities.models import Facility
from backend.helpers.register import Looked, looks_of
from backend.identity.viewer import Viewer
from backend.membership.authority import verified_member
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.privacy.holdings import Holding, Subject, holdings
from backend.privacy.models import AuditEntry
from backend.queues.models import Booking

LOOKED_WITHIN = timedelta(days=90)
_MOST_NAMES = 20


@dataclass(frozen=True)
class Recipient:
    """Somebody outside who got data: ``kind`` is ``facilities``, ``banks`` or ``telegram``; ``names`` who exactly."""

    kind: str
    names: list[str]


@dataclass(frozen=True)
class Overview:
    """``looks`` counts readings in the last 90 days by who read (kinds of ``AuditEntry``).

    ``helpers`` are the helpers among them, by name.
    """

    member: Member
    holdings: list[Holding]
    looks: dict[str, int]
    recipients: list[Recipient]
    helpers: list[Looked]


def subject_of(session: Session, viewer: Viewer, conversation_id: UUID | None) -> Subject:
    """The viewer as the subject of a request about their own data; nobody asks for another's.

    Raises:
        ServiceError: 401 ``verification_required``.
    """
    member = verified_member(session, viewer)
    return Subject(member.id, member.family_id if member.relation == "head" else None, conversation_id)


def overview(session: Session, viewer: Viewer, *, access: Access, now: datetime) -> Overview:
    """All of it, counted. The reading is recorded, so it counts from the next time on.

    Raises:
        ServiceError: 401 ``verification_required``.
    """
    member = verified_member(session, viewer)
    subject = subject_of(session, viewer, access.conversation_id)
    found = Overview(
        member,
        holdings(session, subject),
        _looks(session, member.id, now),
        recipients(session, subject),
        looks_of(session, member.id, now - LOOKED_WITHIN),
    )
    record_access(session, access, member_id=member.id, what="privacy.overview", now=now)
    return found


def _looks(session: Session, member_id: str, now: datetime) -> dict[str, int]:
    query = (
        select(AuditEntry.actor_kind, func.count())
        .where(AuditEntry.member_id == member_id, AuditEntry.at > now - LOOKED_WITHIN)
        .group_by(AuditEntry.actor_kind)
    )
    return dict(session.execute(query).all())


def recipients(session: Session, subject: Subject) -> list[Recipient]:
    """To whom data of the subject was given."""
    booked = (
        select(Facility.name)
        .join(Booking, Booking.facility_code == Facility.code)
        .where(Booking.member_id == subject.member_id)
    )
    banks = set(session.scalars(select(Mandate.bank).where(Mandate.member_id == subject.member_id)))
    if subject.family_id:
        paid = select(Payment.bank).where(Payment.family_id == subject.family_id, Payment.bank.is_not(None)).distinct()
        banks |= {bank for bank in session.scalars(paid) if bank}
    chat = session.get(Conversation, subject.conversation_id) if subject.conversation_id else None
    found = [
        Recipient("facilities", sorted(set(session.scalars(booked.limit(_MOST_NAMES))))),
        Recipient("banks", sorted(banks)),
        Recipient("telegram", ["Telegram"] if chat and chat.channel == "telegram" else []),
    ]
    return [recipient for recipient in found if recipient.names]
