"""General questions of who waits: the assistant answers them beside the line, everything else stays the agent's."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from backend.conversations import service
from backend.conversations.assistant import Answer, AssistantUnavailable, TurnRequest
from backend.conversations.messages import InboundMessage, Reply
from backend.db import session_scope
from backend.handover import meanwhile
from backend.handover import service as handover
from backend.handover.line import open_handover

MOMENT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
FAQ_BUTTON = {"title": "Cara bayar", "payload": '/faq{"faq_id": "payment_channels"}'}
PLACE_BUTTON = {"title": "Kota Bekasi", "payload": '/find_nearest_facility{"code": "3275"}'}
OFFICE_BUTTON = {"title": "Kantor terdekat", "payload": '/find_nearest_facility{"facility_type": "office"}'}
SERVICE_BUTTON = {"title": "Cek tagihan", "payload": "/check_contribution"}


class Knowing:
    """An assistant that knows one answer, or none, or is away."""

    def __init__(self, reply: Reply | None = None, *, away: bool = False, closed: bool = False) -> None:
        self.reply, self.away, self.closed = reply, away, closed
        self.heard: list[TurnRequest] = []

    def answer(self, request: TurnRequest) -> Answer:
        self.heard.append(request)
        if self.away:
            raise AssistantUnavailable
        return Answer([self.reply] if self.reply else [], self.closed)


@pytest.fixture
def chat(committed: None) -> Iterator[UUID]:
    """A conversation that waits for an agent."""
    with session_scope() as session:
        chat = service.open_conversation(session, "web", str(uuid4()), now=MOMENT)
        handover.request(session, chat.id, reason="asked", topic="complaints", priority="P3", context={}, now=MOMENT)
    yield chat.id


def write(chat: UUID, words: str = "", **more: str) -> int:
    with session_scope() as session:
        external_id = session.get_one(service.Conversation, chat).external_id
        inbound = InboundMessage("web", external_id, str(uuid4()), words, **more)
        return service.receive(session, inbound, now=MOMENT).seq


def said(chat: UUID) -> list[tuple[str, str, list[str]]]:
    """Who said what with which buttons, the member left out."""
    with session_scope() as session:
        found = [message for message in service.history(session, chat) if message.author != "member"]
        return [(m.author, m.text, [b["title"] for b in m.buttons or []]) for m in found]


def queued(chat: UUID) -> list[int]:
    """Numbers of the messages that the assistant is asked about."""
    query = text("SELECT CAST(args->>'seq' AS int) FROM procrastinate_jobs WHERE lock = :lock ORDER BY id")
    with session_scope() as session:
        return list(session.scalars(query, {"lock": f"meanwhile:{chat}"}))


def test_a_general_question_is_answered_and_the_place_in_the_line_stays(chat: UUID) -> None:
    seq = write(chat, "di indomaret bisa bayar ga kak")
    assert (said(chat), queued(chat)) == ([], [seq])  # no receipt: the answer comes
    asked = Knowing(Reply("Bisa.", [FAQ_BUTTON, SERVICE_BUTTON, OFFICE_BUTTON, PLACE_BUTTON]))
    meanwhile.answer(chat, seq, asked, lambda: MOMENT)
    assert said(chat) == [("bot", "Bisa.", ["Cara bayar", "Kota Bekasi", "Kembali ke asisten"])]
    assert asked.heard[0].metadata["meanwhile"] is True
    with session_scope() as session:
        waiting = open_handover(session, chat)
        assert waiting is not None and waiting.state == "waiting"


@pytest.mark.parametrize("assistant", [Knowing(), Knowing(away=True), Knowing(Reply("Tensi 150."), closed=True)])
def test_what_the_assistant_leaves_to_the_agent_gets_a_receipt(chat: UUID, assistant: Knowing) -> None:
    seq = write(chat, "kenapa kartu ibu saya ditolak ya")
    meanwhile.answer(chat, seq, assistant, lambda: MOMENT)
    [(author, words, _)] = said(chat)
    assert author == "system" and "nomor 1 dalam antrean" in words


@pytest.mark.parametrize(
    "words",
    [
        "obatnya juga habis pak",
        "bu Tuti sebelah rumah",
        "saya nomor urut berapa ya",
        "berapa lama lagi ya min",
        "ada orangnya ga sih",
        "how long do i wait",
        "ok",
    ],
)
def test_facts_and_questions_about_the_wait_do_not_reach_the_assistant(chat: UUID, words: str) -> None:
    write(chat, words)
    assert queued(chat) == [] and said(chat)[0][0] == "system"


@pytest.mark.parametrize(
    "words", ["iuran kelas 3 berapa ya", "rawat inap boleh berapa lama", "orang tua saya bisa ikut ga", "jam buka rsud"]
)
def test_questions_of_something_else_reach_it(chat: UUID, words: str) -> None:
    seq = write(chat, words + "?")
    assert queued(chat) == [seq]


def test_a_question_in_despair_is_left_to_people(chat: UUID) -> None:
    write(chat, "aku mau bunuh diri aja")
    write(chat, "apa gunanya hidup lagi")
    assert queued(chat) == []


def test_nothing_is_said_beside_an_agent_or_to_who_left(chat: UUID) -> None:
    seq = write(chat, "di indomaret bisa bayar ga kak")
    with session_scope() as session:
        handover.member_leaves(session, chat, now=MOMENT)
    before = said(chat)
    meanwhile.answer(chat, seq, Knowing(Reply("Bisa.")), lambda: MOMENT)
    assert said(chat) == before


def test_a_button_under_such_an_answer_leads_to_the_next_one(chat: UUID) -> None:
    seq = write(chat, "di indomaret bisa bayar ga kak")
    meanwhile.answer(chat, seq, Knowing(Reply("Bisa.", [FAQ_BUTTON])), lambda: MOMENT)
    with session_scope() as session:
        [message] = [m for m in service.history(session, chat) if m.author == "bot"]
    pressed = write(chat, button=message.buttons[0]["id"])
    assert queued(chat) == [seq, pressed]
