"""The figures of this project: the whole assistant is started on free ports with the demonstration data."""

import os
import shutil
import statistics
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import requests

from backend.settings import get_settings
from benchmarks import nearest
from benchmarks.measure import Proxy, load, proxy, resident_mb
from care165.migrate import migrate
from care165.model import ROOT, model_path, train
from care165.postgres import EmbeddedPostgres
from care165.processes import Process, all_processes
from care165.supervisor import Supervisor
from channels.webchat.files import prepared
from tests.support.chat import WebMember
from tests.support.running import free_ports

WORDS = ("halo", "puskesmas dekat cibiru", "makasih", "rumah sakit di kota bandung", "menu", "apotek di sleman")
USERS, MESSAGES = 8, 40
LONG_TURNS = 200
ACTION_DELAY_S = 0.1


@dataclass
class Running:
    """A running assistant; with a proxy in front of its actions where one was asked for."""

    web_url: str
    rasa_url: str
    secret: str
    supervisor: Supervisor
    others: Supervisor
    actions: Proxy | None
    rasa_start_s: float


def widget_gzip_kb() -> float:
    """All JavaScript and CSS of the web chat as sent, in kB; Leaflet is loaded on demand and not counted."""
    own = [file for name, file in prepared().items() if "/" not in name and name.endswith((".js", ".css"))]
    return sum(len(file.packed or file.plain) for file in own) / 1000


def training_seconds() -> float:
    """Seconds of a training from nothing: no model, no cache of Rasa's, no sentence vectors of an earlier one."""
    os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="care165-cache-")
    kept = model_path().with_suffix(".kept")
    if model_path().exists():
        shutil.move(model_path(), kept)
    shutil.rmtree(ROOT / ".rasa", ignore_errors=True)
    begun = time.perf_counter()
    train(Path(tempfile.mkdtemp()) / "train.log")
    seconds = time.perf_counter() - begun
    kept.unlink(missing_ok=True)
    return seconds


@contextmanager
def running(delay_s: float | None = None) -> Iterator[Running]:
    """Starts database and processes.

    With ``delay_s`` every action goes through a proxy that counts its bytes and answers that much later; without it
    nothing stands between the processes.
    """
    home = Path(tempfile.mkdtemp(prefix="care165-bench-"))
    home.chmod(0o755)
    web, rasa, actions = free_ports(3)
    os.environ |= {
        "CARE165_HOME": str(home),
        "CARE165_WEB_PORT": str(web),
        "CARE165_RASA_URL": f"http://127.0.0.1:{rasa}",
        "CARE165_ACTIONS_URL": f"http://127.0.0.1:{actions}",
        "CARE165_SESSION_RATE_PER_MINUTE": "100000",
        "CARE165_MESSAGE_RATE_PER_MINUTE": "100000",
    }
    server = EmbeddedPostgres(home / "postgres")
    os.environ["DATABASE_URL"] = server.url
    get_settings.cache_clear()
    between = nullcontext() if delay_s is None else proxy(f"http://127.0.0.1:{actions}", delay_s)
    try:
        _fill()
        with between as on_the_way:
            yield from _started(server.url, home, on_the_way)
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def _fill() -> None:
    from backend import clock  # noqa: PLC0415 - only once the database is known
    from backend.db import get_engine, session_scope  # noqa: PLC0415 - needs the database address first
    from backend.demo.load import load_all  # noqa: PLC0415 - needs the database address first

    get_engine.cache_clear()
    migrate()
    with session_scope() as session:
        load_all(session, now=clock.now())


def _through(process: Process, actions: Proxy | None) -> Process:
    """The process, with its calls of actions sent through the proxy."""
    if actions is None or process.name != "rasa":
        return process
    return replace(process, environment={**process.environment, "CARE165_ACTIONS_URL": actions.url})


def _started(url: str, home: Path, actions: Proxy | None) -> Iterator[Running]:
    settings = get_settings()
    processes = [_through(p, actions) for p in all_processes(settings, url, model_path())]
    supervisor = Supervisor([p for p in processes if p.name == "rasa"], home / "logs")
    others = Supervisor([p for p in processes if p.name != "rasa"], home / "logs")
    try:
        begun = time.perf_counter()
        supervisor.start()
        supervisor.wait_until_healthy(lambda _name: None, lambda: False)
        seconds = time.perf_counter() - begun
        others.start()
        others.wait_until_healthy(lambda _name: None, lambda: False)
        web = f"http://127.0.0.1:{settings.web_port}"
        yield Running(web, settings.rasa_url, settings.internal_secret, supervisor, others, actions, seconds)
    finally:
        supervisor.stop()
        others.stop()


