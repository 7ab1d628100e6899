"""Live load on the console: many open consoles and conversations, members who keep writing.

``python -m benchmarks.console [seconds]`` starts a database and one ``web`` process of its own on a free loopback port.
Each console does what an open page does: it follows its stream, takes the lines of its queue that the stream brings,
and fetches the parts that are named. Printed is the
time from a member's sending (before the request leaves) until the words are in the agent's page: in the open
transcript, and in the queue for conversations that are not open. At the end every page is compared with a fresh load.
"""

import asyncio
import http.client
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from backend import clock
from backend.conversations.messages import InboundMessage
from backend.conversations.models import Conversation
from backend.conversations.service import receive
from backend.conversations.tokens import issue_token
from backend.db import session_scope
from backend.handover import accounts, presence, service, work
from backend.settings import get_settings
from care165.migrate import migrate
from care165.postgres import embedded
from tests.support.running import free_ports, wait_until

CONSOLES, CONVERSATIONS, RATE = 40, 400, 50
SECONDS = 120
_SETTLE_S = 3.0
_WORD = re.compile(r"uji-(\d+)-(\d+)\b")
_LINE = re.compile(r'<li id="line-([0-9a-f-]+)" data-place="[^"]*" data-version="(\d+)">(.*?)</li>', re.DOTALL)


@dataclass
class Chat:
    """One member: number of the conversation, its id and the member's token."""

    number: int
    conversation_id: str
    token: str


@dataclass
class Marks:
    """When each message was sent, and when an agent saw it, by conversation and number of the message."""

    sent: dict[tuple[int, int], float] = field(default_factory=dict)
    opened: list[float] = field(default_factory=list)
    queued: list[float] = field(default_factory=list)
    shown: dict[int, int] = field(default_factory=dict)

    def see(self, page: str, now: float, latencies: list[float], only: set[int] | None = None) -> None:
        """Notes the newest message of each conversation that a part shows; those before it are seen with it."""
        for conversation, number in _WORD.findall(page):
            key, last = int(conversation), int(number)
            if only is not None and key not in only:
                continue
            new = range(self.shown.get(key, -1) + 1, last + 1)
            latencies.extend((now - self.sent[key, seen]) * 1000 for seen in new)
            self.shown[key] = max(last, self.shown.get(key, -1))


