"""Logs of processes that run for months: they are rotated while a process writes, and only so many are kept."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from care165 import logs
from care165.supervisor import Supervisor
from tests.operations.test_supervisor import python
from tests.support.running import wait_until

WRITER = "import sys\nfor line in sys.stdin: print(line, end='', flush=True)"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST_BYTES", 10)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "p.log"


@pytest.fixture
def writer(log: Path) -> Iterator["subprocess.Popen[str]"]:
    with log.open("ab") as output:
        command = [sys.executable, "-c", WRITER]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=output, text=True)
    yield process
    process.communicate()


def write(process: "subprocess.Popen[str]", log: Path, line: str) -> None:
    assert process.stdin
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
    wait_until(lambda: log.read_text().endswith(f"{line}\n"), 10, "the line")


def test_a_log_is_rotated_while_its_process_writes_and_few_are_kept(writer: "subprocess.Popen[str]", log: Path) -> None:
    for number in range(logs.KEPT + 2):
        write(writer, log, f"line number {number}")
        logs.rotate(log)
    write(writer, log, "next")
    logs.rotate(log)
    assert log.read_text() == "next\n"
    kept = {age: log.with_name(f"p.log.{age}").read_text() for age in range(1, logs.KEPT + 1)}
    assert kept == {age: f"line number {logs.KEPT + 2 - age}\n" for age in kept}
    assert not log.with_name(f"p.log.{logs.KEPT + 1}").exists()


def test_without_room_for_a_copy_it_is_emptied(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_from: Path, to: Path) -> None:
        to.write_text("half a co")
        raise OSError("no space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    log.write_text("more than ten bytes")
    logs.rotate(log)
    assert [path.name for path in log.parent.iterdir()] == ["p.log"] and log.read_text() == ""


def test_the_supervisor_looks_after_the_logs_of_its_processes(tmp_path: Path) -> None:
    says = "import time; print('more than ten bytes', flush=True); time.sleep(600)"
    supervisor = Supervisor([python(says)], tmp_path)
    supervisor.start()
    try:
        log = supervisor.children[0].log
        wait_until(lambda: log.stat().st_size > logs.LARGEST_BYTES, 10, "the line")
        supervisor.children[0].check()
        assert log.with_name("p.log.1").read_text() == "more than ten bytes\n"
    finally:
        supervisor.stop()
