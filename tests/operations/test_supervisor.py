"""Processes are kept alive, given up in time, and stopped without a stray one. Real processes, no assistant."""

import os
import signal
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from care165.processes import Process
from care165.supervisor import RESTARTS, Supervisor, WillNotLive
from tests.support.running import wait_until

SLEEPER = "import time; time.sleep(600)"
WITH_CHILD = textwrap.dedent("""
    import subprocess, sys, time
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    print(child.pid, flush=True)
    time.sleep(600)
""")


def python(code: str, name: str = "p") -> Process:
    return Process(name, [sys.executable, "-c", code], dict(os.environ), None, lambda: True)


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "logs"


def test_a_process_that_died_is_started_again(logs: Path) -> None:
    supervisor = Supervisor([python(SLEEPER)], logs)
    supervisor.start()
    try:
        for _ in range(RESTARTS + 1):  # killed from outside, it is never given up
            first = supervisor.children[0].running
            assert first is not None
            os.kill(first.pid, signal.SIGKILL)
            first.wait()
            supervisor.check()
            supervisor.children[0].restart_at = 0.0
            supervisor.check()
            now = supervisor.children[0].running
            assert now is not None
            assert now.pid != first.pid
    finally:
        supervisor.stop()


def test_without_a_process_that_is_not_needed_the_rest_runs_on(logs: Path) -> None:
    told: list[str] = []
    telegram = replace(python("raise SystemExit('wrong token')", "telegram"), needed=False)
    supervisor = Supervisor([telegram, python(SLEEPER)], logs, told.append)
    supervisor.start()
    try:
        wait_until(lambda: supervisor.check() or bool(told), 60, "the word of it")
        assert told[0].startswith("telegram does not stay up: wrong token")
        assert supervisor.children[1].running is not None
    finally:
        supervisor.stop()


def test_a_process_that_will_not_live_is_given_up_with_its_last_words(logs: Path) -> None:
    supervisor = Supervisor([python("raise SystemExit('the reason')", "shy")], logs)
    supervisor.start()
    try:
        with pytest.raises(WillNotLive, match=r"shy does not stay up: the reason"):
            wait_until(lambda: bool(supervisor.check()), 60, "giving up")
    finally:
        supervisor.stop()


def test_stopping_takes_along_what_a_process_started(logs: Path) -> None:
    supervisor = Supervisor([python(WITH_CHILD)], logs)
    supervisor.start()
    wait_until(lambda: (logs / "p.log").read_text().strip().isdecimal(), 10, "the child")
    grandchild = int((logs / "p.log").read_text())
    supervisor.stop()
    wait_until(lambda: not psutil.pid_exists(grandchild), 5, "the end of the grandchild")


def test_a_process_that_never_becomes_healthy_is_named(logs: Path) -> None:
    deaf = Process("deaf", [sys.executable, "-c", SLEEPER], dict(os.environ), None, lambda: False)
    supervisor = Supervisor([deaf], logs)
    supervisor.start()
    try:
        with pytest.raises(WillNotLive, match="deaf is not ready"):
            supervisor.wait_until_healthy(lambda _name: None, lambda: False, timeout_s=0.5)
    finally:
        supervisor.stop()
