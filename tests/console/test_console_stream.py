"""The live stream: nothing is missed, whatever happens to the connection."""

import asyncio
import random
import re
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from uuid import UUID

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from backend import clock
from backend.api.wakeup import Wakeup
from backend.console.feed import Feed
from backend.console.look import read
from backend.console.queue_view import Tab, read_queue
from backend.console.stream import Shown, at_console, follow, lines_of, parts_of
from backend.conversations.events import Position, emit
from backend.db import database_url, get_engine, session_scope
from backend.handover import accounts, presence
from backend.handover.models import Agent
from tests.support.console import agent, agent_id_of, asks, claims, log_in, replies, served, writes

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


def told(login: str, shown: Shown, after: Position = START) -> tuple[list[str], list[str]]:
    """The parts that are named to a page, and the lines that it is sent."""
    with session_scope() as session:
        someone = session.scalars(select(Agent).where(Agent.login == login)).one()
        look = read(session, after)
        return parts_of(look, someone, shown), lines_of(look, someone, shown)


def parts(login: str, conversation_id: UUID | None, after: Position = START, tab: Tab = "waiting") -> list[str]:
    return told(login, Shown(tab, conversation_id), after)[0]


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


def test_a_message_brings_its_line_to_those_who_see_it_and_moves_nothing_else(token: str) -> None:
    agent("bayu")
    agent("tari", "supervisor")
    with_rina = writes("a", "halo")
    waiting, with_bot = writes("b", "halo"), writes("c", "halo")
    claims(asks(with_rina), agent_id_of("rina"))
    asks(waiting)
    start = end()
    for chat in ("a", "b", "c"):
        writes(chat, f"kabar dari {chat}?")

    def seen(login: str, tab: Tab) -> tuple[list[str], set[str]]:
        moved, lines = told(login, Shown(tab), start)
        return moved, {found for line in lines for found in re.findall(r"kabar dari (\w)", line)}

    assert seen("rina", "mine") == ([], {"a"})
    assert seen("rina", "waiting") == ([], {"b"})
    assert seen("bayu", "mine") == ([], set())
    assert seen("bayu", "open") == ([], {"b"})
    assert seen("tari", "open") == ([], {"a", "b"})
    assert seen("tari", "all") == (["queue"], set())
    assert parts("rina", with_bot, start) == ["messages"]


def test_lines_sorted_by_their_places_stand_as_in_the_queue(token: str) -> None:
    rina = agent_id_of("rina")
    for chat, priority in (("a", "P3"), ("b", "P1"), ("c", "P2"), ("d", "P1")):
        handover = asks(writes(chat, "halo"), priority)
        claims(handover, rina)
        if chat in "bd":
            replies(handover, rina, "sebentar")
    with session_scope() as session:
        reader = session.get_one(Agent, rina)
        now = clock.now()
        for tab in ("mine", "open"):
            items = read_queue(session, reader, tab, now=now).items
            assert items == sorted(items, key=lambda item: item.place(tab, now))


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
    assert len(told("rina", Shown(), start)[1]) == 1


def test_streams_are_offered_what_the_feed_reads_and_a_late_one_reads_for_itself(token: str) -> None:
    conversation_id = writes("a", "satu")
    early = end()

    async def reads() -> tuple[list[int], list[int], list[int]]:
        async with open_feed() as feed, feed.followed(early, bool) as first:
            nothing = await first.take(feed.lines)
            await run_in_threadpool(writes, "a", "dua")
            await asyncio.wait_for(first.woken.wait(), 20)
            offered = await first.take(feed.lines)
            async with feed.followed(START, bool) as second:
                late = await second.take(feed.lines)
        looks = nothing, offered, late
        none, new, old = (
            [e.position.id for e in look.events if e.conversation_id == conversation_id] for look in looks
        )
        return none, new, old

    none, offered, late = asyncio.run(reads())
    assert none == []
    assert offered and late[-len(offered) :] == offered and len(late) > len(offered)


@asynccontextmanager
async def open_feed() -> AsyncIterator[Feed]:
    wakeup = Wakeup(database_url())
    async with wakeup.running():
        yield Feed(wakeup)


def test_stream_ends_by_itself_and_goes_on_behind_its_last_event(token: str) -> None:
    asks(writes("a", "halo"))

    async def lived(position: Position) -> list[tuple[str | None, str | None]]:
        feed = Feed(Wakeup(database_url()))
        return [(event.event, event.id) async for event in follow(feed, token, position, Shown(), life=0.3)]

    first = asyncio.run(lived(START))
    assert [name for name, _ in first] == ["ready", "line", "queue"]
    assert asyncio.run(lived(Position.parse(first[-1][1]))) == [("ready", first[-1][1])]


def test_stream_ends_with_the_session(token: str) -> None:
    with session_scope() as session:
        _, login = accounts.find_session(session, token, now=clock.now())
        accounts.revoke_session(session, login, now=clock.now())
    assert at_console(token) is None
    with session_scope() as session:
        (told,) = read(session, START).events
    assert told.kind == "session"


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
