"""Service API of notices. Switching on needs a verified member; stopping, and watching beds, needs nobody's name."""

from backend.api.deps import Caller, Db, IdempotencyKey, Now, Verified
from backend.api.once import once
from backend.api.routes import TopicRouter
from backend.notifications import service, telling, watches
from backend.notifications.kinds import KINDS
from backend.notifications.schemas import (
    KindOut,
    NoticeOut,
    SettingsOut,
    StartedOut,
    StoppedOut,
    SwitchIn,
    WatchIn,
    WatchOut,
)
from backend.privacy.audit import Access

router = TopicRouter(prefix="/service/v1/notifications", tags=["notifications"])


@router.get("")
def settings(session: Db, caller: Caller, now: Now) -> SettingsOut:
    """What this conversation is told, and the beds that it watches."""
    on = [KindOut.of(one) for one in service.subscriptions(session, caller.conversation_id)]
    watched = [WatchOut.of(watch) for watch in watches.running(session, caller.conversation_id, now=now)]
    return SettingsOut(on=on, kinds=list(KINDS), watches=watched)


@router.post("/on")
def switch_on(body: SwitchIn, session: Db, caller: Caller, viewer: Verified, now: Now) -> list[KindOut]:
    """Asks for kinds of notices in this conversation; gives all that are on."""
    access = Access.bot(caller.conversation_id, "notices")
    found = service.switch_on(session, viewer, body.kinds, day=body.day, access=access, now=now)
    return [KindOut.of(one) for one in found]


@router.post("/off")
@once
def switch_off(body: SwitchIn, session: Db, caller: Caller, now: Now) -> StoppedOut:
    """Stops kinds of notices, or everything with the watches."""
    access = Access.bot(caller.conversation_id, "notices")
    stopped = service.switch_off(session, caller.conversation_id, body.kinds, access=access, now=now)
    return StoppedOut(stopped=stopped)


@router.post("/bed-watches")
def watch_beds(body: WatchIn, session: Db, caller: Caller, now: Now) -> StartedOut:
    """Watches for a free bed."""
    started = watches.start(session, caller.conversation_id, body.place(), body.room_class, hours=body.hours, now=now)
    watch = WatchOut.of(started.watch) if started.watch else None
    return StartedOut(status=started.status, watch=watch, found=started.found)


@router.post("/take")
def take(session: Db, caller: Caller, now: Now, idempotency_key: IdempotencyKey = None) -> list[NoticeOut]:
    """What this conversation has not been told yet; each notice is given to one turn only."""
    taken = telling.take(session, caller.conversation_id, idempotency_key or "", now=now)
    return [NoticeOut(kind=item.kind, facts=item.facts) for item in taken]
