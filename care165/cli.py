"""The command line, ``care165``."""

import errno
import json
import shlex
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import OperationalError, ProgrammingError
from typer.core import TyperGroup

from backend.db import NoDatabase
from care165.all_settings import SettingsWrong, check_settings
from care165.checks import all_checks, is_running
from care165.model import TrainingFailed, model_path
from care165.model import train as train_model
from care165.postgres import DatabaseWillNotLive
from care165.supervisor import WillNotLive
from care165.up import CannotStart
from care165.up import up as run_all


class PlainWords(TyperGroup):
    """Says in a line what an operator can mend: database, settings, disk. Faults of ours keep their trace."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override] # its public name
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except OperationalError as problem:
            raise fail(f"care165: the database cannot be used: {str(problem.orig).splitlines()[0]}") from None
        except ProgrammingError as problem:
            first = str(problem.orig).splitlines()[0]
            raise fail(f"care165: the database is not up to date, start 'care165 up' once: {first}") from None
        except ValidationError:
            raise fail(f"care165: {_wrong_settings()}") from None
        except (NoDatabase, SettingsWrong) as problem:
            raise fail(f"care165: {problem}") from None
        except OSError as problem:
            if problem.errno == errno.EPIPE:  # the reader of our output had enough
                raise
            raise fail(f"care165: {problem.filename or 'a file'} cannot be used: {problem.strerror}") from None


def _wrong_settings() -> str:
    try:
        check_settings()
    except SettingsWrong as problem:
        return str(problem)
    return "the settings are not right"


app = typer.Typer(
    help="Care Center 165: the JKN assistant.", no_args_is_help=True, add_completion=False, cls=PlainWords
)
nlu_app = typer.Typer(help="Understanding: parse messages, measure on labelled ones.", no_args_is_help=True)
import_app = typer.Typer(help="Load your own data.", no_args_is_help=True)
demo_app = typer.Typer(help="The demonstration data.", no_args_is_help=True)
agents_app = typer.Typer(help="Accounts of care-center agents.", no_args_is_help=True)
app.add_typer(nlu_app, name="nlu")
app.add_typer(import_app, name="import")
app.add_typer(demo_app, name="demo")
app.add_typer(agents_app, name="agents")
audit_app = typer.Typer(help="The record of who read and changed what.", no_args_is_help=True)
app.add_typer(audit_app, name="audit")
console = Console()
errors = Console(stderr=True)


Role = Literal["agent", "supervisor", "admin", "auditor", "privacy", "doctor"]


def fail(message: str) -> typer.Exit:
    """Prints the one line that says what to do; raise what it returns."""
    errors.print(message, style="red", markup=False, soft_wrap=True)
    return typer.Exit(1)


@app.command()
def up() -> None:
    """Start everything and print the addresses; Ctrl-C stops it."""
    check_settings()
    try:
        run_all(console)
    except (CannotStart, DatabaseWillNotLive, TrainingFailed, WillNotLive) as problem:
        raise fail(f"care165: {problem}") from None


@app.command()
def doctor() -> None:
    """Show what is there, what is missing, and how to get it."""
    from backend.settings import get_settings

    check_settings()
    table = Table("", "what", "what to do")
    checks = all_checks(get_settings())
    for check in checks:
        mark = "[green]ok[/]" if check.ok else "[red]missing[/]" if check.needed else "[yellow]later[/]"
        table.add_row(mark, check.name, "" if check.ok else check.remedy)
    console.print(table)
    if any(check.needed and not check.ok for check in checks):
        raise typer.Exit(1)


@app.command()
def train() -> None:
    """Train the assistant, if its files changed since the last time."""
    from backend.settings import get_settings

    if model_path().exists():
        console.print(f"nothing changed; the model is {model_path().name}")
        return
    with console.status("training"):
        try:
            path = train_model(get_settings().home / "logs" / "train.log")
        except TrainingFailed as problem:
            raise fail(f"care165: {problem}") from None
    home = get_settings().home
    console.print(f"trained {path.name}" + ("; restart 'care165 up' to use it" if is_running(home) else ""))


@app.command()
def env() -> None:
    """Print the variables that single processes need: eval "$(care165 env)"."""
    from backend.db import database_url
    from backend.settings import get_settings
    from care165.processes import child_environment

    try:
        settings = child_environment(get_settings(), database_url())
    except RuntimeError as problem:
        raise fail(f"care165: {problem}") from None
    for name in sorted(settings):
        if name.startswith(("CARE165_", "DATABASE_", "RASA_")):
            typer.echo(f"export {name}={shlex.quote(settings[name])}")


@app.command()
def chat(
    language: Annotated[str, typer.Option(help="id or en")] = "id",
    url: Annotated[str | None, typer.Option(help="address of a running assistant")] = None,
    new_id: Annotated[bool, typer.Option("--new-id", help="only print the id of a new conversation")] = False,
) -> None:
    """Talk to the running assistant in the terminal."""
    from care165.chat import ChatUnavailable, opened, talk

    try:
        if new_id:
            typer.echo(opened(url, language))
            return
        talk(console, url, language)
    except ChatUnavailable as problem:
        raise fail(f"care165: {problem}") from None


@nlu_app.command("parse")
def nlu_parse() -> None:
    """Read JSON lines with "text"; write them with "intent", "confidence" and "entities".

    Bad lines come out with an "error", which is told on stderr too; then the exit status is 1.
    """
    from care165.nlu import NoModel, parse_stream

    bad: list[str] = []

    def tell(problem: str) -> None:
        bad.append(problem)
        errors.print(f"care165: {problem}", style="red", markup=False, soft_wrap=True)

    try:
        for parsed in parse_stream(sys.stdin.buffer, tell):
            typer.echo(_json_line(parsed))
    except NoModel as problem:
        raise fail(f"care165: {problem}") from None
    if bad:
        raise typer.Exit(1)


def _json_line(row: dict[str, Any]) -> bytes:
    """The row as UTF-8, whatever the terminal speaks; half a surrogate pair can only be written as an escape."""
    try:
        return json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(row).encode()


@nlu_app.command("evaluate")
def nlu_evaluate(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Measure the trained model on labelled messages."""
    from care165.nlu import NoModel, evaluate

    try:
        console.print(evaluate(file))
    except (NoModel, ValueError) as problem:
        raise fail(f"care165: {problem}") from None


