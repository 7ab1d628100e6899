"""The live stream: nothing is missed, whatever happens to the connection."""

import asyncio
import random
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from backend import clock
from backend.api.wakeup import Wakeup
from backend.console.feed import Feed, read
from backend.console.stream import at_console, follow, parts_of
from backend.conversations.events import Position, emit
from backend.db import database_url, get_engine, session_scope
from backend.handover import accounts, presence
from backend.handover.models import Agent
from tests.support.console import agent, asks, claims, log_in, replies, served, writes

MESSAGES = 40
SEED = 165
START = Position()


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


def parts(login: str, conversation_id: UUID | None, after: Position = START) -> list[str]:
    with session_scope() as session:
        someone = session.scalars(select(Agent).where(Agent.login == login)).one()
        return parts_of(read(session, after).events, someone, conversation_id)


def end(after: Position = START) -> Position:
    with session_scope() as session:
        return read(session, after).end


def test_stream_tells_each_page_its_parts(token: str) -> None:
    first, second = writes("a", "halo"), writes("b", "halo")
    asks(second)
    assert parts("rina", None) == ["queue"]
    assert parts("rina", first) == ["queue", "messages"]
    assert parts("rina", second) == ["queue", "messages", "state"]
    assert parts("rina", second, end()) == []


def test_a_queue_moves_only_for_those_who_see_it(token: str) -> None:
    agent("bayu")
    agent("tari", "supervisor")
    with_rina, with_bot = writes("a", "halo"), writes("b", "halo")
    with session_scope() as session:
        rina = session.scalars(select(Agent.id).where(Agent.login == "rina")).one()
    claims(asks(with_rina), rina)
    start = end()
    writes("a", "ada kabar?")
    writes("b", "tanya iuran")
    moved = {login: parts(login, None, start) for login in ("rina", "bayu", "tari")}
    assert moved == {"rina": ["queue"], "bayu": [], "tari": ["queue"]}
    assert parts("rina", with_bot, start) == ["queue", "messages"]


@contextmanager
def unfinished_transaction() -> Iterator[Session]:
    with Session(get_engine()) as session:
        emit(session, "presence", now=clock.now())
        session.flush()
        yield session
        session.rollback()


def test_event_behind_a_running_transaction_is_awaited_and_not_skipped(token: str) -> None:
    writes("a", "halo")
    asks(writes("a", "petugas"))
    start = end()
    with unfinished_transaction():
        writes("a", "halo lagi")
        with session_scope() as session:
            found = read(session, start)
        assert (found.events, found.end, found.unfinished) == ([], start, True)
    assert parts("rina", None, start) == ["queue"]


def test_streams_read_the_log_together_and_a_late_one_for_itself(token: str) -> None:
    conversation_id = writes("a", "satu")
    early = end()

    async def reads() -> list[list[int]]:
        feed = Feed()
        before = await feed.behind(early)
        await run_in_threadpool(writes, "a", "dua")
        looks = [
            before,
            *await asyncio.gather(*(feed.behind(position) for position in (before.end, before.end, START))),
        ]
        return [
            [event.position.id for event in look.events if event.conversation_id == conversation_id] for look in looks
        ]

    none, first, second, late = asyncio.run(reads())
    assert none == []
    assert first == second != []
    assert late[-len(first) :] == first and len(late) > len(first)


def test_stream_ends_by_itself_and_goes_on_behind_its_last_event(token: str) -> None:
    asks(writes("a", "halo"))

    async def lived(position: Position) -> list[tuple[str | None, str | None]]:
        sources = Wakeup(database_url()), Feed()
        return [(event.event, event.id) async for event in follow(sources, token, position, None, life=0.3)]

    first = asyncio.run(lived(START))
    assert [name for name, _ in first] == ["ready", "queue"]
    assert asyncio.run(lived(Position.parse(first[-1][1]))) == [("ready", first[-1][1])]


def test_stream_ends_with_the_session(token: str) -> None:
    with session_scope() as session:
        _, login = accounts.find_session(session, token, now=clock.now())
        accounts.revoke_session(login, now=clock.now())
    assert at_console(token) is None


def test_open_stream_keeps_its_agent_present(token: str) -> None:
    with session_scope() as session:
        found, _ = accounts.find_session(session, token, now=clock.now())
        presence.set_presence(session, found, "online", now=clock.now())
        session.execute(text("UPDATE agents SET last_seen = last_seen - interval '1 hour'"))
        session.expire_all()
        assert presence.agents_online(session, now=clock.now()) == 0
    at_console(token)
    with session_scope() as session:
        assert presence.agents_online(session, now=clock.now()) == 1


def test_stream_wants_a_login(api: TestClient) -> None:
    assert api.get("/console/events", follow_redirects=False).status_code == 303
