"""Payments that fit no bill: an agent books what they cover, or sends them back."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Form, Response
from fastapi.responses import RedirectResponse

from backend.console.auth import LoggedIn, Signed, Visit
from backend.console.routing import console_router
from backend.contributions.deciding import book_what_fits, held_payment, held_payments, send_back
from backend.conversations.events import latest_position
from backend.privacy.audit import Access

router = console_router()
PAGE = "/console/payments"


def _access(visit: Visit) -> Access:
    return Access("agent", "held payment", actor_id=str(visit.agent.id))


@router.get("/payments")
def payments(visit: LoggedIn) -> Response:
    """What waits for a decision, without whose it is, so that the list may keep itself fresh."""
    position = latest_position(visit.session)
    return visit.page("payments.html", position=position, payments=held_payments(visit.session))


@router.get("/payments/{payment_id}")
def payment_page(visit: LoggedIn, payment_id: UUID) -> Response:
    """One of them: whose it is, what is billed, and the decision. The look is in the access record.

    Raises:
        NotFound: ``payment_not_found``.
        ServiceError: ``payment_decided``.
    """
    return visit.page(
        "payment.html", payment=held_payment(visit.session, payment_id, access=_access(visit), now=visit.now)
    )


@router.post("/payments/{payment_id}")
def decide(visit: Signed, payment_id: UUID, decision: Annotated[Literal["book", "return"], Form()]) -> Response:
    """Decides, once.

    Raises:
        NotFound: ``payment_not_found``.
        ServiceError: ``payment_decided``, ``payment_covers_nothing``.
    """
    carry_out = book_what_fits if decision == "book" else send_back
    carry_out(visit.session, payment_id, access=_access(visit), now=visit.now)
    return RedirectResponse(PAGE, 303)
