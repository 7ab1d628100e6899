"""What is unread in a conversation to the agent who has it, however it came to them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from backend.console.queue_view import read_queue
from backend.conversations.messages import Reply
from backend.conversations.service import record_answer
from backend.handover import passing, presence, work
from backend.handover.models import Agent, Handover
from backend.handover.tickets import HandoverTicket

Write = Callable[..., UUID]
Ask = Callable[..., HandoverTicket]


def unread(session: Session, agent: Agent, now: datetime) -> int:
    session.flush()
    (mine,) = read_queue(session, agent, "mine", now=now).items
    return mine.unread


def test_from_the_request_on_then_from_the_last_reply_of_a_person(
    session: Session, write: Write, ask: Ask, agent: Agent, colleague: Agent, supervisor: Agent, now: datetime
) -> None:
    presence.heartbeat(colleague, now=now)
    presence.set_presence(session, colleague, "online", now=now)
    talk = write("berapa iuran kelas 3")
    record_answer(session, talk, 1, [Reply("Rp35.000")], now=now)
    write("mau bicara petugas")
    ticket = ask(talk, at=now + timedelta(seconds=1))
    write("halo?")
    now += timedelta(seconds=2)
    work.claim(session, ticket.handover_id, agent.id, now)
    assert unread(session, agent, now) == 2, "what was said to the bot before is no news"
    held = session.get_one(Handover, ticket.handover_id)
    work.reply(session, ticket.handover_id, agent, "Ada yang bisa dibantu?", now)
    write("kartu saya hilang")
    write("di pasar")
    held.read_seq = 99  # the first agent has opened it, and answered nothing
    passing.to_agent(session, ticket.handover_id, agent, colleague.id, "tolong lanjutkan", now=now)
    assert unread(session, colleague, now) == 2
    work.note(session, ticket.handover_id, colleague, "catatan", now)
    held.read_seq = 99
    work.release(session, ticket.handover_id, colleague, now)
    work.claim(session, ticket.handover_id, supervisor.id, now)
    assert unread(session, supervisor, now) == 2, "notes are no replies"
