"""Service API of membership."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.api.deps import Caller, CallerInfo, Db, Now, Verified, Viewer
from backend.api.routes import TopicRouter
from backend.facilities.service import Where
from backend.identity.viewer import Viewer as IdentityViewer
from backend.membership import changes, outlook, service
from backend.membership.asking import Asking
from backend.membership.cards import make_cards
from backend.membership.drafts import Wish, draft
from backend.membership.fktp_options import Kind, Options, find_options
from backend.membership.models import MemberChange
from backend.membership.phone_codes import page_url
from backend.membership.schemas import (
    CardOut,
    CardsIn,
    CardsOut,
    ChangeIn,
    ChangeOut,
    ClassChangeOut,
    FamilyOut,
    FktpChangeOut,
    MemberOut,
    StatusOut,
    TypedOut,
)
from backend.privacy.audit import Access
from backend.reference.calendar import today_in_jakarta

router = TopicRouter(prefix="/service/v1/membership", tags=["membership"])


@router.get("/status")
def status(session: Db, caller: Caller, viewer: Viewer, now: Now) -> StatusOut:
    """Active or not, for identified members (level 1)."""
    access = Access.bot(caller.conversation_id, "status")
    return StatusOut(active=service.status_of(session, viewer, access=access, now=now))


@router.get("/me")
def me(session: Db, caller: Caller, viewer: Verified, now: Now, member: str | None = None) -> MemberOut:
    """The membership of the verified member, or of ``member`` if they may see that card."""
    access = Access.bot(caller.conversation_id, "membership")
    found = service.overview(session, viewer, member, access=access, now=now, today=today_in_jakarta(now))
    return MemberOut.of(found)


@router.get("/family")
def family(session: Db, caller: Caller, viewer: Verified, now: Now) -> FamilyOut:
    """The family members that the verified member may act for, oneself included."""
    access = Access.bot(caller.conversation_id, "family")
    seen = service.family_view(session, viewer, access=access, now=now, today=today_in_jakarta(now))
    return FamilyOut(members=[CardOut.of(member) for member in seen.members], others=seen.others)


@router.get("/typed")
def typed(session: Db, caller: Caller, viewer: Verified) -> TypedOut:
    """Whom of the family the card number or NIK in the message being answered names."""
    found = service.typed_member(session, viewer, caller.conversation_id)
    return TypedOut(member_id=None if found.id == viewer.member_id else found.id)


def _asking(caller: CallerInfo, viewer: IdentityViewer, now: Now) -> Asking:
    return Asking(viewer, caller.conversation_id, caller.locale, now, today_in_jakarta(now))


def _out(change: MemberChange, now: Now) -> ChangeOut:
    return ChangeOut.of(change, page_url(change, now) if change.state == "code_sent" else None)


@router.get("/fktp-options")
def fktp_options(
    *,
    session: Db,
    text: Annotated[str | None, Query(max_length=200)] = None,
    lat: float | None = None,
    lon: float | None = None,
    place_id: Annotated[str | None, Query(max_length=80)] = None,
    without: Annotated[str | None, Query(max_length=16)] = None,
    kind: Kind | None = None,
) -> Options:
    """First-level facilities with room, the nearest first; public facts, no login."""
    return find_options(session, Where(lat, lon, place_id, None, text), without=without, kind=kind)


@router.get("/fktp-change")
def fktp_change(session: Db, caller: Caller, viewer: Verified, now: Now, member: str | None = None) -> FktpChangeOut:
    """Whether and from when the facility may be changed."""
    return outlook.fktp_outlook(session, member, _asking(caller, viewer, now))


@router.get("/class-change")
def class_change(session: Db, caller: Caller, viewer: Verified, now: Now) -> ClassChangeOut:
    """Whether the family may change its class, and what each costs."""
    return outlook.class_outlook(session, _asking(caller, viewer, now))


@router.post("/changes", status_code=201)
def draft_change(session: Db, caller: Caller, viewer: Verified, now: Now, wish: ChangeIn) -> ChangeOut:
    """Checks a change and keeps it as a draft to be read back; nothing counts yet."""
    values = wish.model_dump(exclude={"member"}) | {"member_id": wish.member}
    return _out(draft(session, Wish(**values), _asking(caller, viewer, now)), now)


@router.post("/changes/{change_id}/confirm")
def confirm_change(session: Db, caller: Caller, viewer: Verified, now: Now, change_id: UUID) -> ChangeOut:
    """Makes a draft count; the same again gives the same receipt."""
    return _out(changes.confirm(session, change_id, _asking(caller, viewer, now)), now)


@router.get("/changes")
def my_changes(session: Db, caller: Caller, viewer: Verified, now: Now) -> list[ChangeOut]:
    """The changes that the member asked for, newest first."""
    return [_out(change, now) for change in changes.mine(session, _asking(caller, viewer, now))]


@router.post("/changes/{receipt}/agent")
def ask_agent(session: Db, caller: Caller, viewer: Verified, now: Now, receipt: str) -> ChangeOut:
    """Hands a new phone number whose code does not arrive to an agent."""
    return _out(changes.ask_agent(session, receipt, _asking(caller, viewer, now)), now)


@router.delete("/changes/{receipt}")
def withdraw_change(session: Db, caller: Caller, viewer: Verified, now: Now, receipt: str) -> ChangeOut:
    """Takes a change back that does not count yet."""
    return _out(changes.withdraw(session, receipt, _asking(caller, viewer, now)), now)


@router.post("/cards", status_code=201)
def digital_cards(session: Db, caller: Caller, viewer: Verified, now: Now, wish: CardsIn) -> CardsOut:
    """Digital cards as files of the conversation, for messages on either channel."""
    asking = _asking(caller, viewer, now)
    return CardsOut(files=make_cards(session, wish.member, asking, family=wish.family, form=wish.form))
