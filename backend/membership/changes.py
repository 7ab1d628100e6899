"""Changes of a member's data: confirmed, listed, withdrawn, decided by an agent, and carried out when they are due."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, select, update
from sqlalchemy.orm import Session

from backend.attachments.service import claim
from backend.conversations.events import emit
from backend.errors import NotFound, ServiceError
from backend.membership import phone_codes
from backend.membership.asking import Asking
from backend.membership.authority import verified_member
from backend.membership.drafts import OPEN
from backend.membership.models import Member, MemberChange
from backend.membership.receipts import as_typed, new_receipt
from backend.membership.telling import tell, words
from backend.privacy.audit import Access, record_access
from backend.reference.calendar import today_in_jakarta

DRAFT_LIFE = timedelta(days=1)
LISTED = 10
_AT_ONCE = ("email", "address")


def _own(session: Session, asking: Asking) -> Member:
    return verified_member(session, asking.viewer)


def _asked(asking: Asking, me: Member) -> ColumnElement[bool]:
    """The changes that the asking member may see; a helper those of the first-level facility only."""
    own = MemberChange.asked_by == me.id
    return own & (MemberChange.kind == "fktp") if asking.viewer.helper else own


def locked(session: Session, query: Select[MemberChange]) -> MemberChange | None:
    """The change that a query names, locked until the transaction ends."""
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()


def find_draft(session: Session, change_id: UUID, asking: Asking) -> MemberChange:
    """A draft or change of the asking member, locked.

    Raises:
        NotFound: ``change_not_found``.
    """
    me = _own(session, asking)
    query = select(MemberChange).where(MemberChange.id == change_id, _asked(asking, me))
    change = locked(session, query)
    if change is None:
        raise NotFound("change_not_found")
    return change


def confirm(session: Session, change_id: UUID, asking: Asking) -> MemberChange:
    """Makes a draft count; confirmed again it stays what it is, with the same receipt.

    E-mail and address count at once; a new phone waits for its code; what an agent must see waits for the agent;
    facility and class wait for their day.

    Raises:
        NotFound: ``change_not_found``.
    """
    change = find_draft(session, change_id, asking)
    if change.state != "draft":
        return change
    change.receipt = new_receipt("UBH")
    change.created_at = asking.now
    if change.attachments:
        for document in claim(session, [UUID(item) for item in change.attachments], asking.conversation_id):
            document.evidence = True
    if change.kind == "phone":
        _drop_older_numbers(session, change, asking.now)
        change.state = "code_sent"
        phone_codes.send(session, change, asking.now)
    elif json.loads(change.value)["by_agent"]:
        change.state = "in_review"
        announce(session, change, asking.now)
    elif change.kind in _AT_ONCE:
        _carry_out(change, asking.now)
    else:
        change.state = "pending"
    access = Access.bot(asking.conversation_id, "change")
    record_access(session, access, member_id=change.member_id, what=f"member.change.{change.kind}", now=asking.now)
    return change


def _drop_older_numbers(session: Session, change: MemberChange, now: datetime) -> None:
    """A newer number replaces one whose code was never typed."""
    older = (MemberChange.member_id == change.member_id) & (MemberChange.kind == "phone")
    waiting = update(MemberChange).where(older, MemberChange.state == "code_sent")
    session.execute(waiting.values(state="withdrawn", decided_at=now))


def announce(session: Session, change: MemberChange, now: datetime) -> None:
    """Tells the open consoles that there is something to decide, or that it was."""
    emit(
        session, "request", conversation_id=change.conversation_id, now=now, receipt=change.receipt, state=change.state
    )


def _carry_out(change: MemberChange, now: datetime) -> None:
    """Writes the new value into the member's record."""
    member, value = change.member, json.loads(change.value)
    today = today_in_jakarta(now)
    if change.kind == "fktp":
        member.fktp_code, member.fktp_name, member.fktp_since = value["code"], value["name"], today
    elif change.kind == "class":
        for one in member.family.members:
            if one.segment == member.segment:
                one.contribution_class, one.class_since = value["class"], today
    elif change.kind == "correction":
        _correct(member, value)
    else:
        setattr(member, change.kind, value[change.kind])
    change.state, change.decided_at = "applied", now


