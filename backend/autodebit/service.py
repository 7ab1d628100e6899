"""Use cases of autodebit: look up, start or change, stop. Every reading is recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.autodebit.bank import configured_bank
from backend.autodebit.consent import LINK_LIFE, consent_url, set_bank
from backend.autodebit.models import Debit, Mandate
from backend.contributions import repository
from backend.contributions.ledger import owed
from backend.errors import ServiceError
from backend.identity.viewer import Viewer
from backend.membership.authority import verified_member
from backend.membership.models import Family, Member
from backend.privacy.audit import Access, record_access
from backend.reference.calendar import month_of, next_month, today_in_jakarta
from backend.reference.service import keys, number, rule

_BANK = "autodebit.bank."
_RUN_DAYS = ("autodebit.first_run_day", "autodebit.second_run_day")


@dataclass(frozen=True)
class MandateView:
    """An autodebit as its member sees it; ``last_*`` is the newest debit, if there was one."""

    bank: str
    run_day: int
    account: str | None
    next_run: date
    last_month: date | None
    last_state: str | None
    last_reason: str | None


@dataclass(frozen=True)
class AutodebitView:
    """``mandate`` ``None``: there is none. ``banks`` can be agreed to by a link, ``at_bank`` only at the bank.
    No ``banks``: none is connected here.

    ``amount`` is this month's contribution; with arrears nothing can be started.
    """

    mandate: MandateView | None
    banks: list[str]
    at_bank: list[str]
    run_days: list[int]
    amount: int
    arrears_months: int
    arrears_amount: int


@dataclass(frozen=True)
class ConsentView:
    """Where to agree, and until when."""

    url: str
    expires_at: datetime
    bank: str
    run_day: int


def _payer(session: Session, viewer: Viewer) -> Member:
    me = verified_member(session, viewer)
    if me.relation != "head":
        raise ServiceError("head_of_family_only", 403)
    if me.segment != "PBPU":
        raise ServiceError("employer_pays" if me.segment == "PPU" else "state_pays", 409)
    return me


def bank_names(way: str, today: date) -> list[str]:
    """Banks whose autodebit is agreed to ``online`` or ``at_bank``."""
    return [key.removeprefix(_BANK) for key in keys(_BANK) if rule(key, on=today) == way]


def run_days(today: date) -> list[int]:
    """The days of a month on which banks debit."""
    return [number(key, on=today) for key in _RUN_DAYS]


def active_mandate(session: Session, family_id: str) -> Mandate | None:
    """The family's autodebit that counts."""
    query = select(Mandate).where(Mandate.family_id == family_id, Mandate.state == "active")
    return session.scalars(query).one_or_none()


def next_run(mandate: Mandate, today: date) -> date:
    """The next day on which the bank debits."""
    this_month = month_of(today).replace(day=mandate.run_day)
    return this_month if today <= this_month else next_month(today).replace(day=mandate.run_day)


def overview(session: Session, viewer: Viewer, *, access: Access, now: datetime) -> AutodebitView:
    """The family's autodebit and what can be chosen; for the head of a family that pays for itself.

    Raises:
        ServiceError: 401 ``verification_required``; 403 ``head_of_family_only``; 409 ``employer_pays``, ``state_pays``.
    """
    head, today = _payer(session, viewer), today_in_jakarta(now)
    record_access(session, access, member_id=head.id, what="autodebit", now=now)
    mandate = active_mandate(session, head.family_id)
    newest = repository.invoice_of(session, head.family_id, month_of(today))
    past = _arrears(session, head.family_id, today)
    return AutodebitView(
        mandate=_view(session, mandate, today) if mandate else None,
        banks=bank_names("online", today) if configured_bank() else [],
        at_bank=bank_names("at_bank", today),
        run_days=run_days(today),
        amount=newest.amount if newest else 0,
        arrears_months=len(past),
        arrears_amount=sum(past),
    )


