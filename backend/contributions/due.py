"""What a bank's screen shows for a family's virtual account."""

from datetime import date

from sqlalchemy.orm import Session

from backend.contributions import ledger, repository
from backend.installments.stages import active_plan, credit_of, open_stages
from backend.reference.calendar import month_of


def amount_due(session: Session, family_id: str, today: date) -> int:
    """Rupiah: the stages that are due by a plan (at least the next one), else all billed months and the running one."""
    plan = active_plan(session, family_id)
    if plan is not None:
        waiting = open_stages(plan)
        due = [stage for stage in waiting if stage.month <= month_of(today)] or waiting[:1]
        return sum(stage.amount for stage in due)
    unpaid = repository.unpaid_invoices(session, family_id, until=month_of(today))
    past = [invoice for invoice in unpaid if invoice.month < month_of(today)]
    billed, _ = ledger.billed_and_not(past, today)
    total = sum(invoice.amount for invoice in billed + unpaid[len(past) :])
    return max(0, total - credit_of(session, family_id))
