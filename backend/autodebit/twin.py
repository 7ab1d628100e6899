"""The twin of a bank that debits: accounts with enough, empty or closed; the same reference, the same answer."""

from typing import Literal
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from backend.autodebit.models import TwinAccount, TwinDebit
from backend.db import session_scope

Behaviour = Literal["enough", "empty", "closed"]
BEHAVIOURS: tuple[Behaviour, ...] = ("enough", "empty", "closed")
Result = Literal["done", "insufficient_funds", "account_closed"]
_RESULTS: dict[str, Result] = {"enough": "done", "empty": "insufficient_funds", "closed": "account_closed"}


class TwinBank:
    """Keeps its books in transactions of its own, as a bank would."""

    def debit(self, mandate_id: UUID, amount: int, reference: UUID) -> Result:
        """Debits once for each reference."""
        with session_scope() as session:
            account = session.get(TwinAccount, mandate_id)
            result = _RESULTS[account.behaviour] if account else "account_closed"
            values = {"reference": reference, "amount": amount, "result": result}
            session.execute(insert(TwinDebit).values(values).on_conflict_do_nothing())
            kept = session.get_one(TwinDebit, reference, populate_existing=True).result
        return next(known for known in _RESULTS.values() if known == kept)
