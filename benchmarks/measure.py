"""Small instruments: timers, percentiles, memory, and a proxy that delays and counts."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psutil
import requests


def percentile(values: list[float], share: float) -> float:
    """The value below which this share (0 to 1) of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def resident_mb(pid: int) -> float:
    """Memory of a process and its children, in MB."""
    process = psutil.Process(pid)
    return sum(p.memory_info().rss for p in (process, *process.children(recursive=True))) / 1e6


@dataclass
class Load:
    """What a number of users at once saw."""

    seconds: float
    latencies_ms: list[float]

    @property
    def per_second(self) -> float:
        """Answered messages a second."""
        return len(self.latencies_ms) / self.seconds

    @property
    def p95_ms(self) -> float:
        """95th percentile of the time from sending to the complete answer."""
        return percentile(self.latencies_ms, 0.95)

    @property
    def p50_ms(self) -> float:
        """Median of the same."""
        return statistics.median(self.latencies_ms)


def load(users: int, messages: int, make_user: Callable[[int], Callable[[int], None]]) -> Load:
    """Lets ``users`` send ``messages`` each, one after the other, all users at once.

    ``make_user`` gives a function that sends message number i and returns when it is answered.
    """
    senders = [make_user(number) for number in range(users)]
    latencies: list[float] = []

    def work(send: Callable[[int], None]) -> None:
        for number in range(messages):
            begun = time.perf_counter()
            send(number)
            latencies.append((time.perf_counter() - begun) * 1000)

    threads = [threading.Thread(target=work, args=(send,)) for send in senders]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(time.perf_counter() - begun, latencies)


@dataclass
class Proxy:
    """What went through a proxy."""

    url: str
    request_bytes: list[int] = field(default_factory=list)


@contextmanager
def proxy(target: str, delay_s: float = 0.0) -> Iterator[Proxy]:
    """An HTTP proxy on the loopback interface in front of ``target``: delays each answer, counts request bytes."""
    seen = Proxy("")
    session = requests.Session()
    session.trust_env = False

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # head and body are two writes: the second would wait 40 ms for the other side

        def _forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            seen.request_bytes.append(len(body))
            headers = {
                k: v for k, v in self.headers.items() if k.lower() not in ("host", "content-length", "connection")
            }
            time.sleep(delay_s)
            answer = session.request(self.command, target + self.path, data=body, headers=headers, timeout=30)
            self.send_response(answer.status_code)
            self.send_header("Content-Type", answer.headers.get("Content-Type", "application/json"))
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_GET = do_POST = do_PUT = do_DELETE = _forward  # noqa: N815 - names that http.server looks for

        def log_message(self, *_args: object) -> None:
            """Stays silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    seen.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        server.shutdown()
        server.server_close()
