"""What the contributions service API gives beside the views."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel

from backend.contributions.penalty import PenaltyEstimate
from backend.contributions.views import Account
from backend.privacy.identifiers import mask_value
from backend.reference.service import ReferenceValue


class RateOut(BaseModel):
    """One dated value with all that vouches for it. Percentages are strings such as ``"5"``."""

    value: int | str
    unit: str
    legal_basis: str
    valid_from: date
    valid_to: date | None
    source: str
    checked_on: date | None

    @classmethod
    def of(cls, found: ReferenceValue) -> Self:
        """The value as JSON."""
        value = f"{found.value:f}" if isinstance(found.value, Decimal) else found.value
        return cls(
            value=value,
            unit=found.unit,
            legal_basis=found.legal_basis,
            valid_from=found.valid_from,
            valid_to=found.valid_to,
            source=found.source,
            checked_on=found.checked_on,
        )


class PenaltyOut(BaseModel):
    """An estimated fine, and what it was computed from. Never a bill: the hospital's officer computes the fine."""

    amount: int
    reason: str
    payer: str
    capped: bool
    months_counted: int
    package_cost: int
    percent: str
    window_days: int
    months_max: int
    amount_max: int
    checked_on: date | None

    @classmethod
    def of(cls, estimate: PenaltyEstimate, **figures: object) -> Self:
        """The estimate with its figures."""
        return cls.model_validate({**estimate.__dict__, **figures})


class PaymentPageOut(BaseModel):
    """Where to pay: masked account numbers, and a link to the page with the full ones."""

    url: str
    expires_at: datetime
    accounts: list[Account]


class ReceiptIn(BaseModel):
    """Which payment; the newest one in the books by default."""

    payment: UUID | None = None


class NewsOut(BaseModel):
    """One piece of news; the words for it are the bot's."""

    kind: str
    facts: dict[str, Any]


def masked(accounts: list[Account]) -> list[Account]:
    """Accounts as they may stand in a chat: a number holds digits of a card number."""
    return [Account(account.bank, mask_value(account.number)) for account in accounts]