@dataclass
class Desk:
    """An agent's open page: one conversation beside the queue of their own."""

    http: aiohttp.ClientSession
    base: str
    chats: list[Chat]
    marks: Marks
    last: int = 0
    lines: dict[str, tuple[int, str]] = field(default_factory=dict)
    stream: str = ""
    shown: list[str] = field(default_factory=list)
    running: set[str] = field(default_factory=set)
    again: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        """The page of the open conversation."""
        return f"{self.base}/console/conversations/{self.chats[0].conversation_id}"

    async def open(self) -> None:
        """Loads the page as a browser does."""
        page = await self._get(f"{self.address}?tab=mine")
        found = re.search(r'sse-connect="([^"]+)"', page)
        assert found, page[:300]
        self.stream = found[1].replace("&amp;", "&")
        self._show(page)
        self._take(page)

    def _take(self, queue: str, whole: bool = True) -> None:
        """Shows lines of the queue; a line that is newer than what was fetched stays."""
        found = {str(name): (int(version), str(text)) for name, version, text in _LINE.findall(queue)}
        kept = found if whole else self.lines | found
        self.lines = {name: max(line, self.lines.get(name, line)) for name, line in kept.items()}

    def _show(self, part: str) -> None:
        self.shown += re.findall(r'data-seq="(\d+)"', part)
        self.last = int(self.shown[-1])

    async def _get(self, url: str) -> str:
        async with self.http.get(url) as answer:
            assert answer.status == 200, (url, answer.status)
            return await answer.text()

    async def follow(self) -> None:
        """Follows the stream; a part that is named while it is fetched is fetched once more afterwards."""
        timeout, event, data = aiohttp.ClientTimeout(total=None), "", ""
        async with self.http.get(self.base + self.stream, timeout=timeout) as lines:
            async for raw in lines.content:
                key, _, value = raw.decode().rstrip("\r\n").partition(": ")
                if key == "data":
                    data += value
                elif key == "event":
                    event = value
                elif not key:
                    self._hear(event, data)
                    event, data = "", ""

    def _hear(self, event: str, data: str) -> None:
        if event in ("messages", "queue", "state"):
            self._fetch_soon(event)
        elif event == "line":
            self._take(data, whole=False)
            self._see_queue(data)

    def _see_queue(self, shown: str) -> None:
        others = {chat.number for chat in self.chats[1:]}
        self.marks.see(shown, time.perf_counter(), self.marks.queued, others)

    def _fetch_soon(self, part: str) -> None:
        if part in self.running:
            self.again.add(part)
            return
        self.running.add(part)
        task = asyncio.create_task(self._fetch(part))
        task.add_done_callback(lambda done: done.exception())

    async def _fetch(self, part: str) -> None:
        try:
            if part == "messages":
                shown = await self._get(f"{self.address}/messages?after={self.last}")
                self.marks.see(shown, time.perf_counter(), self.marks.opened, {self.chats[0].number})
                if "data-seq" in shown:
                    self._show(shown)
            elif part == "queue":
                opened = self.chats[0]
                queue = await self._get(f"{self.base}/console/queue?tab=mine&opened={opened.conversation_id}")
                self._take(queue)
                self._see_queue(queue)
            else:
                await self._get(f"{self.address}/state")
        finally:
            self.running.discard(part)
            if part in self.again:
                self.again.discard(part)
                self._fetch_soon(part)

    async def compare(self) -> bool:
        """Whether the page shows what a fresh load shows."""
        fresh = Desk(self.http, self.base, self.chats, Marks())
        await fresh.open()
        lines = [{name: _WORD.findall(text) for name, (_, text) in desk.lines.items()} for desk in (fresh, self)]
        return fresh.shown == self.shown and lines[0] == lines[1]


