"""Service API of membership."""

from fastapi import APIRouter

from backend.api.deps import Caller, Db, Now, Verified, Viewer
from backend.membership import service
from backend.membership.schemas import CardOut, FamilyOut, MemberOut, StatusOut
from backend.privacy.audit import Access
from backend.reference.calendar import today_in_jakarta

router = APIRouter(prefix="/service/v1/membership", tags=["membership"])


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
