"""What a member is told before a change: whether it is allowed now, from when it counts, what it costs."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.contributions.rates import class_rate
from backend.errors import ServiceError
from backend.membership import authority
from backend.membership.asking import Asking
from backend.membership.change_rules import class_rule, fktp_rule
from backend.membership.drafts import CLASSES, OPEN
from backend.membership.models import Member, MemberChange
from backend.membership.schemas import ChangeOut, ClassChangeOut, ClassOut, FktpChangeOut
from backend.privacy.audit import Access, record_access


def _pending(session: Session, member: Member, kind: str) -> ChangeOut | None:
    query = select(MemberChange).where(MemberChange.member_id == member.id, MemberChange.kind == kind)
    found = session.scalars(query.where(MemberChange.state.in_(OPEN))).first()
    return ChangeOut.of(found) if found else None


def fktp_outlook(session: Session, member_id: str | None, asking: Asking) -> FktpChangeOut:
    """The rule for one member's facility.

    Raises:
        ServiceError: see ``authority.member_for``.
    """
    member = authority.member_for(session, asking.viewer, member_id, "card", asking.today)
    access = Access.bot(asking.conversation_id, "change")
    record_access(session, access, member_id=member.id, what="member.fktp", now=asking.now)
    rule = fktp_rule(member, asking.today)
    return FktpChangeOut(
        member_id=member.id,
        name=member.name,
        fktp_code=member.fktp_code,
        fktp_name=member.fktp_name,
        fktp_since=member.fktp_since,
        pending=_pending(session, member, "fktp"),
        **rule.__dict__,
    )


def class_outlook(session: Session, asking: Asking) -> ClassChangeOut:
    """The rule for the family's class; only the head of the family may change it.

    Raises:
        ServiceError: ``class_head_only`` (403), and those of ``class_rule``.
    """
    head = authority.verified_member(session, asking.viewer)
    if head.relation != "head":
        raise ServiceError("class_head_only", 403)
    access = Access.bot(asking.conversation_id, "change")
    record_access(session, access, member_id=head.id, what="member.class", now=asking.now)
    rule = class_rule(head, asking.today)
    people = [one.name for one in head.family.members if one.segment == head.segment]
    costs = {level: class_rate(level, rule.effective_on) for level in CLASSES}
    options = [
        ClassOut(contribution_class=level, per_person=cost, total=cost * len(people))
        for level, cost in costs.items()
        if level != head.contribution_class
    ]
    return ClassChangeOut(
        contribution_class=head.contribution_class,
        total=costs[head.contribution_class] * len(people),
        people=people,
        effective_on=rule.effective_on,
        options=options,
        pending=_pending(session, head, "class"),
    )
