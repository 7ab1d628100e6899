"""Service API of helping."""

from uuid import UUID

from backend.api.deps import Caller, Db, Now, Verified, Viewer
from backend.api.once import once
from backend.api.routes import TopicRouter
from backend.helpers import acting, granting, register
from backend.helpers.models import HelperPermission
from backend.helpers.schemas import EndedOut, HelpedOut, HelperOut, LinkIn, LinkOut
from backend.identity.consent import services_of
from backend.identity.service import viewer_of
from backend.identity.verification import start_verification
from backend.identity.viewer import VERIFIED
from backend.membership.authority import verified_member
from backend.privacy.audit import Access
from backend.reference.calendar import today_in_jakarta

router = TopicRouter(prefix="/service/v1/helpers", tags=["helpers"])


def _out(permission: HelperPermission, now: Now) -> HelpedOut:
    return HelpedOut.of(permission, services_of(permission.kind, today_in_jakarta(now)))


@router.post("/links", status_code=201)
def link(session: Db, caller: Caller, now: Now, wish: LinkIn) -> LinkOut:
    """A one-time link to the page on which a member's code, or an agent, is asked for."""
    made = start_verification(session, caller.conversation_id, now, locale=caller.locale, helper_kind=wish.kind)
    own = viewer_of(session, caller.conversation_id, now)
    return LinkOut(url=made.url, expires_at=made.expires_at, known=own.level >= VERIFIED)


@router.get("/helped")
def helped(session: Db, caller: Caller, now: Now) -> list[HelpedOut]:
    """For whom the writer may begin without another code."""
    own = viewer_of(session, caller.conversation_id, now)
    return [_out(one, now) for one in register.usable(session, own, caller.conversation_id, now)]


@router.get("/acting")
def acting_for(session: Db, caller: Caller, now: Now) -> HelpedOut | None:
    """For whom the conversation acts at this moment."""
    found = acting.acting(session, caller.conversation_id, now)
    return _out(found.permission, now) if found and not found.over else None


@router.delete("/acting")
@once
def end(session: Db, caller: Caller, now: Now) -> EndedOut:
    """Back to the conversation's own identity."""
    return EndedOut(ended=acting.end(session, caller.conversation_id, now))


@router.get("/requests/{permission_id}")
def request(session: Db, caller: Caller, now: Now, permission_id: UUID) -> HelpedOut | None:
    """A request of this conversation: what the agent decided."""
    found = session.get(HelperPermission, permission_id)
    return _out(found, now) if found and found.conversation_id == caller.conversation_id else None


@router.post("/{permission_id}/use")
def use(session: Db, caller: Caller, now: Now, permission_id: UUID) -> HelpedOut:
    """Begins with a permission that is there."""
    own = viewer_of(session, caller.conversation_id, now)
    permission = register.to_use(session, own, permission_id, caller.conversation_id, now)
    granting.use(session, permission, caller.conversation_id, now)
    return _out(permission, now)


@router.get("/over-me")
def over_me(session: Db, caller: Caller, viewer: Verified, now: Now) -> list[HelperOut]:
    """Who may act for the verified member; a helper may not look."""
    member, access = verified_member(session, viewer), Access.bot(caller.conversation_id, "helping")
    return [HelperOut.of(one) for one in register.over(session, member, access=access, now=now)]


@router.post("/{permission_id}/revoke")
@once
def revoke(session: Db, caller: Caller, viewer: Viewer, now: Now, permission_id: UUID) -> HelperOut:
    """The member takes it back."""
    access = Access.bot(caller.conversation_id, "helping")
    return HelperOut.of(register.revoke(session, viewer, permission_id, access=access, now=now))
