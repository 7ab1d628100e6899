"""An assistant whose action server the test controls."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from backend.settings import get_settings
from care165.model import model_path, train
from care165.processes import all_processes
from care165.supervisor import Supervisor
from tests.support.running import free_ports

HANG_SECONDS = 20
GOOD = {"events": [], "responses": [{"text": "baik"}]}


@dataclass
class FakeActions:
    """An action server that behaves as ``mode`` says: ``good``, ``error``, ``hang``, ``rubbish`` or ``cut``.

    ``messages``: the member's message in each call.
    """

    url: str = ""
    mode: str = "good"
    messages: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture(scope="module")
def actions() -> Iterator[FakeActions]:
    fake = FakeActions()
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(200, b"{}")

        def do_POST(self) -> None:
            called = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.messages.append(called["tracker"]["latest_message"])
            if fake.mode == "hang":
                over.wait(HANG_SECONDS)
            if fake.mode == "cut":
                self.connection.close()
            elif fake.mode == "rubbish":
                self._say(200, b'["not", "an", "answer"]')
            else:
                self._say(500 if fake.mode == "error" else 200, json.dumps(GOOD).encode())

        def _say(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

        def handle(self) -> None:
            try:
                super().handle()
            except (ValueError, OSError):
                return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield fake
    over.set()
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def web_url(actions: FakeActions, database: str, home: "pytest.TempPathFactory") -> Iterator[str]:
    """The web chat of an assistant that calls the fake action server."""
    web, rasa = free_ports(2)
    changed = {"web_port": web, "rasa_url": f"http://127.0.0.1:{rasa}", "actions_url": actions.url}
    settings = get_settings().model_copy(update=changed)
    if not model_path().exists():
        train(settings.home / "train.log")
    processes = [p for p in all_processes(settings, database, model_path()) if p.name != "actions"]
    supervisor = Supervisor(processes, settings.home / "logs")
    supervisor.start()
    try:
        supervisor.wait_until_healthy(lambda _name: None, lambda: False)
        yield f"http://127.0.0.1:{web}"
    finally:
        supervisor.stop()
