"""Operators' CSV files as they come: from spreadsheets with commas, semicolons or tabs, from any editor."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

DELIMITERS = ",;\t"
_UNREADABLE = re.compile("[\0\ud800-\udfff]")
"""NUL bytes, and bytes that are no UTF-8 in a file opened with ``surrogateescape``."""
Row = dict[str, str | None]


class BadRowError(ValueError):
    """A row that cannot be used."""

    def __init__(self, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.value = value


class MissingColumnsError(BadRowError):
    """The header lacks columns without which nothing can be read; ``found`` are those that it has."""

    def __init__(self, missing: list[str], found: list[str]) -> None:
        super().__init__("missing_columns", ", ".join(missing))
        self.found = found


def reader(
    lines: Iterable[str], needed: Iterable[str], synonyms: Mapping[str, str] | None = None
) -> "csv.DictReader[str]":
    """A reader of the rows; the header tells the delimiter, as Excel in Indonesian writes semicolons.

    Args:
        lines: the file.
        needed: columns without which nothing can be read.
        synonyms: what other systems call our columns.

    Raises:
        MissingColumnsError: the header lacks one of those that are needed.
    """
    source = iter(lines)
    header = next(source, "")
    delimiter = max(DELIMITERS, key=header.count)
    rows = csv.DictReader(chain([header], source), delimiter=delimiter)
    names = [name.strip().lower() for name in rows.fieldnames or ()]
    rows.fieldnames = [(synonyms or {}).get(name, name) for name in names]
    missing = [column for column in needed if column not in rows.fieldnames]
    if missing:
        raise MissingColumnsError(missing, [name for name in names if name])
    return rows


def check_readable(row: Row) -> None:
    """Refuses a row that no column of a database could take.

    Raises:
        BadRowError: ``too_many_columns``, or ``unreadable_character`` with the value.
    """
    if None in row:
        raise BadRowError("too_many_columns")
    for value in row.values():
        if value and _UNREADABLE.search(value):
            raise BadRowError("unreadable_character", _UNREADABLE.sub("?", value))


def count_rows(lines: Iterable[str]) -> int:
    """Rows of a CSV below its header, for a progress bar; line breaks inside quotes are not counted."""
    return max(sum(1 for _ in csv.reader(lines)) - 1, 0)


def numbered(rows: "csv.DictReader[str]") -> Iterator[tuple[int, Row]]:
    """Each row with the number of its last line; the header is line 1, as editors show it."""
    return ((rows.line_num, row) for row in rows)


def as_text(value: str) -> str:
    """A value for a spreadsheet, which would take some for formulas."""
    return f"'{value}" if value[:1] in set("=+-@\t\r") else value
