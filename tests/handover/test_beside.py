"""A wait at night: nobody is there, the assistant goes on, and the place in the line stays."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from backend.conversations.messages import Reply
from backend.conversations.models import Conversation, Message
from backend.conversations.service import history, lock_conversation, post, unanswered
from backend.handover import presence, service, work
from backend.handover.line import open_handover
from backend.handover.models import Agent
from backend.handover.tickets import HandoverTicket

Write = Callable[..., UUID]


@pytest.fixture
def asked(session: Session, now: datetime) -> Callable[..., HandoverTicket]:
    """Asks for a person as the bot does where it may stay; the bot's answer is in."""

    def ask(chat: UUID, **more: Any) -> HandoverTicket:
        facts: dict[str, Any] = {"reason": "asked_for_person", "topic": "handover", "priority": "P3", "context": {}}
        ticket = service.request(session, chat, **(facts | more), now=now, assistant_stays=True)
        answered(session, chat)
        return ticket

    return ask


def answered(session: Session, chat: UUID) -> None:
    conversation = lock_conversation(session, chat)
    conversation.answered_seq = conversation.last_member_seq


def by_system(session: Session, chat: UUID) -> list[Message]:
    return [message for message in history(session, chat) if message.author == "system"]


def holder(session: Session, chat: UUID) -> str:
    return session.get_one(Conversation, chat).handled_by


def test_where_nobody_is_online_the_bot_keeps_hearing(session: Session, write: Write, asked: Any) -> None:
    chat = write("mau bicara dengan orang")
    ticket = asked(chat)
    assert (ticket.state, ticket.position, ticket.assistant_stays) == ("waiting", 1, True)
    write("iuran kelas 3 berapa")
    assert holder(session, chat) == "bot"
    assert [message.text for message, _ in unanswered(session, chat)] == ["iuran kelas 3 berapa"]
    assert by_system(session, chat) == []


def test_where_somebody_is_online_it_is_sent_away(
    session: Session, write: Write, asked: Any, agent: Agent, now: datetime
) -> None:
    presence.set_presence(session, agent, "online", now=now)
    chat = write()
    assert not asked(chat).assistant_stays
    assert holder(session, chat) == "agent"


def test_danger_later_in_such_a_wait_sends_it_away(session: Session, write: Write, asked: Any, now: datetime) -> None:
    chat = write()
    first = asked(chat)
    write("bapak pingsan")
    urgent = service.request(session, chat, reason="emergency", topic="emergency", priority="P1", context={}, now=now)
    assert urgent.ticket == first.ticket
    assert (urgent.priority, urgent.topic, urgent.assistant_stays) == ("P1", "emergency", False)
    assert holder(session, chat) == "agent" and unanswered(session, chat) == []
    assert service.finishes_request(session, chat, lock_conversation(session, chat).last_member_seq)


@pytest.mark.parametrize(
    "words",
    ["petugasnya udah ada belum", "berapa lama nunggunya", "ada orangnya ga sih", "how long until someone answers?"],
)
def test_questions_about_the_wait_are_answered_from_the_line(
    session: Session, write: Write, asked: Any, words: str
) -> None:
    chat = write()
    asked(chat)
    write(words)
    [said] = by_system(session, chat)
    assert "nomor 1 dalam antrean" in said.text
    assert [button["payload"] for button in said.buttons] == ["/handover_leave"]
    assert unanswered(session, chat) == [] and holder(session, chat) == "bot"


@pytest.mark.parametrize("words", ["nomor berapa", "berapa lama ya", "ga usah deh", "batal aja", "batalkan antreannya"])
def test_behind_another_answer_what_names_nobody_is_the_bots(
    session: Session, write: Write, asked: Any, now: datetime, words: str
) -> None:
    chat = write()
    asked(chat)
    write("poli gigi")
    post(session, lock_conversation(session, chat), Reply("Untuk hari apa?"), author="bot", now=now, reply_to_seq=2)
    answered(session, chat)
    write(words)
    assert by_system(session, chat) == []
    assert [message.text for message, _ in unanswered(session, chat)] == [words]


