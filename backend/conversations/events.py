"""What open consoles are told: a log in the database, read in an order in which nothing is missed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, tuple_
from sqlalchemy.orm import Session

from backend.conversations.models import ConsoleEvent

CONSOLE_CHANNEL = "care165_console"
CONVERSATION_CHANNEL = "care165_conversation"
TYPING_CHANNEL = "care165_typing"
"""Payload: conversation and who types there, ``…:member`` or ``…:agent``. Nothing of it is kept."""

_FINISHED = text("xid < (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint")


@dataclass(frozen=True, order=True)
class Position:
    """Where a console stands in the log: the pair that orders it. Written ``xid-id`` on the wire."""

    xid: int = 0
    id: int = 0

    def __str__(self) -> str:
        return f"{self.xid}-{self.id}"

    @classmethod
    def parse(cls, value: str | None) -> "Position":
        """The position that ``str`` wrote; anything else is the beginning."""
        left, _, right = (value or "").partition("-")
        return cls(int(left), int(right)) if left.isdecimal() and right.isdecimal() else cls()


_NOTIFY = text("SELECT pg_notify(:channel, :payload)")
_TELL = text("""
WITH told AS (
    INSERT INTO console_events (kind, conversation_id, data, created_at)
    SELECT CAST(:kind AS text), CAST(:conversation AS uuid), told.data, CAST(:now AS timestamptz)
    FROM jsonb_array_elements(CAST(CAST(:data AS text) AS jsonb)) WITH ORDINALITY AS told (data, place) ORDER BY place
)
SELECT pg_notify(:one, :payload), pg_notify(:other, '')
""")


def notify(session: Session, channel: str, payload: str = "") -> None:
    """Wakes whoever listens on the channel once this transaction commits."""
    session.execute(_NOTIFY, {"channel": channel, "payload": payload})


def tell_typing(session: Session, conversation_id: UUID, who: str) -> None:
    """Tells the other side that somebody (``member`` or ``agent``) is writing."""
    notify(session, TYPING_CHANNEL, f"{conversation_id}:{who}")


def tell_both(
    session: Session, kind: str, conversation_id: UUID, data: Iterable[Mapping[str, Any]], *, now: datetime
) -> None:
    """Adds events of a conversation to the consoles' log, and wakes the consoles and whoever follows the conversation
    once this transaction commits; see ``emit``. One statement: it is part of every message.
    """
    names = {"one": CONVERSATION_CHANNEL, "other": CONSOLE_CHANNEL, "payload": str(conversation_id)}
    session.execute(
        _TELL, {**names, "conversation": conversation_id, "kind": kind, "data": json.dumps([*data]), "now": now}
    )


def emit(session: Session, kind: str, *, conversation_id: UUID | None = None, now: datetime, **data: Any) -> None:
    """Adds an event to the consoles' log and wakes them; ``data`` holds no text of members and no identifier."""
    session.add(ConsoleEvent(kind=kind, conversation_id=conversation_id, data=data, created_at=now))
    notify(session, CONSOLE_CHANNEL)


def read_events(session: Session, after: Position, limit: int = 200) -> list[tuple[Position, ConsoleEvent]]:
    """Events behind a position, in log order, only of transactions that can no longer change."""
    place = tuple_(ConsoleEvent.xid, ConsoleEvent.id)
    query = (
        select(ConsoleEvent).where(place > (after.xid, after.id), _FINISHED).order_by(ConsoleEvent.xid, ConsoleEvent.id)
    )
    return [(Position(event.xid, event.id), event) for event in session.scalars(query.limit(limit))]


def latest_position(session: Session) -> Position:
    """The newest position that is safe to resume from."""
    query = (
        select(ConsoleEvent.xid, ConsoleEvent.id)
        .where(_FINISHED)
        .order_by(ConsoleEvent.xid.desc(), ConsoleEvent.id.desc())
    )
    row = session.execute(query.limit(1)).first()
    return Position(row.xid, row.id) if row else Position()
