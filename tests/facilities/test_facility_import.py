"""Facilities from CSV: bad rows are told by line and reason, good ones are kept, known ones updated."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.csv_rows import BadRowError, count_rows
from backend.facilities import repository
from backend.facilities.importer import RowError, import_facilities
from backend.facilities.models import Facility

HEADER = "code,name,type,hospital_class,beds,phone,address,regency_code,regency,latitude,longitude\n"
GOOD = "H1,RS Umum Daerah Contoh,hospital,B,120,(022) 123,Jl. Contoh 1,3273,Kota Bandung,-6.9,107.6\n"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "facilities.csv"


def test_a_row_becomes_a_facility(session: Session, now: datetime) -> None:
    report = import_facilities(session, [HEADER, GOOD], now=now)
    facility = session.get_one(Facility, "H1")
    assert (report.created, report.updated, report.errors) == (1, 0, [])
    assert (facility.name, facility.province, facility.time_zone) == ("RSUD Contoh", "Jawa Barat", "Asia/Jakarta")
    assert (facility.emergency_24h, facility.is_fktp, facility.hospital_class, facility.beds) == (True, False, "B", 120)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Tanpa Kode,hospital,B,1,,,3273,,-6.9,107.6", "bad_code"),
        ("H2,,hospital,B,1,,,3273,,-6.9,107.6", "missing_name"),
        ("H2,Bengkel,bengkel,,1,,,3273,,-6.9,107.6", "unknown_type"),
        ("H2,RS A,hospital,B,1,,,3273,,abc,107.6", "bad_coordinate"),
        ("H2,RS A,hospital,B,1,,,3273,,nan,107.6", "bad_coordinate"),
        ("H2,RS A,hospital,B,1,,,3273,,,107.6", "missing_coordinate"),
        ("H2,RS A,hospital,B,1,,,3273,,107.6,-6.9", "swapped_coordinates"),
        ("H2,RS A,hospital,B,1,,,3273,,51.5,-0.1", "outside_indonesia"),
        ("H2,RS A,hospital,B,banyak,,,3273,,-6.9,107.6", "bad_beds"),
        ("H2,RS A,hospital,B,1,,,9999,Atlantis,-6.9,107.6", "unknown_regency"),
        ("H1,RS Kembar,hospital,B,1,,,3273,,-6.9,107.6", "duplicate_code"),
        ("H2,RS A,hospital,B,1,,,3273,,-6.9,107.6,lebih", "too_many_columns"),
        ("H2,RS A", "unknown_type"),
        ("H2,RS A,hospital,B,²,,,3273,,-6.9,107.6", "bad_beds"),
        ("H2,RS A,hospital,B,99999999999,,,3273,,-6.9,107.6", "bad_beds"),
        ("H2,RS A\0,hospital,B,1,,,3273,,-6.9,107.6", "unreadable_character"),
        ("H2,RS Caf\udce9,hospital,B,1,,,3273,,-6.9,107.6", "unreadable_character"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_the_good_ones_are_kept(
    session: Session, now: datetime, row: str, reason: str
) -> None:
    last = "H9,RS Terakhir,hospital,C,10,,,3404,,-7.7,110.3\n"
    report = import_facilities(session, [HEADER, GOOD, row + "\n", last], now=now)
    assert [(error.line, error.reason) for error in report.errors] == [(3, reason)]
    assert report.created == 2


def test_a_spreadsheet_in_indonesian_writes_a_decimal_comma(session: Session, now: datetime) -> None:
    rows = ["code;name;type;regency_code;latitude;longitude\n", "H7;RS Koma;hospital;3404;-7,69;110,34\n"]
    assert import_facilities(session, rows, now=now).errors == []
    facility = session.get_one(Facility, "H7")
    assert (facility.latitude, facility.longitude) == (-7.69, 110.34)


def test_a_spreadsheet_may_write_semicolons_and_headers_its_way(session: Session, now: datetime) -> None:
    header = HEADER.replace(",", " ; ").replace("code", "Code", 1)
    report = import_facilities(session, [header, GOOD.replace(",", ";")], now=now)
    assert (report.created, report.errors) == (1, [])


def test_a_list_of_bpjs_names_codes_its_way_and_regencies_by_name(session: Session, now: datetime) -> None:
    header = "ppk_code,name,type,regency,latitude,longitude\n"
    rows = ["0233B001,Klinik Contoh,Klinik Swasta,Kota Denpasar,-8.65,115.21\n", "X,A,Klinik,Atlantis,-8.65,115.2\n"]
    report = import_facilities(session, [header, *rows], now=now)
    assert session.get_one(Facility, "0233B001").regency_code == "5171"
    assert report.errors == [RowError(3, "unknown_regency", "Atlantis")]


def test_line_numbers_count_line_breaks_inside_quotes(session: Session, now: datetime) -> None:
    two_lines = ('H3,"RS Dua\n',)
    report = import_facilities(
        session, [HEADER, *two_lines, 'Baris",hospital,B,1,,,3273,,-6.9,107.6\n', "H4,RS B,apa,,,,,,,,\n"], now=now
    )
    assert report.errors == [RowError(4, "unknown_type", "apa")]


def test_a_file_without_a_needed_column_is_refused_whole(session: Session, now: datetime) -> None:
    with pytest.raises(BadRowError, match="missing_columns"):
        import_facilities(session, ["code,name\n", "1,2\n"], now=now)


def test_a_second_import_updates_and_keeps_what_the_file_does_not_know(session: Session, now: datetime) -> None:
    import_facilities(
        session, [HEADER.strip() + ",hours,queue_connected\n", GOOD.strip() + ",1-5 08:00-15:00,1\n"], now=now
    )
    report = import_facilities(
        session, [HEADER, GOOD.replace("Umum Daerah Contoh", "Umum Daerah Kenanga").replace("(022) 123", "")], now=now
    )
    facility = session.get_one(Facility, "H1", populate_existing=True)
    assert (report.created, report.updated) == (0, 1)
    assert (facility.name, facility.aliases) == ("RSUD Kenanga", ["RSUD Contoh"])
    assert (facility.queue_connected, facility.opening_hours is not None, facility.phone) == (True, True, "(022) 123")


def test_the_revision_changes_with_every_import(session: Session, now: datetime) -> None:
    import_facilities(session, [HEADER, GOOD], now=now)
    first = repository.revision(session)
    import_facilities(session, [HEADER, GOOD], now=now)
    assert repository.revision(session) != first


@pytest.mark.skipif(not SHARED.exists(), reason="the real facilities are not beside this checkout (../shared/data)")
def test_all_real_facilities_load(session: Session, now: datetime) -> None:
    with SHARED.open(encoding="utf-8") as file:
        rows = count_rows(file)
    told: list[int] = []
    with SHARED.open(encoding="utf-8") as file:
        report = import_facilities(session, file, now=now, on_progress=told.append)
    assert (report.created + len(report.errors), report.errors) == (rows, [])
    assert told[-1] == rows
    assert session.scalar(select(func.count()).select_from(Facility)) == rows