@nlu_app.command("check")
def nlu_check() -> None:
    """Look for duplicates, conflicts, leaks and thin intents in the training data."""
    from care165.nlu_check import main

    raise typer.Exit(main())


def _import(kind: Literal["facilities", "beds", "surgery"], file: Path) -> None:
    from care165.imports import BadFile, run_import

    try:
        status = run_import(console, kind, file)
    except (BadFile, RuntimeError) as problem:
        raise fail(f"care165: {problem}") from None
    raise typer.Exit(status)


@import_app.command("facilities")
def import_facilities(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Load health facilities from a CSV file; bad rows are reported, good rows kept.

    Columns: code, name, type, latitude, longitude, and regency_code or regency; used where present: hospital_class,
    owner, beds, phone, address, aliases, hours, emergency_24h, queue_connected. ppk_code serves for code.
    """
    _import("facilities", file)


@import_app.command("beds")
def import_beds(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Load bed reports from a CSV file; bad rows are reported, good rows kept.

    Columns: facility_code, class_code, room_code, room_name, capacity, available, reported_at; used where present:
    available_men, available_women, available_either. The names of Aplicares (kodeppk, kodekelas, koderuang, namaruang,
    kapasitas, tersedia, lastupdate, tersediapria …) serve too.
    """
    _import("beds", file)


@import_app.command("surgery")
def import_surgery(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Load surgery dates from a CSV file; members who asked are told of changes."""
    _import("surgery", file)


@demo_app.command("reset")
def demo_reset(yes: Annotated[bool, typer.Option("--yes", help="do not ask (a script is not asked)")] = False) -> None:
    """Empty the database and load the demonstration data afresh."""
    from care165.demo import NotDemo, check_demo, reset

    try:
        check_demo()
        if not yes and sys.stdin.isatty():
            typer.confirm("This deletes all conversations, complaints and bookings. Go on?", abort=True)
        reset()
    except (NotDemo, RuntimeError) as problem:
        raise fail(f"care165: {problem}") from None
    console.print("demonstration data loaded")


@agents_app.command("add")
def agents_add(
    login: str,
    name: Annotated[str, typer.Option(prompt=True)],
    password: Annotated[str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True)],
    role: Role = "agent",
    facility: Annotated[str | None, typer.Option(help="code of a doctor's first-level facility")] = None,
) -> None:
    """Add an account for the console."""
    from backend.db import session_scope
    from backend.errors import ServiceError
    from backend.handover.accounts import add_agent

    if not name.strip():
        raise fail("care165: a name is needed, as members and colleagues see it")
    try:
        with session_scope() as session:
            add_agent(session, login=login, name=name, role=role, password=password, facility=facility)
    except ServiceError as problem:
        facts = "".join(f" ({key} {value})" for key, value in problem.details.items())
        raise fail(f"care165: {problem.code.replace('_', ' ')}{facts}") from None
    console.print(f"added {login}")


@agents_app.command("reset-factor")
def agents_reset_factor(login: str) -> None:
    """Let somebody who lost phone and recovery codes set up a new authenticator app at the next login."""
    from sqlalchemy import select

    from backend import clock
    from backend.accounts.administration import reset_second_factor
    from backend.db import session_scope
    from backend.handover.models import Agent

    with session_scope() as session:
        agent = session.scalars(select(Agent).where(Agent.login == login.strip().lower())).one_or_none()
        if agent is None:
            raise fail(f"care165: there is no account {login}")
        reset_second_factor(session, None, agent, now=clock.now())
    console.print(f"{login} sets up a new authenticator at the next login")


@audit_app.command("verify")
def audit_verify(
    head: Annotated[str | None, typer.Option(help="a head that an earlier check printed")] = None,
) -> None:
    """Check the chain of the audit log; prints its head, to be noted elsewhere."""
    from backend import clock
    from backend.db import session_scope
    from backend.privacy.chain import verify

    try:
        with session_scope() as session:
            report = verify(session, now=clock.now(), noted_head=head)
    except RuntimeError as problem:
        raise fail(f"care165: {problem}") from None
    console.print(f"{report.sealed} entries sealed, {report.waiting} waiting for their seal", highlight=False)
    console.print(f"head {report.head}", soft_wrap=True, highlight=False)
    for fault in report.faults:
        errors.print(fault, style="red", markup=False, soft_wrap=True)
    if report.faults:
        raise typer.Exit(1)


@app.command()
def bench(stock: Annotated[bool, typer.Option("--stock", help="measure stock Rasa too")] = False) -> None:
    """Measure the figures of the design on this machine."""
    from benchmarks.run import run

    run(console, stock_too=stock)


if __name__ == "__main__":
    app()
