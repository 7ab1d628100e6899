"""What the queue shows."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.orm import Session

from backend.conversations.models import Conversation, Message
from backend.conversations.service import ERASED, PROMPT
from backend.handover.assignment import load_of
from backend.handover.line import AFTERWORK, visible_to
from backend.handover.mentions import unseen_mentions
from backend.handover.models import OPEN, Agent, Handover, Mention
from backend.handover.presence import agents_online

Tab = Literal["waiting", "mine", "open", "mentions", "all"]
PAGE = 100
_SNIPPET_LENGTH = 90


@dataclass(frozen=True)
class QueueItem:
    """One line of the queue; ``needs_reply``: the member wrote last. ``version`` grows with each message."""

    conversation_id: UUID
    name: str | None
    channel: str
    snippet: str
    needs_reply: bool
    since: datetime
    version: int = 0
    number: str | None = None
    state: str = "bot"
    topic: str | None = None
    priority: str | None = None
    handover_id: UUID | None = None
    agent_id: UUID | None = None
    agent_name: str | None = None
    unread: int = 0
    snoozed_until: datetime | None = None
    labels: list[str] = field(default_factory=list)

    def place(self, tab: Tab, now: datetime) -> str:
        """Where the line stands in a tab: pages that sort their lines by it have the order of ``read_queue``."""
        in_line = f"{self.priority}{self.since.astimezone(UTC).isoformat(timespec='microseconds')}{self.handover_id}"
        if tab != "mine":
            return in_line
        asleep = self.snoozed_until is not None and self.snoozed_until > now
        return f"{asleep:d}{not self.needs_reply:d}{in_line}"

    def shown_in(self, tab: Tab, agent: Agent) -> bool:
        """Whether this open conversation has a line in a tab of an agent's queue."""
        own = self.agent_id == agent.id
        if tab == "waiting":
            return self.state == "waiting"
        return own if tab == "mine" else tab == "open" and (own or self.state == "waiting" or agent.supervisor)


@dataclass(frozen=True)
class Queue:
    """One tab of the queue, with the figures of all."""

    tab: Tab
    items: list[QueueItem]
    waiting: int
    mine: int
    open: int
    mentions: int
    agents_online: int
    load: int
    longest_since: datetime | None


def tabs_of(agent: Agent) -> tuple[Tab, ...]:
    """The tabs that an agent has."""
    for_all: tuple[Tab, ...] = ("waiting", "mine", "open", "mentions")
    return (*for_all, "all") if agent.supervisor else for_all


def _last_seq() -> ColumnElement[int]:
    """Number of the last message between people: what bot and system say tells an agent nothing new."""
    between_people = (
        Message.author.in_(("member", "agent")),
        Message.internal.is_(False),
        Message.sealed.is_(None),
        Message.kind.not_in((PROMPT, ERASED)),
    )
    query = select(func.max(Message.seq)).where(Message.conversation_id == Conversation.id, *between_people)
    return query.correlate(Conversation).scalar_subquery()


def _unread() -> ColumnElement[int]:
    """How many messages of the member the holder has yet to see: those of them that agents see at all."""
    query = select(func.count()).select_from(Message)
    behind = Message.conversation_id == Conversation.id, Message.author == "member", Message.seq > Handover.read_seq
    shown = Message.sealed.is_(None), Message.kind.not_in((PROMPT, ERASED))
    return query.where(*behind, *shown, Handover.state == "claimed").correlate(Conversation, Handover).scalar_subquery()


def _lines() -> Select[Conversation, Message, Handover, Agent, int]:
    on_last = and_(Message.conversation_id == Conversation.id, Message.seq == _last_seq())
    is_open = and_(Handover.conversation_id == Conversation.id, Handover.state.in_(OPEN))
    query = select(Conversation, Message, Handover, Agent, _unread()).select_from(Conversation)
    joined = query.outerjoin(Message, on_last).outerjoin(Handover, is_open)
    return joined.outerjoin(Agent, Agent.id == Handover.agent_id)


def _item(row: Row[Conversation, Message, Handover, Agent, int]) -> QueueItem:
    conversation, message, handover, holder, unread = row
    text = message.text if message else ""
    return QueueItem(
        conversation_id=conversation.id,
        name=conversation.display_name,
        channel=conversation.channel,
        snippet=text[:_SNIPPET_LENGTH],
        needs_reply=bool(message) and message.author == "member",
        since=handover.requested_at if handover else conversation.updated_at,
        version=conversation.last_seq,
        number=handover.number if handover else None,
        state=handover.state if handover else "bot",
        topic=handover.topic if handover else None,
        priority=handover.priority if handover else None,
        handover_id=handover.id if handover else None,
        agent_id=holder.id if holder else None,
        agent_name=holder.name if holder else None,
        unread=unread,
        snoozed_until=handover.snoozed_until if handover else None,
        labels=handover.labels if handover else [],
    )


def _of_tab(agent: Agent, tab: Tab, now: datetime) -> Select[Conversation, Message, Handover, Agent, int]:
    query, in_line = _lines(), (Handover.priority, Handover.requested_at, Handover.id)
    if tab == "waiting":
        return query.where(Handover.state == "waiting").order_by(*in_line)
    if tab == "mine":
        mine = query.where(Handover.state == "claimed", Handover.agent_id == agent.id)
        awake = func.coalesce(Handover.snoozed_until, now) <= now
        unanswered = func.coalesce(Message.author == "member", False)
        return mine.order_by(awake.desc(), unanswered.desc(), *in_line)
    if tab == "mentions":
        named = select(Mention.conversation_id, func.max(Mention.created_at).label("at"))
        named = named.where(Mention.agent_id == agent.id, Mention.created_at >= now - AFTERWORK)
        recent = named.group_by(Mention.conversation_id).subquery()
        return query.join(recent, recent.c.conversation_id == Conversation.id).order_by(recent.c.at.desc())
    if tab == "open":
        return query.where(Handover.state.in_(OPEN), visible_to(agent, now)).order_by(*in_line)
    return query.order_by(Conversation.updated_at.desc())


def read_open_lines(session: Session, conversation_ids: Collection[UUID]) -> dict[UUID, QueueItem]:
    """The lines of conversations that wait or are with an agent; others are left out."""
    if not conversation_ids:
        return {}
    query = _lines().where(Conversation.id.in_(conversation_ids), Handover.id.is_not(None))
    return {item.conversation_id: item for item in map(_item, session.execute(query))}


def read_queue(session: Session, agent: Agent, tab: Tab, *, now: datetime) -> Queue:
    """One tab of an agent's queue; the first hundred lines of it."""
    counted = select(
        func.count().filter(Handover.state == "waiting"),
        func.count().filter(Handover.state == "claimed", Handover.agent_id == agent.id),
        func.count().filter(visible_to(agent, now)),
        func.min(Handover.requested_at).filter(Handover.state == "waiting"),
    ).where(Handover.state.in_(OPEN))
    waiting, mine, visible, longest = session.execute(counted).one()
    items = [_item(row) for row in session.execute(_of_tab(agent, tab, now).limit(PAGE))]
    return Queue(
        tab=tab,
        items=items,
        waiting=waiting,
        mine=mine,
        open=visible,
        mentions=unseen_mentions(session, agent.id),
        agents_online=agents_online(session, now=now),
        load=load_of(session, agent, now=now),
        longest_since=longest,
    )
