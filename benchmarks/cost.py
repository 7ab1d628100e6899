"""Processor time of a message in each process of the whole way, and the statements that it costs the database.

``python -m benchmarks.cost [ROUNDS]`` starts the assistant and lets one member after the other talk to it. Time of the
processor, unlike time of the clock, is nearly the same on a busy machine.
"""

import os
import sys
import time
from collections.abc import Iterator

import psutil
import psycopg
from rich.console import Console
from rich.table import Table

from benchmarks.ours import WORDS, Running, _web_user, running
from care165.supervisor import Child

ROUNDS = 50
WARM_UP = 4


def _family(process: psutil.Process) -> Iterator[psutil.Process]:
    yield process
    yield from process.children(recursive=True)


def _seconds(process: psutil.Process) -> float:
    """Processor time of a process and all that it has started so far."""
    total = 0.0
    for one in _family(process):
        times = one.cpu_times()
        total += times.user + times.system + times.children_user + times.children_system
    return total


def _database(url: str) -> psutil.Process:
    with psycopg.connect(url) as connection:
        backend = psutil.Process(connection.info.backend_pid)
        parent = backend.parent()
        assert parent is not None
        return parent


def _statements(url: str) -> int:
    query = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
        assert row is not None
        return int(row[0])


def _pids(children: list[Child]) -> dict[str, psutil.Process]:
    return {c.process.name: psutil.Process(c.running.pid) for c in children if c.running is not None}


def measure(run: Running, rounds: int) -> tuple[dict[str, float], float, float]:
    """Milliseconds of the processor a message by process, transactions a message, and seconds that all took."""
    url = os.environ["DATABASE_URL"]
    processes = _pids([*run.supervisor.children, *run.others.children]) | {"postgres": _database(url)}
    talk = [_web_user(run, number) for number in range(len(WORDS))]
    for i in range(WARM_UP):
        for send in talk:
            send(i)
    before, transactions, begun = {n: _seconds(p) for n, p in processes.items()}, _statements(url), time.perf_counter()
    for i in range(rounds):
        for send in talk:
            send(WARM_UP + i)
    seconds, messages = time.perf_counter() - begun, rounds * len(talk)
    used = {name: (_seconds(process) - before[name]) * 1000 / messages for name, process in processes.items()}
    return used, (_statements(url) - transactions) / messages, seconds


def main() -> None:
    """Measures and prints."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with running() as run:
        used, transactions, seconds = measure(run, rounds)
    table = Table("process", "ms of the processor a message")
    for name, milliseconds in used.items():
        table.add_row(name, f"{milliseconds:.2f}")
    table.add_row("all", f"{sum(used.values()):.2f}")
    table.add_row("transactions a message", f"{transactions:.1f}")
    table.add_row("ms a message by the clock", f"{seconds * 1000 / rounds / len(WORDS):.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
