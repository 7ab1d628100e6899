"""``care165 up``: everything, from an empty machine to addresses to open; Ctrl-C leaves nothing behind."""

import contextlib
import fcntl
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from backend.db import get_engine, session_scope
from backend.settings import Settings, get_settings
from care165.checks import before_start, is_running, lock_of
from care165.migrate import migrate
from care165.model import Training, model_path
from care165.postgres import EmbeddedPostgres
from care165.processes import all_processes
from care165.supervisor import Supervisor, stopping_signals

WATCH_EVERY_S = 0.25


class CannotStart(Exception):
    """A condition of the start does not hold; the message is the one line that says what to do."""


def up(console: Console) -> None:
    """Starts everything and keeps it running until Ctrl-C.

    Raises:
        CannotStart: a check failed.
        TrainingFailed: the model could not be trained.
        WillNotLive: a process died five times within a minute.
    """
    settings = get_settings()
    if is_running(settings.home):  # told before its ports are
        raise _another(settings.home)
    for check in before_start(settings):
        if check.needed and not check.ok:
            raise CannotStart(check.remedy)
    with (
        alone(settings.home),
        stopping_signals() as stop_wanted,
        _training(settings) as training,
        _database(settings, console) as (url, look_after_database),
    ):
        _prepare(settings, console)
        if _trained(training, console, stop_wanted):
            supervisor = Supervisor(all_processes(settings, url, model_path()), settings.home / "logs", console.print)
            _serve(supervisor, settings, console, stop_wanted, look_after_database)
    console.print("stopped; everything is kept in " + str(settings.home))


def _serve(
    supervisor: Supervisor,
    settings: Settings,
    console: Console,
    stop_wanted: Callable[[], bool],
    look_after_database: Callable[[], object],
) -> None:
    """Runs the processes until a stop is wanted, and stops them."""
    try:
        supervisor.start()
        with console.status("starting the processes"):
            supervisor.wait_until_healthy(lambda name: console.print(f"  [green]✓[/] {name}"), stop_wanted)
        if not stop_wanted():
            _print_addresses(settings, console)
        while not stop_wanted():
            look_after_database()
            supervisor.check()
            time.sleep(WATCH_EVERY_S)
    finally:
        with console.status("stopping"):
            supervisor.stop()


def _another(home: Path) -> CannotStart:
    return CannotStart(f"another 'care165 up' runs on {home}: stop it, or set CARE165_HOME")


@contextlib.contextmanager
def alone(home: Path) -> Iterator[None]:
    """Lets one ``up`` at a time use a data directory: a second would stop the database of the first when it ends.

    Raises:
        CannotStart: another one runs on it.
    """
    home.mkdir(parents=True, exist_ok=True)
    with lock_of(home).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _another(home) from None
        yield


@contextlib.contextmanager
def _database(settings: Settings, console: Console) -> Iterator[tuple[str, Callable[[], object]]]:
    """The database's address and what keeps it alive; ours is stopped at the end, the operator's is left alone."""
    if settings.database_url:
        yield settings.database_url, lambda: None
        return
    with console.status("starting PostgreSQL"):
        try:
            server = EmbeddedPostgres(settings.home.resolve() / "postgres")
        except (OSError, subprocess.SubprocessError) as problem:
            log = settings.home / "postgres" / "log"
            raise CannotStart(
                f"the embedded PostgreSQL does not start: {problem}; see {log}, or set DATABASE_URL"
            ) from None
    console.print("  [green]✓[/] postgres (embedded)")
    try:
        yield server.url, server.check
    finally:
        get_engine().dispose()
        server.stop()


@contextlib.contextmanager
def _training(settings: Settings) -> Iterator[Training | None]:
    """Trains, where the present files have no model yet, while the database is made ready."""
    training = None if model_path().exists() else Training(settings.home / "logs" / "train.log")
    try:
        yield training
    finally:
        if training:
            training.stop()


def _trained(training: Training | None, console: Console, stop_wanted: Callable[[], bool]) -> bool:
    """Waits for the model; False when a stop is wanted."""
    with console.status("training the assistant (about a minute)"):
        while training and training.goes_on() and not stop_wanted():
            time.sleep(WATCH_EVERY_S)
    if stop_wanted():
        return False
    if training:
        training.result()
    console.print("  [green]✓[/] model")
    return True


def _prepare(settings: Settings, console: Console) -> None:
    with console.status("bringing the database up to date"):
        migrate()
    console.print("  [green]✓[/] database schema")
    if settings.demo:
        _load_demo(console)


def _load_demo(console: Console) -> None:
    from backend import clock  # noqa: PLC0415 - models are read only once there is a database
    from backend.demo.load import load_all  # noqa: PLC0415 - only for demonstrations
    from backend.membership.models import Member  # noqa: PLC0415 - only for demonstrations

    with session_scope() as session:
        if session.scalars(select(Member.id).limit(1)).first() is None:
            with console.status("loading the demonstration data"):
                load_all(session, now=clock.now())
    console.print("  [green]✓[/] demonstration data")


def _print_addresses(settings: Settings, console: Console) -> None:
    base = settings.public_base_url
    table = Table(show_header=False, box=None, padding=(0, 2))
    rows = [("web chat", f"{base}/chat/"), ("agents' console", f"{base}/console/"), ("API", f"{base}/api/openapi.json")]
    if settings.demo:
        rows.append(("SMS inbox (demo)", f"{base}/demo/sms"))
    for name, address in rows:
        table.add_row(name, address)
    console.print("\n[bold]Care Center 165 is running[/]", table, sep="\n")
    if settings.demo:
        _print_demo_people(console)
    console.print("Ctrl-C stops everything.")


def _print_demo_people(console: Console) -> None:
    from backend.demo.console import DEMO_ACCOUNTS, DEMO_FACTOR, DEMO_PASSWORD  # noqa: PLC0415 - only where demo data is
    from backend.demo.people import people  # noqa: PLC0415 - only for demonstrations
    from backend.demo.teleconsultation import DOCTOR  # noqa: PLC0415 - only for demonstrations

    logins = Table("login", "role", "password", title="console")
    for login, _name, role in (*DEMO_ACCOUNTS, DOCTOR):
        logins.add_row(login, role, DEMO_PASSWORD)
    members = Table("name", "card number", "born", "story", title="demo members (invented)")
    for person in people():
        members.add_row(person.name, person.card_number, person.birth_date.isoformat(), person.note)
    console.print(logins, members)
    console.print(
        "the login page shows the second factor of these accounts, as this is a demonstration; or add the key"
    )
    console.print(f"{DEMO_FACTOR} to an authenticator app. Other accounts set up an app of their own.")
