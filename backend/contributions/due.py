"""What a bank's screen shows for a family's virtual account."""

from datetime import date

from sqlalchemy.orm import Session

from backend.contributions import ledger
from backend.installments.stages import active_plan, open_stages
from backend.reference.calendar import month_of


def amount_due(session: Session, family_id: str, today: date) -> int:
    """Rupiah: the stages that are due by a plan (at least the next one), else all billed months and the running one."""
    plan = active_plan(session, family_id)
    if plan is not None:
        waiting = open_stages(plan)
        due = [stage for stage in waiting if stage.month <= month_of(today)] or waiting[:1]
        return sum(stage.amount for stage in due)
    total = sum(invoice.amount for invoice in ledger.owed(session, family_id, today).asked)
    return max(0, total - ledger.credit_of(session, family_id))
