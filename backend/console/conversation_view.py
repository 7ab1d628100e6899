"""What the page of one conversation shows beside its transcript."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from backend.complaints import repository as complaints
from backend.complaints.agent_service import of_conversation
from backend.complaints.models import Complaint
from backend.console.member_view import Helping, MemberCard, read_helping, read_member, record_look
from backend.console.past_view import bookings_of, earlier_talks
from backend.console.tools_view import Tools, read_tools
from backend.conversations.models import Conversation
from backend.errors import NotFound
from backend.handover.line import last_handover, may_open
from backend.handover.models import OPEN, Agent, Handover
from backend.queues.models import Booking

_SHOWN_CONTEXT = ("summary", "asked", "intent", "confidence")


@dataclass(frozen=True)
class ConversationView:
    """One conversation as one agent sees it. ``handover`` is the newest, open or not."""

    conversation: Conversation
    handover: Handover | None
    holder: Agent | None
    mine: bool
    may_claim: bool
    may_release: bool
    may_note: bool
    supervising: bool
    member: MemberCard
    complaints: list[Complaint] = field(default_factory=list)
    slots: list[tuple[str, str]] = field(default_factory=list)
    context: dict[str, Any] = field(default_factory=dict)
    bookings: list[Booking] = field(default_factory=list)
    earlier: Sequence[Row[Handover, str | None]] = ()
    tools: Tools = field(default_factory=Tools)
    helping: Helping | None = None

    @property
    def name(self) -> str | None:
        """What the member is called, where it is known."""
        return self.member.name or self.conversation.display_name

    @property
    def may_work(self) -> bool:
        """Whether the agent may change what belongs to the conversation, such as its complaints."""
        return self.mine or self.supervising

    @property
    def state(self) -> str:
        """``waiting``, ``claimed``, or ``bot`` when no agent is asked for."""
        return self.handover.state if self.handover and self.handover.state in OPEN else "bot"


def _slots(context: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the forms know already, in words; of a thing its name, and nothing of what has none."""
    slots = context.get("slots")
    known = slots.items() if isinstance(slots, dict) else ()
    return [(name, words) for name, value in known if (words := _in_words(value))]


def _in_words(value: object) -> str:
    if isinstance(value, Mapping):
        return str(value.get("label") or value.get("name") or "")
    if isinstance(value, list):
        return ", ".join(words for item in value if (words := _in_words(item)))
    return "" if value is None or isinstance(value, bool) else str(value)


def read_complaints(
    session: Session, agent: Agent, conversation_id: UUID, context: Mapping[str, Any], *, now: datetime
) -> list[Complaint]:
    """The complaints to show beside a conversation: those filed in it, and the one that the handover is about.

    Anonymous ones are never shown beside a conversation. Looking at a member's complaint is in the audit log.
    """
    found = list(of_conversation(session, conversation_id))
    ticket = context.get("ticket_number")
    linked = complaints.by_ticket(session, ticket) if isinstance(ticket, str) else None
    if linked is not None and not linked.anonymous and linked not in found:
        found.insert(0, linked)
    for member_id in {complaint.member_id for complaint in found if complaint.member_id}:
        record_look(session, agent, conversation_id, member_id, what="complaint", now=now)
    return found


def read_conversation(session: Session, agent: Agent, conversation_id: UUID, *, now: datetime) -> ConversationView:
    """The conversation with its handover and its member.

    Raises:
        NotFound: ``conversation_not_found``: there is none, or it is not this agent's.
    """
    conversation = session.get(Conversation, conversation_id, populate_existing=True)
    if conversation is None or not may_open(session, agent, conversation_id, now=now):
        raise NotFound("conversation_not_found")
    handover = last_handover(session, conversation_id)
    holder = session.get(Agent, handover.agent_id) if handover and handover.agent_id else None
    claimed = handover is not None and handover.state == "claimed"
    own = holder is not None and holder.id == agent.id
    context = handover.context if handover else {}
    member = read_member(session, agent, conversation_id, now=now)
    found = read_complaints(session, agent, conversation_id, context, now=now)
    name = member.name or conversation.display_name
    return ConversationView(
        conversation=conversation,
        handover=handover,
        holder=holder,
        mine=claimed and own,
        may_claim=handover is not None and handover.state == "waiting",
        may_release=claimed and (own or agent.supervisor),
        may_note=handover is not None and (own or agent.supervisor),
        supervising=agent.supervisor,
        member=member,
        complaints=found,
        slots=_slots(context),
        context={key: context[key] for key in _SHOWN_CONTEXT if context.get(key) not in (None, "")},
        bookings=bookings_of(session, agent, conversation_id, member.member_id, now=now),
        earlier=earlier_talks(session, conversation_id, handover, member.member_id),
        tools=read_tools(session, agent, handover, complaints=found, name=name, now=now),
        helping=read_helping(session, agent, conversation_id, now=now),
    )
