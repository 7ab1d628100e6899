"""Alerts: noted once, sent once, by a mail server that behaves or does not."""

import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.alerts import outbox
from backend.alerts.mail import SmtpSender
from backend.alerts.models import AlertMail
from backend.alerts.noting import NEWS, note
from backend.alerts.settings import AlertSettings
from backend.conversations.messages import InboundMessage
from backend.conversations.service import receive
from backend.db import session_scope
from backend.handover import service as handover
from backend.handover import work
from backend.handover.accounts import add_agent
from backend.handover.models import Handover
from backend.sla.models import SlaClock
from tests.support.mail_server import MailServer

BOSS, DEPUTY = "supervisor@contoh.invalid", "wakil@contoh.invalid"
Tally = list[tuple[str, str]]


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


def settings(port: int = 1, **more: object) -> AlertSettings:
    given = {"to": f"{BOSS}, {DEPUTY}", "smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none"}
    return AlertSettings(**{**given, "smtp_timeout_s": 0.3, **more})  # type: ignore[arg-type] # values of any field


def urgent(session: Session, now: datetime, name: str = "u") -> UUID:
    """Somebody in need has been waiting for two minutes."""
    then = now - timedelta(minutes=2)
    talk = receive(session, InboundMessage("webchat", name, "1", "ibu saya sesak", display_name="Siti"), now=then)
    facts = {"reason": "emergency", "topic": "emergency", "context": {"slots": {"place": "Sleman"}}}
    return handover.request(session, talk.conversation_id, priority="P1", **facts, now=then).handover_id


def missed(session: Session, since: datetime, **more: object) -> None:
    clock = SlaClock(subject="complaint", subject_id=uuid4(), number="PGD-1", priority="P2", measure="resolution")
    for name, value in {"state": "running", "started_at": since, "breached_at": since, **more}.items():
        setattr(clock, name, value)
    session.add(clock)
    session.flush()


@pytest.fixture
def waiting(committed: None, now: datetime) -> UUID:
    with session_scope() as session:
        made = urgent(session, now)
        note(session, settings(), now=now)
    return made


def rows() -> Tally:
    with session_scope() as session:
        return [(row.receiver, row.state) for row in session.scalars(select(AlertMail).order_by(AlertMail.receiver))]


def send(server: MailServer, now: datetime, **more: object) -> Tally:
    outbox.send_due(SmtpSender(settings(server.port, **more)), lambda: now)
    return rows()


def test_each_thing_is_noted_once_for_each_receiver(session: Session, now: datetime) -> None:
    waits = urgent(session, now)
    missed(session, now - timedelta(minutes=1))
    assert note(session, settings(), now=now) == 4
    assert note(session, settings(), now=now + timedelta(minutes=5)) == 0
    again = session.get_one(Handover, waits)
    again.queued_at = now + timedelta(minutes=1)  # its agent vanished
    session.flush()
    assert note(session, settings(), now=now + timedelta(minutes=5)) == 2


def test_what_is_no_news_is_not_noted(session: Session, now: datetime) -> None:
    urgent(session, now)
    assert note(session, settings(p1_wait_s=600), now=now) == 0, "agents have a while to take it"
    assert note(session, settings(to=""), now=now) == note(session, settings(smtp_host=""), now=now) == 0
    missed(session, now - NEWS - timedelta(minutes=1))
    missed(session, now, seen_at=now)
    missed(session, now, state="missed")
    assert note(session, settings(p1_wait_s=600), now=now) == 0


def test_a_mail_names_ticket_priority_and_time_and_nothing_of_the_member(
    server: MailServer, waiting: UUID, now: datetime
) -> None:
    assert send(server, now) == [(BOSS, "sent"), (DEPUTY, "sent")] == send(server, now)
    assert [receiver for receiver, _ in server.mails] == [BOSS, DEPUTY]
    mail = server.mails[0][1]
    with session_scope() as session:
        ticket = session.get_one(Handover, waiting)
    assert mail["Subject"] == f"[165] P1 {ticket.number}: belum ada petugas" and mail["To"] == BOSS
    text = str(mail.get_payload(decode=True), "utf-8")  # type: ignore[arg-type] # bytes, as the mail is no multipart
    assert "22-11-2026 09.58 WIB" in text and f"/console/conversations/{ticket.conversation_id}" in text
    assert not [word for word in ("Siti", "sesak", "Sleman", "emergency") if word in mail.as_string() + text]


