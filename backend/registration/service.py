"""The member's side of a registration: begun, answered, resumed, submitted, withdrawn."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.attachments.models import Attachment
from backend.complaints.ticket import new_access_code
from backend.conversations.events import emit
from backend.errors import ServiceError
from backend.membership import repository
from backend.membership.asking import Asking
from backend.membership.authority import verified_member
from backend.membership.models import Member
from backend.membership.receipts import new_receipt
from backend.privacy.audit import Access, record_access
from backend.privacy.crypto import lookup_hash
from backend.registration.access import data_of, keep, of_asker, owned
from backend.registration.answers import CHECKS, Answer, Work, family_of
from backend.registration.civil import CivilRegistry
from backend.registration.models import Kind, Registration
from backend.registration.steps import BEHIND, NEEDS_MEMBER, STEPS, missing

EDITABLE = ("draft", "needs_documents")
DRAFT_LIFE = timedelta(days=30)
"""Half-finished ones are kept so long; then they are forgotten."""
_PAYERS = {"PPU": "register_with_employer", "PBI": "register_with_state"}


def begin(session: Session, kind: Kind, asking: Asking, registry: CivilRegistry) -> Registration:
    """A new registration, or the half-finished one of the same kind that the asker has.

    Raises:
        ServiceError: ``verification_required``; ``register_with_employer``, ``register_with_state`` (where it happens
            elsewhere); ``nobody_to_add``; ``still_employed``.
    """
    member = verified_member(session, asking.viewer) if kind in NEEDS_MEMBER else None
    unfinished = (one for one in of_asker(session, asking) if one.kind == kind and one.state in EDITABLE)
    if (found := next(unfinished, None)) is not None:
        found.conversation_id = asking.conversation_id
        return found
    registration = Registration(
        receipt=new_receipt("DFT"),
        access_code=new_access_code(),
        kind=kind,
        conversation_id=asking.conversation_id,
        locale=asking.locale,
        member_id=member.id if member else None,
        created_at=asking.now,
        updated_at=asking.now,
    )
    data = _opening(session, registration, member, asking, registry) if member else {}
    keep(registration, data, asking.now)
    session.add(registration)
    session.flush()
    return registration


def _opening(
    session: Session, registration: Registration, member: Member, asking: Asking, registry: CivilRegistry
) -> dict[str, Any]:
    """What a member's record answers already."""
    access = Access.bot(asking.conversation_id, "registration")
    record_access(session, access, member_id=member.id, what="member.overview", now=asking.now)
    if registration.kind == "newborn":
        return {"segment": member.segment}
    if registration.kind == "job_loss":
        if member.segment != "PPU":
            raise ServiceError("not_employed", 409, segment=member.segment)
        if member.active:
            raise ServiceError("still_employed", 409)
        return {"people": [{"name": one.name} for one in member.family.members]}
    if member.segment in _PAYERS:
        raise ServiceError(_PAYERS[member.segment], 409)
    work = Work(session, registration, {}, Answer("choice"), asking, registry)
    fresh = [one for one in family_of(work, member.family.card_number) if not repository.by_nik(session, one.nik)]
    if not fresh:
        raise ServiceError("nobody_to_add", 409)
    return {"candidates": [{"nik": one.nik, "name": one.short_name, "relation": one.relation} for one in fresh]}


def answer(session: Session, receipt: str, given: Answer, asking: Asking, registry: CivilRegistry) -> Registration:
    """Takes one answer; what hangs on an older one is asked again.

    Raises:
        NotFound: ``registration_not_found``.
        ServiceError: ``registration_over``; ``unknown_field``; ``registration_incomplete`` (``missing``): what it hangs
            on is not answered; what is wrong with the answer (the caller commits what was counted).
    """
    registration = _editable(session, receipt, asking)
    _check_field(registration, given.field)
    data = data_of(registration)
    before = [name for name, later in BEHIND.items() if given.field in later and name not in data]
    if before:
        raise ServiceError("registration_incomplete", 422, missing=before)
    try:
        value = CHECKS[given.field](Work(session, registration, data, given, asking, registry))
    finally:
        keep(registration, data, asking.now)
    for later in BEHIND.get(given.field, ()):
        data.pop(later, None)
    if value is not None:
        data[given.field] = value
    if given.field == "kk":
        registration.kk_hash = lookup_hash("kk", value)
    keep(registration, data, asking.now)
    return registration


def clear(session: Session, receipt: str, field: str, asking: Asking) -> Registration:
    """Takes an answer back, so that it is asked again.

    Raises:
        NotFound: ``registration_not_found``.
        ServiceError: ``registration_over``; ``unknown_field``.
    """
    registration = _editable(session, receipt, asking)
    _check_field(registration, field)
    data = data_of(registration)
    for name in (field, *BEHIND.get(field, ())):
        data.pop(name, None)
    keep(registration, data, asking.now)
    return registration


def _check_field(registration: Registration, field: str) -> None:
    steps = STEPS[registration.kind]
    if field not in steps:
        raise ServiceError("unknown_field", 422, choices=list(steps))


def _editable(session: Session, receipt: str, asking: Asking) -> Registration:
    registration = owned(session, receipt, asking)
    if registration.state not in EDITABLE:
        raise ServiceError("registration_over", 409, state=registration.state)
    return registration


def submit(session: Session, receipt: str, asking: Asking) -> Registration:
    """Hands a complete registration to the agents; handed in again it stays what it is.

    Raises:
        ServiceError: ``registration_incomplete`` (``missing``), ``registration_pending``: that family card is being
            registered already.
    """
    registration = owned(session, receipt, asking)
    if registration.state not in EDITABLE:
        return registration
    left = missing(registration.kind, data_of(registration))
    if left:
        raise ServiceError("registration_incomplete", 422, missing=left)
    if registration.kk_hash:
        same = (Registration.kk_hash == registration.kk_hash) & (Registration.id != registration.id)
        if session.scalar(select(Registration.id).where(same, Registration.state.in_(("submitted", "approved")))):
            raise ServiceError("registration_pending", 409)
    for document in session.scalars(select(Attachment).where(Attachment.id.in_(registration.attachments))):
        document.evidence = True
    registration.state, registration.updated_at = "submitted", asking.now
    announce(session, registration, asking.now)
    return registration


def announce(session: Session, registration: Registration, now: datetime) -> None:
    """Tells the open consoles that there is something to decide, or that it was."""
    facts = {"receipt": registration.receipt, "state": registration.state}
    emit(session, "request", conversation_id=registration.conversation_id, now=now, **facts)


def withdraw(session: Session, receipt: str, asking: Asking) -> Registration:
    """Takes a registration back that was not decided yet.

    Raises:
        ServiceError: ``registration_over``.
    """
    registration = owned(session, receipt, asking)
    if registration.state not in (*EDITABLE, "submitted", "withdrawn"):
        raise ServiceError("registration_over", 409, state=registration.state)
    registration.state, registration.updated_at = "withdrawn", asking.now
    announce(session, registration, asking.now)
    return registration


def forget_old(session: Session, now: datetime) -> None:
    """Deletes half-finished registrations that nobody went on with; a timer calls it."""
    old = (Registration.state == "draft") & (Registration.updated_at < now - DRAFT_LIFE)
    session.execute(delete(Registration).where(old))
