"""Several at once: real threads, each with its own transaction."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.conversations.messages import InboundMessage
from backend.conversations.models import Message
from backend.conversations.service import receive
from backend.db import session_scope
from backend.errors import ServiceError
from backend.handover import presence, service, work
from backend.handover.accounts import add_agent
from backend.handover.assignment import assign_next
from backend.handover.line import get_handover
from backend.handover.models import Handover
from tests.support.transcripts import transcript

pytestmark = pytest.mark.usefixtures("committed")
AGENTS = 6


def outcome(act: Callable[[], object]) -> object:
    try:
        return act()
    except ServiceError as refusal:
        return refusal.code


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    start = Barrier(len(acts))

    def go(act: Callable[[], object]) -> object:
        start.wait()
        return outcome(act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(go, acts))


@pytest.fixture
def conversation_id(now: datetime) -> UUID:
    with session_scope() as session:
        return receive(session, InboundMessage("webchat", "race", "1", "halo"), now=now).conversation_id


def request(conversation_id: UUID, now: datetime) -> UUID:
    with session_scope() as session:
        ticket = service.request(
            session, conversation_id, reason="asked", topic="handover", priority="P3", context={}, now=now
        )
        return ticket.handover_id


def test_of_many_agents_exactly_one_gets_the_conversation(conversation_id: UUID, now: datetime) -> None:
    with session_scope() as session:
        names = [f"agent{n}" for n in range(AGENTS)]
        ids = [add_agent(session, name, name, "agent", "a long password", now=now).id for name in names]
    handover_id = request(conversation_id, now)

    def claim(agent_id: UUID) -> Callable[[], object]:
        def claimed() -> UUID:
            with session_scope() as session:
                work.claim(session, handover_id, agent_id, now)
            return agent_id

        return claimed

    results = at_once([claim(agent_id) for agent_id in ids])
    assert results.count("already_claimed") == AGENTS - 1
    with session_scope() as session:
        assert get_handover(session, handover_id).agent_id in results
        assert len(transcript(session, conversation_id)) == 2  # the member's message and one welcome


def test_asked_for_twice_at_once_there_is_one_handover(conversation_id: UUID, now: datetime) -> None:
    assert len(set(at_once([lambda: request(conversation_id, now)] * 4))) == 1


def test_many_workers_give_each_conversation_to_one_agent_and_fill_nobody_over(now: datetime) -> None:
    with session_scope() as session:
        for n in range(4):
            someone = add_agent(session, f"free{n}", f"Free {n}", "agent", "a long password", now=now)
            someone.capacity = 3
            presence.set_presence(session, someone, "online", now=now)
    for n in range(15):
        with session_scope() as session:
            chat = receive(session, InboundMessage("webchat", f"race{n}", "1", "halo"), now=now).conversation_id
        request(chat, now)

    def drain() -> list[UUID]:
        got: list[UUID] = []
        while True:
            with session_scope() as session:
                handover = assign_next(session, now=now)
                if handover is None:
                    return got
                got.append(handover.id)

    rounds = [handover_id for got in at_once([drain] * 6) for handover_id in got]
    rounds += drain()  # a worker leaves when others hold the last pairs; the next one looks again
    assert len(rounds) == len(set(rounds)) == 12
    with session_scope() as session:
        held = session.execute(
            select(Handover.agent_id, func.count()).where(Handover.state == "claimed").group_by(Handover.agent_id)
        )
        assert [count for _, count in held] == [3, 3, 3, 3]
        welcomes = select(func.count()).select_from(Message).where(Message.author == "system")
        assert session.scalar(welcomes) == 12