def _direct_user(run: Running, number: int) -> Callable[[int], None]:
    """Sends to Rasa's own door, as a stock REST channel is measured."""
    http = requests.Session()
    http.headers["X-Internal-Secret"] = run.secret
    with_conversation = WebMember(run.web_url)
    conversation = with_conversation.conversation_id

    def send(i: int) -> None:
        body = {
            "conversation_id": conversation,
            "message_id": f"{conversation}:{i}",
            "text": WORDS[(i + number) % len(WORDS)],
        }
        body |= {"payload": None, "language": "id", "metadata": {}}
        answer = http.post(f"{run.rasa_url}/webhooks/care165/turn", json=body, timeout=30)
        assert answer.json()["replies"]

    return send


def _web_user(run: Running, number: int) -> Callable[[int], None]:
    member = WebMember(run.web_url)

    def send(i: int) -> None:
        assert member.say(WORDS[(i + number) % len(WORDS)])

    return send


def six_at_once_s(run: Running) -> float:
    """Seconds from the first of six messages of one member until all six are answered, in order."""
    member = WebMember(run.web_url)
    member.say("halo")
    begun = time.perf_counter()
    last = 0
    seqs: list[int] = []
    lock = threading.Lock()

    def send() -> None:
        answer = requests.post(
            f"{member.api}/messages",
            json={"id": str(uuid.uuid4()), "text": "puskesmas dekat cibiru"},
            headers=dict(member.http.headers),
            timeout=10,
        )
        with lock:
            seqs.append(answer.json()["seq"])

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    last = max(seqs)
    member.wait_for(last)
    return time.perf_counter() - begun


def long_talk(run: Running) -> tuple[float, int]:
    """How many times turn 200 costs what turn 1 costs, and the largest action request from turn 110 on, in bytes."""
    assert run.actions is not None
    send = _direct_user(run, 0)
    for _ in range(3):
        _direct_user(run, 1)(1)
    times: list[float] = []
    for i in range(LONG_TURNS):
        if i == LONG_TURNS * 11 // 20:
            run.actions.request_bytes.clear()
        begun = time.perf_counter()
        send(i)
        times.append(time.perf_counter() - begun)
    kinds = len(WORDS)
    first, last = times[kinds : 3 * kinds], times[-2 * kinds :]
    return statistics.mean(last) / statistics.mean(first), max(run.actions.request_bytes)


def measure() -> dict[str, str]:
    """All figures of this project, as text with units."""
    figures = {"training": f"{training_seconds():.0f} s"}
    with running() as run:
        pid = run.supervisor.children[0].running
        assert pid is not None
        figures["rasa start"] = f"{run.rasa_start_s:.1f} s"
        warm = load(2, 12, lambda n: _direct_user(run, n))
        assert warm.latencies_ms
        direct = load(USERS, MESSAGES, lambda n: _direct_user(run, n))
        figures["messages/s, 8 users, at Rasa's door"] = f"{direct.per_second:.0f}"
        figures["p95, 8 users, at Rasa's door"] = f"{direct.p95_ms:.0f} ms"
        web = load(USERS, MESSAGES, lambda n: _web_user(run, n))
        figures["messages/s, 8 users, whole way"] = f"{web.per_second:.0f}"
        figures["p95, 8 users, whole way"] = f"{web.p95_ms:.0f} ms"
        figures["rasa memory"] = f"{resident_mb(pid.pid):.0f} MB"
    with running(0.0) as run:
        growth, request = long_talk(run)
        figures["turn 200 against turn 1"] = f"{growth:.2f} ×"
        figures["action request behind turn 110"] = f"{request / 1000:.1f} kB"
    with running(ACTION_DELAY_S) as run:
        _web_user(run, 0)(1)  # as in the other figures, not the first message of all
        figures["six messages at once, 100 ms action"] = f"{six_at_once_s(run):.2f} s"
    figures["five nearest of 30,000, median"] = f"{nearest.run()['median_us']:.0f} µs"
    figures["web chat, gzip"] = f"{widget_gzip_kb():.1f} kB"
    return figures
