"""A conversation's way to a person and back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from backend.conversations.models import Conversation, Message
from backend.conversations.service import history, unanswered
from backend.errors import NotFound, ServiceError
from backend.handover import presence, service, work
from backend.handover.hours import WorkingHours
from backend.handover.line import get_handover, may_open, open_handover
from backend.handover.models import Agent
from backend.handover.settings import handover_settings
from backend.handover.tickets import HandoverTicket
from tests.support.transcripts import transcript

Write = Callable[..., UUID]
Ask = Callable[..., HandoverTicket]


@pytest.fixture
def office_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    weekly = {"mon": [("08:00", "12:00"), ("13:00", "15:00")]}
    monkeypatch.setattr(handover_settings(), "hours", WorkingHours.model_validate({"weekly": weekly}))


def from_system(session: Session, conversation_id: UUID) -> list[Message]:
    return [message for message in history(session, conversation_id) if message.author == "system"]


def last(session: Session, conversation_id: UUID) -> Message:
    return transcript(session, conversation_id)[-1]


def test_request_sends_the_bot_away_and_tells_how_things_stand(session: Session, write: Write, ask: Ask) -> None:
    conversation_id = write("mau bicara dengan orang")
    ticket = ask(conversation_id)
    assert (ticket.state, ticket.position, ticket.agents_online) == ("waiting", 1, 0)
    assert ticket.within_hours and ticket.opens_at is None
    assert session.get_one(Conversation, conversation_id).handled_by == "agent"
    assert unanswered(session, conversation_id) == []
    assert from_system(session, conversation_id) == []


def test_asking_again_keeps_the_ticket_and_can_only_raise_the_priority(write: Write, ask: Ask) -> None:
    conversation_id = write()
    first, raised, lower = ask(conversation_id, "P2"), ask(conversation_id, "P1"), ask(conversation_id, "P3")
    assert first.ticket == raised.ticket == lower.ticket
    assert (raised.priority, lower.priority) == ("P1", "P1")


def test_identifiers_in_the_context_are_masked(session: Session, write: Write, ask: Ask) -> None:
    ask(write(), slots={"card": "0009900000001", "said": ["nik 9999015403880001"]}, confidence=0.4)
    context = open_handover(session, write()).context
    assert "0009900000001" not in str(context) and "9999015403880001" not in str(context)
    assert context["confidence"] == 0.4


def test_line_is_by_priority_and_then_by_age(session: Session, write: Write, ask: Ask, now: datetime) -> None:
    chats = {name: write(chat=name) for name in ("old", "new", "urgent")}
    ask(chats["new"], "P3", now)
    ask(chats["old"], "P3", now - timedelta(minutes=5))
    ask(chats["urgent"], "P1", now)
    places = {name: service.current(session, chat, now=now).position for name, chat in chats.items()}
    assert places == {"urgent": 1, "old": 2, "new": 3}


def test_bot_may_finish_the_answer_in_which_it_asked(session: Session, write: Write, ask: Ask) -> None:
    conversation_id = write("petugas")
    write("halo?")
    ask(conversation_id)
    assert service.finishes_request(session, conversation_id, 1)
    assert not service.finishes_request(session, conversation_id, 2)


def test_only_agents_whose_console_is_heard_from_count_as_online(
    session: Session, agent: Agent, colleague: Agent, supervisor: Agent, write: Write, ask: Ask, now: datetime
) -> None:
    for someone in (agent, colleague, supervisor):
        presence.set_presence(session, someone, "online", now=now)
    colleague.last_seen = now - timedelta(seconds=handover_settings().presence_timeout_s + 1)
    assert ask(write()).agents_online == 1
    presence.set_presence(session, agent, "away", now=now)
    assert ask(write()).agents_online == 0


@pytest.mark.usefixtures("office_hours")
def test_outside_hours_the_member_waits_and_is_told_when(session: Session, write: Write, ask: Ask) -> None:
    conversation_id = write()
    ticket = ask(conversation_id)
    assert not ticket.within_hours
    assert ticket.opens_at.isoformat() == "2026-11-23T08:00:00+07:00"
    write("tolong ya")
    assert "Senin pukul 08.00 WIB" in last(session, conversation_id).text
    assert open_handover(session, conversation_id).state == "waiting"


def test_who_waits_hears_where_they_stand_and_is_never_left_without_an_answer(
    session: Session, write: Write, ask: Ask
) -> None:
    conversation_id = write()
    ask(conversation_id)
    for text in ("halo", "kartu saya ditolak loket", "obatnya juga habis", "saya nomor urut berapa?"):
        write(text)
    receipts = from_system(session, conversation_id)
    assert [receipt.seq for receipt in receipts] == [3, 5, 7, 9]
    assert ["nomor 1 dalam antrean" in receipt.text for receipt in receipts] == [True, True, False, True]
    assert [button["payload"] for button in receipts[0].buttons] == ["/handover_leave"]


@pytest.mark.parametrize(
    "text", ["kembali ke asisten", "Kembali ke Asisten!", "back to the assistant", "eh ga jadi deh"]
)
def test_waiting_member_goes_back_to_the_bot_by_words(
    session: Session, write: Write, ask: Ask, now: datetime, text: str
) -> None:
    conversation_id = write()
    ask(conversation_id)
    write(text)
    assert session.get_one(Conversation, conversation_id).handled_by == "bot"
    assert unanswered(session, conversation_id) == []
    assert service.current(session, conversation_id, now=now) is None


def test_waiting_member_goes_back_to_the_bot_by_the_button(session: Session, write: Write, ask: Ask) -> None:
    conversation_id = write()
    ask(conversation_id)
    write("halo")
    button = last(session, conversation_id).buttons[0]["id"]
    write("", button=button)
    assert session.get_one(Conversation, conversation_id).handled_by == "bot"


def test_member_of_an_agent_does_not_leave_by_words(
    session: Session, write: Write, ask: Ask, agent: Agent, now: datetime
) -> None:
    conversation_id = write()
    work.claim(session, ask(conversation_id).handover_id, agent.id, now)
    write("kembali ke asisten")
    assert session.get_one(Conversation, conversation_id).handled_by == "agent"
    assert not service.member_leaves(session, conversation_id, now=now)


def test_agent_claims_answers_and_resolves(
    session: Session, write: Write, ask: Ask, agent: Agent, now: datetime
) -> None:
    conversation_id = write()
    handover_id = ask(conversation_id).handover_id
    work.claim(session, handover_id, agent.id, now)
    write("rumah sakit menolak ibu saya")
    answer = work.reply(session, handover_id, agent, "  Kami bantu sekarang.  ", now)
    assert (answer.author, answer.agent_name, answer.text) == ("agent", "Rina", "Kami bantu sekarang.")
    work.resolve(session, handover_id, agent.id, now)
    conversation = session.get_one(Conversation, conversation_id)
    assert (conversation.handled_by, conversation.answered_seq) == ("bot", conversation.last_member_seq)
    farewell = last(session, conversation_id)
    assert [button["payload"] for button in farewell.buttons][4] == '/handover_rate{"rating":"5"}'


def test_identifiers_that_the_bot_did_not_use_are_forgotten(
    session: Session, write: Write, ask: Ask, agent: Agent, now: datetime
) -> None:
    conversation_id = write()
    handover_id = ask(conversation_id).handover_id
    write("kartu saya 0009900000001")
    assert any(message.identifiers for message in transcript(session, conversation_id))
    work.claim(session, handover_id, agent.id, now)
    work.resolve(session, handover_id, agent.id, now)
    session.expire_all()
    assert all(message.identifiers is None for message in transcript(session, conversation_id))


def test_notes_are_for_agents_only(session: Session, write: Write, ask: Ask, agent: Agent, now: datetime) -> None:
    conversation_id = write()
    handover_id = ask(conversation_id).handover_id
    work.claim(session, handover_id, agent.id, now)
    work.note(session, handover_id, agent, "sudah telepon rumah sakit", now)
    assert "telepon" in last(session, conversation_id).text
    assert all("telepon" not in message.text for message in history(session, conversation_id))


def test_released_conversation_waits_at_its_old_place(
    session: Session, write: Write, ask: Ask, agent: Agent, colleague: Agent, now: datetime
) -> None:
    conversation_id = write()
    handover_id = ask(conversation_id, at=now - timedelta(minutes=9)).handover_id
    ask(write(chat="later"))
    work.claim(session, handover_id, agent.id, now)
    work.release(session, handover_id, agent, now)
    assert service.current(session, conversation_id, now=now).position == 1
    assert work.claim(session, handover_id, colleague.id, now).agent_id == colleague.id


@pytest.mark.parametrize("act", ["reply", "note", "release", "resolve"])
def test_nobody_but_its_agent_works_on_a_conversation(
    session: Session, write: Write, ask: Ask, agent: Agent, colleague: Agent, now: datetime, act: str
) -> None:
    handover_id = ask(write()).handover_id
    work.claim(session, handover_id, agent.id, now)
    acts = {
        "reply": lambda: work.reply(session, handover_id, colleague, "x", now),
        "note": lambda: work.note(session, handover_id, colleague, "x", now),
        "release": lambda: work.release(session, handover_id, colleague, now),
        "resolve": lambda: work.resolve(session, handover_id, colleague.id, now),
    }
    with pytest.raises(ServiceError, match="not_your_conversation"):
        acts[act]()


def test_supervisor_frees_a_conversation_whose_agent_is_gone(
    session: Session, write: Write, ask: Ask, agent: Agent, supervisor: Agent, now: datetime
) -> None:
    handover_id = ask(write()).handover_id
    work.claim(session, handover_id, agent.id, now)
    work.release(session, handover_id, supervisor, now)
    assert get_handover(session, handover_id).state == "waiting"


@pytest.mark.parametrize(("text", "code"), [("  ", "text_missing"), ("x" * 4097, "text_too_long")])
def test_empty_and_endless_replies_are_refused(
    session: Session, write: Write, ask: Ask, agent: Agent, now: datetime, text: str, code: str
) -> None:
    handover_id = ask(write()).handover_id
    work.claim(session, handover_id, agent.id, now)
    with pytest.raises(ServiceError, match=code):
        work.reply(session, handover_id, agent, text, now)


def test_rating_belongs_to_the_newest_finished_handover(
    session: Session, write: Write, ask: Ask, agent: Agent, now: datetime
) -> None:
    conversation_id = write()
    with pytest.raises(NotFound, match="nothing_to_rate"):
        service.rate(session, conversation_id, 5, now=now)
    handover_id = ask(conversation_id).handover_id
    work.claim(session, handover_id, agent.id, now)
    work.resolve(session, handover_id, agent.id, now)
    ask(conversation_id, at=now + timedelta(minutes=1))
    service.rate(session, conversation_id, 4, now=now)
    assert get_handover(session, handover_id).rating == 4


def test_agents_open_what_waits_and_what_is_theirs(
    session: Session, write: Write, ask: Ask, agent: Agent, colleague: Agent, supervisor: Agent, now: datetime
) -> None:
    conversation_id = write()
    everyone = {"agent": agent, "colleague": colleague, "supervisor": supervisor}

    def who_may(at: datetime = now) -> set[str]:
        return {name for name, someone in everyone.items() if may_open(session, someone, conversation_id, now=at)}

    assert who_may() == {"supervisor"}
    handover_id = ask(conversation_id).handover_id
    assert who_may() == {"agent", "colleague", "supervisor"}
    work.claim(session, handover_id, agent.id, now)
    assert who_may() == {"agent", "supervisor"}
    work.resolve(session, handover_id, agent.id, now)
    assert who_may() == {"agent", "supervisor"}
    assert who_may(now + timedelta(hours=25)) == {"supervisor"}


def test_texts_follow_the_language_of_the_conversation(
    session: Session, write: Write, ask: Ask, agent: Agent, now: datetime
) -> None:
    conversation_id = write(locale="en")
    work.claim(session, ask(conversation_id).handover_id, agent.id, now)
    assert last(session, conversation_id).text.startswith("You are now connected with Rina")
