"""Service API of consultations at a distance (level 2: health data; danger is heard at every level)."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Query

from backend.api.deps import Caller, Db, Now, Verified
from backend.api.routes import TopicRouter
from backend.privacy.audit import Access
from backend.teleconsultation import service, signs
from backend.teleconsultation.people import Asked
from backend.teleconsultation.schemas import (
    CaseOut,
    ComplaintOut,
    ConsultationOut,
    HeardOut,
    MineOut,
    RequestIn,
    TextIn,
    TimeIn,
)
from backend.teleconsultation.service import Wish

router = TopicRouter(prefix="/service/v1/teleconsultation", tags=["teleconsultation"])


def _asked(
    caller: Caller, viewer: Verified, now: Now, member: Annotated[str | None, Query(max_length=36)] = None
) -> Asked:
    return Asked(viewer, member, Access.bot(caller.conversation_id, "teleconsultation"), now)


About = Annotated[Asked, Depends(_asked)]


@router.post("/danger")
def danger(said: TextIn) -> HeardOut:
    """Whether a text tells of danger; nothing of it is kept."""
    return HeardOut(sign=signs.heard(said.text))


@router.post("/complaint")
def complaint(said: TextIn) -> ComplaintOut:
    """A complaint as it would be kept; refused where it is too short, too long, or tells of danger."""
    return ComplaintOut(complaint=service.checked_complaint(said.text))


@router.get("")
def case(session: Db, asked: About, on: date | None = None) -> CaseOut:
    """How things stand for a patient."""
    return CaseOut.of(session, service.case_of(session, asked, on))


@router.get("/mine")
def mine(session: Db, asked: About) -> MineOut:
    """The open consultations, else the last one."""
    return MineOut(consultations=[ConsultationOut.of(session, each) for each in service.mine(session, asked)])


@router.post("", status_code=201)
def request(session: Db, asked: About, body: RequestIn) -> ConsultationOut:
    """Books a consultation."""
    wish = Wish(body.complaint, body.signs, body.starts_at, body.consent, body.share_screening, body.since)
    return ConsultationOut.of(session, service.request(session, asked, wish))


@router.put("/{receipt}/time")
def move(session: Db, asked: About, receipt: str, body: TimeIn) -> ConsultationOut:
    """Gives a consultation another time."""
    return ConsultationOut.of(session, service.move(session, asked, receipt, body.starts_at))


@router.delete("/{receipt}")
def withdraw(session: Db, asked: About, receipt: str) -> ConsultationOut:
    """Takes a request back."""
    return ConsultationOut.of(session, service.withdraw(session, asked, receipt))
