"""kill -9 of every process at random points: no message lost, none answered twice, every conversation in order."""

import random
import threading
import time
import uuid
from pathlib import Path

import pytest
import requests

from tests.support.chat import WebMember
from tests.support.running import System, running, wait_until

MEMBERS, MESSAGES = 20, 300
DUPLICATES = 0.10
KILL_EVERY_S = (2.0, 4.0)
VICTIMS = ("worker", "rasa", "actions", "web", "postgres", "worker", "web")
WORDS = (
    "halo",
    "menu",
    "makasih",
    "puskesmas dekat cibiru",
    "rumah sakit di sleman",
    "apotek terdekat",
    "kamu robot ya",
)
SETTLE_S = 240.0


class Writer(threading.Thread):
    """A member who keeps writing on a bad day: repeats what was not acknowledged, and some that was."""

    def __init__(self, url: str, seed: int) -> None:
        super().__init__(daemon=True)
        self.random = random.Random(seed)
        self.member = WebMember(url)
        self.sent: list[tuple[int, str]] = []
        self.texts = [f"{self.random.choice(WORDS)}" for _ in range(MESSAGES // MEMBERS)]

    def run(self) -> None:
        for words in self.texts:
            body = {"id": str(uuid.uuid4()), "text": words}
            seq = self.deliver(body)
            self.sent.append((seq, words))
            if self.random.random() < DUPLICATES:
                assert self.deliver(body) == seq
            time.sleep(self.random.uniform(0.2, 1.5))

    def deliver(self, body: dict[str, str]) -> int:
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

    def transcript(self) -> list[dict[str, object]]:
        self.member.after = 0
        return list(self.member.read()["messages"])

    def all_answered(self) -> bool:
        try:
            return bool(self.member.read()["answered_upto"] >= self.sent[-1][0])
        except requests.RequestException:
            return False


def kill_at_random(system: System, over: threading.Event, seed: int) -> None:
    chance = random.Random(seed)
    for victim in VICTIMS:
        if over.wait(chance.uniform(*KILL_EVERY_S)):
            return
        system.kill(victim)


@pytest.mark.timeout(600)
def test_nothing_is_lost_doubled_or_reordered(tmp_path: Path) -> None:
    with running(tmp_path / "home") as system:
        writers = [Writer(system.url, seed) for seed in range(MEMBERS)]
        over = threading.Event()
        killer = threading.Thread(target=kill_at_random, args=(system, over, 165), daemon=True)
        for thread in (*writers, killer):
            thread.start()
        for writer in writers:
            writer.join(SETTLE_S)
        killer.join(SETTLE_S)
        over.set()
        for writer in writers:
            assert len(writer.sent) == len(writer.texts)
            wait_until(writer.all_answered, SETTLE_S, "the last answer")
            check(writer)
        assert system.stop() == 0, system.output()


def check(writer: Writer) -> None:
    messages = writer.transcript()
    assert [m["seq"] for m in messages] == sorted({m["seq"] for m in messages})  # type: ignore[type-var]
    mine = [(m["seq"], m["text"]) for m in messages if m["author"] == "member"]
    assert mine == writer.sent
    answered = [m["reply_to"] for m in messages if m["author"] == "bot"]
    assert answered == sorted(answered)  # type: ignore[type-var]
    assert set(answered) == {seq for seq, _ in writer.sent}
