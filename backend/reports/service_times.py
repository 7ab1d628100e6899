"""How long members wait: time with the bot and time with people apart; by agent and by team."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conversations.contact_regions import ContactKey
from backend.conversations.models import Message
from backend.handover.models import Agent, Handover, Team
from backend.reference.calendar import today_in_jakarta
from backend.reports.period import Period
from backend.reports.spread import Spread, spread
from backend.reports.volume import first_words
from backend.sla.spans import Side, Span, replies


@dataclass
class Talk:
    """One handover with its times; ``bot`` is what went before it that day."""

    handover: Handover
    bot: timedelta | None = None
    first: timedelta | None = None
    following: list[timedelta] = field(default_factory=list)

    @property
    def whole(self) -> timedelta | None:
        """From the request to its resolution."""
        done = self.handover.state == "resolved" and self.handover.resolved_at
        return self.handover.resolved_at - self.handover.requested_at if done and self.handover.resolved_at else None


@dataclass(frozen=True)
class Times:
    """Spreads over some handovers. ``bot``: first message to request; ``resolution``: request to resolution."""

    handovers: int
    resolved: int
    bot: Spread
    first_reply: Spread
    next_reply: Spread
    resolution: Spread
    ratings: int
    csat: float | None


def _voices(session: Session, handovers: list[Handover]) -> dict[UUID, list[tuple[datetime, Side]]]:
    ids = {each.conversation_id for each in handovers}
    people = (Message.author.in_(("member", "agent")), Message.internal.is_(False), Message.consultation_id.is_(None))
    query = select(Message.conversation_id, Message.created_at, Message.author).where(
        Message.conversation_id.in_(ids), *people
    )
    said: dict[UUID, list[tuple[datetime, Side]]] = defaultdict(list)
    for conversation_id, at, author in session.execute(query.order_by(Message.conversation_id, Message.seq)):
        said[conversation_id].append((at, "staff" if author == "agent" else "member"))
    return said


def _duration(span: Span) -> timedelta | None:
    return span.ended - span.start if span.answered and span.ended else None


def talks(session: Session, period: Period) -> list[Talk]:
    """The handovers that were asked for in a period."""
    within = (Handover.requested_at >= period.start, Handover.requested_at < period.end)
    found = list(session.scalars(select(Handover).where(*within).order_by(Handover.requested_at)))
    said, begun = _voices(session, found), first_words(session, period)
    return [_talk(each, said[each.conversation_id], begun) for each in found]


def _talk(handover: Handover, said: list[tuple[datetime, Side]], begun: dict[ContactKey, datetime]) -> Talk:
    end = handover.resolved_at
    own = [(at, side) for at, side in said if at >= handover.requested_at and (end is None or at <= end)]
    began = begun.get((handover.conversation_id, today_in_jakarta(handover.requested_at)))
    talk = Talk(handover, handover.requested_at - began if began and began <= handover.requested_at else None)
    for span in replies(handover.requested_at, own, end):
        duration = _duration(span)
        if duration is not None and span.measure == "first_reply":
            talk.first = duration
        elif duration is not None:
            talk.following.append(duration)
    return talk


def times(found: Iterable[Talk]) -> Times:
    """The spreads over some handovers."""
    found = list(found)
    marks = [each.handover.rating for each in found if each.handover.rating is not None]
    return Times(
        handovers=len(found),
        resolved=sum(each.handover.state == "resolved" for each in found),
        bot=spread(each.bot for each in found if each.bot is not None),
        first_reply=spread(each.first for each in found if each.first is not None),
        next_reply=spread(duration for each in found for duration in each.following),
        resolution=spread(each.whole for each in found if each.whole is not None),
        ratings=len(marks),
        csat=sum(marks) / len(marks) if marks else None,
    )


def by_agent(session: Session, found: Iterable[Talk]) -> dict[str, Times]:
    """The same for each agent who had one of them last, by name."""
    names = dict(session.execute(select(Agent.id, Agent.name)).all())
    return _grouped((names.get(each.handover.agent_id), each) for each in found)  # type: ignore[arg-type]  # None has no name


def by_team(session: Session, found: Iterable[Talk]) -> dict[str, Times]:
    """The same for each team of those agents, by name."""
    query = select(Agent.id, Team.name).join(Team, Team.id == Agent.team_id)
    names = dict(session.execute(query).all())
    return _grouped((names.get(each.handover.agent_id), each) for each in found)  # type: ignore[arg-type]  # None has no name


def _grouped(named: Iterable[tuple[str | None, Talk]]) -> dict[str, Times]:
    groups: dict[str, list[Talk]] = defaultdict(list)
    for name, each in named:
        if name is not None:
            groups[name].append(each)
    return {name: times(groups[name]) for name in sorted(groups)}
