"""Reads facilities from CSV: every bad row is told with its line and reason, the good ones are kept.

Columns (any order): ``code`` (or ``ppk_code``, as BPJS says), ``name, type, latitude, longitude``, and ``regency_code``
or ``regency`` with its full name are needed; ``hospital_class, owner, beds, phone, address`` are used where present;
``aliases`` (separated by ``|``), ``hours`` (``1-4 07:30-14:00; 5 07:30-11:00`` or ``24h``), ``emergency_24h`` and
``queue_connected`` (``1`` or ``0``) are ours, and are left as they are in the database where the file lacks them.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backend.csv_rows import BadRowError, Row, check_readable, numbered, reader
from backend.facilities import repository
from backend.facilities.hours import parse_hours
from backend.facilities.kinds import FKTP_TYPES, clean_name, resolve_type
from backend.regions.catalogue import find_regency
from backend.regions.geo import inside_indonesia_box

NEEDED = ("code", "name", "type", "latitude", "longitude")
SYNONYMS = {"ppk_code": "code"}
BATCH = 1000
"""Rows written, and progress told, at a time."""


@dataclass(frozen=True)
class RowError:
    """Why a row of a file was not taken; ``line`` counts from 1 with the header, as editors show it."""

    line: int
    reason: str
    value: str = ""


@dataclass
class ImportReport:
    """What an import did."""

    created: int = 0
    updated: int = 0
    errors: list[RowError] = field(default_factory=list)


def _text(row: Row, column: str) -> str:
    return " ".join((row.get(column) or "").split())


def _number(row: Row, column: str) -> float:
    text = _text(row, column)
    if not text:
        raise BadRowError("missing_coordinate", column)
    try:
        value = float(text.replace(",", "."))  # a spreadsheet in Indonesian writes a decimal comma
    except ValueError:
        raise BadRowError("bad_coordinate", text) from None
    if not math.isfinite(value):
        raise BadRowError("bad_coordinate", text)
    return value


def _position(row: Row) -> tuple[float, float]:
    latitude, longitude = _number(row, "latitude"), _number(row, "longitude")
    if inside_indonesia_box(latitude, longitude):
        return latitude, longitude
    reason = "swapped_coordinates" if inside_indonesia_box(longitude, latitude) else "outside_indonesia"
    raise BadRowError(reason, f"{latitude}, {longitude}")


def _grade(text: str) -> str | None:
    """A hospital's class A to D ("D PRATAMA" is D); "Belum Ditetapkan" (not yet set) is none."""
    word = text.upper().split()[0] if text else ""
    return word if word in ("A", "B", "C", "D") else None


def _beds(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 5:  # noqa: PLR2004 -- no hospital has 100,000 beds
        raise BadRowError("bad_beds", text)
    return int(text)


def _hours(text: str) -> dict[str, Any]:
    if text == "24h":
        return {"open_24h": True, "opening_hours": None}
    try:
        return {"open_24h": False, "opening_hours": parse_hours(text) if text else None}
    except ValueError:
        raise BadRowError("bad_hours", text) from None


def _optional(row: Row, kind: str) -> dict[str, Any]:
    """The columns that only our own files carry. A hospital must have an emergency room day and night (UU 17/2023
    art. 189; Permenkes 47/2018).
    """
    values: dict[str, Any] = {
        "emergency_24h": kind == "hospital" if not _text(row, "emergency_24h") else _text(row, "emergency_24h") == "1"
    }
    if "aliases" in row:
        values["aliases"] = [alias.strip() for alias in _text(row, "aliases").split("|") if alias.strip()]
    if "hours" in row:
        values |= _hours(_text(row, "hours"))
    if "queue_connected" in row:
        values["queue_connected"] = _text(row, "queue_connected") == "1"
    return values


def read_row(row: Row, now: datetime) -> dict[str, Any]:
    """The columns of one facility from a row of a file.

    Raises:
        BadRowError: with the reason and the value that is wrong.
    """
    code, name = _text(row, "code"), _text(row, "name")
    if not code or len(code) > 16:  # noqa: PLR2004 -- the width of the column
        raise BadRowError("bad_code", code)
    if not name:
        raise BadRowError("missing_name", code)
    kind = resolve_type(_text(row, "type"))
    if kind is None or kind == "fktp":
        raise BadRowError("unknown_type", _text(row, "type"))
    latitude, longitude = _position(row)
    regency = find_regency(_text(row, "regency_code"), _text(row, "regency"))
    if regency is None:
        raise BadRowError("unknown_regency", _text(row, "regency_code") or _text(row, "regency"))
    return {
        "code": code,
        "name": clean_name(name)[:160],
        "type": kind,
        "hospital_class": _grade(_text(row, "hospital_class")) if kind == "hospital" else None,
        "owner": _text(row, "owner")[:64] or None,
        "beds": _beds(_text(row, "beds")),
        "phone": _text(row, "phone")[:64] or None,
        "address": _text(row, "address") or None,
        "regency_code": regency.code,
        "regency": regency.name,
        "province": regency.province.name,
        "time_zone": regency.province.time_zone,
        "latitude": latitude,
        "longitude": longitude,
        "is_fktp": kind in FKTP_TYPES,
        "closed_on_holidays": kind not in ("hospital", "pharmacy", "optician"),
        "updated_at": now,
        **_optional(row, kind),
    }


def _good_rows(
    rows: Iterator[tuple[int, Row]], report: ImportReport, now: datetime
) -> Iterator[tuple[int, dict[str, Any] | None]]:
    seen: set[str] = set()
    for line, row in rows:
        try:
            check_readable(row)
            values = read_row(row, now)
            if values["code"] in seen:
                raise BadRowError("duplicate_code", values["code"])
            seen.add(values["code"])
            yield line, values
        except BadRowError as error:
            report.errors.append(RowError(line, error.reason, error.value))
            yield line, None


def import_facilities(
    session: Session, lines: Iterable[str], *, now: datetime, on_progress: Callable[[int], None] | None = None
) -> ImportReport:
    """Loads a CSV of facilities; known codes are updated.

    Args:
        session: the caller commits.
        lines: the file, opened as text.
        now: stands as the time of the update.
        on_progress: told the number of rows read so far, after every batch.

    Raises:
        BadRowError: the header lacks a needed column; nothing was written.
    """
    rows = reader(lines, NEEDED, SYNONYMS)
    if not {"regency_code", "regency"}.intersection(rows.fieldnames or ()):
        raise BadRowError("missing_columns", "regency_code")
    report, batch, done = ImportReport(), [], 0
    for done, (_, values) in enumerate(_good_rows(numbered(rows), report, now), start=1):
        if values is not None:
            batch.append(values)
        if len(batch) >= BATCH:
            _write(session, batch, report)
            _tell(on_progress, done)
    _write(session, batch, report)
    _tell(on_progress, done)
    repository.bump_revision(session)
    return report


def _tell(on_progress: Callable[[int], None] | None, done: int) -> None:
    if on_progress:
        on_progress(done)


def _write(session: Session, batch: list[dict[str, Any]], report: ImportReport) -> None:
    created, updated = repository.upsert(session, batch)
    report.created += created
    report.updated += updated
    batch.clear()
