"""The processes of the assistant: how each is started and how one sees that it works."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import requests

from backend.settings import Settings
from care165.model import ROOT, rasa_environment

_PROBE_SECONDS = 1.0


@dataclass(frozen=True)
class Process:
    """One process: its command, the port it needs (None: none) and a probe that is true once it works.

    Without one that is not ``needed`` the rest still serves members.
    """

    name: str
    command: list[str]
    environment: Mapping[str, str]
    port: int | None
    healthy: Callable[[], bool]
    needed: bool = True


def _answers(url: str) -> Callable[[], bool]:
    def probe() -> bool:
        try:
            return requests.get(url, timeout=_PROBE_SECONDS).ok
        except requests.RequestException:
            return False

    return probe


def _worker_beats(database_url: str) -> Callable[[], bool]:
    query = "SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now() - interval '5 seconds'"

    def probe() -> bool:
        try:
            with psycopg.connect(database_url, connect_timeout=1) as connection:
                return connection.execute(query).fetchone() is not None
        except psycopg.Error:
            return False

    return probe


def _alive() -> bool:
    return True


def _port(url: str) -> int:
    return urlsplit(url).port or 80


def child_environment(settings: Settings, database_url: str) -> dict[str, str]:
    """What every child process runs with: the database, the secrets and the addresses of the others."""
    given = {
        "DATABASE_URL": database_url,
        "CARE165_HOME": str(settings.home.resolve()),
        "CARE165_INTERNAL_SECRET": settings.internal_secret,
        "CARE165_BACKEND_URL": os.environ.get("CARE165_BACKEND_URL", f"http://127.0.0.1:{settings.web_port}"),
        "CARE165_RASA_URL": settings.rasa_url,
        "CARE165_ACTIONS_URL": settings.actions_url,
        "CARE165_WEB_PORT": str(settings.web_port),
        "CARE165_OFFICIAL": str(settings.official).lower(),
        "CARE165_DEMO": str(settings.demo).lower(),
        "CARE165_CLOCK_SHIFT_DAYS": str(settings.clock_ahead_days),
        "PYTHONUNBUFFERED": "1",
    }
    # A message's few products take microseconds; a second thread for them waits for the next by spinning, and took more
    # of the processor than all the rest of Rasa's work.
    given["OPENBLAS_NUM_THREADS"] = os.environ.get("OPENBLAS_NUM_THREADS", "1")
    return {**rasa_environment(), **given}


def all_processes(settings: Settings, database_url: str, model: Path) -> list[Process]:
    """The processes of this installation; ``telegram`` only with a token."""
    environment = child_environment(settings, database_url)
    python = sys.executable
    rasa_port, actions_port = _port(settings.rasa_url), _port(settings.actions_url)
    web = [python, "-m", "uvicorn", "care165.web:create_app", "--factory", "--host", settings.web_host]
    web += ["--port", str(settings.web_port), "--ws", "none", "--no-access-log", "--timeout-graceful-shutdown", "2"]
    web += ["--no-server-header"]
    rasa = [python, "-m", "bot", "run", "--interface", "127.0.0.1", "--port", str(rasa_port), "--model", str(model)]
    rasa += ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    local_web = f"http://127.0.0.1:{settings.web_port}/health"
    processes = [
        Process("rasa", rasa, environment, rasa_port, _answers(f"{settings.rasa_url}/webhooks/care165/")),
        Process(
            "actions",
            [python, "-m", "bot.actions"],
            environment,
            actions_port,
            _answers(f"{settings.actions_url}/health"),
        ),
        Process("web", web, environment, settings.web_port, _answers(local_web)),
        Process("worker", [python, "-m", "care165.worker"], environment, None, _worker_beats(database_url)),
    ]
    if settings.telegram_token:
        processes.append(Process("telegram", [python, "-m", "channels.telegram"], environment, None, _alive, False))
    return processes


def working_directory() -> Path:
    """Where the processes run: the project's root, where Rasa looks for its files."""
    return Path(os.fspath(ROOT))
