"""What paying in stages would look like: for each number of stages the amounts and the last day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from backend.contributions import ledger, rates, repository
from backend.contributions.models import Invoice
from backend.installments import rules
from backend.membership.models import Family, Member
from backend.reference.calendar import month_of, months_before, next_month
from backend.reference.service import number, rule

LEAST_STAGES = 2
"""One stage is paying at once."""


@dataclass(frozen=True)
class Debt:
    """What a plan would be made for. ``running``: a month's contribution that stages include (0 where they do not);
    ``this_month``: what is unpaid of the running month."""

    kind: Literal["arrears", "segment_change"]
    months: int
    arrears: int
    running: int
    this_month: int
    persons: int


@dataclass(frozen=True)
class StagePlan:
    """One stage to come."""

    number: int
    month: date
    due_on: date
    arrears_share: int
    running_share: int

    @property
    def amount(self) -> int:
        """Rupiah to pay."""
        return self.arrears_share + self.running_share


@dataclass(frozen=True)
class Option:
    """One number of stages: the highest monthly amount, everything paid in the end, and the last day."""

    stages: int
    per_month: int
    total: int
    last_due: date


def debt_of(session: Session, family: Family, member: Member, today: date) -> Debt:
    """What the family owes, as a plan would take it up."""
    this_month = month_of(today)
    unpaid = ledger.owed(session, family.id, today)
    arrears = sum(invoice.amount for invoice in unpaid.billed) - ledger.credit_of(session, family.id)
    payers = [one for one in family.members if one.segment == "PBPU"]
    included = member.segment == "PBPU" and rule("installments.running_contribution", on=today) == "included"
    running = sum(rates.class_rate(one.contribution_class, this_month) for one in payers) if included else 0
    return Debt(
        kind="arrears" if member.segment == "PBPU" else "segment_change",
        months=len(unpaid.billed),
        arrears=max(0, arrears),
        running=running,
        this_month=_this_month(session, family.id, unpaid.running, this_month, running) if included else 0,
        persons=len(unpaid.billed[-1].lines) if unpaid.billed else 0,
    )


def _this_month(session: Session, family_id: str, unpaid: list[Invoice], month: date, running: int) -> int:
    """What is unpaid of the running month; all of it where it has not been billed yet."""
    billed = repository.invoice_of(session, family_id, month) is not None
    return sum(invoice.amount for invoice in unpaid) if billed else running


def stages_max(debt: Debt, today: date) -> int:
    """The most stages; after a change of segment each must be of the least amount."""
    if debt.kind == "arrears":
        return rules.stages_max(debt.months, today)
    least = number("installments.segment_change.least_amount", on=today)
    if rule("installments.segment_change.least_amount_for", on=today) == "person":
        least *= max(1, debt.persons)
    return min(number("installments.segment_change.stages_max", on=today), debt.arrears // least)


def schedule(debt: Debt, stages: int, today: date) -> list[StagePlan]:
    """The stages, the first in this month: equal shares of the arrears, the last one less by what rounding up gave."""
    share = -(-debt.arrears // stages)
    made = []
    for index in range(stages):
        month = months_before(month_of(today), -index)
        left = debt.arrears - share * index
        made.append(
            StagePlan(
                number=index + 1,
                month=month,
                due_on=next_month(month) - timedelta(days=1),
                arrears_share=min(share, max(0, left)),
                running_share=debt.running if index else debt.this_month,
            )
        )
    return made


def options(debt: Debt, today: date) -> list[Option]:
    """All numbers of stages that may be chosen."""
    made = []
    for stages in range(LEAST_STAGES, stages_max(debt, today) + 1):
        plan = schedule(debt, stages, today)
        amounts = [stage.amount for stage in plan]
        made.append(Option(stages, max(amounts), sum(amounts), plan[-1].due_on))
    return made
