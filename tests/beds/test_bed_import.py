"""Bed reports from CSV: bad rows told by line and reason, good ones kept."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from backend.beds.importer import import_beds
from backend.beds.service import availability
from backend.csv_rows import BadRowError

HEADER = "facility_code,class_code,room_code,room_name,capacity,available,reported_at\n"
GOOD = "S1,KL3,ANG,Anggrek,20,3,2026-11-22T09:30:00\n"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("S0,KL3,X,X,20,3,2026-11-22T09:30", "unknown_facility"),
        ("S1,KLS1,X,X,20,3,2026-11-22T09:30", "bed_class_unknown"),
        ("S1,KL3,X,X,20,21,2026-11-22T09:30", "bed_free_over_capacity"),
        ("S1,KL3,X,X,20,-1,2026-11-22T09:30", "bed_count_negative"),
        ("S1,KL3,X,X,dua,1,2026-11-22T09:30", "bad_number"),
        ("S1,KL3,X,X,20,1,kemarin", "bad_time"),
        ("S1,KL3,X,X,20,1,2026-11-22T12:30", "bed_report_in_future"),
        ("S1,KL3,ANG,Anggrek,20,1,2026-11-22T09:40", "duplicate_room"),
        ("S1,KL3", "bad_number"),
    ],
)
def test_bad_rows_are_told_and_good_ones_kept(hospitals: Session, now: datetime, row: str, reason: str) -> None:
    report = import_beds(hospitals, [HEADER, GOOD, row + "\n", GOOD.replace("S1", "S2")], now=now)
    assert [(error.line, error.reason) for error in report.errors] == [(3, reason)]
    assert (report.created, report.updated) == (2, 0)


def test_a_time_without_offset_is_the_hospitals_own(hospitals: Session, now: datetime) -> None:
    import_beds(
        hospitals,
        [HEADER, GOOD, GOOD.replace("S1", "S2").replace(":00\n", ":00+00:00\n").replace("09:30", "02:45")],
        now=now,
    )
    assert [availability(hospitals, code, now=now).age_minutes for code in ("S1", "S2")] == [30, 15]


def test_the_names_of_aplicares_are_known(hospitals: Session, now: datetime) -> None:
    header = "kodeppk;kodekelas;koderuang;namaruang;kapasitas;tersedia;tersediapria;lastupdate\n"
    import_beds(hospitals, [header, "S1;KL3;ANG;Anggrek;20;3;1;2026-11-22 09:30:00\n"], now=now)
    [room] = availability(hospitals, "S1", now=now).classes
    assert (room.available, room.capacity, room.available_men, room.age_minutes) == (3, 20, 1, 30)


def test_an_older_file_changes_nothing(hospitals: Session, now: datetime) -> None:
    import_beds(hospitals, [HEADER, GOOD], now=now)
    report = import_beds(hospitals, [HEADER, GOOD.replace("09:30", "08:30").replace(",3,", ",9,")], now=now)
    assert (report.created, report.updated, report.errors) == (0, 0, [])
    assert availability(hospitals, "S1", now=now).available == 3


def test_a_file_without_a_needed_column_is_refused_whole(hospitals: Session, now: datetime) -> None:
    with pytest.raises(BadRowError, match="missing_columns"):
        import_beds(hospitals, ["facility_code,class_code\n", "S1,KL3\n"], now=now)
