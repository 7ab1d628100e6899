"""Reads surgery dates from CSV: every bad row is told with its line and reason, the good ones are kept.

Columns: ``code, card_number, facility_code, poli_code, date, time, procedure, done, reported_at`` (``time`` may be
empty, ``done`` is 0 or 1, ``reported_at`` ISO 8601 with an offset).
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from backend.csv_rows import BadRowError, Row, check_readable, numbered, reader
from backend.facilities.importer import BATCH, ImportReport, RowError
from backend.facilities.repository import get as facility_by_code
from backend.membership.repository import by_card
from backend.privacy.identifiers import mask_value
from backend.queues.models import Poli
from backend.surgery.models import CODE_LENGTH, Surgery
from backend.surgery.reports import SurgeryReport, take_report

NEEDED = ("code", "card_number", "facility_code", "poli_code", "date", "time", "procedure", "done", "reported_at")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadRowError("bad_time", text) from None
    if moment.tzinfo is None:
        raise BadRowError("time_without_offset", text)
    return moment


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRowError("bad_date", text) from None


def _hour(text: str) -> time | None:
    try:
        return time.fromisoformat(text) if text else None
    except ValueError:
        raise BadRowError("bad_time", text) from None


def read_row(session: Session, row: Row) -> SurgeryReport:
    """One report from a row of a file.

    Raises:
        BadRowError: with the reason and the value that is wrong; card numbers are masked.
    """
    said = {column: (row.get(column) or "").strip() for column in NEEDED}
    member = by_card(session, said["card_number"])
    if member is None:
        raise BadRowError("unknown_member", mask_value(said["card_number"]))
    if facility_by_code(session, said["facility_code"]) is None:
        raise BadRowError("unknown_facility", said["facility_code"])
    if session.get(Poli, said["poli_code"]) is None:
        raise BadRowError("unknown_poli", said["poli_code"])
    if not said["code"] or not said["procedure"] or said["done"] not in ("0", "1"):
        raise BadRowError("incomplete", said["code"])
    if len(said["code"]) > CODE_LENGTH:
        raise BadRowError("code_too_long", said["code"])
    known = session.get(Surgery, said["code"])
    if known is not None and known.member_id != member.id:
        raise BadRowError("code_of_another_member", said["code"])
    return SurgeryReport(
        code=said["code"],
        member_id=member.id,
        facility_code=said["facility_code"],
        poli_code=said["poli_code"],
        day=_date(said["date"]),
        starts=_hour(said["time"]),
        procedure=said["procedure"],
        done=said["done"] == "1",
        reported_at=_moment(said["reported_at"]),
    )


def import_surgery(
    session: Session, lines: Iterable[str], *, now: datetime, on_progress: Callable[[int], None] | None = None
) -> ImportReport:
    """Loads a CSV of surgery dates and tells members of changes; the caller commits.

    Raises:
        BadRowError: the header lacks a needed column; nothing was written.
    """
    rows = numbered(reader(lines, NEEDED))
    report = ImportReport()
    for done, (line, row) in enumerate(rows, start=1):
        try:
            check_readable(row)
            created = take_report(session, read_row(session, row), now)
            report.created, report.updated = report.created + (created is True), report.updated + (created is False)
        except BadRowError as error:
            report.errors.append(RowError(line, error.reason, error.value))
        if on_progress and done % BATCH == 0:
            on_progress(done)
    return report
