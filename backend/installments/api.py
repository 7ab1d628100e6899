"""Service API of paying arrears in stages."""

from pydantic import BaseModel, Field

from backend.api.deps import Caller, Db, IdempotencyKey, Now, Verified
from backend.api.routes import TopicRouter
from backend.installments import service
from backend.installments.views import PlanView, Simulation
from backend.privacy.audit import Access

router = TopicRouter(prefix="/service/v1/installments", tags=["installments"])

_MOST = 60


class EnrolIn(BaseModel):
    """The chosen number of stages."""

    stages: int = Field(ge=1, le=_MOST)


@router.get("/simulation")
def simulation(session: Db, caller: Caller, viewer: Verified, now: Now) -> Simulation:
    """Whether and how the verified member's family may pay in stages."""
    return service.simulate(session, viewer, access=Access.bot(caller.conversation_id, "installments"), now=now)


@router.post("/plan", status_code=201)
def enrol(
    *, body: EnrolIn, session: Db, caller: Caller, viewer: Verified, now: Now, idempotency_key: IdempotencyKey = None
) -> PlanView:
    """Makes the plan that was read back and confirmed."""
    access = Access.bot(caller.conversation_id, "installments")
    return service.enrol(
        session,
        viewer,
        body.stages,
        conversation_id=caller.conversation_id,
        key=idempotency_key,
        access=access,
        now=now,
    )


@router.get("/plan")
def plan(session: Db, caller: Caller, viewer: Verified, now: Now) -> PlanView:
    """The family's newest plan."""
    return service.status(session, viewer, access=Access.bot(caller.conversation_id, "installments"), now=now)
