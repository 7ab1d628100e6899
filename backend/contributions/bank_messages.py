"""How banks report payments: a JSON body and a signature over it and its time (HMAC-SHA256).

The header ``X-Bank-Signature`` reads ``t=<unix seconds>,v1=<hex>``; signed is ``"<t>." + body``. The time is that of
sending, so a notice that comes late but was signed just now is taken, and a copied one is not taken for long.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

SIGNATURE_HEADER = "X-Bank-Signature"
TOLERANCE = timedelta(minutes=5)
"""Clocks of banks and ours differ by seconds; a replay within it is harmless, as a reference is booked once."""
_SECONDS_DIGITS = 12
_MOST = 1_000_000_000


class BankNotice(BaseModel):
    """One payment as a bank reports it. ``reference`` is the bank's own number of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reference: str = Field(min_length=1, max_length=40)
    bank: str = Field(max_length=20)
    virtual_account: str = Field(pattern=r"^\d{16}$")
    amount: int = Field(gt=0, le=_MOST)
    paid_at: AwareDatetime


def _digest(secret: str, seconds: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()


def sign(secret: str, body: bytes, at: datetime) -> str:
    """The signature header of a body that is sent at that moment."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={_digest(secret, seconds, body)}"


def signature_holds(secret: str, body: bytes, header: str, now: datetime) -> bool:
    """Whether a bank with our secret has signed this body just now; compared in constant time."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    told = parts.get("t", "")
    if not told.isdecimal() or len(told) > _SECONDS_DIGITS:
        return False
    if abs(now.timestamp() - int(told)) > TOLERANCE.total_seconds():
        return False
    return hmac.compare_digest(_digest(secret, int(told), body).encode(), parts.get("v1", "").encode())
