"""Use cases of contributions: the bill, payments, virtual accounts. Every reading is recorded."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from backend.contributions import bill, rates, repository
from backend.contributions.due import amount_due
from backend.contributions.models import Payment
from backend.contributions.views import Account, Bill, CheckState, PaymentCheck, PaymentView
from backend.errors import ServiceError
from backend.identity.viewer import Viewer
from backend.membership import authority
from backend.membership.models import Member
from backend.membership.repository import family_of
from backend.privacy.audit import Access, record_access
from backend.reference.calendar import month_of, today_in_jakarta

HISTORY_LENGTH = 24
"""Payments shown: two years, as long as arrears are billed."""
LOOKED_BACK = timedelta(days=14)
"""How old a payment may be to be the one that somebody means who "has just paid"."""


def bill_for(session: Session, viewer: Viewer, member_id: str | None = None, *, access: Access, now: datetime) -> Bill:
    """The bill of everybody the viewer may pay for, or of one of them.

    Raises:
        ServiceError: see ``authority.member_for``.
    """
    today = today_in_jakarta(now)
    subject = authority.member_for(session, viewer, member_id, "contributions", today)
    visible = [subject] if member_id else authority.members_for(session, viewer, "contributions", today)
    for member in visible:
        record_access(session, access, member_id=member.id, what="bill", now=now)
    return bill.make_bill(session, subject, visible, today)


def paying_head(session: Session, viewer: Viewer) -> Member:
    """The viewer, if it is in their name that the family pays.

    Raises:
        ServiceError: 401 ``verification_required``; 403 ``head_of_family_only``.
    """
    me = authority.verified_member(session, viewer)
    if me.relation != "head":
        raise ServiceError("head_of_family_only", 403)
    return me


def payments_for(session: Session, viewer: Viewer, *, access: Access, now: datetime) -> list[PaymentView]:
    """The family's payments, newest first; for the head of the family.

    Raises:
        ServiceError: 401 ``verification_required``; 403 ``head_of_family_only``.
    """
    head = paying_head(session, viewer)
    record_access(session, access, member_id=head.id, what="payments", now=now)
    return [_view(payment) for payment in repository.payments_of(session, head.family_id, HISTORY_LENGTH)]


def _view(payment: Payment) -> PaymentView:
    return PaymentView(
        payment.id,
        payment.amount,
        payment.paid_at,
        payment.channel,
        payment.bank,
        payment.state,
        [payment.month] if payment.month else [invoice.month for invoice in payment.invoices],
    )


def accounts_for(session: Session, viewer: Viewer, *, access: Access, now: datetime) -> list[Account]:
    """The family's virtual accounts; for the head of a family that pays for itself.

    Raises:
        ServiceError: 401 ``verification_required``; 403 ``head_of_family_only``; 409 ``employer_pays`` or
            ``state_pays``: there is nothing to pay into.
    """
    head = paying_head(session, viewer)
    if head.segment != "PBPU":
        raise ServiceError("employer_pays" if head.segment == "PPU" else "state_pays", 409)
    record_access(session, access, member_id=head.id, what="virtual_accounts", now=now)
    day: date = today_in_jakarta(now)
    family_head = family_of(session, head).head
    return [Account(bank, rates.virtual_account(bank, family_head.card_number, day)) for bank in rates.banks()]


def payment_check(session: Session, viewer: Viewer, *, access: Access, now: datetime) -> PaymentCheck:
    """Answers "I have paid, but the card is not active" from the payments that have come; for the head of the family.

    Raises:
        ServiceError: as ``payments_for``.
    """
    head = paying_head(session, viewer)
    record_access(session, access, member_id=head.id, what="payments", now=now)
    today = today_in_jakarta(now)
    newest = next(iter(repository.payments_of(session, head.family_id, 1)), None)
    recent = newest if newest and newest.paid_at > now - LOOKED_BACK else None
    unpaid = repository.unpaid_invoices(session, head.family_id, until=month_of(today))
    return PaymentCheck(
        state=_check_state(head, recent),
        reason=head.status_reason,
        payment=_view(recent) if recent else None,
        due=amount_due(session, head.family_id, today) if head.segment == "PBPU" else 0,
        unpaid_months=len(unpaid),
    )


def _check_state(head: Member, recent: Payment | None) -> CheckState:
    if recent and recent.state == "unmatched":
        return "held" if recent.problem else "waiting"
    if head.active:
        return "active"
    if head.status_reason != "arrears":
        return "other_reason"
    return "short" if recent else "none"
