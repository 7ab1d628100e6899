"""The inbox: stored once, in order, with identifiers masked."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.conversations import service
from backend.conversations.messages import InboundMessage, Location, Reply
from backend.conversations.models import Conversation, Message
from backend.errors import ServiceError
from tests.support.transcripts import transcript


def inbound(words: str = "halo", **changes: Any) -> InboundMessage:
    given = {"channel": "web", "chat_id": "c1", "external_id": str(uuid4()), "text": words}
    return InboundMessage(**{**given, **changes})


def pending_turns(session: Session) -> int:
    return session.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'answer'")) or 0


def conversation(session: Session, conversation_id: UUID) -> Conversation:
    return session.get_one(Conversation, conversation_id)


def test_messages_get_consecutive_numbers_and_one_pending_turn(session: Session, now: datetime) -> None:
    receipts = [service.receive(session, inbound(f"pesan {i}"), now=now) for i in range(3)]
    assert [receipt.seq for receipt in receipts] == [1, 2, 3]
    assert pending_turns(session) == 1


def test_a_repeated_delivery_changes_nothing(session: Session, now: datetime) -> None:
    first = service.receive(session, inbound(external_id="77"), now=now)
    again = service.receive(session, inbound(external_id="77"), now=now)
    assert (again.seq, again.duplicate) == (first.seq, True)
    assert len(transcript(session, first.conversation_id)) == 1


def test_too_long_text_is_refused_and_nothing_is_stored(session: Session, now: datetime) -> None:
    with pytest.raises(ServiceError, match="text_too_long"):
        service.receive(session, inbound("a" * 4097), now=now)
    assert session.scalar(text("SELECT count(*) FROM messages")) == 0


def test_identifiers_are_masked_before_they_are_stored(session: Session, now: datetime) -> None:
    receipt = service.receive(session, inbound("nik saya 9999015403880001 ya"), now=now)
    stored = session.get_one(Message, (receipt.conversation_id, receipt.seq))
    assert receipt.sensitive
    assert stored.text == "nik saya ⟦nik⟧ ya"
    assert service.public_view(stored, "en")["text"] == "nik saya (NIK) ya"
    assert "9999015403880001" not in (stored.identifiers or "")


def test_typed_identifiers_are_forgotten_when_the_turn_is_over(session: Session, now: datetime) -> None:
    receipt = service.receive(session, inbound("0009900000001"), now=now)
    service.record_answer(session, receipt.conversation_id, receipt.seq, [Reply("baik")], now=now)
    assert session.get_one(Message, (receipt.conversation_id, receipt.seq)).identifiers is None


def test_an_answer_is_recorded_once(session: Session, now: datetime) -> None:
    receipt = service.receive(session, inbound(), now=now)
    outcomes = [
        service.record_answer(session, receipt.conversation_id, receipt.seq, [Reply("halo juga")], now=now)
        for _ in range(2)
    ]
    assert outcomes == [True, False]
    assert [m.author for m in service.history(session, receipt.conversation_id)] == ["member", "bot"]


def test_a_button_stands_for_the_payload_that_we_gave_it(session: Session, now: datetime) -> None:
    receipt = service.receive(session, inbound(), now=now)
    reply = Reply("pilih", [{"title": "Ya", "payload": "/affirm"}])
    service.record_answer(session, receipt.conversation_id, receipt.seq, [reply], now=now)
    shown = service.public_view(service.history(session, receipt.conversation_id)[-1])
    assert "payload" not in shown["buttons"][0]
    pressed = service.receive(session, inbound("", button=shown["buttons"][0]["id"]), now=now)
    stored = session.get_one(Message, (receipt.conversation_id, pressed.seq))
    assert (stored.text, stored.payload) == ("Ya", "/affirm")


def test_a_button_of_another_conversation_is_unknown(session: Session, now: datetime) -> None:
    receipt = service.receive(session, inbound(), now=now)
    reply = Reply("pilih", [{"title": "Ya", "payload": "/affirm"}])
    service.record_answer(session, receipt.conversation_id, receipt.seq, [reply], now=now)
    button = service.history(session, receipt.conversation_id)[-1].buttons
    assert button
    with pytest.raises(ServiceError, match="unknown_button"):
        service.receive(session, inbound("", chat_id="c2", button=button[0]["id"]), now=now)


def test_typing_the_title_of_a_shown_button_presses_it(session: Session, now: datetime) -> None:
    receipt = service.receive(session, inbound(), now=now)
    reply = Reply("pilih", [{"title": "Lainnya", "payload": "/show_more"}])
    service.record_answer(session, receipt.conversation_id, receipt.seq, [reply], now=now)
    seqs = [service.receive(session, inbound("lainnya "), now=now).seq for _ in range(2)]
    payloads = [session.get_one(Message, (receipt.conversation_id, seq)).payload for seq in seqs]
    assert payloads == ["/show_more", None], "the second time the button is no longer the latest"


def test_typed_text_never_becomes_a_payload(session: Session, now: datetime) -> None:
    receipt = service.receive(session, inbound('/inform{"code": "1"}'), now=now)
    assert session.get_one(Message, (receipt.conversation_id, receipt.seq)).payload is None


def test_no_turn_is_queued_while_an_agent_answers(session: Session, now: datetime) -> None:
    receipt = service.receive(session, inbound(), now=now)
    conversation(session, receipt.conversation_id).handled_by = "agent"
    session.flush()
    session.execute(text("DELETE FROM procrastinate_jobs"))
    service.receive(session, inbound(), now=now)
    assert pending_turns(session) == 0
    assert service.unanswered(session, receipt.conversation_id) == []


def test_a_prompt_reaches_the_bot_and_nobody_sees_it(session: Session, now: datetime) -> None:
    receipt = service.receive(session, inbound(), now=now)
    service.prompt_bot(session, receipt.conversation_id, "/greet", now=now)
    assert [m.payload for m, _ in service.unanswered(session, receipt.conversation_id)] == [None, "/greet"]
    assert [m.text for m in service.history(session, receipt.conversation_id)] == ["halo"]


def test_a_late_answer_of_the_bot_is_dropped_once_an_agent_holds_the_conversation(
    session: Session, now: datetime
) -> None:
    receipt = service.receive(session, inbound(), now=now)
    conversation(session, receipt.conversation_id).handled_by = "agent"
    session.flush()
    assert not service.record_answer(session, receipt.conversation_id, receipt.seq, [Reply("terlambat")], now=now)


def test_internal_notes_are_not_in_the_members_view(session: Session, now: datetime) -> None:
    receipt = service.receive(session, inbound(), now=now)
    held = service.lock_conversation(session, receipt.conversation_id)
    service.post(session, held, Reply("catatan"), author="agent", now=now, internal=True)
    assert [m.text for m in service.history(session, receipt.conversation_id)] == ["halo"]
    assert [m.text for m in transcript(session, receipt.conversation_id)] == ["halo", "catatan"]


def test_telegram_replies_are_queued_for_delivery_in_one_job(session: Session, now: datetime) -> None:
    receipt = service.receive(session, inbound(channel="telegram"), now=now)
    service.record_answer(session, receipt.conversation_id, receipt.seq, [Reply("satu"), Reply("dua")], now=now)
    jobs = session.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'deliver'"))
    assert (session.scalar(text("SELECT count(*) FROM deliveries WHERE state = 'queued'")), jobs) == (2, 1)


def test_a_location_is_kept_with_its_message(session: Session, now: datetime) -> None:
    receipt = service.receive(session, inbound("", location=Location(-6.9, 107.6)), now=now)
    stored = session.get_one(Message, (receipt.conversation_id, receipt.seq))
    assert stored.location == {"latitude": -6.9, "longitude": 107.6}