def _correct(member: Member, value: dict[str, str]) -> None:
    if "birth_date" in value:
        member.birth_date = date.fromisoformat(value["birth_date"])
    if "name" in value:
        member.name = value["name"]
    if "nik" in value:
        member.nik, member.nik_due_on = value["nik"], None


def apply_confirmed(session: Session, change: MemberChange, now: datetime) -> None:
    """Carries out a change whose last condition was met just now (the code of a new phone), and says so."""
    _carry_out(change, now)
    tell(session, change, "applied", now)


def apply_due(session: Session, now: datetime) -> int:
    """Carries out what has become due and drops old drafts; a timer calls it. Returns how many were due."""
    session.execute(
        delete(MemberChange).where(MemberChange.state == "draft", MemberChange.created_at < now - DRAFT_LIFE)
    )
    due = (MemberChange.state == "pending") & (MemberChange.effective_on <= today_in_jakarta(now))
    in_one_order = select(MemberChange).where(due).order_by(MemberChange.conversation_id)  # conversations are locked
    found = session.scalars(in_one_order.with_for_update(skip_locked=True)).all()
    for change in found:
        if change.kind == "class" and change.member.arrears_months:
            _refuse_for_arrears(session, change, now)
        else:
            apply_confirmed(session, change, now)
    return len(found)


def _refuse_for_arrears(session: Session, change: MemberChange, now: datetime) -> None:
    """A family that has come into arrears meanwhile stays in its class."""
    change.state, change.decided_at = "refused", now
    change.note = words("class_arrears_note", change.locale)
    tell(session, change, "refused", now)


def mine(session: Session, asking: Asking) -> Sequence[MemberChange]:
    """The confirmed changes that the member asked for, newest first."""
    me = _own(session, asking)
    query = select(MemberChange).where(_asked(asking, me), MemberChange.state != "draft")
    access = Access.bot(asking.conversation_id, "changes")
    record_access(session, access, member_id=me.id, what="member.changes", now=asking.now)
    return session.scalars(query.order_by(MemberChange.created_at.desc()).limit(LISTED)).all()


def ask_agent(session: Session, receipt: str, asking: Asking) -> MemberChange:
    """Hands a new phone number whose code does not arrive to an agent; asked again it stays so.

    Raises:
        NotFound: ``change_not_found``.
        ServiceError: ``change_over`` (409, ``state``): it waits for no code.
    """
    me = _own(session, asking)
    query = select(MemberChange).where(MemberChange.receipt == as_typed(receipt), _asked(asking, me))
    change = locked(session, query)
    if change is None:
        raise NotFound("change_not_found")
    if change.state not in ("code_sent", "in_review"):
        raise ServiceError("change_over", 409, state=change.state)
    change.state = "in_review"
    announce(session, change, asking.now)
    return change


def withdraw(session: Session, receipt: str, asking: Asking) -> MemberChange:
    """Takes a change back that does not count yet; withdrawn again it stays so.

    Raises:
        NotFound: ``change_not_found``.
        ServiceError: ``change_over`` (409, ``state``): it counts already, or was decided.
    """
    me = _own(session, asking)
    query = select(MemberChange).where(MemberChange.receipt == as_typed(receipt), _asked(asking, me))
    change = locked(session, query)
    if change is None:
        raise NotFound("change_not_found")
    if change.state == "withdrawn":
        return change
    if change.state not in OPEN:
        raise ServiceError("change_over", 409, state=change.state)
    change.state, change.decided_at = "withdrawn", asking.now
    announce(session, change, asking.now)
    return change
