"""Where banks report payments. Open to the internet; only what a bank has signed is read."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ValidationError

from backend import clock
from backend.contributions.bank_messages import SIGNATURE_HEADER, BankNotice, signature_holds
from backend.contributions.booking import receive_notice
from backend.db import session_scope
from backend.errors import ServiceError
from backend.settings import get_settings

router = APIRouter(prefix="/bank/v1", tags=["banks"])

_MOST_BYTES = 4096


class NoticeTaken(BaseModel):
    """``booked``, ``repeated`` or ``held``; any of them tells the bank that it need not send again."""

    payment_id: UUID
    outcome: str


@router.post("/payments")
async def payments(request: Request, signature: Annotated[str, Header(alias=SIGNATURE_HEADER)] = "") -> NoticeTaken:
    """A payment to a virtual account. The same reference may come any number of times."""
    body = await request.body()
    if len(body) > _MOST_BYTES or not signature_holds(get_settings().bank_secret, body, signature, clock.now()):
        raise ServiceError("bad_signature", 401)
    try:
        notice = BankNotice.model_validate_json(body)
    except ValidationError:
        raise ServiceError("invalid_request", 422) from None
    return await run_in_threadpool(_book, notice)


def _book(notice: BankNotice) -> NoticeTaken:
    with session_scope() as session:
        booked = receive_notice(session, notice, now=clock.now())
    return NoticeTaken(payment_id=booked.payment_id, outcome=booked.outcome)
