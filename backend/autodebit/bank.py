"""What we ask of a bank that debits by itself: one interface, and the twin that stands for it in demonstrations."""

from typing import Literal, Protocol
from uuid import UUID

from backend.autodebit.twin import TwinBank
from backend.settings import get_settings

DebitResult = Literal["done", "insufficient_funds", "account_closed", "unreachable"]


class DebitBank(Protocol):
    """A bank with mandates of our members."""

    def debit(self, mandate_id: UUID, amount: int, reference: UUID) -> DebitResult:
        """Takes the amount from the account of a mandate, once for each reference however often it is asked.

        Args:
            mandate_id: what the account's owner agreed to.
            amount: rupiah.
            reference: our number of the debit.

        Returns:
            ``unreachable``: nobody knows; to be asked again with the same reference.
        """


def configured_bank() -> DebitBank | None:
    """The bank of this installation; ``None``: no bank is connected, and members are told where autodebit is had."""
    return TwinBank() if get_settings().demo else None
