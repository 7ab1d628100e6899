"""Use cases of paying in stages: simulate, enrol, look up, and what becomes of missed stages. Readings are recorded."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.contributions import news
from backend.contributions.due import amount_due
from backend.errors import NotFound, ServiceError
from backend.identity.viewer import Viewer
from backend.installments import rules, simulation
from backend.installments.models import Plan, Stage
from backend.installments.simulation import Debt
from backend.installments.stages import active_plan
from backend.installments.views import PlanView, Simulation, WhyNot, plan_view
from backend.membership.authority import verified_member
from backend.membership.models import Family, Member
from backend.privacy.audit import Access, record_access
from backend.reference.calendar import month_of, next_month, today_in_jakarta
from backend.reference.service import number, rule


def _head(session: Session, viewer: Viewer) -> Member:
    me = verified_member(session, viewer)
    if me.relation != "head":
        raise ServiceError("head_of_family_only", 403)
    return me


def _least_months(debt: Debt, today: date) -> int:
    key = "installments.arrears_min" if debt.kind == "arrears" else "installments.segment_change.arrears_min"
    return number(key, on=today)


def _why_not(session: Session, family_id: str, debt: Debt, today: date) -> WhyNot | None:
    if active_plan(session, family_id):
        return "already_enrolled"
    if not debt.months:
        return "nothing_owed"
    if debt.months < _least_months(debt, today) or simulation.stages_max(debt, today) < simulation.LEAST_STAGES:
        return "too_few_months"
    return None if rules.registration_open(today) else "registration_closed"


def simulate(session: Session, viewer: Viewer, *, access: Access, now: datetime) -> Simulation:
    """Whether and how the family may pay in stages; for its head. Members whom the state pays for owe nothing.

    Raises:
        ServiceError: 401 ``verification_required``; 403 ``head_of_family_only``.
    """
    head, today = _head(session, viewer), today_in_jakarta(now)
    record_access(session, access, member_id=head.id, what="installments", now=now)
    debt = simulation.debt_of(session, head.family, head, today)
    why_not = _why_not(session, head.family_id, debt, today)
    possible = why_not in (None, "registration_closed")
    return Simulation(
        eligible=why_not is None,
        reason=why_not,
        kind=debt.kind,
        program=rule("installments.program", on=today),
        months=debt.months,
        arrears=debt.arrears,
        running=debt.running,
        options=simulation.options(debt, today) if possible else [],
        least_months=_least_months(debt, today),
        most_months=number("installments.arrears_max", on=today),
        last_day=rules.last_day(today),
        opens_on=next_month(month_of(today)) if why_not == "registration_closed" else None,
        activation=rule("installments.activation", on=today),
        as_of=today,
    )


def enrol(
    session: Session,
    viewer: Viewer,
    stages: int,
    *,
    conversation_id: UUID,
    key: str | None,
    access: Access,
    now: datetime,
) -> PlanView:
    """Makes the plan; the same ``key`` again gives the plan that it made.

    Raises:
        ServiceError: as ``simulate``; 409 ``installments_<reason>``; 422 ``installments_stages`` (``least``, ``most``).
    """
    head, today = _head(session, viewer), today_in_jakarta(now)
    record_access(session, access, member_id=head.id, what="installments.enrol", now=now)
    family = session.scalars(select(Family).where(Family.id == head.family_id).with_for_update()).one()
    made = session.scalars(select(Plan).where(Plan.key == key, Plan.family_id == family.id)).one_or_none()
    if key and made:
        return _view(session, made, head, today)
    debt = simulation.debt_of(session, family, head, today)
    _check(session, family.id, debt, stages, today)
    plan = _new_plan(head, debt, stages, today)
    plan.created_at, plan.conversation_id, plan.key = now, conversation_id, key
    for ended in session.scalars(select(Plan).where(Plan.family_id == family.id, Plan.state == "ended")):
        plan.credit, ended.credit = plan.credit + ended.credit, 0
    session.add(plan)
    session.flush()
    news.watch(session, conversation_id, family.id, now=now)
    return _view(session, plan, head, today)


def _check(session: Session, family_id: str, debt: Debt, stages: int, today: date) -> None:
    why_not = _why_not(session, family_id, debt, today)
    if why_not:
        opens_on = next_month(month_of(today)).isoformat()
        raise ServiceError(f"installments_{why_not}", 409, least=_least_months(debt, today), opens_on=opens_on)
    most = simulation.stages_max(debt, today)
    if not simulation.LEAST_STAGES <= stages <= most:
        raise ServiceError("installments_stages", 422, least=simulation.LEAST_STAGES, most=most)


def _new_plan(head: Member, debt: Debt, stages: int, today: date) -> Plan:
    return Plan(
        family_id=head.family_id,
        member_id=head.id,
        kind=debt.kind,
        rule=rule("installments.program", on=today),
        state="active",
        arrears_months=debt.months,
        arrears_amount=debt.arrears,
        credit=0,
        enrolled_on=today,
        stages=[Stage(**stage.__dict__) for stage in simulation.schedule(debt, stages, today)],
    )


def _view(session: Session, plan: Plan, head: Member, today: date) -> PlanView:
    return plan_view(
        plan,
        due=amount_due(session, plan.family_id, today) if plan.state == "active" else 0,
        activation=rule("installments.activation", on=today),
        missed_rule=rule("installments.missed", on=today),
        withdrawal_rule=rule("installments.withdrawal", on=plan.enrolled_on),
        active=head.active,
        today=today,
    )


def status(session: Session, viewer: Viewer, *, access: Access, now: datetime) -> PlanView:
    """The newest plan of the family; for its head.

    Raises:
        ServiceError: as ``simulate``.
        NotFound: ``no_installment_plan``.
    """
    head = _head(session, viewer)
    record_access(session, access, member_id=head.id, what="installments", now=now)
    query = select(Plan).where(Plan.family_id == head.family_id).order_by(Plan.created_at.desc()).limit(1)
    plan = session.scalars(query).one_or_none()
    if plan is None:
        raise NotFound("no_installment_plan")
    return _view(session, plan, head, today_in_jakarta(now))


def look_for_missed(session: Session, now: datetime) -> int:
    """Tells members once of each stage whose day is over, and ends plans whose last day is; returns how many stages."""
    today = today_in_jakarta(now)
    late = select(Stage).join(Plan).where(Plan.state == "active", Stage.due_on < today)
    unwarned = late.where(Stage.payment_id.is_(None), Stage.warned.is_(False)).order_by(Stage.plan_id, Stage.number)
    missed = list(session.scalars(unwarned.with_for_update(of=Stage, skip_locked=True)))
    for stage in missed:
        stage.warned = True
        _missed(session, stage, today, now)
    return len(missed)


def _missed(session: Session, stage: Stage, today: date, now: datetime) -> None:
    plan = stage.plan
    over = stage.number == len(plan.stages) or rule("installments.missed", on=today) == "plan_ends"
    if over:
        plan.state, plan.ended_on = "ended", today
    facts: dict[str, Any] = {"number": stage.number, "stages": len(plan.stages), "amount": stage.amount}
    facts |= {"due_on": stage.due_on.isoformat(), "due": amount_due(session, plan.family_id, today)}
    kind, key = ("plan_ended" if over else "stage_missed"), f"missed:{plan.id}:{stage.number}"
    news.tell_family(session, plan.family_id, key, kind, facts, now=now, also=plan.conversation_id)
