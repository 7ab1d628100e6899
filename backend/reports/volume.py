"""How much is asked, when, where and about what, and how much of it the bot answers alone.

A contact is one conversation on one day on which its member wrote: conversations themselves have no end.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.conversations.bot_turns import asked_between, intents_between
from backend.conversations.contact_regions import ContactKey, regions_between
from backend.conversations.models import Conversation, Message
from backend.db import among
from backend.handover.models import Handover
from backend.reference.calendar import JAKARTA
from backend.reports.period import Period
from backend.reports.topics import NOTHING, topic_of

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Volume:
    """Counts of contacts; ``contained`` never asked for a person.

    ``by_topic``: contacts in which it was asked about, so one counts for each of its topics. ``by_intent`` counts
    questions.
    """

    contacts: int
    contained: int
    by_day: dict[date, int]
    by_hour: list[int]
    by_channel: dict[str, int]
    by_region: dict[str, int]
    by_topic: dict[str, int] = field(default_factory=dict)
    by_intent: dict[str, int] = field(default_factory=dict)

    @property
    def containment(self) -> float | None:
        """Share of contacts that the bot answered alone."""
        return self.contained / self.contacts if self.contacts else None


def local_day(column: Any) -> Any:
    """The date of a moment in Jakarta, in SQL."""
    return func.date(func.timezone(JAKARTA.key, column))


def first_words(session: Session, period: Period) -> dict[ContactKey, datetime]:
    """Every contact of the period, with the moment of its first message."""
    day = local_day(Message.created_at)
    query = select(Message.conversation_id, day, func.min(Message.created_at)).where(
        Message.author == "member", Message.created_at >= period.start, Message.created_at < period.end
    )
    rows = session.execute(query.group_by(Message.conversation_id, day))
    return {(conversation_id, on): at for conversation_id, on, at in rows}


def _with_person(session: Session, period: Period) -> set[tuple[UUID, date, str]]:
    """Contacts in which a person was asked for, with what it was about."""
    within = (Handover.requested_at >= period.start, Handover.requested_at < period.end)
    query = select(Handover.conversation_id, local_day(Handover.requested_at), Handover.topic).where(*within)
    return {(conversation_id, on, topic) for conversation_id, on, topic in session.execute(query)}


def _topics(session: Session, period: Period, with_person: set[tuple[UUID, date, str]]) -> Counter[str]:
    topics = topic_of()
    asked = asked_between(session, period.start, period.end)
    with_bot = {(conversation_id, on, topics.get(intent, NOTHING)) for conversation_id, on, intent in asked}
    return Counter(topic for _, _, topic in with_bot | with_person if topic != NOTHING)


def volume(session: Session, period: Period) -> Volume:
    """The volume of a period."""
    contacts, with_person = first_words(session, period), _with_person(session, period)
    asked = {(conversation_id, on) for conversation_id, on, _ in with_person}
    regions = regions_between(session, period.first, period.last)
    ids = {conversation_id for conversation_id, _ in contacts}
    channel_of = select(Conversation.id, Conversation.channel).where(among(Conversation.id, ids))
    channels = dict(session.execute(channel_of).all())
    hours = Counter(at.astimezone(JAKARTA).hour for at in contacts.values())
    days = Counter(on for _, on in contacts)
    return Volume(
        contacts=len(contacts),
        contained=sum(key not in asked for key in contacts),
        by_day={day: days[day] for day in period.days},
        by_hour=[hours[hour] for hour in range(24)],
        by_channel=dict(Counter(channels[conversation_id] for conversation_id, _ in contacts).most_common()),
        by_region=dict(Counter(regions.get(key, UNKNOWN) for key in contacts).most_common()),
        by_topic=dict(_topics(session, period, with_person).most_common()),
        by_intent=intents_between(session, period.start, period.end),
    )