def test_an_unknown_receiver_is_given_up_and_the_others_are_told(
    server: MailServer, waiting: UUID, now: datetime
) -> None:
    server.habits.unknown = {BOSS}
    assert send(server, now) == [(BOSS, "failed"), (DEPUTY, "sent")]


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "text", "EHLO"])
def test_not_now_is_tried_again_later(server: MailServer, waiting: UUID, now: datetime, step: str) -> None:
    server.habits.replies = {step: "451 try again later"} | ({"HELO": "451 later"} if step == "EHLO" else {})
    assert send(server, now) == send(server, now) == [(BOSS, "queued"), (DEPUTY, "queued")]
    server.habits.replies = {}
    assert send(server, now + timedelta(seconds=9)) == [(BOSS, "queued"), (DEPUTY, "queued")]
    assert send(server, now + timedelta(seconds=10)) == [(BOSS, "sent"), (DEPUTY, "sent")]
    assert len(server.mails) == 2


def test_a_server_that_is_silent_before_the_text_is_tried_again_and_behind_it_not(
    server: MailServer, waiting: UUID, now: datetime
) -> None:
    server.habits.replies = {"RCPT": ""}
    assert {state for _, state in send(server, now)} == {"queued"}
    server.habits.replies = {"text": ""}
    later = now + timedelta(minutes=1)
    assert {state for _, state in send(server, later)} == {state for _, state in send(server, later)} == {"uncertain"}
    assert len(server.mails) == 2, "it had taken them"


def test_a_server_that_is_away_is_tried_for_an_hour(waiting: UUID, now: datetime) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        away = SmtpSender(settings(free.getsockname()[1]))
    outbox.send_due(away, lambda: now)
    assert {state for _, state in rows()} == {"queued"}
    outbox.send_due(away, lambda: now + NEWS)
    assert {state for _, state in rows()} == {"failed"}


def test_nothing_goes_in_the_clear_to_a_server_without_tls(server: MailServer, waiting: UUID, now: datetime) -> None:
    assert {state for _, state in send(server, now, smtp_security="starttls", smtp_user="u")} == {"queued"}
    assert server.mails == []


def test_who_was_taken_meanwhile_is_told_to_nobody(server: MailServer, waiting: UUID, now: datetime) -> None:
    with session_scope() as session:
        rina = add_agent(session, "rina", "Rina", "agent", "a long password", now=now)
        work.claim(session, waiting, rina.id, now)
    assert {state for _, state in send(server, now)} == {"dropped"} and server.mails == []


def test_what_a_process_died_over_is_not_sent_again(server: MailServer, waiting: UUID, now: datetime) -> None:
    with session_scope() as session:
        session.execute(update(AlertMail).where(AlertMail.receiver == BOSS).values(state="sending"))
    assert send(server, now + timedelta(minutes=1)) == [(BOSS, "sending"), (DEPUTY, "sent")]
    assert send(server, now + timedelta(minutes=3)) == [(BOSS, "uncertain"), (DEPUTY, "sent")]
    assert [receiver for receiver, _ in server.mails] == [DEPUTY]


def test_what_was_told_long_ago_is_forgotten(session: Session, now: datetime) -> None:
    urgent(session, now)
    note(session, settings(), now=now)
    outbox.forget(session, now + outbox.KEPT)
    assert len(session.scalars(select(AlertMail)).all()) == 2
    outbox.forget(session, now + outbox.KEPT + timedelta(seconds=1))
    assert session.scalars(select(AlertMail)).all() == []
