"""What an agent works with beside a conversation: canned texts, colleagues, teams, replies not yet sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.complaints.models import Complaint
from backend.handover import canned, held
from backend.handover.canned import Canned
from backend.handover.marks import SNOOZES, used_labels
from backend.handover.models import Agent, Handover, HeldReply, Team
from backend.handover.presence import is_there
from backend.handover.teams import all_teams


@dataclass(frozen=True)
class Tools:
    """Empty for who does not hold the conversation, but for what a supervisor may do with it."""

    canned: list[Canned] = field(default_factory=list)
    held: Sequence[HeldReply] = ()
    colleagues: list[Agent] = field(default_factory=list)
    teams: Sequence[Team] = ()
    labels: list[str] = field(default_factory=list)
    snoozes: tuple[int, ...] = SNOOZES


def colleagues_of(session: Session, agent: Agent, *, now: datetime) -> list[Agent]:
    """Who else is there to go on with a conversation."""
    query = select(Agent).where(Agent.role.in_(("agent", "supervisor")), Agent.id != agent.id).order_by(Agent.name)
    return [other for other in session.scalars(query) if is_there(other, now=now)]


def _filled(session: Session, agent: Agent, values: dict[str, str], now: datetime) -> list[Canned]:
    known = values | {"salam": canned.greeting(now), "nama_petugas": agent.name}
    return [replace(each, text=canned.fill(each.text, known)) for each in canned.texts_of(session, agent)]


def read_tools(
    session: Session,
    agent: Agent,
    handover: Handover | None,
    *,
    complaints: Sequence[Complaint],
    name: str | None,
    now: datetime,
) -> Tools:
    """The tools for one conversation.

    Args:
        complaints: those shown beside it; the first one's number is a variable of canned texts.
        name: what the member is called, a variable too.
    """
    if handover is None or handover.state != "claimed":
        return Tools()
    mine = handover.agent_id == agent.id
    if not mine and not agent.supervisor:
        return Tools()
    values = {"nama_peserta": name or "", "nomor_tiket": handover.number}
    values["nomor_pengaduan"] = complaints[0].ticket if complaints else ""
    return Tools(
        canned=_filled(session, agent, values, now) if mine else [],
        held=_held_of(session, handover, agent.id),
        colleagues=colleagues_of(session, agent, now=now),
        teams=all_teams(session),
        labels=used_labels(session),
    )


def _held_of(session: Session, handover: Handover, agent_id: UUID) -> Sequence[HeldReply]:
    return [reply for reply in held.of_handover(session, handover.id) if reply.agent_id == agent_id]
