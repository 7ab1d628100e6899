"""The twin of a bank's payment side: pays a virtual account and reports it as a bank does, its bad habits included."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

import httpx

from backend import clock
from backend.contributions.bank_messages import SIGNATURE_HEADER, BankNotice, sign
from backend.ids import uuid7
from backend.settings import get_settings

Habit = Literal["once", "twice", "late", "wrong_amount"]
HABITS: tuple[Habit, ...] = ("once", "twice", "late", "wrong_amount")
LATE = timedelta(days=3)
WRONG_BY = 1_000
"""Rupiah: a member who rounds, or a counter that adds its own fee."""
_TIMEOUT_S = 10.0


class Delivery(Protocol):
    """Brings a signed notice to us; gives the HTTP status and the answer's body."""

    def __call__(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        """Posts once."""


def over_http(body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    """Posts to the address where this installation takes notices."""
    settings = get_settings()
    url = f"http://{settings.web_host}:{settings.web_port}/bank/v1/payments"
    answer = httpx.post(url, content=body, headers=headers, timeout=_TIMEOUT_S, trust_env=False)
    return answer.status_code, answer.text


@dataclass(frozen=True)
class BankTwin:
    """A bank. ``secret`` is what it signs with; another than ours makes a forger of it."""

    deliver: Delivery = over_http
    secret: str | None = None
    now: Callable[[], datetime] = clock.now

    def pay(self, bank: str, account: str, amount: int, habit: Habit = "once") -> list[tuple[int, str]]:
        """A customer pays; gives our answer to each notice that the bank sends."""
        notice = BankNotice(
            reference=f"TWIN-{uuid7().hex}", bank=bank, virtual_account=account, amount=amount, paid_at=self.now()
        )
        if habit == "late":
            notice = notice.model_copy(update={"paid_at": self.now() - LATE})
        if habit == "wrong_amount":
            notice = notice.model_copy(update={"amount": amount + WRONG_BY})
        return [self.send(notice) for _ in range(2 if habit == "twice" else 1)]

    def send(self, notice: BankNotice) -> tuple[int, str]:
        """Reports a payment, signed now."""
        body = json.dumps(notice.model_dump(mode="json")).encode()
        secret = self.secret or get_settings().bank_secret
        headers = {"Content-Type": "application/json", SIGNATURE_HEADER: sign(secret, body, self.now())}
        return self.deliver(body, headers)
