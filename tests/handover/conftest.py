"""A member who writes, and agents who answer."""

from collections.abc import Callable
from datetime import datetime
from itertools import count
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from backend.conversations.messages import InboundMessage
from backend.conversations.service import receive
from backend.handover import service
from backend.handover.accounts import add_agent
from backend.handover.models import Agent
from backend.handover.tickets import HandoverTicket

PASSWORD = "a long password of a test"
Write = Callable[..., UUID]
_ids = count()


@pytest.fixture
def write(session: Session, now: datetime) -> Write:
    """Stores a message of a member; the same chat is the same conversation."""

    def written(
        text: str = "halo", chat: str = "chat-1", channel: str = "webchat", locale: str = "id", **more: str
    ) -> UUID:
        inbound = InboundMessage(channel, chat, f"m{next(_ids)}", text, locale=locale, **more)
        return receive(session, inbound, now=now).conversation_id

    return written


@pytest.fixture
def agent(session: Session, now: datetime) -> Agent:
    return add_agent(session, "rina", "Rina", "agent", PASSWORD, now=now)


@pytest.fixture
def colleague(session: Session, now: datetime) -> Agent:
    return add_agent(session, "bayu", "Bayu", "agent", PASSWORD, now=now)


@pytest.fixture
def supervisor(session: Session, now: datetime) -> Agent:
    return add_agent(session, "tari", "Tari", "supervisor", PASSWORD, now=now)


@pytest.fixture
def ask(session: Session, now: datetime) -> Callable[..., HandoverTicket]:
    """Asks for a person as the bot's action does."""

    def asked(conversation_id: UUID, priority: str = "P3", at: datetime = now, **context: object) -> HandoverTicket:
        reason, topic = "asked", "complaints"
        return service.request(
            session, conversation_id, reason=reason, topic=topic, priority=priority, context=context, now=at
        )

    return asked
