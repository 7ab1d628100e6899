"""Clinics by what members call them, sessions and doctors' hours."""

from datetime import time, timedelta

import pytest
from queue_world import (
    FKTP,
    HEART_DOCTOR,
    HOSPITAL,
    INTERNIST,
    MONDAY,
    OTHER_HOSPITAL,
    SECOND_HEART_DOCTOR,
    World,
)
from sqlalchemy.orm import Session

from backend.errors import NotFound, ServiceError
from backend.queues.models import DoctorLeave
from backend.queues.polis import clear_match, load_reference, resolve_poli
from backend.queues.schedule import doctor_schedule, sessions_on


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("poli dalam", "INT"),
        ("interna", "INT"),
        ("penyakit dlm", "INT"),
        ("penyakit dalem", "INT"),
        ("kandungan", "OBG"),
        ("bidan", "OBG"),
        ("obgyn", "OBG"),
        ("syaraf", "SAR"),
        ("bedah saraf", "BSY"),
        ("mau periksa jantung dong", "JAN"),
        ("jantng", "JAN"),
        ("dokter anak", "ANA"),
        ("cuci darah", "HDL"),
        ("poli mata besok", "MAT"),
        ("tht", "THT"),
        ("patah tulang", "ORT"),
        ("int", "INT"),
        ("cardiology", "JAN"),
        ("kia", "003"),
        ("dokter umum", "001"),
        ("poli apa saja", None),
        ("jantung atau saraf", None),
        ("hmm", None),
        ("", None),
    ],
)
def test_which_clinic_is_meant(session: Session, text: str, code: str | None) -> None:
    load_reference(session)
    match = clear_match(resolve_poli(session, text))
    assert (match.poli.code if match else None) == code


def test_the_facility_decides_between_the_levels(world: World) -> None:
    world.practise(INTERNIST, "OBG", 2)
    world.practise(INTERNIST, "003", 2, facility=FKTP)
    for facility, code in ((HOSPITAL, "OBG"), (FKTP, "003")):
        match = clear_match(resolve_poli(world.session, "bidan", facility))
        assert match is not None
        assert (match.poli.code, match.available) == (code, True)


def test_a_clinic_that_the_facility_does_not_have(world: World) -> None:
    match = clear_match(resolve_poli(world.session, "mata", HOSPITAL))
    assert match is not None
    assert (match.poli.code, match.available) == ("MAT", False)
    with pytest.raises(NotFound) as refused:
        sessions_on(world.session, facility=HOSPITAL, poli="mata", day=None, doctor=None, now=world.now)
    assert [choice["code"] for choice in refused.value.details["next_choices"]] == ["JAN", "INT"]


def test_sessions_of_the_first_open_day(world: World) -> None:
    found = sessions_on(world.session, facility=HOSPITAL, poli="jantung", day=None, doctor=None, now=world.now)
    (only,) = found.sessions
    assert (found.date, only.doctor.code, only.starts, only.left, only.problem) == (
        MONDAY,
        HEART_DOCTOR,
        "08:00",
        20,
        None,
    )
    assert [entry.date.isoformat() for entry in found.next_dates] == ["2026-11-24", "2026-11-25", "2026-11-30"]


@pytest.mark.parametrize("asked", ["dr ratih", "Ratih Laksmana", str(SECOND_HEART_DOCTOR), "dokter rati laksmana"])
def test_sessions_of_a_doctor_by_name(world: World, asked: str) -> None:
    found = sessions_on(world.session, facility=HOSPITAL, poli=None, day=None, doctor=asked, now=world.now)
    assert {entry.doctor.code for entry in found.sessions} == {SECOND_HEART_DOCTOR}


@pytest.mark.parametrize("asked", ["dr Zulkifli", "²"])
def test_an_unknown_doctor_lists_those_there_are(world: World, asked: str) -> None:
    with pytest.raises(NotFound) as refused:
        sessions_on(world.session, facility=HOSPITAL, poli=None, day=None, doctor=asked, now=world.now)
    assert refused.value.code == "doctor_not_found"
    assert {choice["code"] for choice in refused.value.details["next_choices"]} == {
        HEART_DOCTOR,
        SECOND_HEART_DOCTOR,
        INTERNIST,
    }


def test_the_week_with_coming_leave(world: World) -> None:
    absent = MONDAY + timedelta(days=7)
    world.session.add(DoctorLeave(doctor_code=HEART_DOCTOR, facility_code=HOSPITAL, day=absent))
    found = doctor_schedule(world.session, facility=HOSPITAL, poli="JAN", doctor=None, day=absent, now=world.now)
    assert [(entry.weekday, entry.doctor.code, entry.leave) for entry in found.week] == [
        (1, HEART_DOCTOR, [absent]),
        (2, SECOND_HEART_DOCTOR, []),
        (3, HEART_DOCTOR, []),
    ]
    assert [(entry.doctor.code, entry.problem, entry.left) for entry in found.day] == [
        (HEART_DOCTOR, "schedule_not_available", 0)
    ]


def test_hours_of_a_hospital_without_online_queue_are_told(world: World) -> None:
    world.practise(INTERNIST, "INT", 1, facility=OTHER_HOSPITAL)
    found = doctor_schedule(world.session, facility=OTHER_HOSPITAL, poli=None, doctor=None, day=MONDAY, now=world.now)
    assert (found.connected, [entry.problem for entry in found.day]) == (False, ["facility_not_connected"])
    with pytest.raises(ServiceError, match="facility_not_connected"):
        sessions_on(world.session, facility=OTHER_HOSPITAL, poli=None, day=None, doctor=None, now=world.now)


def test_open_hours_for_booking_are_told(world: World) -> None:
    world.rules.books_from = time(14)
    found = sessions_on(world.session, facility=HOSPITAL, poli="JAN", day=None, doctor=None, now=world.now)
    assert found.booking_opens_at is not None
    assert found.booking_opens_at.isoformat() == "2026-11-22T14:00:00+08:00"