@pytest.mark.parametrize(
    "words",
    [
        "gausah deh petugasnya, udah jelas kok",
        "ga jadi nunggu orang",
        "no need for an agent",
        "yang ke petugas tadi dibatalkan saja",
        "batalin aja panggilan petugasnya",
        "please cancel my request for an agent",
    ],
)
def test_who_needs_nobody_any_more_leaves_the_line_and_stays_with_the_bot(
    session: Session, write: Write, asked: Any, now: datetime, words: str
) -> None:
    chat = write()
    asked(chat, context={"form": "queues_form"})
    post(session, lock_conversation(session, chat), Reply("Iurannya Rp35.000."), author="bot", now=now)
    write(words)
    assert open_handover(session, chat) is None and holder(session, chat) == "bot"
    assert "dibatalkan" in by_system(session, chat)[-1].text
    assert unanswered(session, chat) == []  # the form of then is long left


def test_who_takes_it_back_at_once_goes_on_with_the_form(
    session: Session, write: Write, asked: Any, now: datetime
) -> None:
    chat = write()
    asked(chat, context={"form": "queues_form"})
    post(session, lock_conversation(session, chat), Reply("Belum ada."), author="bot", now=now, reply_to_seq=1)
    write("eh ga usah, lanjut sendiri")
    [(prompt, _)] = unanswered(session, chat)
    assert prompt.payload == '/resume_form{"value": "queues_form"}'


@pytest.mark.parametrize(("words", "waits"), [("halo?", True), ("masih lama ya", True), ("ga jadi deh", False)])
def test_right_behind_the_request_it_counts_as_it_stands(
    session: Session, write: Write, asked: Any, now: datetime, words: str, waits: bool
) -> None:
    chat = write()
    asked(chat)
    post(session, lock_conversation(session, chat), Reply("Belum ada."), author="bot", now=now, reply_to_seq=1)
    write(words)
    assert (open_handover(session, chat) is not None) is waits
    assert len(by_system(session, chat)) == 1


def test_what_the_bot_has_yet_to_answer_comes_first(session: Session, write: Write, asked: Any) -> None:
    chat = write()
    asked(chat)
    write("iuran kelas 3 berapa")
    write("ga jadi nunggu orang")
    assert [message.text for message, _ in unanswered(session, chat)] == [
        "iuran kelas 3 berapa",
        "ga jadi nunggu orang",
    ]


def test_from_the_claim_on_the_bot_hears_nothing_and_is_told_when_it_is_over(
    session: Session, write: Write, asked: Any, agent: Agent, now: datetime
) -> None:
    chat = write()
    handover_id = asked(chat).handover_id
    write("poli gigi besok")
    work.claim(session, handover_id, agent.id, now)
    assert holder(session, chat) == "agent" and unanswered(session, chat) == []
    assert not service.member_leaves(session, chat, now=now)
    work.resolve(session, handover_id, agent.id, now)
    [(prompt, _)] = unanswered(session, chat)
    assert (prompt.payload, prompt.text) == ("/handover_ended", "")


def test_a_bot_that_was_away_all_the_time_is_told_nothing(
    session: Session, write: Write, ask: Callable[..., HandoverTicket], agent: Agent, now: datetime
) -> None:
    chat = write()
    handover_id = ask(chat).handover_id
    work.claim(session, handover_id, agent.id, now)
    work.resolve(session, handover_id, agent.id, now)
    assert unanswered(session, chat) == []


def test_the_button_of_the_receipt_leaves_the_line(session: Session, write: Write, asked: Any, now: datetime) -> None:
    chat = write()
    asked(chat)
    write("petugasnya udah ada belum")
    button = by_system(session, chat)[0].buttons[0]["id"]
    post(session, lock_conversation(session, chat), Reply("Ada lagi?"), author="bot", now=now)
    write("", button=button)
    assert open_handover(session, chat) is None and unanswered(session, chat) == []
