"""kill -9 of every process at random points: no message lost, none answered twice, every conversation in order."""

import random
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests

from tests.support.chat import WebMember
from tests.support.running import System, running, wait_until
from tests.telegram.fake_bot_api import FakeBotApi

MEMBERS, MESSAGES = 20, 300
EACH = MESSAGES // MEMBERS
DUPLICATES = 0.10
KILL_EVERY_S = (2.0, 4.0)
VICTIMS = ("worker", "rasa", "telegram", "actions", "web", "postgres", "worker", "telegram", "web")
WORDS = ("halo", "menu", "makasih", "puskesmas dekat cibiru", "rumah sakit di sleman", "kamu robot ya")
SETTLE_S = 240.0

_ROWS = """
SELECT m.seq, m.author, m.text, m.reply_to_seq, d.state FROM messages m
JOIN conversations c ON c.id = m.conversation_id LEFT JOIN deliveries d ON d.conversation_id = c.id AND d.seq = m.seq
WHERE c.external_id = %s AND m.author <> 'agent' ORDER BY m.seq
"""


class Writer(threading.Thread):
    """A member who keeps writing on a bad day: repeats what was not acknowledged, and some that was."""

    def __init__(self, seed: int) -> None:
        super().__init__(daemon=True)
        self.random = random.Random(seed)
        self.texts = [self.random.choice(WORDS) for _ in range(EACH)]
        self.problem: Exception | None = None

    def run(self) -> None:
        try:
            for words in self.texts:
                self.deliver(words, twice=self.random.random() < DUPLICATES)
                time.sleep(self.random.uniform(0.2, 1.5))
        except Exception as problem:
            self.problem = problem
            raise

    def deliver(self, words: str, *, twice: bool) -> None:
        raise NotImplementedError

    @property
    def chat_id(self) -> str:
        raise NotImplementedError


class WebWriter(Writer):
    def __init__(self, url: str, seed: int) -> None:
        super().__init__(seed)
        self.member = WebMember(url)

    external_id = ""

    @property
    def chat_id(self) -> str:
        return self.external_id

    def deliver(self, words: str, *, twice: bool) -> None:
        body = {"id": str(uuid.uuid4()), "text": words}
        first = self._post(body)
        assert not twice or self._post(body) == first

    def _post(self, body: dict[str, str]) -> int:
        deadline = time.monotonic() + SETTLE_S
        while time.monotonic() < deadline:
            try:
                answer = self.member.http.post(f"{self.member.api}/messages", json=body, timeout=5)
                if answer.status_code == 202:
                    return int(answer.json()["seq"])
            except requests.RequestException:
                pass
            time.sleep(0.2)
        raise AssertionError("never acknowledged")


class TelegramWriter(Writer):
    def __init__(self, fake: FakeBotApi, seed: int) -> None:
        super().__init__(seed)
        self.fake, self.number = fake, 7000 + seed

    @property
    def chat_id(self) -> str:
        return str(self.number)

    def deliver(self, words: str, *, twice: bool) -> None:
        with self.fake.world.changed:  # nobody polls in between
            update = self.fake.member_writes(self.number, words)
            content = self.fake.update(update)
        if twice:
            self.fake.redeliver(update, content)


def rows(system: System, chat_id: str) -> list[tuple[Any, ...]]:
    try:
        with psycopg.connect(system.database_url, connect_timeout=3) as connection:
            return connection.execute(_ROWS, (chat_id,)).fetchall()
    except (psycopg.Error, OSError):
        return []


def settled(system: System, writer: Writer) -> bool:
    found = rows(system, writer.chat_id)
    answered = {row[3] for row in found if row[1] == "bot"}
    members = {row[0] for row in found if row[1] == "member"}
    waiting = [row for row in found if row[4] in ("queued", "sending")]
    return len(members) == EACH and members == answered and not waiting


def kill_at_random(system: System, seed: int) -> None:
    chance = random.Random(seed)
    for victim in VICTIMS:
        time.sleep(chance.uniform(*KILL_EVERY_S))
        system.kill(victim)


@pytest.fixture
def fake() -> Iterator[FakeBotApi]:
    with FakeBotApi() as fake:
        yield fake


@pytest.mark.timeout(900)
def test_nothing_is_lost_doubled_or_reordered(tmp_path: Path, fake: FakeBotApi) -> None:
    settings = {"CARE165_TELEGRAM_TOKEN": fake.token, "CARE165_TELEGRAM_API_URL": fake.url}
    with running(tmp_path / "home", **settings) as system:
        web = [WebWriter(system.url, seed) for seed in range(MEMBERS // 2)]
        with psycopg.connect(system.database_url) as connection:
            for writer in web:
                query = "SELECT external_id FROM conversations WHERE id = %s"
                [(writer.external_id,)] = connection.execute(query, (writer.member.conversation_id,)).fetchall()
        telegram = [TelegramWriter(fake, seed) for seed in range(MEMBERS // 2, MEMBERS)]
        killer = threading.Thread(target=kill_at_random, args=(system, 165), daemon=True)
        for thread in (*web, *telegram, killer):
            thread.start()
        for thread in (*web, *telegram, killer):
            thread.join(SETTLE_S)
        for writer in (*web, *telegram):
            assert writer.problem is None
            wait_until(lambda writer=writer: settled(system, writer), SETTLE_S, "the last answer")
            check(rows(system, writer.chat_id), writer.texts)
        for sender in telegram:
            check_sent(fake.texts(sender.number), rows(system, sender.chat_id))
        assert system.stop() == 0, system.output()


def check(found: list[tuple[Any, ...]], texts: list[str]) -> None:
    """Every message once and in the order written, each answered once, answers in the order of the questions."""
    assert [row[2] for row in found if row[1] == "member"] == texts
    answered = [row[3] for row in found if row[1] == "bot"]
    assert answered == sorted(answered)
    assert sorted(set(answered)) == [row[0] for row in found if row[1] == "member"]


def check_sent(sent: list[str], found: list[tuple[Any, ...]]) -> None:
    """What reached the member is what was said, in order; only a send that is marked uncertain may be missing."""
    said = [(row[2], row[4]) for row in found if row[1] != "member"]
    position = 0
    for text, state in said:
        if position < len(sent) and sent[position] == text:
            position += 1
        else:
            assert state == "uncertain", (text, state, sent[position : position + 1])
    assert position == len(sent), "something was sent twice or out of order"
