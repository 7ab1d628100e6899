"""Demonstration queues: clinics, doctors, sessions and quotas of the coming 30 days, letters, and a few bookings."""

import csv
import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from backend.demo import queue_bookings, queue_letters
from backend.demo.queue_doctors import doctors_for
from backend.facilities.models import Facility
from backend.ids import uuid7
from backend.queues.models import DoctorLeave, DoctorSchedule, QueueRules, SessionDay
from backend.queues.places import Place
from backend.queues.polis import load_reference
from backend.queues.simulation import tick

DAYS = 30
FRIDAY, SUNDAY = 5, 7
_HOSPITAL_WEEKS = ((1, 3, 5), (2, 4, 6))
"""Two doctors share a hospital clinic: somebody practises from Monday to Saturday."""
_AFTERNOON_POLIS = frozenset({"INT", "JAN", "ANA"})
_FULL = ("RSUP Dr. Sardjito", "JAN")
"""Here the first session that can be booked has no place left."""


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a data file beside this module."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def facility_named(session: Session, name: str, city: str = "") -> Facility:
    """The facility of a name (and regency, where several have it).

    Raises:
        LookupError: the demonstration facilities have none of that name.
    """
    query = select(Facility).where(Facility.name == name)
    found = session.scalar((query.where(Facility.regency == city) if city else query).order_by(Facility.code).limit(1))
    if found is None:
        raise LookupError(f"no facility named {name} {city}")
    return found


def load(session: Session, *, now: datetime, rng: random.Random) -> None:
    """Fills the queues; facilities and members must be there before."""
    load_reference(session)
    places = [_place(session, row) for row in rows("queue_facilities.csv")]
    connected = [place.code for place in places if place.rules.connected]
    session.execute(update(Facility).values(queue_connected=Facility.code.in_(connected)))
    polis = [row["polis"].split("|") for row in rows("queue_facilities.csv")]
    weeks = [_practise(session, place, polis[at], at, rng) for at, place in enumerate(places)]
    session.flush()
    for place, schedules in zip(places, weeks, strict=True):
        _leaves(session, place, schedules, now, rng)
        # Thousands of rows: straight to the table, without objects.
        session.execute(insert(SessionDay), list(_days(place, schedules, now, rng)))
    session.flush()
    queue_letters.load(session, now=now)
    queue_bookings.load(session, now=now, rng=rng)
    session.flush()
    tick(session, now)


def _place(session: Session, row: dict[str, str]) -> Place:
    facility = facility_named(session, row["facility"], row["city"])
    numbers = {
        name: int(row[name])
        for name in (
            "opens_days_before",
            "closes_days_before",
            "checkin_radius_m",
            "checkin_before_min",
            "checkin_after_min",
            "skip_numbers",
            "arrive_early_min",
            "minutes_per_patient",
        )
    }
    flags = {name: row[name] == "1" for name in ("connected", "same_day", "control_date_strict")}
    hours = {name: time.fromisoformat(row[name]) for name in ("books_from", "books_until")}
    texts = {name: row[name] for name in ("one_number_per", "lateness")}
    rules = QueueRules(facility_code=facility.code, simulated=True, **numbers, **flags, **hours, **texts)
    session.add(rules)
    return Place(facility, rules)


def _practise(
    session: Session, place: Place, polis: list[str], number: int, rng: random.Random
) -> list[DoctorSchedule]:
    """The doctors and weekly sessions of a facility."""
    schedules: list[DoctorSchedule] = []
    for position, poli in enumerate(polis):
        doctors = doctors_for(place, poli, first_code=300_001 + number * 100 + position * 2, rng=rng)
        session.add_all(doctors)
        prefix = "ABCDEFGHIJ"[position]
        for doctor, weekdays in zip(doctors, _weeks(place, poli), strict=True):
            schedules += _weekly(place, doctor.code, poli, weekdays, prefix=prefix, rng=rng)
    session.add_all(schedules)
    return schedules


def _weeks(place: Place, poli: str) -> tuple[tuple[int, ...], ...]:
    if place.level == "hospital":
        return _HOSPITAL_WEEKS
    return ((1, 2, 3, 4, 5, 6),) if poli == "001" else ((1, 2, 3, 4, 5),)


def _weekly(
    place: Place, doctor: int, poli: str, weekdays: tuple[int, ...], *, prefix: str, rng: random.Random
) -> list[DoctorSchedule]:
    def at(weekday: int, starts: time, ends: time, letter: str) -> DoctorSchedule:
        quota = rng.randrange(20, 41, 5)
        return DoctorSchedule(
            id=uuid7(),
            facility_code=place.code,
            poli_code=poli,
            doctor_code=doctor,
            weekday=weekday,
            starts=starts,
            ends=ends,
            quota_jkn=quota,
            quota_other=5,
            number_prefix=letter,
        )

    short_day = place.level == "fktp"
    morning = [
        at(day, time(8, 0), time(11, 0) if day >= FRIDAY and short_day else time(12, 0), prefix) for day in weekdays
    ]
    extra = place.level == "hospital" and poli in _AFTERNOON_POLIS
    return morning + ([at(weekdays[0], time(13, 0), time(16, 0), f"{prefix}S")] if extra else [])


def _leaves(session: Session, place: Place, schedules: list[DoctorSchedule], now: datetime, rng: random.Random) -> None:
    """One doctor of each hospital is away on one of the coming practice days, but none whom a letter is waiting for."""
    if place.level != "hospital":
        return
    waited_for = {row["poli"] for row in rows("queue_letters.csv") if row["visit_in_days"]}
    away = rng.choice([schedule for schedule in schedules if schedule.poli_code not in waited_for])
    day = next_weekday(place.local(now).date() + timedelta(days=rng.randrange(4, 15)), away.weekday)
    session.add(DoctorLeave(doctor_code=away.doctor_code, facility_code=place.code, day=day))


def next_weekday(day: date, weekday: int) -> date:
    """The first day from ``day`` on with an ISO weekday."""
    return day + timedelta(days=(weekday - day.isoweekday()) % 7)


def _days(place: Place, schedules: list[DoctorSchedule], now: datetime, rng: random.Random) -> Iterator[dict[str, Any]]:
    """The places taken so far: nearly all for today, fewer the further a day is ahead."""
    today = place.local(now).date()
    tomorrow = today + timedelta(days=1)
    full = tomorrow + timedelta(days=tomorrow.isoweekday() == SUNDAY)
    for ahead in range(DAYS + 1):
        day = today + timedelta(days=ahead)
        share = max(0.05, 0.85 - 0.06 * ahead)
        for schedule in schedules:
            if schedule.weekday != day.isoweekday():
                continue
            sold_out = day == full and (place.facility.name, schedule.poli_code) == _FULL
            taken = schedule.quota_jkn if sold_out else int(schedule.quota_jkn * share * rng.uniform(0.7, 1.0))
            others = int(schedule.quota_other * share * rng.random())
            yield {
                "schedule_id": schedule.id,
                "day": day,
                "taken_jkn": taken,
                "taken_other": others,
                "last_number": taken + others,
                "called_number": 0,
            }
