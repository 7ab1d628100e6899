"""Reads bed reports from CSV: every bad row is told with its line and reason, the good ones are kept.

Columns: ``facility_code, class_code, room_code, room_name, capacity, available, reported_at`` (ISO 8601; without an
offset it is the hospital's own time), optionally ``available_men, available_women, available_either``; or the names
that Aplicares has for them. A row that is older than what is known is left out silently: it is true, only late.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.beds import repository
from backend.beds.reports import RoomReport, check
from backend.csv_rows import BadRowError, Row, check_readable, numbered, reader
from backend.errors import ServiceError
from backend.facilities.importer import BATCH, ImportReport, RowError
from backend.facilities.models import Facility

NEEDED = ("facility_code", "class_code", "room_code", "room_name", "capacity", "available", "reported_at")
APLICARES = {
    "kodeppk": "facility_code",
    "kodekelas": "class_code",
    "koderuang": "room_code",
    "namaruang": "room_name",
    "kapasitas": "capacity",
    "tersedia": "available",
    "tersediapria": "available_men",
    "tersediawanita": "available_women",
    "tersediapriawanita": "available_either",
    "lastupdate": "reported_at",
}
"""What the bed service of BPJS calls the columns."""
LONGEST_COUNT = 6
"""Characters of a count of beds."""
_SPLIT = ("available_men", "available_women", "available_either")


def _text(row: Row, column: str) -> str:
    return (row.get(column) or "").strip()


def _count(row: Row, column: str) -> int:
    text = _text(row, column)
    try:
        if len(text) > LONGEST_COUNT:
            raise ValueError
        return int(text)
    except ValueError:
        raise BadRowError("bad_number", f"{column}={text}") from None


def _moment(text: str, zone: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadRowError("bad_time", text) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def read_row(row: Row, zones: dict[str, str], now: datetime) -> RoomReport:
    """One report from a row of a file; ``zones`` has the time zone of every known facility.

    Raises:
        BadRowError: with the reason and the value that is wrong.
    """
    code = _text(row, "facility_code")
    if code not in zones:
        raise BadRowError("unknown_facility", code)
    split = {column: _count(row, column) if _text(row, column) else None for column in _SPLIT}
    report = RoomReport(
        facility_code=code,
        class_code=_text(row, "class_code").upper(),
        room_code=_text(row, "room_code")[:32],
        room_name=_text(row, "room_name")[:120],
        capacity=_count(row, "capacity"),
        available=_count(row, "available"),
        reported_at=_moment(_text(row, "reported_at"), zones[code]),
        **split,
    )
    try:
        check(report, now)
    except ServiceError as refusal:
        raise BadRowError(refusal.code, f"{report.class_code} {report.available}/{report.capacity}") from refusal
    return report


def _good_rows(
    rows: Iterator[tuple[int, Row]], zones: dict[str, str], report: ImportReport, now: datetime
) -> Iterator[dict[str, Any] | None]:
    seen: set[tuple[str, str, str]] = set()
    for line, row in rows:
        try:
            check_readable(row)
            room = read_row(row, zones, now)
            key = (room.facility_code, room.class_code, room.room_code)
            if key in seen:
                raise BadRowError("duplicate_room", " ".join(key))
            seen.add(key)
            yield asdict(room)
        except BadRowError as error:
            report.errors.append(RowError(line, error.reason, error.value))
            yield None


def import_beds(
    session: Session, lines: Iterable[str], *, now: datetime, on_progress: Callable[[int], None] | None = None
) -> ImportReport:
    """Loads a CSV of bed reports, counted by rooms.

    Args:
        session: the caller commits.
        lines: the file, opened as text.
        now: reports later than this are refused.
        on_progress: told the number of rows read so far, after every batch.

    Raises:
        BadRowError: the header lacks a needed column; nothing was written.
    """
    rows = numbered(reader(lines, NEEDED, APLICARES))
    zones = {row.code: row.time_zone for row in session.execute(select(Facility.code, Facility.time_zone))}
    report, batch, done = ImportReport(), [], 0
    for done, values in enumerate(_good_rows(rows, zones, report, now), start=1):
        if values is not None:
            batch.append(values)
        if len(batch) >= BATCH:
            _write(session, batch, report)
            if on_progress:
                on_progress(done)
    _write(session, batch, report)
    if on_progress:
        on_progress(done)
    return report


def _write(session: Session, batch: list[dict[str, Any]], report: ImportReport) -> None:
    created, updated = repository.upsert(session, batch)
    report.created += created
    report.updated += updated
    batch.clear()
