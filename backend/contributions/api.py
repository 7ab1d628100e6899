"""Service API of contributions."""

from typing import Annotated

from fastapi import Query

from backend.api.deps import Caller, Db, IdempotencyKey, Now, Verified
from backend.api.routes import TopicRouter
from backend.contributions import history, news, service
from backend.contributions.bill import reactivation_rules
from backend.contributions.payment_page import ACCOUNTS
from backend.contributions.penalty import estimate_penalty
from backend.contributions.reactivation import ReactivationView, reactivation_for
from backend.contributions.schemas import NewsOut, PaymentPageOut, PenaltyOut, RateOut, ReceiptIn, masked
from backend.contributions.views import Account, Bill, PaymentCheck, PaymentView
from backend.membership.authority import verified_member
from backend.privacy.audit import Access
from backend.reference.calendar import today_in_jakarta
from backend.reference.service import NoReferenceError, ReferenceValue, keys, rate

router = TopicRouter(prefix="/service/v1/contributions", tags=["contributions"])

_MOST_EXPENSIVE_PACKAGE = 1_000_000_000
"""Rupiah; more is a typing error."""


@router.get("/bill")
def bill(session: Db, caller: Caller, viewer: Verified, now: Now, member: str | None = None) -> Bill:
    """The bill of everybody the verified member may pay for, or of ``member`` alone."""
    access = Access.bot(caller.conversation_id, "bill")
    return service.bill_for(session, viewer, member, access=access, now=now)


@router.get("/payments")
def payments(session: Db, caller: Caller, viewer: Verified, now: Now) -> list[PaymentView]:
    """The family's payments, newest first."""
    return service.payments_for(session, viewer, access=Access.bot(caller.conversation_id, "payments"), now=now)


@router.get("/virtual-accounts")
def virtual_accounts(session: Db, caller: Caller, viewer: Verified, now: Now) -> list[Account]:
    """Where the family pays; the numbers are masked."""
    return masked(service.accounts_for(session, viewer, access=Access.bot(caller.conversation_id, "payment"), now=now))


@router.post("/payment-page", status_code=201)
def payment_page(session: Db, caller: Caller, viewer: Verified, now: Now) -> PaymentPageOut:
    """Where the family pays, masked, and the link to the page of ours that shows the numbers in full."""
    access = Access.bot(caller.conversation_id, "payment")
    accounts = service.accounts_for(session, viewer, access=access, now=now)
    link = ACCOUNTS.make(caller.conversation_id, str(viewer.member_id), now)
    news.watch(session, caller.conversation_id, verified_member(session, viewer).family_id, now=now)
    return PaymentPageOut(url=link.url, expires_at=link.expires_at, accounts=masked(accounts))


@router.post("/history-picture", status_code=201)
def history_picture(session: Db, caller: Caller, viewer: Verified, now: Now) -> dict[str, object]:
    """The card with the picture of the last twelve months."""
    access = Access.bot(caller.conversation_id, "payments")
    return history.picture(session, viewer, caller.conversation_id, caller.locale, access=access, now=now)


@router.post("/receipts", status_code=201)
def receipts(body: ReceiptIn, session: Db, caller: Caller, viewer: Verified, now: Now) -> dict[str, object]:
    """The card with the receipt of a payment, of the newest one if none is named."""
    return history.receipt(
        session,
        viewer,
        caller.conversation_id,
        caller.locale,
        payment_id=body.payment,
        access=Access.bot(caller.conversation_id, "receipt"),
        now=now,
    )


@router.get("/reactivation")
def reactivation(
    session: Db, caller: Caller, viewer: Verified, now: Now, member: str | None = None
) -> ReactivationView:
    """What stands in the way of an active card."""
    access = Access.bot(caller.conversation_id, "reactivation")
    return reactivation_for(session, viewer, member, access=access, now=now)


@router.get("/payment-check")
def payment_check(session: Db, caller: Caller, viewer: Verified, now: Now) -> PaymentCheck:
    """Why a card may not be active after a payment."""
    found = service.payment_check(session, viewer, access=Access.bot(caller.conversation_id, "payments"), now=now)
    if found.state in ("waiting", "held", "none"):
        news.watch(session, caller.conversation_id, verified_member(session, viewer).family_id, now=now)
    return found


@router.post("/news/take")
def take_news(session: Db, caller: Caller, idempotency_key: IdempotencyKey = None) -> list[NewsOut]:
    """What this conversation has not been told yet; each piece is given to one turn only.

    It was asked for by a verified member and names nobody, so that it can be told when the verification is over.
    """
    taken = news.take(session, caller.conversation_id, idempotency_key or "")
    return [NewsOut(kind=item.kind, facts=item.facts) for item in taken]


@router.get("/rates")
def rates(now: Now, prefix: Annotated[str, Query(max_length=60)] = "contribution.") -> dict[str, RateOut]:
    """Dated values whose key starts with ``prefix``, as of today; nobody needs to say who they are."""
    today = today_in_jakarta(now)
    found: dict[str, ReferenceValue] = {}
    for key in keys(prefix):
        try:
            found[key] = rate(key, on=today)
        except NoReferenceError:
            continue  # a rule that is over, or has not begun
    return {key: RateOut.of(value) for key, value in found.items()}


@router.get("/penalty-estimate")
def penalty_estimate(
    *,
    now: Now,
    cost: Annotated[int, Query(ge=0, le=_MOST_EXPENSIVE_PACKAGE)],
    months: Annotated[int, Query(ge=0, le=600)],
    days: Annotated[int, Query(ge=0)] = 0,
    inpatient: bool = True,
    segment: Annotated[str, Query(pattern="^(PBPU|PPU|PBI)$")] = "PBPU",
) -> PenaltyOut:
    """Estimates the fine for inpatient care ``days`` after reactivation; nobody needs to say who they are."""
    today = today_in_jakarta(now)
    estimate = estimate_penalty(
        cost, months, inpatient=inpatient, days_since_reactivation=days, segment=segment, on=today
    )
    return PenaltyOut.of(estimate, package_cost=cost, **reactivation_rules(today).__dict__)
