"""Service API of past visits (level 2: health data)."""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from backend.api.deps import Caller, Db, Now, Verified
from backend.history import service
from backend.history.models import Visit
from backend.history.schemas import VisitOut, VisitsOut
from backend.privacy.audit import Access
from backend.queues.places import facility_of

router = APIRouter(prefix="/service/v1/history", tags=["history"])


@router.get("/visits")
def visits(
    *,
    session: Db,
    caller: Caller,
    viewer: Verified,
    now: Now,
    member: Annotated[str | None, Query(max_length=36)] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 5,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> VisitsOut:
    """Past visits of the verified member, or of a child acted for."""
    access = Access.bot(caller.conversation_id, "service_history")
    patient, found, total = service.visits_of(
        session, viewer, member, limit=limit, offset=offset, access=access, now=now
    )
    return VisitsOut(
        member_id=patient.id, name=patient.name, total=total, visits=[_out(session, visit) for visit in found]
    )


def _out(session: Session, visit: Visit) -> VisitOut:
    return VisitOut(
        date=visit.day,
        facility=visit.facility_code,
        facility_name=facility_of(session, visit.facility_code).name,
        poli=visit.poli_code,
        poli_name=visit.poli.name if visit.poli else None,
        care=visit.care,
    )
