"""The agents' side of registrations: what waits, the decision, and what an approved one becomes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.errors import NotFound, ServiceError
from backend.membership.models import Family
from backend.privacy.audit import Access, record_access
from backend.reference.calendar import month_of, next_month, today_in_jakarta
from backend.reference.service import number
from backend.registration.access import data_of
from backend.registration.becoming import become
from backend.registration.models import Registration
from backend.registration.service import announce
from backend.registration.telling import tell


def waiting(session: Session, limit: int = 100) -> Sequence[Registration]:
    """Registrations that wait for an agent, oldest first."""
    query = select(Registration).where(Registration.state == "submitted").order_by(Registration.updated_at)
    return session.scalars(query.limit(limit)).all()


def found(session: Session, receipt: str, *, agent_id: str, now: datetime) -> Registration:
    """One registration for an agent; noted in the audit log.

    Raises:
        NotFound: ``registration_not_found``.
    """
    query = select(Registration).where(Registration.receipt == receipt).with_for_update()
    registration = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if registration is None:
        raise NotFound("registration_not_found")
    access = Access.agent(agent_id, registration.conversation_id, "registration")
    record_access(session, access, member_id=registration.member_id, what="registration", now=now)
    return registration


def _open(registration: Registration, agent_id: str, now: datetime) -> None:
    if registration.state != "submitted":
        raise ServiceError("registration_over", 409, state=registration.state)
    registration.decided_by, registration.updated_at = agent_id, now


def _decided_so(registration: Registration, state: str, agent_id: str) -> bool:
    """Whether that is what the same agent has decided already: a second click is no second decision."""
    return registration.state == state and registration.decided_by == agent_id


def send_back(
    session: Session, receipt: str, *, note: str | None, agent_id: str, final: bool, now: datetime
) -> Registration:
    """Refuses (``final``), or asks for other documents; either with a reason, which the member is told.

    Raises:
        ServiceError: ``registration_over`` (409), ``message_required`` (422).
    """
    if not note:
        raise ServiceError("message_required", 422)
    registration, state = found(session, receipt, agent_id=agent_id, now=now), "refused" if final else "needs_documents"
    if _decided_so(registration, state, agent_id):
        return registration
    _open(registration, agent_id, now)
    registration.note, registration.state = note, state
    tell(session, registration, registration.state, now)
    announce(session, registration, now)
    return registration


def approve(session: Session, receipt: str, *, agent_id: str, now: datetime) -> Registration:
    """Makes members of them, with the time of the first payment, and tells how to pay.

    Raises:
        ServiceError: ``registration_over``; ``already_registered``: one of them became a member meanwhile.
    """
    registration = found(session, receipt, agent_id=agent_id, now=now)
    if _decided_so(registration, "approved", agent_id):
        return registration
    _open(registration, agent_id, now)
    today, data = today_in_jakarta(now), data_of(registration)
    _set_payment_time(registration, data, today)
    family = become(session, registration, data, today)
    registration.family_id, registration.state, registration.note = family.id, "approved", None
    if not _pays(family, registration):
        registration.pay_from = registration.pay_until = None
    session.flush()
    tell(session, registration, "approved" if registration.pay_from else "approved_no_payment", now)
    announce(session, registration, now)
    return registration


def _pays(family: Family, registration: Registration) -> bool:
    """Whether the family pays for themselves."""
    new = registration.kind in ("new", "foreigner", "job_loss")
    return new or family.head.segment == "PBPU"


def _set_payment_time(registration: Registration, data: dict[str, Any], today: date) -> None:
    """The first payment's earliest and latest day (``contribution.first_payment.*``; newborns until day 28)."""
    earliest = number("contribution.first_payment.earliest_days", on=today)
    latest = number("contribution.first_payment.latest_days", on=today)
    registration.pay_from = today + timedelta(days=earliest)
    registration.pay_until = today + timedelta(days=latest)
    if registration.kind == "newborn":
        registration.pay_from = today
        registration.pay_until = max(today, date.fromisoformat(data["pay_until"]))
    if registration.kind == "job_loss" and _in_time(date.fromisoformat(data["ended_on"]), today):
        registration.pay_from = today


def _in_time(ended: date, today: date) -> bool:
    """Whether it is not later than the month after the employment's end (``registration.no_wait_months``)."""
    last = month_of(ended)
    for _ in range(number("registration.no_wait_months", on=today)):
        last = next_month(last)
    return month_of(today) <= last
