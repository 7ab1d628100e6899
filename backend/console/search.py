"""Finding conversations: by number, by person, by words, narrowed by filters; only among those that one may open."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Select, and_, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from backend.complaints.models import Complaint
from backend.console.marks import MARK_END, MARK_START
from backend.console.people_search import members_called, members_numbered
from backend.conversations.models import WORDS, Conversation, Message
from backend.handover.line import visible_to
from backend.handover.models import Agent, Handover, Priority
from backend.queues.models import Booking

PAGE = 50
_TICKET = re.compile(r"[A-Za-z]{2,5}-?[\w-]{4,28}")
_HEADLINE = f"StartSel={MARK_START},StopSel={MARK_END},MaxFragments=1,MaxWords=18,MinWords=8"
_CONFIGURATION: ColumnElement[str] = literal_column(f"'{WORDS}'::regconfig")
State = Literal["waiting", "claimed", "resolved", "returned", "abandoned"]


class Wanted(BaseModel):
    """What is looked for; empty fields do not narrow."""

    q: str = Field(default="", max_length=200)
    state: State | Literal[""] = ""
    priority: Priority | Literal[""] = ""
    topic: str = Field(default="", max_length=32)
    label: str = Field(default="", max_length=32)
    channel: str = Field(default="", max_length=16)
    mine: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == Wanted()


@dataclass(frozen=True)
class Hit:
    """One conversation that was found; ``excerpt`` holds the words found between the two marks."""

    conversation: Conversation
    handover: Handover | None
    agent_name: str | None
    excerpt: str


def _newest() -> type[Handover]:
    query = select(Handover).ext(distinct_on(Handover.conversation_id))
    query = query.order_by(Handover.conversation_id, Handover.requested_at.desc(), Handover.id.desc())
    return aliased(Handover, query.subquery())


def _by_number(typed: str) -> ColumnElement[bool]:
    """Conversations with this ticket of a handover or complaint, or of the member who has this booking."""
    number = typed.upper()
    handovers = select(Handover.conversation_id).where(Handover.number == number)
    complaints = select(Complaint.conversation_id).where(Complaint.ticket == number, Complaint.reporter != "anonymous")
    booked = select(Booking.member_id).where(Booking.code.in_((typed, number)))
    members = select(Handover.conversation_id).where(Handover.member_id.in_(booked))
    return Conversation.id.in_(handovers.union(complaints, members))


def _query(typed: str) -> ColumnElement[str]:
    return func.websearch_to_tsquery(_CONFIGURATION, typed)


def _says(typed: str) -> ColumnElement[bool]:
    """Whether a message has these words; written as the index is, so that it is used."""
    vector: ColumnElement[str] = literal_column(f"to_tsvector('{WORDS}', messages.text)")
    return and_(vector.bool_op("@@")(_query(typed)), Message.consultation_id.is_(None))


def _by_words(typed: str) -> ColumnElement[bool]:
    return Conversation.id.in_(select(Message.conversation_id).where(_says(typed)))


def _matches(session: Session, agent: Agent, typed: str, now: datetime) -> ColumnElement[bool]:
    members = members_numbered(session, agent, typed, now=now)
    if members is not None:
        return Conversation.id.in_(select(Handover.conversation_id).where(Handover.member_id.in_(members)))
    named = members_called(typed)
    people = or_(
        Conversation.display_name.icontains(typed, autoescape=True),
        Conversation.id.in_(select(Handover.conversation_id).where(Handover.member_id.in_(named))),
    )
    either = or_(people, _by_words(typed))
    return or_(_by_number(typed), either) if _TICKET.fullmatch(typed) or typed.isalnum() else either


def _narrowed(wanted: Wanted, newest: type[Handover], agent: Agent) -> list[ColumnElement[bool]]:
    filters: list[tuple[object, ColumnElement[bool]]] = [
        (wanted.state, newest.state == wanted.state),
        (wanted.priority, newest.priority == wanted.priority),
        (wanted.topic, newest.topic == wanted.topic),
        (wanted.label, newest.labels.contains([wanted.label.lower()])),
        (wanted.channel, Conversation.channel == wanted.channel),
        (wanted.mine, newest.agent_id == agent.id),
    ]
    return [condition for given, condition in filters if given]


def _found(session: Session, agent: Agent, wanted: Wanted, now: datetime) -> Select[Conversation, Handover, str | None]:
    newest = _newest()
    query = select(Conversation, newest, Agent.name).outerjoin(newest, newest.conversation_id == Conversation.id)
    query = query.outerjoin(Agent, Agent.id == newest.agent_id)
    if not agent.supervisor:
        query = query.where(Conversation.id.in_(select(newest.conversation_id).where(visible_to(agent, now, newest))))
    typed = wanted.q.strip()
    conditions = _narrowed(wanted, newest, agent) + ([_matches(session, agent, typed, now)] if typed else [])
    return query.where(and_(*conditions)).order_by(Conversation.updated_at.desc()).limit(PAGE)


def _excerpts(session: Session, ids: Sequence[UUID], typed: str) -> dict[UUID, str]:
    """The newest message of each conversation in which the words stand, cut around them."""
    if not typed or not ids:
        return {}
    cut = func.ts_headline(_CONFIGURATION, Message.text, _query(typed), _HEADLINE)
    query = select(Message.conversation_id, cut).where(Message.conversation_id.in_(ids), _says(typed))
    query = query.ext(distinct_on(Message.conversation_id)).order_by(Message.conversation_id, Message.seq.desc())
    return {row[0]: row[1] for row in session.execute(query)}


def search(session: Session, agent: Agent, wanted: Wanted, *, now: datetime) -> list[Hit]:
    """The newest fifty conversations that fit; a look-up by a member's number is in the audit log."""
    if wanted.empty:
        return []
    rows = session.execute(_found(session, agent, wanted, now)).all()
    excerpts = _excerpts(session, [row[0].id for row in rows], wanted.q.strip())
    return [Hit(row[0], row[1], row[2], excerpts.get(row[0].id, "")) for row in rows]
