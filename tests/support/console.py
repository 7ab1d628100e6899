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

from backend import clock
from backend.conversations.messages import InboundMessage
from backend.conversations.models import Conversation
from backend.conversations.service import receive
from backend.db import session_scope
from backend.handover import service, work
from backend.handover.accounts import add_agent
from backend.handover.models import Agent
from tests.support.running import wait_until

PASSWORD = "a long password of a test"


def agent(login: str, role: str = "agent") -> UUID:
    """Makes an account and gives its id."""
    with session_scope() as session:
        return add_agent(session, login, login.title(), role, PASSWORD).id


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
    """Fills in the login form."""
    form = client.get("/console/login").text
    token = re.search(r'name="token" value="([^"]+)"', form)
    assert token, form
    data = {"login": login, "password": password, "token": token.group(1)}
    return client.post("/console/login", data=data, follow_redirects=False)


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
