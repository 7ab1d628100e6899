"""Loading an operator's own CSV files: a progress bar, every bad row with its reason, good rows kept."""

import csv
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TextIO

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from backend import clock
from backend.beds.importer import import_beds
from backend.csv_rows import BadRowError, MissingColumnsError, count_rows
from backend.db import session_scope
from backend.facilities.importer import ImportReport, import_facilities
from backend.surgery.importer import import_surgery

Kind = Literal["facilities", "beds", "surgery"]
_IMPORTERS: dict[Kind, Callable[..., ImportReport]] = {
    "facilities": import_facilities,
    "beds": import_beds,
    "surgery": import_surgery,
}


_ROWS: dict[Kind, str] = {
    "facilities": "one row for each facility, with its place",
    "beds": "one row for each room, with all of its beds (capacity) and the free ones (available)",
    "surgery": "one row for each date of a patient",
}
_SHOWN_COLUMNS = 200


class BadFile(Exception):
    """The file as a whole cannot be read; nothing was written."""


def run_import(console: Console, kind: Kind, path: Path) -> int:
    """Imports a file and prints what came of it. Gives the exit status: 0, or 2 when rows were left out.

    Raises:
        BadFile: a needed column is missing, or the file is no CSV.
    """
    try:
        report = _imported(console, kind, path)
    except MissingColumnsError as problem:
        raise BadFile(f"{path.name}: {_what_is_missing(kind, problem)}") from None
    except BadRowError as problem:
        raise BadFile(f"{path.name}: {_words(problem.reason)}: {problem.value}") from None
    except csv.Error as problem:
        raise BadFile(f"{path.name} is no CSV file: {problem} (is a quotation mark left open?)") from None
    _print_errors(console, report)
    console.print(f"{report.created} new, {report.updated} updated, {len(report.errors)} left out")
    return 2 if report.errors else 0


def _what_is_missing(kind: Kind, problem: MissingColumnsError) -> str:
    has = textwrap.shorten(", ".join(problem.found), _SHOWN_COLUMNS, placeholder=" …") or "no column"
    return (
        f"the columns {problem.value} are missing; it has {has}. Needed is {_ROWS[kind]}; rename the columns or make"
        f" such a file ('care165 import {kind} --help' tells all columns and their other names). Nothing was loaded."
    )


def _open(path: Path) -> TextIO:
    """Bytes that are no UTF-8 come through as marks: they cost their own row and no other."""
    return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


def _imported(console: Console, kind: Kind, path: Path) -> ImportReport:
    with _open(path) as file:
        total = count_rows(file)
    with Progress(console=console) as progress, _open(path) as file, session_scope() as session:
        task = progress.add_task(f"{kind}: {path.name}", total=total)
        report = _IMPORTERS[kind](
            session, file, now=clock.now(), on_progress=lambda done: progress.update(task, completed=done)
        )
        progress.update(task, completed=total)
    return report


def _words(reason: str) -> str:
    return reason.replace("_", " ")


def _print_errors(console: Console, report: ImportReport) -> None:
    if not report.errors:
        return
    table = Table("line", "reason", "value", title="rows left out")
    for error in report.errors:
        table.add_row(str(error.line), _words(error.reason), Text(error.value))
    console.print(table)
