"""The consoles' log as streams need it: what happened, to whom, and the lines of the queue in which somebody wrote."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from backend.accounts.permissions import allowed
from backend.console.queue_view import QueueItem, read_open_lines
from backend.conversations.events import Position, read_events
from backend.conversations.models import ConsoleEvent
from backend.handover.models import Agent
from backend.sla.clocks import pressing
from backend.sla.models import SlaClock

BATCH = 500
DESK = frozenset({"complaint", "request", "payment", "privacy"})
"""What shows in the lists beside the queue: complaints, requests, payments, and requests about personal data."""
_NOT_IN_QUEUE = frozenset({"delivery", "read", "held", "identity", "session", *DESK})
"""What shows on other pages, or on none, but not in the queue."""


@dataclass(frozen=True)
class Seen:
    """One event, and how its conversation stood when it was read."""

    position: Position
    kind: str
    conversation_id: UUID | None
    agent_id: str | None
    line: QueueItem | None
    """The line of its conversation, if that waits or is with an agent."""

    def concerns(self, agent: Agent) -> bool:
        """Whether the queue of this agent, or the agenda of this doctor, looks different after it."""
        if self.kind == "consultation":
            return allowed(agent.role, "consult")
        if self.kind in _NOT_IN_QUEUE or not allowed(agent.role, "work"):
            return False
        if self.kind == "mention":
            return self.agent_id == str(agent.id)
        if self.kind == "message" and not agent.supervisor:
            return self.line is not None and self.line.shown_in("open", agent)
        return True


@dataclass(frozen=True)
class OpenLine:
    """A line of the queue as it was read last, with the time limit that presses."""

    item: QueueItem
    late: SlaClock | None


@dataclass
class Look:
    """What one look at the log gave: events, their end, and whether there is more, now or after a transaction.

    ``lines`` has the line of each conversation that waits or is with an agent.
    """

    events: list[Seen]
    end: Position
    full: bool = False
    unfinished: bool = False
    lines: Mapping[UUID, OpenLine] = field(default_factory=dict)


def read(session: Session, after: Position) -> Look:
    """Reads the log behind a position."""
    found = read_events(session, after, BATCH)
    items = read_open_lines(session, {event.conversation_id for _, event in found if event.conversation_id})
    events = [
        Seen(
            position=position,
            kind=event.kind,
            conversation_id=event.conversation_id,
            agent_id=event.data.get("agent_id"),
            line=items.get(event.conversation_id) if event.conversation_id else None,
        )
        for position, event in found
    ]
    end = events[-1].position if events else after
    place = tuple_(ConsoleEvent.xid, ConsoleEvent.id) > (end.xid, end.id)
    more = session.scalar(select(ConsoleEvent.id).where(place).limit(1)) is not None
    late = pressing(session, (item.number for item in items.values() if item.number))
    lines = {key: OpenLine(item, late.get(item.number or "")) for key, item in items.items()}
    return Look(events, end, full=len(found) == BATCH, unfinished=more and len(found) < BATCH, lines=lines)
