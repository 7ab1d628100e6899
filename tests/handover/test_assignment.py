"""Waiting conversations are given to agents who are free and suit."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from backend.conversations.models import Message
from backend.handover import presence, service, work
from backend.handover.assignment import assign_next
from backend.handover.line import get_handover
from backend.handover.models import Agent, Team
from backend.handover.settings import handover_settings
from backend.handover.tickets import HandoverTicket
from tests.support.transcripts import transcript

Write = Callable[..., UUID]
Ask = Callable[..., HandoverTicket]


@pytest.fixture
def online(session: Session, now: datetime) -> Callable[..., Agent]:
    """Makes somebody ready for work."""

    def ready(someone: Agent, **skills: object) -> Agent:
        presence.set_presence(session, someone, "online", now=now)
        for name, value in skills.items():
            setattr(someone, name, value)
        session.flush()
        return someone

    return ready


def given(session: Session, at: datetime) -> list[tuple[str, str]]:
    """Gives out all that can be given; names of chats with names of agents, in order."""
    pairs = []
    while (handover := assign_next(session, now=at)) is not None:
        name = session.get_one(Agent, handover.agent_id).name
        pairs.append((session.get_one(Message, (handover.conversation_id, 1)).text, name))
    return pairs


def test_most_urgent_then_oldest_until_everybody_is_full(
    session: Session,
    write: Write,
    ask: Ask,
    agent: Agent,
    colleague: Agent,
    online: Callable[..., Agent],
    now: datetime,
) -> None:
    online(agent, capacity=2)
    online(colleague, capacity=1)
    for name, priority, minutes in (("new", "P3", 1), ("old", "P3", 9), ("today", "P2", 3), ("urgent", "P1", 0)):
        ask(write(name, chat=name), priority, now - timedelta(minutes=minutes))
    got = given(session, now)
    assert [name for name, _ in got] == ["urgent", "today", "old"]
    assert sorted(who for _, who in got) == ["Bayu", "Rina", "Rina"]


def test_an_agent_who_becomes_free_gets_the_next_one(
    session: Session, write: Write, ask: Ask, agent: Agent, online: Callable[..., Agent], now: datetime
) -> None:
    online(agent, capacity=1)
    first = ask(write("a", chat="a"), at=now - timedelta(minutes=2)).handover_id
    ask(write("b", chat="b"))
    assert given(session, now) == [("a", "Rina")]
    work.resolve(session, first, agent.id, now)
    assert given(session, now) == [("b", "Rina")]


@pytest.mark.parametrize("state", ["busy", "away", "offline"])
def test_only_who_is_online_gets_anything(
    session: Session, write: Write, ask: Ask, agent: Agent, now: datetime, state: presence.Presence
) -> None:
    presence.set_presence(session, agent, state, now=now)
    ask(write())
    assert given(session, now) == []


def test_nobody_whose_console_fell_silent(
    session: Session,
    write: Write,
    ask: Ask,
    agent: Agent,
    supervisor: Agent,
    online: Callable[..., Agent],
    now: datetime,
) -> None:
    online(supervisor)
    online(agent).last_seen = now - timedelta(seconds=handover_settings().presence_timeout_s + 1)
    ask(write())
    assert given(session, now) == []


def test_language_is_a_must_topic_and_region_for_a_while(
    session: Session, write: Write, ask: Ask, agent: Agent, online: Callable[..., Agent], now: datetime
) -> None:
    online(agent, languages=["id"], topics=["beds"], regions=["kota makassar"])
    ask(write("english", chat="e", locale="en"))
    ask(write("elsewhere", chat="i"), slots={"place": "Kota Bandung"})
    assert given(session, now) == []
    later = now + timedelta(seconds=handover_settings().skill_wait_s)
    presence.heartbeat(agent, now=later)
    assert given(session, later) == [("elsewhere", "Rina")]


def test_matching_topic_and_region_need_no_wait(
    session: Session, write: Write, ask: Ask, agent: Agent, online: Callable[..., Agent], now: datetime
) -> None:
    online(agent, topics=["complaints"], regions=["kota bandung"])
    ask(write("mine"), slots={"place": "Kota Bandung"})
    assert given(session, now) == [("mine", "Rina")]


def test_a_conversation_that_was_given_back_goes_to_somebody_else(
    session: Session,
    write: Write,
    ask: Ask,
    agent: Agent,
    colleague: Agent,
    online: Callable[..., Agent],
    now: datetime,
) -> None:
    online(agent)
    handover_id = ask(write("chat")).handover_id
    assert given(session, now) == [("chat", "Rina")]
    work.release(session, handover_id, agent, now)
    assert given(session, now) == []
    online(colleague)
    assert given(session, now) == [("chat", "Bayu")]


def test_a_team_has_its_conversations_first(
    session: Session,
    write: Write,
    ask: Ask,
    agent: Agent,
    colleague: Agent,
    online: Callable[..., Agent],
    now: datetime,
) -> None:
    team = Team(name="Rumah sakit")
    session.add(team)
    session.flush()
    online(agent)
    get_handover(session, ask(write("chat")).handover_id).team_id = team.id
    assert given(session, now) == []
    online(colleague, team_id=team.id)
    assert given(session, now) == [("chat", "Bayu")]


def test_snoozed_conversations_take_no_capacity(
    session: Session, write: Write, ask: Ask, agent: Agent, online: Callable[..., Agent], now: datetime
) -> None:
    online(agent, capacity=1)
    first = ask(write("a", chat="a")).handover_id
    ask(write("b", chat="b"), at=now + timedelta(seconds=1))
    assert given(session, now) == [("a", "Rina")]
    get_handover(session, first).snoozed_until = now + timedelta(hours=1)
    assert given(session, now) == [("b", "Rina")]


def test_member_is_told_who_has_the_conversation(
    session: Session, write: Write, ask: Ask, agent: Agent, online: Callable[..., Agent], now: datetime
) -> None:
    online(agent)
    conversation_id = write("halo")
    ask(conversation_id)
    given(session, now)
    assert "petugas Rina" in transcript(session, conversation_id)[-1].text
    assert service.current(session, conversation_id, now=now).agent_name == "Rina"
