"""The supervisor's wall: who waits, how long, who is there, and what has taken too long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from fastapi import Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.complaints.lifecycle import FINISHED
from backend.complaints.models import Complaint
from backend.console.auth import Supervising, SupervisingSigned
from backend.console.routing import console_router
from backend.conversations.events import latest_position
from backend.handover.models import Agent, Handover
from backend.handover.presence import agents_online, presence_of
from backend.sla import clocks
from backend.sla.models import SlaClock

router = console_router()
_SOON = timedelta(minutes=30)
_LISTED = 20


@dataclass(frozen=True)
class AgentLine:
    """One agent on the wall."""

    name: str
    presence: str
    held: int
    capacity: int


@dataclass(frozen=True)
class Wall:
    """What the wall shows at a moment."""

    waiting: int
    longest_since: datetime | None
    held: int
    online: int
    complaints_overdue: int
    breaches: Sequence[SlaClock]
    soon: Sequence[SlaClock]
    agents: list[AgentLine]


def _agents(session: Session, now: datetime) -> list[AgentLine]:
    held = select(func.count()).where(Handover.agent_id == Agent.id, Handover.state == "claimed").scalar_subquery()
    query = select(Agent, held).where(Agent.active, Agent.role.in_(("agent", "supervisor"))).order_by(Agent.name)
    return [
        AgentLine(agent.name, presence_of(agent, now=now), count, agent.capacity)
        for agent, count in session.execute(query)
    ]


def read_wall(session: Session, *, now: datetime) -> Wall:
    """The wall as it is now."""
    waiting = Handover.state == "waiting"
    counted = select(
        func.count().filter(waiting),
        func.min(Handover.queued_at).filter(waiting),
        func.count().filter(Handover.state == "claimed"),
    )
    in_line, longest, held = session.execute(counted.select_from(Handover)).one()
    late = (Complaint.due_at < now, Complaint.status.not_in(FINISHED), Complaint.merged_into_id.is_(None))
    running = (SlaClock.state == "running", SlaClock.due_at > now, SlaClock.due_at < now + _SOON)
    soon = session.scalars(select(SlaClock).where(*running).order_by(SlaClock.due_at).limit(_LISTED)).all()
    return Wall(
        waiting=in_line,
        longest_since=longest,
        held=held,
        online=agents_online(session, now=now),
        complaints_overdue=session.scalar(select(func.count()).select_from(Complaint).where(*late)) or 0,
        breaches=clocks.open_breaches(session),
        soon=soon,
        agents=_agents(session, now),
    )


@router.get("/wall")
def wall_page(visit: Supervising) -> Response:
    """The wall, which keeps itself fresh."""
    position = latest_position(visit.session)  # first: what happens while the page is made comes by the stream
    return visit.page("wall.html", position=position, wall=read_wall(visit.session, now=visit.now))


@router.get("/wall/now")
def wall_part(visit: Supervising) -> Response:
    """What is on it, as a part of the open page."""
    return visit.page("wall_now.html", wall=read_wall(visit.session, now=visit.now))


@router.post("/wall/breaches/{clock_id}/seen")
def seen(visit: SupervisingSigned, clock_id: UUID) -> Response:
    """Takes a breach off the wall; who did it is kept."""
    clocks.see_to(visit.session, clock_id, visit.agent.id, now=visit.now)
    return visit.done("/console/wall", "queue-changed")
