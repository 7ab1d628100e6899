"""Conversations that change hands."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conversations.models import Conversation
from backend.conversations.service import history
from backend.errors import ServiceError
from backend.handover import passing, presence, service, work
from backend.handover.line import get_handover, may_open
from backend.handover.models import Agent, Mention, Team
from backend.handover.settings import handover_settings
from backend.handover.tickets import HandoverTicket
from tests.support.transcripts import transcript

Write = Callable[..., UUID]
Ask = Callable[..., HandoverTicket]


@pytest.fixture
def conversation_id(write: Write) -> UUID:
    return write()


@pytest.fixture
def held(session: Session, conversation_id: UUID, ask: Ask, agent: Agent, now: datetime) -> UUID:
    """A conversation that Rina holds."""
    presence.set_presence(session, agent, "online", now=now)
    handover_id = ask(conversation_id).handover_id
    work.claim(session, handover_id, agent.id, now)
    return handover_id


def texts(session: Session, conversation_id: UUID) -> list[str]:
    return [message.text for message in history(session, conversation_id)]


def test_a_colleague_goes_on_with_a_note(
    session: Session, held: UUID, conversation_id: UUID, agent: Agent, colleague: Agent, now: datetime
) -> None:
    presence.set_presence(session, colleague, "busy", now=now)
    passing.to_agent(session, held, agent, colleague.id, "tinggal kirim surat", now=now)
    assert get_handover(session, held).agent_id == colleague.id
    assert "dilanjutkan oleh petugas Bayu" in texts(session, conversation_id)[-1]
    notes = [message.text for message in transcript(session, conversation_id) if message.internal]
    assert notes == ["→ Bayu: tinggal kirim surat"]


@pytest.mark.parametrize("state", ["away", "offline"])
def test_nobody_who_is_not_there_is_given_anything(
    session: Session, held: UUID, agent: Agent, colleague: Agent, now: datetime, state: presence.Presence
) -> None:
    presence.set_presence(session, colleague, state, now=now)
    with pytest.raises(ServiceError, match="agent_not_there"):
        passing.to_agent(session, held, agent, colleague.id, "tolong", now=now)


def test_a_note_is_a_must(session: Session, held: UUID, agent: Agent, colleague: Agent, now: datetime) -> None:
    presence.set_presence(session, colleague, "online", now=now)
    with pytest.raises(ServiceError, match="text_missing"):
        passing.to_agent(session, held, agent, colleague.id, "  ", now=now)


def test_a_team_waits_in_line(session: Session, held: UUID, conversation_id: UUID, agent: Agent, now: datetime) -> None:
    team = Team(name="Iuran")
    session.add(team)
    session.flush()
    passing.to_team(session, held, agent, team.id, "soal denda", now=now)
    handover = get_handover(session, held)
    assert (handover.state, handover.team_id, handover.agent_id) == ("waiting", team.id, None)
    assert "meneruskan" in texts(session, conversation_id)[-1]


def test_only_supervisors_take_over(
    session: Session, held: UUID, conversation_id: UUID, colleague: Agent, supervisor: Agent, now: datetime
) -> None:
    with pytest.raises(ServiceError, match="supervisors_only"):
        passing.take_over(session, held, colleague, now)
    passing.take_over(session, held, supervisor, now)
    assert get_handover(session, held).agent_id == supervisor.id
    assert "petugas Tari" in texts(session, conversation_id)[-1]


def test_supervisor_whispers_to_the_agent_alone(
    session: Session, held: UUID, conversation_id: UUID, supervisor: Agent, now: datetime
) -> None:
    kept = work.note(session, held, supervisor, "tawarkan REHAB", now)
    assert (kept.kind, kept.internal) == ("whisper", True)
    assert all("REHAB" not in text for text in texts(session, conversation_id))


def test_who_is_named_in_a_note_may_read(
    session: Session, held: UUID, conversation_id: UUID, agent: Agent, colleague: Agent, now: datetime
) -> None:
    assert not may_open(session, colleague, conversation_id, now=now)
    work.note(session, held, agent, "tolong cek @Bayu. surel a@rina.id bukan sebutan", now)
    assert list(session.scalars(select(Mention.agent_id))) == [colleague.id]
    assert may_open(session, colleague, conversation_id, now=now)
    assert not may_open(session, colleague, conversation_id, now=now + timedelta(days=2))


def test_an_agent_who_vanished_gives_the_conversation_back(
    session: Session, held: UUID, conversation_id: UUID, agent: Agent, now: datetime
) -> None:
    patience = timedelta(seconds=handover_settings().abandon_after_s)
    assert passing.give_back_vanished(session, now=now + patience) == 0
    assert passing.give_back_vanished(session, now=now + patience + timedelta(seconds=1)) == 1
    assert service.current(session, conversation_id, now=now).state == "waiting"
    assert "petugas Rina terputus" in texts(session, conversation_id)[-1]
    assert passing.give_back_vanished(session, now=now + patience * 2) == 0


def test_who_logged_out_gives_it_back_sooner(session: Session, held: UUID, agent: Agent, now: datetime) -> None:
    presence.set_presence(session, agent, "offline", now=now)
    soon = now + timedelta(seconds=handover_settings().logged_out_grace_s + 1)
    assert passing.give_back_vanished(session, now=soon) == 1


def test_a_break_keeps_the_conversations(session: Session, held: UUID, agent: Agent, now: datetime) -> None:
    presence.set_presence(session, agent, "away", now=now)
    assert passing.give_back_vanished(session, now=now + timedelta(seconds=60)) == 0


def test_back_to_the_bot_without_an_end(
    session: Session, held: UUID, conversation_id: UUID, agent: Agent, now: datetime
) -> None:
    work.to_bot(session, held, agent, now)
    assert get_handover(session, held).state == "returned"
    assert session.get_one(Conversation, conversation_id).handled_by == "bot"
    last = history(session, conversation_id)[-1]
    assert "mengembalikan" in last.text and last.buttons is None


def test_a_snooze_ends_by_the_clock_or_by_the_member(session: Session, held: UUID, write: Write, now: datetime) -> None:
    handover = get_handover(session, held)
    handover.snoozed_until = now + timedelta(minutes=30)
    session.flush()
    assert passing.wake_snoozed(session, now=now) == 0
    assert passing.wake_snoozed(session, now=now + timedelta(minutes=31)) == 1
    handover.snoozed_until = now + timedelta(minutes=30)
    write("sudah ada kabar?")
    assert get_handover(session, held).snoozed_until is None
