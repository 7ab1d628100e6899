"""What stands between an inactive card and care, and the next step for each thing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from backend.contributions import bill, repository
from backend.contributions.views import Bill
from backend.identity.viewer import Viewer
from backend.membership import authority
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.reference.calendar import today_in_jakarta

Obstacle = Literal[
    "arrears",
    "payment_waiting",
    "payment_held",
    "plan_running",
    "head_pays",
    "state_support_ended",
    "employment_ended",
    "deceased",
    "duplicate",
    "unknown",
]


@dataclass(frozen=True)
class ReactivationView:
    """What is in the way, in the order in which to remove it; empty where the card is active.

    ``bill``: the amounts, for those who may see them. ``former_arrears``: unpaid months of a time when the member paid
    for themselves; they do not keep a card of another segment inactive.
    """

    name: str
    active: bool
    segment: str
    obstacles: list[Obstacle]
    bill: Bill
    may_pay: bool
    former_arrears: int


def reactivation_for(
    session: Session, viewer: Viewer, member_id: str | None = None, *, access: Access, now: datetime
) -> ReactivationView:
    """The way back to an active card, for the viewer or somebody whose card they may see.

    Raises:
        ServiceError: see ``authority.member_for``.
    """
    today = today_in_jakarta(now)
    me = authority.verified_member(session, viewer)
    subject = authority.member_for(session, viewer, member_id, "card", today)
    record_access(session, access, member_id=subject.id, what="reactivation", now=now)
    visible = [subject] if member_id else authority.members_for(session, viewer, "contributions", today)
    amounts = bill.make_bill(session, subject, visible, today)
    unpaid = repository.unpaid_invoices(session, subject.family_id, until=today)
    return ReactivationView(
        name=subject.name,
        active=subject.active,
        segment=subject.segment,
        obstacles=[] if subject.active else _obstacles(session, subject, me, amounts),
        bill=amounts,
        may_pay=me.relation == "head",
        former_arrears=len(unpaid) if subject.segment != "PBPU" else 0,
    )


def _obstacles(session: Session, subject: Member, me: Member, amounts: Bill) -> list[Obstacle]:
    others: dict[str, Obstacle] = {
        "state_support_ended": "state_support_ended",
        "employment_ended": "employment_ended",
        "deceased": "deceased",
        "duplicate": "duplicate",
    }
    if subject.status_reason != "arrears":
        return [others.get(subject.status_reason or "", "unknown")]
    if me.relation != "head":
        return ["head_pays"]
    waiting = repository.unmatched_payments(session, subject.family_id)
    if waiting:
        return ["payment_held" if waiting[0].problem else "payment_waiting"]
    return ["plan_running" if amounts.plan else "arrears"]
