"""How what we sent fares: on its way, arrived, read, or in need of another try."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conversations.deliveries import CALLED_CHANNELS
from backend.conversations.models import Conversation, Delivery, Message

_NEWEST = 30
_RETRIED = frozenset({"failed", "uncertain"})


@dataclass(frozen=True)
class Way:
    """One message: ``queued``, ``sending``, ``sent``, ``uncertain``, ``failed``; in web chat ``stored``, ``read``."""

    seq: int
    state: str

    @property
    def may_retry(self) -> bool:
        """Whether an agent can have it sent again."""
        return self.state in _RETRIED


def read_ways(session: Session, conversation_id: UUID, *, after: int = 0, upto: int | None = None) -> list[Way]:
    """The ways of the newest messages behind ``after``, or with ``upto`` of those that a page shows already."""
    conversation = session.get(Conversation, conversation_id, populate_existing=True)
    if conversation is None:
        return []
    if conversation.channel in CALLED_CHANNELS:
        return _called(session, conversation_id, after, upto)
    return _fetched(session, conversation, after, upto)


def _called(session: Session, conversation_id: UUID, after: int, upto: int | None) -> list[Way]:
    query = select(Delivery.seq, Delivery.state).where(
        Delivery.conversation_id == conversation_id, Delivery.seq > after
    )
    if upto is not None:
        query = query.where(Delivery.seq <= upto).order_by(Delivery.seq.desc()).limit(_NEWEST)
    return [Way(seq, state) for seq, state in session.execute(query)]


def _fetched(session: Session, conversation: Conversation, after: int, upto: int | None) -> list[Way]:
    """Web chat fetches what agents wrote, and tells what it has shown."""
    query = select(Message.seq).where(
        Message.conversation_id == conversation.id,
        Message.author == "agent",
        Message.internal.is_(False),
        Message.seq > after,
    )
    if upto is not None:
        query = query.where(Message.seq <= upto).order_by(Message.seq.desc()).limit(_NEWEST)
    return [Way(seq, "read" if seq <= conversation.read_seq else "stored") for seq in session.scalars(query)]
