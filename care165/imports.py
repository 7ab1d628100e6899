"""Loading an operator's own CSV files: a progress bar, every bad row with its reason, good rows kept."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from backend import clock
from backend.beds.importer import import_beds
from backend.db import session_scope
from backend.facilities.importer import BadRowError, ImportReport, count_rows, import_facilities
from backend.surgery.importer import import_surgery

SHOWN_ERRORS = 50
Kind = Literal["facilities", "beds", "surgery"]
_IMPORTERS: dict[Kind, Callable[..., ImportReport]] = {
    "facilities": import_facilities,
    "beds": import_beds,
    "surgery": import_surgery,
}


class BadFile(Exception):
    """The file as a whole cannot be read; nothing was written."""


def run_import(console: Console, kind: Kind, path: Path) -> int:
    """Imports a file and prints what came of it. Gives the exit status: 0, or 2 when rows were left out.

    Raises:
        BadFile: a needed column is missing.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        total = count_rows(file)
    with Progress(console=console) as progress, path.open(encoding="utf-8-sig", newline="") as file:
        task = progress.add_task(f"{kind}: {path.name}", total=total)
        with session_scope() as session:
            try:
                report = _IMPORTERS[kind](
                    session, file, now=clock.now(), on_progress=lambda done: progress.update(task, completed=done)
                )
            except BadRowError as problem:
                raise BadFile(f"{path.name}: {problem.reason}: {problem.value}") from None
        progress.update(task, completed=total)
    _print_errors(console, report)
    console.print(f"{report.created} new, {report.updated} updated, {len(report.errors)} left out")
    return 2 if report.errors else 0


def _print_errors(console: Console, report: ImportReport) -> None:
    if not report.errors:
        return
    table = Table("line", "reason", "value", title="rows left out")
    for error in report.errors[:SHOWN_ERRORS]:
        table.add_row(str(error.line), error.reason, error.value)
    console.print(table)
    if len(report.errors) > SHOWN_ERRORS:
        console.print(f"… and {len(report.errors) - SHOWN_ERRORS} more")
