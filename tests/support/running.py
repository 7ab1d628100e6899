"""The whole assistant, started as an operator starts it, on free ports and a data directory of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
START_SECONDS = 240.0
STOP_SECONDS = 40.0


def free_ports(count: int) -> list[int]:
    """Ports on the loopback interface that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Polls until the condition holds; fails the test when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not happen within {seconds} s"
        time.sleep(0.05)


@dataclass
class System:
    """A running ``care165 up``."""

    process: "subprocess.Popen[bytes]"
    home: Path
    web_port: int
    rasa_port: int
    actions_port: int
    environment: dict[str, str]

    @property
    def url(self) -> str:
        """Where members and agents reach it."""
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def database_url(self) -> str:
        """Its embedded database."""
        return (self.home / "database_url").read_text().strip()

    def pid_of(self, name: str) -> int | None:
        """The process id of one of its processes, None while it is down."""
        if name == "postgres":
            pid_file = self.home / "postgres" / "postmaster.pid"
            return int(pid_file.read_text().splitlines()[0]) if pid_file.exists() else None
        marks = {"web": "uvicorn", "worker": "care165.worker", "rasa": "bot", "actions": "bot.actions"}
        mark = marks.get(name, f"channels.{name}")
        with contextlib.suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self.process.pid).children():
                with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                    if mark in child.cmdline()[1:3]:
                        return child.pid
        return None

    def kill(self, name: str) -> None:
        """kill -9, if it is up right now."""
        if (pid := self.pid_of(name)) is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def output(self) -> str:
        """What ``care165 up`` printed."""
        return (self.home / "up.log").read_text("utf-8", "replace")

    def stop(self) -> int:
        """Ctrl-C; gives the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(STOP_SECONDS)


def start(home: Path, **settings: str) -> System:
    """Starts it and returns at once; ``settings`` are environment variables."""
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o755)
    web, rasa, actions = free_ports(3)
    given = {key: value for key, value in os.environ.items() if not key.startswith(("CARE165_", "DATABASE_URL"))}
    given |= {
        "CARE165_HOME": str(home),
        "CARE165_WEB_PORT": str(web),
        "CARE165_RASA_URL": f"http://127.0.0.1:{rasa}",
        "CARE165_ACTIONS_URL": f"http://127.0.0.1:{actions}",
        "CARE165_SESSION_RATE_PER_MINUTE": "100000",
        "COLUMNS": "200",
        **settings,
    }
    with (home / "up.log").open("wb") as output:
        command = [sys.executable, "-m", "care165.cli", "up"]
        process = subprocess.Popen(command, cwd=ROOT, env=given, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
    return System(process, home, web, rasa, actions, given)


@contextlib.contextmanager
def running(home: Path, **settings: str) -> Iterator[System]:
    """The assistant, ready, while the block runs; whatever is left of it afterwards is ended."""
    system = start(home, **settings)
    try:
        wait_until(
            lambda: "is running" in system.output() or system.process.poll() is not None, START_SECONDS, "the start"
        )
        assert system.process.poll() is None, system.output()
        yield system
    finally:
        children = psutil.Process(system.process.pid).children(recursive=True) if system.process.poll() is None else []
        if system.process.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                system.stop()
        for child in children:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        system.process.kill()
