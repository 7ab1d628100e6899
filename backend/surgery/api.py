"""Service API of surgery dates (level 2: health data)."""

from typing import Annotated

from fastapi import Query
from sqlalchemy.orm import Session

from backend.api.deps import Caller, Db, Now, Verified
from backend.api.routes import TopicRouter
from backend.facilities.service import get_facility
from backend.privacy.audit import Access
from backend.reference.calendar import zone_label
from backend.surgery import service
from backend.surgery.models import Surgery
from backend.surgery.schemas import SurgeryOut, SurgeryScheduleOut

router = TopicRouter(prefix="/service/v1/surgery", tags=["surgery"])


@router.get("/schedule")
def schedule(
    session: Db, caller: Caller, viewer: Verified, now: Now, member: Annotated[str | None, Query(max_length=36)] = None
) -> SurgeryScheduleOut:
    """Surgery dates of the verified member, or of a child acted for."""
    access = Access.bot(caller.conversation_id, "surgery_schedule")
    patient, surgeries = service.schedule_of(session, viewer, member, access=access, now=now)
    return SurgeryScheduleOut(
        member_id=patient.id, name=patient.name, surgeries=[_out(session, surgery) for surgery in surgeries]
    )


def _out(session: Session, surgery: Surgery) -> SurgeryOut:
    facility = get_facility(session, surgery.facility_code)
    return SurgeryOut(
        code=surgery.code,
        facility=facility.code,
        facility_name=facility.name,
        facility_phone=facility.phone,
        poli=surgery.poli.name,
        date=surgery.day,
        weekday=surgery.day.isoweekday(),
        starts=f"{surgery.starts:%H:%M}" if surgery.starts else None,
        time_zone=zone_label(facility.time_zone),
        procedure=surgery.procedure,
        moved_from=surgery.moved_from,
        done=surgery.done,
        reported_at=surgery.reported_at,
    )
