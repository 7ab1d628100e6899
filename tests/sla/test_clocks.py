"""Clocks of talks and complaints: by hand, minute by minute, and nothing twice."""

import uuid
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conversations.messages import InboundMessage
from backend.conversations.models import ConsoleEvent
from backend.conversations.service import receive
from backend.handover import accounts, service, work
from backend.handover.hours import WorkingHours
from backend.handover.models import Agent
from backend.sla import clocks
from backend.sla.models import SlaClock
from backend.sla.spans import case, due, talk

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday, 09:00 in Jakarta. A P2 talk: first reply in 3 minutes, next in 5, resolution in 240."""


def minute(n: float) -> datetime:
    return START + timedelta(minutes=n)


@pytest.fixture
def rina(session: Session) -> Agent:
    return accounts.add_agent(session, "rina", "Rina", "agent", "a long password", now=START)


class Talk:
    """A member and an agent who write at given minutes."""

    def __init__(self, session: Session, rina: Agent) -> None:
        self.session, self.rina = session, rina
        self.conversation_id = self.member(-1)
        asked = {"reason": "asked", "topic": "complaints", "priority": "P2", "context": {}}
        self.handover_id: UUID = service.request(session, self.conversation_id, **asked, now=START).handover_id

    def member(self, at: float) -> UUID:
        inbound = InboundMessage("webchat", "talk", uuid.uuid4().hex, "halo")
        return receive(self.session, inbound, now=minute(at)).conversation_id

    def agent(self, at: float) -> None:
        work.claim(self.session, self.handover_id, self.rina.id, minute(at))
        work.reply(self.session, self.handover_id, self.rina, "baik", minute(at))

    def sync(self, at: float) -> list[tuple[str, str]]:
        """What is told: measure and whether it is a warning or a breach."""
        self.session.flush()
        told = clocks.sync(self.session, now=minute(at))
        return [(clock.measure, "breach" if clock.breached_at else "warning") for clock in told]

    def state(self, measure: str, turn: int = 0) -> tuple[str, float | None]:
        """State of a clock, and the minute that it is due at."""
        query = select(SlaClock).where(SlaClock.measure == measure, SlaClock.turn == turn)
        clock = self.session.scalars(query).one()
        return clock.state, (clock.due_at - START) / timedelta(minutes=1) if clock.due_at else None


@pytest.fixture
def chat(session: Session, rina: Agent) -> Talk:
    return Talk(session, rina)


def test_a_reply_in_time_is_met(chat: Talk) -> None:
    assert chat.sync(1) == []
    chat.agent(2)
    assert chat.sync(10) == []
    assert chat.state("first_reply") == ("met", 3)


def test_warning_then_breach_each_once_whoever_runs_the_timer(chat: Talk) -> None:
    assert chat.sync(2) == []
    assert chat.sync(2.5) == [("first_reply", "warning")]
    assert chat.sync(2.6) == chat.sync(2.9) == []
    assert chat.sync(3.1) == [("first_reply", "breach")]
    chat.session.expunge_all()  # a new process knows the rows only
    assert chat.sync(3.2) == chat.sync(50) == []
    chat.agent(60)
    assert chat.sync(61) == []
    assert chat.state("first_reply") == ("missed", 3)
    told = chat.session.scalars(select(ConsoleEvent.data).where(ConsoleEvent.kind == "sla")).all()
    assert [each["what"] for each in told] == ["warned", "breached"]


def test_what_happened_while_the_timer_was_away_is_measured(chat: Talk) -> None:
    chat.agent(2)
    chat.member(10)
    chat.agent(20)
    work.resolve(chat.session, chat.handover_id, chat.rina.id, minute(30))
    assert chat.sync(60 * 24) == [("next_reply", "breach")]
    assert chat.sync(60 * 25) == []
    assert [chat.state("first_reply"), chat.state("next_reply", 1)] == [("met", 3), ("missed", 15)]


def test_resolution_waits_while_the_member_is_waited_for(chat: Talk) -> None:
    chat.agent(2)
    chat.sync(3)
    assert chat.state("resolution") == ("paused", None)
    chat.member(102)
    chat.sync(103)
    assert chat.state("resolution") == ("running", 340)
    chat.agent(104)
    chat.sync(5000)
    assert chat.state("resolution") == ("paused", None)
    work.resolve(chat.session, chat.handover_id, chat.rina.id, minute(5001))
    assert chat.sync(5002) == []
    assert chat.state("resolution")[0] == "met"


def test_every_wait_for_a_reply_has_its_own_clock(chat: Talk) -> None:
    chat.agent(1)
    for at in (10, 11):
        chat.member(at)
    chat.sync(12)
    assert chat.state("next_reply", 1) == ("running", 15)
    chat.agent(14)
    chat.member(20)
    chat.sync(21)
    assert chat.state("next_reply", 1)[0] == "met"
    assert chat.state("next_reply", 2) == ("running", 25)


def test_who_leaves_the_line_in_time_is_no_breach(chat: Talk) -> None:
    service.member_leaves(chat.session, chat.conversation_id, now=minute(1))
    assert chat.sync(30) == []
    assert (chat.state("first_reply")[0], chat.state("resolution")[0]) == ("dropped", "dropped")


def test_a_higher_priority_shortens_the_time(chat: Talk) -> None:
    chat.sync(0.1)
    raised = {"reason": "care_now", "topic": "complaints", "priority": "P1", "context": {}}
    service.request(chat.session, chat.conversation_id, **raised, now=minute(0.5))
    chat.sync(0.6)
    assert chat.state("first_reply") == ("running", 1)


def test_a_breach_stays_on_the_wall_until_a_supervisor_saw_to_it(chat: Talk) -> None:
    chat.sync(4)
    (open_one,) = clocks.open_breaches(chat.session)
    clocks.see_to(chat.session, open_one.id, chat.rina.id, now=minute(5))
    chat.sync(6)
    assert clocks.open_breaches(chat.session) == []


def test_a_complaint_waits_for_its_member_and_starts_anew_when_reopened() -> None:
    steps = [
        (minute(10), "in_progress"),
        (minute(20), "waiting_member"),
        (minute(80), "in_progress"),
        (minute(100), "resolved"),
        (minute(200), "reopened"),
    ]
    found = {(span.measure, span.turn): span for span in case(START, steps, [(minute(10), "staff")])}
    first, second = found["resolution", 0], found["resolution", 1]
    assert (first.pauses, first.ended, first.answered) == (((minute(20), minute(80)),), minute(100), True)
    assert (second.start, second.ended) == (minute(200), None)
    assert found["first_reply", 0].ended == minute(10)


def test_due_falls_into_the_stretch_in_which_the_time_runs_out() -> None:
    *_, span = talk(START, [(minute(10), "staff"), (minute(50), "member")], None, resolved=False)
    assert due(span, timedelta(minutes=5), WorkingHours()) == minute(5)
    assert due(span, timedelta(minutes=15), WorkingHours()) == minute(55)
