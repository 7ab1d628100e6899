"""Keeps processes alive: started, watched, restarted with back-off, and stopped without a stray one."""

import contextlib
import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from care165.logs import rotate
from care165.processes import Process, working_directory

RESTARTS, WINDOW_S = 5, 60.0
"""A process that died this often within a minute will not live; trying on would only hide why."""
OPTIONAL_PAUSE_S = 60.0
BACK_OFF_S = (0.2, 0.5, 1.0, 2.0, 4.0)
STOP_GRACE_S = 8.0
_LAST_WORDS_BYTES = 8192


class WillNotLive(Exception):
    """A process died again and again; the message names it, its last words and its log."""


@dataclass
class Child:
    """A process that is watched."""

    process: Process
    log: Path
    running: subprocess.Popen[bytes] | None = None
    died_at: deque[float] = field(default_factory=lambda: deque(maxlen=RESTARTS))
    restart_at: float = 0.0
    healthy_once: bool = False
    tell: Callable[[str], object] = print

    def start(self) -> None:
        """Starts it in a session of its own, so that Ctrl-C reaches us alone and we stop it in order."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.running = subprocess.Popen(
                self.process.command,
                cwd=working_directory(),
                env=dict(self.process.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def check(self) -> None:
        """Restarts it if it died and its pause is over; keeps its log from growing without end.

        Raises:
            WillNotLive: it died five times within a minute, and the rest is nothing without it.
        """
        rotate(self.log)
        if self.running is not None and self.running.poll() is not None:
            self._note_death()
        if self.running is None and time.monotonic() >= self.restart_at:
            self.start()

    def _note_death(self) -> None:
        killed = self.running is not None and self.running.returncode == -signal.SIGKILL
        self.running = None
        moment = time.monotonic()
        self.died_at.append(moment)
        recent = [died for died in self.died_at if died > moment - WINDOW_S]
        # Who was killed from outside did nothing wrong: an operator's kill -9, or the kernel when memory ran out.
        self.restart_at = moment + BACK_OFF_S[min(len(recent), len(BACK_OFF_S)) - 1]
        if len(recent) >= RESTARTS and not killed:
            problem = f"{self.process.name} does not stay up: {self.last_words()} (log: {self.log})"
            if self.process.needed:
                raise WillNotLive(problem)
            self.died_at.clear()
            self.restart_at = moment + OPTIONAL_PAUSE_S
            self.tell(f"{problem}; the rest runs on, and it is tried again in {OPTIONAL_PAUSE_S:.0f} s")

    def last_words(self) -> str:
        """The last line that it wrote."""
        with contextlib.suppress(OSError):
            with self.log.open("rb") as log:
                log.seek(max(0, self.log.stat().st_size - _LAST_WORDS_BYTES))
                lines = [line.strip() for line in log.read().decode("utf-8", "replace").splitlines() if line.strip()]
            if lines:
                return lines[-1][:300]
        return "it wrote nothing"

    def signal_group(self, number: int) -> None:
        """Sends a signal to it and to whatever it started."""
        if self.running is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.running.pid, number)


class Supervisor:
    """All children together."""

    def __init__(self, processes: list[Process], logs: Path, tell: Callable[[str], object] = print) -> None:
        """``tell`` is told of processes that do not live and without which the rest runs on."""
        self.children = [Child(process, logs / f"{process.name}.log", tell=tell) for process in processes]

    def start(self) -> None:
        """Starts all of them."""
        for child in self.children:
            child.start()

    def check(self) -> None:
        """One look at each; restarts what died."""
        for child in self.children:
            child.check()

    def wait_until_healthy(
        self, seen: Callable[[str], None], stop_wanted: Callable[[], bool], timeout_s: float = 120.0
    ) -> None:
        """Waits for every probe; tells ``seen`` each name once. Returns early when a stop is wanted.

        Raises:
            WillNotLive: one died too often, or did not become healthy in time.
        """
        deadline = time.monotonic() + timeout_s
        while waiting := [child for child in self.children if not child.healthy_once]:
            if stop_wanted():
                return
            self.check()
            for child in waiting:
                if child.running is not None and child.process.healthy():
                    child.healthy_once = True
                    seen(child.process.name)
            if time.monotonic() > deadline:
                first = waiting[0]
                raise WillNotLive(
                    f"{first.process.name} is not ready after {timeout_s:.0f} s: {first.last_words()}"
                    f" (log: {first.log})"
                )
            time.sleep(0.1)

    def stop(self) -> None:
        """Asks all to end, waits, then ends by force; returns when none is left."""
        for child in reversed(self.children):
            child.signal_group(signal.SIGTERM)
        deadline = time.monotonic() + STOP_GRACE_S
        for child in self.children:
            if child.running is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.running.wait(max(0.1, deadline - time.monotonic()))
        for child in self.children:
            child.signal_group(signal.SIGKILL)
            if child.running is not None:
                child.running.wait()


@contextlib.contextmanager
def stopping_signals() -> Iterator[Callable[[], bool]]:
    """Within the block Ctrl-C and SIGTERM only set a flag; gives a function that tells whether one came."""
    received: list[int] = []
    previous = {
        number: signal.signal(number, lambda n, _frame: received.append(n))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield lambda: bool(received)
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
