"""What must be so before the assistant can start, each with a line that says how to get it."""

import fcntl
import shutil
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from backend.settings import Settings
from care165.model import model_path
from care165.postgres import reachable
from care165.processes import all_processes

LEAST_FREE_BYTES = 500 * 1024 * 1024
"""The embedded database, a model and its training need about 300 MB; below this a start would end half done."""


@dataclass(frozen=True)
class Check:
    """One condition: whether it holds, and what to do where it does not."""

    name: str
    ok: bool
    remedy: str = ""
    needed: bool = True


def python_version() -> Check:
    """Rasa 3.6 with our versions runs on Python 3.11 and no other."""
    found = f"{sys.version_info.major}.{sys.version_info.minor}"
    return Check(f"Python {found}", found == "3.11", "install Python 3.11 and run 'make setup' again")


def disk_space(home: Path) -> Check:
    """Free space where the data directory is."""
    existing = next(path for path in (home.resolve(), *home.resolve().parents) if path.exists())
    free = shutil.disk_usage(existing).free
    remedy = (
        f"only {free // 1024**2} MB free below {existing}: free {LEAST_FREE_BYTES // 1024**2} MB or set CARE165_HOME"
    )
    return Check("disk space", free >= LEAST_FREE_BYTES, remedy)


def free_ports(settings: Settings) -> list[Check]:
    """Every port that a process of ours will listen on."""
    checks = []
    for process in all_processes(settings, "", model_path()):
        if process.port is not None:
            free = _port_is_free(process.port)
            remedy = f"port {process.port} ({process.name}) is taken: stop the program on it, or change the setting"
            checks.append(Check(f"port {process.port} for {process.name}", free, remedy))
    return checks


def _port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def lock_of(home: Path) -> Path:
    """The file that a running ``up`` keeps locked."""
    return home / "up.lock"


def is_running(home: Path) -> bool:
    """Whether an ``up`` runs on this data directory."""
    try:
        with lock_of(home).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # there is none yet
        return False
    return False


def database(settings: Settings) -> Check:
    """A configured database must answer; without one the embedded server is started later."""
    if not settings.database_url:
        return Check("database: embedded PostgreSQL", True)
    problem = reachable(settings.database_url)
    return Check("database from DATABASE_URL", problem is None, f"DATABASE_URL cannot be used: {problem}")


def trained_model() -> Check:
    """Whether the model of the present training files is there; 'up' trains it otherwise."""
    return Check("trained model", model_path().exists(), "run 'care165 train' ('care165 up' does it too)", needed=False)


def browser() -> Check:
    """Only the browser tests need it."""
    found = shutil.which("chromium") is not None
    return Check("Chromium for browser tests", found, "apt-get install chromium", needed=False)


def for_members(settings: Settings) -> list[Check]:
    """What real members need besides; and that a demonstration is none for them."""
    secure = settings.public_base_url.startswith("https://")
    if settings.demo:
        remedy = "CARE165_PUBLIC_URL is a public address: set CARE165_DEMO=false before real members come"
        return [Check("demonstration, not for real members", not secure, remedy, needed=False)]
    return [
        Check("public address", secure, "set CARE165_PUBLIC_URL to the https address that members reach", needed=False),
        Check(
            "SMS gateway",
            settings.sms_gateway_url is not None,
            "set CARE165_SMS_GATEWAY_URL: without it no verification code reaches a member",
            needed=False,
        ),
    ]


def before_start(settings: Settings) -> list[Check]:
    """The conditions of a start, in the order in which they are worth mending."""
    return [python_version(), disk_space(settings.home), database(settings), *free_ports(settings)]


def all_checks(settings: Settings) -> list[Check]:
    """Everything that ``care165 doctor`` looks at; while it runs, the ports are taken by nobody but itself."""
    checks = [*before_start(settings), *for_members(settings), trained_model(), browser()]
    if not is_running(settings.home):
        return checks
    return [
        Check("Care Center 165 is running", True),
        *(check for check in checks if not check.name.startswith("port ")),
    ]
