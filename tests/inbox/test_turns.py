"""Answering: in order, once, and never left behind."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from backend.conversations import service
from backend.conversations.assistant import Answer, AssistantFailed, AssistantUnavailable, TurnRequest
from backend.conversations.messages import InboundMessage, Reply
from backend.conversations.turns import answer_all, queue_forgotten
from backend.db import session_scope

MOMENT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


class Echo:
    """Answers with the words it got; can be told to fail."""

    def __init__(self, problems: list[Exception] | None = None) -> None:
        self.heard: list[TurnRequest] = []
        self.problems = problems or []

    def answer(self, request: TurnRequest) -> Answer:
        self.heard.append(request)
        if self.problems:
            raise self.problems.pop(0)
        return Answer([Reply(f"jawaban: {request.text}")])


@pytest.fixture
def chat(committed: None) -> Iterator[UUID]:
    with session_scope() as session:
        opened = service.open_conversation(session, "web", str(uuid4()), now=MOMENT)
    yield opened.id


def write(conversation_id: UUID, *words: str) -> None:
    for one in words:
        with session_scope() as session:
            chat_id = session.get_one(service.Conversation, conversation_id).external_id
            service.receive(session, InboundMessage("web", chat_id, str(uuid4()), one), now=MOMENT)


def said(conversation_id: UUID) -> list[tuple[str, str]]:
    with session_scope() as session:
        return [(m.author, m.text) for m in service.history(session, conversation_id)]


def test_all_waiting_messages_are_answered_in_order(chat: UUID) -> None:
    write(chat, "satu", "dua", "tiga")
    answer_all(chat, Echo(), lambda: MOMENT)
    assert [words for author, words in said(chat) if author == "bot"] == [
        "jawaban: satu",
        "jawaban: dua",
        "jawaban: tiga",
    ]


def test_two_workers_answer_each_message_once(chat: UUID) -> None:
    write(chat, *[str(i) for i in range(10)])
    echo = Echo()
    workers = [threading.Thread(target=answer_all, args=(chat, echo, lambda: MOMENT)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [request.text for request in echo.heard] == [str(i) for i in range(10)]


def test_an_unreachable_assistant_leaves_the_message_for_the_sweep(chat: UUID) -> None:
    write(chat, "halo")
    with pytest.raises(AssistantUnavailable):
        answer_all(chat, Echo([AssistantUnavailable()]), lambda: MOMENT)
    with session_scope() as session:
        session.execute(text("DELETE FROM procrastinate_jobs"))
        assert queue_forgotten(session, before=MOMENT + timedelta(seconds=1)) == 1
    answer_all(chat, Echo(), lambda: MOMENT)
    assert said(chat)[-1] == ("bot", "jawaban: halo")


def test_who_waits_long_is_told_once(chat: UUID) -> None:
    write(chat, "halo")
    for _ in range(2):
        with pytest.raises(AssistantUnavailable):
            answer_all(chat, Echo([AssistantUnavailable()]), lambda: MOMENT + timedelta(seconds=9))
    assert [author for author, _ in said(chat)] == ["member", "system"]


def test_who_is_with_an_agent_by_now_is_not_told_to_wait_for_the_bot(chat: UUID) -> None:
    write(chat, "halo")

    class Taken(Echo):
        def answer(self, request: TurnRequest) -> Answer:
            with session_scope() as session:
                service.lock_conversation(session, chat).handled_by = "agent"
            raise AssistantUnavailable

    with pytest.raises(AssistantUnavailable):
        answer_all(chat, Taken(), lambda: MOMENT + timedelta(seconds=9))
    assert [author for author, _ in said(chat)] == ["member"]


def test_a_failed_answer_gives_a_way_on_and_does_not_block_the_next(chat: UUID) -> None:
    write(chat, "halo", "lagi")
    answer_all(chat, Echo([AssistantFailed()]), lambda: MOMENT)
    with session_scope() as session:
        answers = [m for m in service.history(session, chat) if m.author == "bot"]
    assert [b["payload"] for b in answers[0].buttons or []] == ["halo", "/talk_to_agent"]
    assert answers[1].text == "jawaban: lagi"
