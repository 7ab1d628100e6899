"""Agents at the console and members who write to them, for tests; everything is committed."""

import re
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import httpx
import uvicorn
from playwright.sync_api import Page
from sqlalchemy import select

from backend import clock
from backend.accounts import second_factor
from backend.accounts.models import SecondFactor
from backend.conversations.messages import InboundMessage
from backend.conversations.models import Conversation
from backend.conversations.service import receive
from backend.db import session_scope
from backend.handover import service, work
from backend.handover.accounts import add_agent
from backend.handover.models import Agent
from tests.support.running import wait_until

PASSWORD = "a long password of a test"
SECRET = "TESTSECRETTESTSECRETTESTSECRETTE"


def agent(login: str, role: str = "agent", facility: str | None = None) -> UUID:
    """Makes an account with a second factor and gives its id; a doctor's names their facility."""
    with session_scope() as session:
        made = add_agent(session, login, login.title(), role, PASSWORD, facility=facility)
        second_factor.give(session, made, SECRET, now=clock.now())
        return made.id


def code_for(login: str) -> str:
    """A code that opens the account now; of the next half minute where the present one was used."""
    with session_scope() as session:
        query = select(SecondFactor).join(Agent, Agent.id == SecondFactor.agent_id).where(Agent.login == login)
        factor = session.scalars(query).one()
        present = int(clock.now().timestamp()) // second_factor.STEP_SECONDS
        factor.last_step = min(factor.last_step, present)  # a third login within a minute need not wait
        return second_factor.code_of_step(factor.secret, max(present, factor.last_step + 1))


def agent_id_of(login: str) -> UUID:
    """Whose login this is."""
    with session_scope() as session:
        return session.scalars(select(Agent.id).where(Agent.login == login)).one()


def writes(chat: str, text: str, **more: Any) -> UUID:
    """A member writes; gives the conversation."""
    inbound = InboundMessage(more.pop("channel", "webchat"), chat, uuid.uuid4().hex, text, **more)
    with session_scope() as session:
        return receive(session, inbound, now=clock.now()).conversation_id


def asks(conversation_id: UUID, priority: str = "P3", **context: Any) -> UUID:
    """The bot asks for a person; gives the handover."""
    with session_scope() as session:
        return service.request(
            session,
            conversation_id,
            reason="asked",
            topic="complaints",
            priority=priority,
            context=context,
            now=clock.now(),
        ).handover_id


def claims(handover_id: UUID, agent_id: UUID) -> None:
    """An agent takes a conversation."""
    with session_scope() as session:
        work.claim(session, handover_id, agent_id, clock.now())


def replies(handover_id: UUID, agent_id: UUID, text: str) -> None:
    """The agent writes to the member."""
    with session_scope() as session:
        work.reply(session, handover_id, session.get_one(Agent, agent_id), text, clock.now())


def handled_by(conversation_id: UUID) -> str:
    """Who has the conversation."""
    with session_scope() as session:
        return session.get_one(Conversation, conversation_id).handled_by


def log_in(client: httpx.Client, login: str, password: str = PASSWORD) -> httpx.Response:
    """Fills in the login form, and the code of the second factor where the password was right."""
    answer = shows_password(client, login, password)
    if answer.headers.get("location") != "/console/login/code":
        return answer
    form = {"code": code_for(login), "token": form_token(client, "/console/login/code")}
    return client.post("/console/login/code", data=form, follow_redirects=False)


def shows_password(client: httpx.Client, login: str, password: str = PASSWORD) -> httpx.Response:
    """Only the first step of a login."""
    data = {"login": login, "password": password, "token": form_token(client, "/console/login")}
    return client.post("/console/login", data=data, follow_redirects=False)


def form_token(client: httpx.Client, address: str) -> str:
    """The token in a form of the login."""
    form = client.get(address).text
    token = re.search(r'name="token" value="([^"]+)"', form)
    assert token, form
    return token.group(1)


def signs_in(page: Page, url: str, login: str) -> None:
    """The same in a browser, in Indonesian; ends at the first page of the account's role."""
    page.goto(f"{url}/console/login")
    page.get_by_label("Nama masuk").fill(login)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.get_by_label("Kode").fill(code_for(login))
    page.get_by_role("button", name="Lanjut").click()
    page.wait_for_url(lambda address: "/login" not in address)


def csrf_of(client: httpx.Client) -> str:
    """The token that the forms of this login carry."""
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/console/").text)
    assert found
    return found.group(1)


@contextmanager
def served() -> Iterator[str]:
    """The web application on a free port; gives its address."""
    from care165.web import create_app

    config = uvicorn.Config(create_app(), port=0, log_level="warning", ws="none", timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started, 20, "start of the web application")
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)
    assert not thread.is_alive()
