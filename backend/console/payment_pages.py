"""Payments that fit no bill: an agent books what they cover, or sends them back."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Form, Response
from fastapi.responses import RedirectResponse

from backend.console.auth import LoggedIn, Signed, Visit
from backend.console.routing import console_router
from backend.contributions.deciding import book_what_fits, held_payments, send_back
from backend.privacy.audit import Access

router = console_router()
PAGE = "/console/payments"


def _access(visit: Visit) -> Access:
    return Access("agent", "held payment", actor_id=str(visit.agent.id))


@router.get("/payments")
def payments(visit: LoggedIn) -> Response:
    """What waits for a decision."""
    found = held_payments(visit.session, access=_access(visit), now=visit.now)
    return visit.page("payments.html", payments=found)


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
