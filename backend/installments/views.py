"""What members are shown of paying in stages. Amounts are whole rupiah."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from backend.installments.models import Plan, Stage
from backend.installments.simulation import Option
from backend.installments.stages import open_stages

WhyNot = Literal["too_few_months", "nothing_owed", "registration_closed", "already_enrolled"]


@dataclass(frozen=True)
class StageView:
    """One stage: ``paid``, ``open`` or ``missed``."""

    number: int
    due_on: date
    amount: int
    state: Literal["paid", "open", "missed"]


@dataclass(frozen=True)
class PlanView:
    """A plan. ``activation``: this installation's reading of when the card is active; never a promise.

    ``due``: what a bank asks for now, missed stages included. ``missed_rule``: what a missed stage does.
    """

    state: str
    program: str
    arrears_months: int
    arrears_amount: int
    stages: list[StageView]
    paid: int
    left: int
    due: int
    next_due: date | None
    last_due: date
    activation: str
    missed_rule: str
    withdrawal_rule: str
    settled: int
    active: bool


@dataclass(frozen=True)
class Simulation:
    """Whether one may pay in stages, and how. ``reason`` when not; ``least_months`` and ``opens_on`` go with it."""

    eligible: bool
    reason: WhyNot | None
    kind: str
    program: str
    months: int
    arrears: int
    running: int
    options: list[Option]
    least_months: int
    most_months: int
    last_day: int
    opens_on: date | None
    activation: str
    as_of: date


def stage_view(stage: Stage, today: date) -> StageView:
    """A stage as of today."""
    state: Literal["paid", "open", "missed"] = "paid" if stage.paid else "missed" if stage.due_on < today else "open"
    return StageView(stage.number, stage.due_on, stage.amount, state)


def plan_view(
    plan: Plan, *, due: int, activation: str, missed_rule: str, withdrawal_rule: str, active: bool, today: date
) -> PlanView:
    """A plan as of today."""
    waiting = open_stages(plan)
    return PlanView(
        state=plan.state,
        program=plan.rule,
        arrears_months=plan.arrears_months,
        arrears_amount=plan.arrears_amount,
        stages=[stage_view(stage, today) for stage in plan.stages],
        paid=len(plan.stages) - len(waiting),
        left=sum(stage.amount for stage in waiting),
        due=due,
        next_due=waiting[0].due_on if waiting else None,
        last_due=plan.stages[-1].due_on,
        activation=activation,
        missed_rule=missed_rule,
        withdrawal_rule=withdrawal_rule,
        settled=sum(stage.arrears_share for stage in plan.stages if stage.paid),
        active=active,
    )
