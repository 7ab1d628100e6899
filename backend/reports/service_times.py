"""How long members wait: time with the bot and time with people apart; by agent and by team."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conversations.contact_regions import ContactKey
from backend.handover.models import Agent, Handover, Team
from backend.reference.calendar import today_in_jakarta
from backend.reports.period import Period
from backend.reports.spread import Spread, spread
from backend.reports.volume import first_words
from backend.sla.spans import Side, Span, replies
from backend.sla.voices import said_in


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


def _duration(span: Span) -> timedelta | None:
    return span.ended - span.start if span.answered and span.ended else None


def talks(session: Session, period: Period) -> list[Talk]:
    """The handovers that were asked for in a period."""
    within = (Handover.requested_at >= period.start, Handover.requested_at < period.end)
    found = list(session.scalars(select(Handover).where(*within).order_by(Handover.requested_at)))
    said, begun = said_in(session, found), first_words(session, period)
    return [_talk(each, said[each.id], begun) for each in found]


def _talk(handover: Handover, said: list[tuple[datetime, Side]], begun: dict[ContactKey, datetime]) -> Talk:
    began = begun.get((handover.conversation_id, today_in_jakarta(handover.requested_at)))
    talk = Talk(handover, handover.requested_at - began if began and began <= handover.requested_at else None)
    for span in replies(handover.requested_at, said, handover.resolved_at):
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
    """The same for each agent who had one of them last, by name; with the login where several have that name."""
    agents = session.execute(select(Agent.id, Agent.name, Agent.login)).all()
    having = Counter(name for _, name, _ in agents)
    return _grouped({id_: f"{name} ({login})" if having[name] > 1 else name for id_, name, login in agents}, found)


def by_team(session: Session, found: Iterable[Talk]) -> dict[str, Times]:
    """The same for each team of those agents, by name."""
    teams = session.execute(select(Agent.id, Team.name).join(Team, Team.id == Agent.team_id)).all()
    return _grouped(dict(teams), found)


def _grouped(names: Mapping[UUID, str], found: Iterable[Talk]) -> dict[str, Times]:
    """By the name of the agent of each; what nobody had, or somebody without a name here, is left out."""
    groups: dict[str, list[Talk]] = defaultdict(list)
    for each in found:
        agent_id = each.handover.agent_id
        if agent_id is not None and agent_id in names:
            groups[names[agent_id]].append(each)
    return {name: times(groups[name]) for name in sorted(groups)}