def prepare() -> tuple[list[str], list[Chat]]:
    """Makes the agents, logged in, and the conversations that they hold; gives the sessions and the chats."""

    sessions, chats = [], []
    for number in range(CONSOLES):
        with session_scope() as session:
            login = f"agen{number}"
            agent = accounts.add_agent(session, login, login, "agent", uuid.uuid4().hex)
            presence.set_presence(session, agent, "online", now=clock.now())
            sessions.append(accounts.open_session(session, agent, now=clock.now()).token)
            agent_id = agent.id
        for offset in range(CONVERSATIONS // CONSOLES):
            with session_scope() as session:
                now, place = clock.now(), number + offset * CONSOLES
                conversation_id, token = issue_token(session, "web", "id", now=now)
                external_id = session.get_one(Conversation, conversation_id).external_id
                first = InboundMessage("web", external_id, uuid.uuid4().hex, "mau bicara dengan petugas")
                receive(session, first, now=now)
                ticket = service.request(
                    session, conversation_id, reason="asked", topic="handover", priority="P3", context={}, now=now
                )
                work.claim(session, ticket.handover_id, agent_id, now)
                chats.append(Chat(place, str(conversation_id), token))
    return sessions, chats


async def write(base: str, chats: list[Chat], marks: Marks, seconds: float) -> int:
    """Members write, evenly in time, each time somebody else; gives how many messages were taken."""
    dice, counts, tasks = random.Random(165), dict.fromkeys(range(CONVERSATIONS), 0), []
    connector = aiohttp.TCPConnector(limit=60)
    async with aiohttp.ClientSession(connector=connector) as http:

        async def send(chat: Chat, number: int) -> int:
            marks.sent[chat.number, number] = time.perf_counter()
            body = {"id": str(uuid.uuid4()), "text": f"uji-{chat.number}-{number} apakah sudah ada kabar"}
            headers = {"Authorization": f"Bearer {chat.token}"}
            try:
                async with http.post(f"{base}/chat/v1/messages", json=body, headers=headers) as answer:
                    return int(answer.status == 202)
            except aiohttp.ClientOSError:  # the server closed an idle connection: a client sends the same id again
                async with http.post(f"{base}/chat/v1/messages", json=body, headers=headers) as answer:
                    return int(answer.status == 202)

        begun = time.perf_counter()
        for n in range(int(seconds * RATE)):
            await asyncio.sleep(max(0.0, begun + n / RATE - time.perf_counter()))
            chat = dice.choice(chats)
            tasks.append(asyncio.create_task(send(chat, counts[chat.number])))
            counts[chat.number] += 1
        return sum(await asyncio.gather(*tasks))


def _percentiles(values: list[float]) -> str:
    ordered = sorted(values) or [float("nan")]
    p50, p95, worst = (ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in (0.5, 0.95, 1.0))
    return f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, worst {worst:.0f} ms ({len(values)} messages)"


async def measure(base: str, sessions: list[str], chats: list[Chat], seconds: float) -> dict[str, str]:
    """Opens all consoles, lets the members write, and compares the pages at the end."""
    marks, desks = Marks(), []
    for number, token in enumerate(sessions):
        jar = aiohttp.CookieJar(unsafe=True)
        http = aiohttp.ClientSession(cookie_jar=jar, cookies={"care165_console": token})
        desks.append(Desk(http, base, [chat for chat in chats if chat.number % CONSOLES == number], marks))
    await asyncio.gather(*(desk.open() for desk in desks))
    streams = [asyncio.create_task(desk.follow()) for desk in desks]
    await asyncio.sleep(1)
    taken = await write(base, chats, marks, seconds)
    await asyncio.sleep(_SETTLE_S)
    equal = [await desk.compare() for desk in desks]
    for stream in streams:
        stream.cancel()
    await asyncio.gather(*streams, return_exceptions=True)
    await asyncio.gather(*(desk.http.close() for desk in desks))
    seen = len(marks.opened) + len(marks.queued)
    return {
        "load": f"{CONSOLES} consoles, {CONVERSATIONS} conversations, {taken / seconds:.1f}/s for {seconds:.0f} s",
        "open conversation": _percentiles(marks.opened),
        "line in the queue": _percentiles(marks.queued),
        "seen": f"{seen} of {taken}",
        "pages equal to a fresh load": f"{sum(equal)} of {len(equal)}",
    }


def main(seconds: float = SECONDS) -> None:
    """Starts what is needed, measures, prints, stops it."""

    home = Path(tempfile.mkdtemp(prefix="care165-console-"))
    home.chmod(0o755)
    (port,) = free_ports(1)
    os.environ |= {"CARE165_HOME": str(home), "CARE165_WEB_PORT": str(port), "CARE165_DEMO": "false"}
    with embedded(home / "postgres") as url:
        os.environ["DATABASE_URL"] = url
        get_settings.cache_clear()
        migrate()
        sessions, chats = prepare()
        command = [sys.executable, "-m", "uvicorn", "care165.web:create_app", "--factory", "--port", str(port)]
        options = ["--log-level", "warning", "--ws", "none", "--timeout-graceful-shutdown", "2"]
        web = subprocess.Popen([*command, *options])
        try:
            wait_until(lambda: _answers(port), 60, "the start of web")
            figures = asyncio.run(measure(f"http://127.0.0.1:{port}", sessions, chats, seconds))
        finally:
            web.terminate()
            web.wait(20)
    for name, figure in figures.items():
        print(f"{name}: {figure}")


def _answers(port: int) -> bool:

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    main(*(float(seconds) for seconds in sys.argv[1:2]))
