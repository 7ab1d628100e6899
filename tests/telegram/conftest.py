"""The fake Bot API server, the real ``telegram`` process beside it, and the real sender."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from channels.telegram.sender import TelegramSender
from tests.telegram.fake_bot_api import FakeBotApi

ROOT = Path(__file__).parents[2]
READ_TIMEOUT_S = 0.5
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def fake() -> Iterator[FakeBotApi]:
    with FakeBotApi() as server:
        yield server


def launch(fake: FakeBotApi, log: Path, **settings: str) -> "subprocess.Popen[str]":
    """A ``telegram`` process for this server, on the database of the tests."""
    environment = dict(os.environ) | {"CARE165_TELEGRAM_TOKEN": fake.token, "CARE165_TELEGRAM_API_URL": fake.url}
    environment |= {f"CARE165_TELEGRAM_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "channels.telegram"]
    with log.open("w") as errors:
        return subprocess.Popen(command, env=environment, cwd=ROOT, stderr=errors, text=True)


@pytest.fixture
def start(fake: FakeBotApi, committed: None, tmp_path: Path) -> Iterator[Start]:
    """Starts ``telegram`` processes; whatever still runs after the test is killed."""
    started: list[subprocess.Popen[str]] = []

    def run(**settings: str) -> "subprocess.Popen[str]":
        started.append(launch(fake, tmp_path / f"telegram-{len(started)}.log", **settings))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def shared_polling(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeBotApi]:
    with FakeBotApi() as server:
        process = launch(server, tmp_path_factory.mktemp("telegram") / "telegram.log")
        yield server
        process.kill()
        process.wait()


@pytest.fixture
def polling(shared_polling: FakeBotApi, committed: None) -> Iterator[FakeBotApi]:
    """A server that one ``telegram`` process polls for all tests of a module; each finds it without chats."""
    shared_polling.forget()
    yield shared_polling
    shared_polling.world.on_confirm = None


@pytest.fixture
def sender(fake: FakeBotApi) -> Iterator[TelegramSender]:
    """The real sender, impatient so that a call that hangs costs a test no more than it must."""
    settings = SimpleNamespace(telegram_token=fake.token, telegram_api_url=fake.url)
    sender = TelegramSender(settings, read_timeout_s=READ_TIMEOUT_S)
    yield sender
    sender.close()