def _view(session: Session, mandate: Mandate, today: date) -> MandateView:
    query = select(Debit).where(Debit.family_id == mandate.family_id).order_by(Debit.month.desc()).limit(1)
    last = session.scalars(query).one_or_none()
    return MandateView(
        bank=mandate.bank,
        run_day=mandate.run_day,
        account=mandate.account,
        next_run=next_run(mandate, today),
        last_month=last.month if last else None,
        last_state=last.state if last else None,
        last_reason=last.reason if last else None,
    )


def start(
    session: Session, viewer: Viewer, bank: str, run_day: int, *, conversation_id: UUID, access: Access, now: datetime
) -> ConsentView:
    """Takes down the wish and gives the link to the bank's page; only the member's yes there makes it count.

    Asked again, the link of the same wish is given again; another wish takes its place.

    Raises:
        ServiceError: as ``overview``; 409 ``autodebit_unavailable``, ``autodebit_bank_offline`` (``banks``),
            ``autodebit_arrears`` (``months``, ``amount``), ``autodebit_same``; 422 ``autodebit_run_day`` (``days``).
    """
    head, today = _payer(session, viewer), today_in_jakarta(now)
    record_access(session, access, member_id=head.id, what="autodebit.start", now=now)
    session.execute(select(Family.id).where(Family.id == head.family_id).with_for_update())
    _check(session, head, bank, run_day, today)
    mandate = _pending(session, head.family_id, bank, run_day, now)
    if mandate is None:
        mandate = Mandate(family_id=head.family_id, member_id=head.id, bank=bank, run_day=run_day, created_at=now)
        mandate.state = "pending"
        session.add(mandate)
    mandate.conversation_id = conversation_id
    session.flush()
    return ConsentView(consent_url(mandate), mandate.created_at + LINK_LIFE, bank, run_day)


def _arrears(session: Session, family_id: str, today: date) -> list[int]:
    return [invoice.amount for invoice in owed(session, family_id, today).past]


def _check(session: Session, head: Member, bank: str, run_day: int, today: date) -> None:
    if configured_bank() is None:
        raise ServiceError("autodebit_unavailable")
    if bank not in bank_names("online", today):
        raise ServiceError("autodebit_bank_offline", 409, bank=bank, banks=bank_names("online", today))
    if run_day not in run_days(today):
        raise ServiceError("autodebit_run_day", 422, days=run_days(today))
    past = _arrears(session, head.family_id, today)
    if past:
        raise ServiceError("autodebit_arrears", 409, months=len(past), amount=sum(past))
    active = active_mandate(session, head.family_id)
    if active and (active.bank, active.run_day) == (bank, run_day):
        raise ServiceError("autodebit_same", 409, bank=bank, day=run_day)


def _pending(session: Session, family_id: str, bank: str, run_day: int, now: datetime) -> Mandate | None:
    """The wish that waits already if it is the same and its link works; another one expires."""
    query = select(Mandate).where(Mandate.family_id == family_id, Mandate.state == "pending")
    found = session.scalars(query).one_or_none()
    if found is None:
        return None
    if (found.bank, found.run_day) == (bank, run_day) and now < found.created_at + LINK_LIFE:
        return found
    found.state, found.ended_at = "expired", now
    session.flush()
    return None


def stop(session: Session, viewer: Viewer, *, access: Access, now: datetime) -> MandateView:
    """Ends the family's autodebit at once; what was stopped.

    Raises:
        ServiceError: as ``overview``; 409 ``autodebit_none``.
    """
    head = _payer(session, viewer)
    record_access(session, access, member_id=head.id, what="autodebit.stop", now=now)
    family = session.scalars(select(Family).where(Family.id == head.family_id).with_for_update()).one()
    mandate = active_mandate(session, family.id)
    if mandate is None:
        raise ServiceError("autodebit_none")
    view = _view(session, mandate, today_in_jakarta(now))
    mandate.state, mandate.ended_at = "stopped", now
    set_bank(family, None)
    session.flush()
    return view
