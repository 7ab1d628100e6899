"""What is about a member's health: encrypted, read by the member alone, and never by agents."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.console.search import Wanted, search
from backend.console.transcript_view import read_lines
from backend.conversations import service
from backend.conversations.messages import InboundMessage, Reply
from backend.conversations.models import Conversation, Message
from backend.handover import service as handover
from backend.handover.accounts import add_agent
from backend.privacy import erasure
from backend.privacy.holdings import Subject, everything
from tests.support.dump import tables_with

WISH, ASKED = "mau konsultasi, ambeien saya kambuh", "Ambeien: sejak kapan?"


@pytest.fixture
def chat(session: Session, now: datetime) -> UUID:
    """The member has asked for a consultation, and the bot has asked back."""
    conversation_id = says(session, WISH, now)
    answers(session, conversation_id, ASKED, now, closed=True)
    return conversation_id


def says(session: Session, text: str, now: datetime, button: str | None = None) -> UUID:
    inbound = InboundMessage("webchat", "sealed", uuid4().hex, text, button)
    return service.receive(session, inbound, now=now).conversation_id


def answers(session: Session, conversation_id: UUID, text: str, now: datetime, *, closed: bool) -> None:
    seq = session.get_one(Conversation, conversation_id).last_member_seq
    said = Reply(text, [{"title": "Wasir", "payload": "wasir sejak lama"}], {"type": "note", "text": "wasir"})
    service.record_answer(session, conversation_id, seq, [said], now=now, closed=closed)
    session.flush()


def to_agents(session: Session, conversation_id: UUID) -> list[str]:
    return [line.text for line in read_lines(session, conversation_id)]


def test_a_copy_of_the_database_shows_nothing_and_the_member_everything(
    session: Session, chat: UUID, now: datetime
) -> None:
    session.flush()
    assert tables_with(session.connection(), "ambeien") == tables_with(session.connection(), "wasir") == []
    session.expire_all()
    wish, asked = service.history(session, chat)
    assert (wish.text, asked.text, asked.card) == (WISH, ASKED, {"type": "note", "text": "wasir"})
    mine = {table: rows for _, table, rows in everything(session, Subject("nobody", None, chat))}["messages"]
    assert {row["text"] for row in mine} == {WISH, ASKED} and "sealed" not in mine[0]


def test_its_buttons_are_found_by_press_and_by_name(session: Session, chat: UUID, now: datetime) -> None:
    says(session, "WASIR", now)
    asked = service.history(session, chat)[1]
    says(session, "", now, (asked.buttons or [])[0]["id"])
    named, pressed = service.history(session, chat)[2:]
    assert named.payload == pressed.payload == "wasir sejak lama"
    assert tables_with(session.connection(), "wasir") == [], "what follows is sealed before it is answered"


def test_agents_find_and_read_none_of_it(session: Session, chat: UUID, now: datetime) -> None:
    boss = add_agent(session, "boss", "Boss", "supervisor", "a long password")
    says(session, "kambuh lagi", now)
    assert to_agents(session, chat) == [] and search(session, boss, Wanted(q="ambeien"), now=now) == []
    answers(session, chat, "Baik, dibatalkan", now, closed=True)
    says(session, "jam buka kantor cabang", now)
    answers(session, chat, "08.00-15.00", now, closed=False)
    assert to_agents(session, chat) == ["jam buka kantor cabang", "08.00-15.00"]


def test_who_is_handed_over_is_understood(session: Session, chat: UUID, now: datetime) -> None:
    says(session, "tolong petugas, istri saya pingsan", now)
    says(session, "cepat", now)
    handover.request(session, chat, reason="emergency", topic="emergency", priority="P1", context={}, now=now)
    seq = session.get_one(Conversation, chat).last_member_seq - 1
    service.record_answer(session, chat, seq, [Reply("Petugas dipanggil")], now=now, closed=True)
    says(session, "halo", now)
    session.flush()
    lines = [line.text for line in read_lines(session, chat) if line.author != "system"]
    assert lines == ["tolong petugas, istri saya pingsan", "cepat", "Petugas dipanggil", "halo"]


def test_a_wish_that_came_to_nothing_is_erased_with_the_chat(session: Session, chat: UUID, now: datetime) -> None:
    says(session, "hapus chat ini", now)
    answers(session, chat, "Yakin?", now, closed=False)
    assert erasure.forget_conversation(session, chat, now=now) == 3
    session.expire_all()
    found = session.scalars(select(Message).where(Message.conversation_id == chat, Message.seq <= 3))
    assert {(message.text, message.sealed is None) for message in found} == {("", True)}
