"""The live stream: nothing is missed, whatever happens to the connection."""

import random
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend import clock
from backend.console.stream import look
from backend.conversations.events import Position, emit
from backend.db import get_engine, session_scope
from backend.handover import accounts, presence
from backend.handover.models import Agent
from tests.support.console import agent, asks, claims, log_in, replies, served, writes

MESSAGES = 40
SEED = 165


@pytest.fixture
def token(committed: None) -> str:
    rina = agent("rina")
    with session_scope() as session:
        return accounts.open_session(session, session.get_one(Agent, rina), now=clock.now()).token


class Page:
    """What an open conversation page does: follow the stream, fetch what is new, resume where it was cut."""

    def __init__(self, client: httpx.Client, conversation_id: UUID) -> None:
        self.client, self.address = client, f"/console/conversations/{conversation_id}"
        page = client.get(self.address).text
        found = re.search(r'sse-connect="([^"]+)"', page)
        assert found
        self.stream = found.group(1).replace("&amp;", "&")
        self.last_id: str | None = None
        self.shown: list[str] = []
        self.show(page)

    def show(self, part: str) -> None:
        self.shown += re.findall(r'data-seq="(\d+)"', part)

    def fetch(self) -> None:
        self.show(self.client.get(f"{self.address}/messages", params={"after": self.shown[-1]}).text)

    def follow(self, events: int, enough: int) -> None:
        """Takes some events, then loses the connection; ends when enough messages are shown."""
        headers = {"Last-Event-ID": self.last_id} if self.last_id else {}
        with self.client.stream("GET", self.stream, headers=headers, timeout=30) as lines:
            for line in lines.iter_lines():
                if line.startswith("id: "):
                    self.last_id = line.removeprefix("id: ")
                if line == "event: messages":
                    self.fetch()
                    events -= 1
                if events <= 0 or len(self.shown) >= enough:
                    return


def test_dropped_connections_lose_nothing(committed: None) -> None:
    rina, dice = agent("rina"), random.Random(SEED)
    conversation_id = writes("chat", "mulai")
    handover_id = asks(conversation_id)
    claims(handover_id, rina)

    def talk() -> None:
        for n in range(MESSAGES):
            if n % 4 == 3:
                replies(handover_id, rina, f"jawaban {n}")
            else:
                writes("chat", f"pesan {n}")
            writes("other", f"pesan lain {n}")

    with served() as url, httpx.Client(base_url=url, trust_env=False) as client:
        log_in(client, "rina")
        page = Page(client, conversation_id)
        talking = threading.Thread(target=talk)
        talking.start()
        all_of_it = MESSAGES + 2  # the first message, and the welcome when the agent took it
        while len(page.shown) < all_of_it:
            page.follow(dice.randint(1, 3), all_of_it)
        talking.join()
        fresh = Page(client, conversation_id)
        assert page.shown == fresh.shown
        assert len(set(page.shown)) == len(page.shown)


def test_stream_tells_each_page_its_parts(token: str) -> None:
    first, second = writes("a", "halo"), writes("b", "halo")
    asks(second)
    assert look(token, Position(), None).parts == ["queue"]
    assert look(token, Position(), first).parts == ["queue", "messages"]
    batch = look(token, Position(), second)
    assert batch.parts == ["queue", "messages", "state"]
    assert look(token, batch.position, second).parts == []


@contextmanager
def unfinished_transaction() -> Iterator[Session]:
    with Session(get_engine()) as session:
        emit(session, "presence", now=clock.now())
        session.flush()
        yield session
        session.rollback()


def test_event_behind_a_running_transaction_is_awaited_and_not_skipped(token: str) -> None:
    start = look(token, Position(), None).position
    with unfinished_transaction():
        writes("a", "halo")
        held = look(token, start, None)
        assert (held.parts, held.position, held.unfinished) == ([], start, True)
    assert look(token, held.position, None).parts == ["queue"]


def test_stream_ends_with_the_session(token: str) -> None:
    with session_scope() as session:
        _, login = accounts.find_session(session, token, now=clock.now())
        accounts.revoke_session(login, now=clock.now())
    assert look(token, Position(), None) is None


def test_open_stream_keeps_its_agent_present(token: str) -> None:
    with session_scope() as session:
        found, _ = accounts.find_session(session, token, now=clock.now())
        presence.set_presence(session, found, "online", now=clock.now())
        session.execute(text("UPDATE agents SET last_seen = last_seen - interval '1 hour'"))
        session.expire_all()
        assert presence.agents_online(session, now=clock.now()) == 0
    look(token, Position(), None)
    with session_scope() as session:
        assert presence.agents_online(session, now=clock.now()) == 1


def test_stream_wants_a_login(api: TestClient) -> None:
    assert api.get("/console/events", follow_redirects=False).status_code == 303
