"""Demonstration beds: rooms of every demonstration hospital, with numbers that go up and down over the day.

Everything is a function of the hospital and the moment, so that the same moment always shows the same numbers, and a
periodic :func:`refresh` moves them on like the feeds of real hospitals. A tenth of the hospitals report late and a
tenth hours late, on purpose.
"""

import math
import random
import zlib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.beds import repository
from backend.beds.reports import RoomReport
from backend.demo.facilities import demo_codes
from backend.facilities.importer import BATCH
from backend.facilities.models import Facility

ROOMS = (
    ("KL1", "MWR", "Mawar", 0.14),
    ("KL2", "MLT", "Melati", 0.2),
    ("KL3", "ANG", "Anggrek", 0.24),
    ("KL3", "DHL", "Dahlia", 0.18),
    ("VIP", "CMP", "Cempaka", 0.06),
    ("VVP", "TRT", "Teratai", 0.015),
    ("ICU", "ICU", "ICU", 0.035),
    ("ICC", "ICC", "ICCU", 0.012),
    ("NIC", "NIC", "NICU", 0.014),
    ("PIC", "PIC", "PICU", 0.01),
    ("HCU", "HCU", "HCU", 0.025),
    ("ISO", "ISO", "Isolasi", 0.04),
    ("SAL", "VKB", "Ruang Bersalin", 0.025),
)
"""Class, room code, room name and share of the hospital's beds."""
ONLY_LARGE = frozenset({"VVP", "ICC", "PIC"})
LARGE_BEDS = 200
FULL = frozenset({("3404015", "ICU"), ("3404015", "KL3"), ("3273015", "KL3"), ("3173014", "ICU"), ("9271012", "ICU")})
"""Hospitals and classes that are full at any hour, for showing where else there is room."""
SILENT = frozenset({"3401015"})
"""Hospitals that have never reported."""
PUNCTUAL = frozenset({"3404011", "3404015", "3273015", "3277020", "3173014", "9271012", "7371325", "5171016"})
SLOT = timedelta(minutes=10)
BUSIEST_HOUR = 11
"""Wards are fullest before the noon discharges."""


def _noise(*parts: object) -> float:
    """A number from 0 to 1 that hangs only on its arguments."""
    return zlib.crc32("/".join(map(str, parts)).encode()) / 0xFFFFFFFF


def _floor(moment: datetime, step: timedelta) -> datetime:
    seconds = int(step.total_seconds())
    return datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, UTC)


def reported_at(facility_code: str, now: datetime) -> datetime:
    """When a hospital last reported before ``now``: most within ten minutes, some over an hour, some hours ago."""
    habit = _noise(facility_code, "habit")
    if facility_code in PUNCTUAL or habit < 0.8:  # noqa: PLR2004 -- four in five
        return _floor(now, SLOT)
    if habit < 0.9:  # noqa: PLR2004 -- one in ten
        return _floor(now, SLOT) - timedelta(minutes=70)
    return _floor(now, timedelta(hours=6)) - timedelta(hours=3)


def free_beds(facility_code: str, room_code: str, class_code: str, *, capacity: int, at: datetime, zone: str) -> int:
    """Free beds of a room at a moment: its usual occupancy, the rhythm of the day and a little chance."""
    if (facility_code, class_code) in FULL:
        return 0
    local = at.astimezone(ZoneInfo(zone))
    hour = local.hour + local.minute / 60
    usual = 0.70 + 0.28 * _noise(facility_code, room_code, "usual")
    rhythm = 0.07 * math.cos(2 * math.pi * (hour - BUSIEST_HOUR) / 24)
    chance = 0.08 * (_noise(facility_code, room_code, _floor(at, SLOT).isoformat()) - 0.5)
    return min(capacity, max(0, round(capacity * (1 - usual - rhythm - chance))))


def _rooms(facility: Facility, now: datetime) -> Iterator[RoomReport]:
    beds = facility.beds or 50
    at = reported_at(facility.code, now)
    for class_code, room_code, name, share in ROOMS:
        if class_code in ONLY_LARGE and beds < LARGE_BEDS:
            continue
        capacity = max(2, round(beds * share))
        free = free_beds(facility.code, room_code, class_code, capacity=capacity, at=at, zone=facility.time_zone)
        men = round(free * _noise(facility.code, room_code, "men"))
        is_ward = class_code.startswith("KL")
        yield RoomReport(
            facility.code,
            class_code,
            room_code,
            name,
            capacity,
            free,
            at,
            men if is_ward else None,
            free - men if is_ward else None,
        )


def refresh(session: Session, now: datetime) -> int:
    """Reports the beds of all demonstration hospitals as of ``now``; returns how many rooms were written."""
    reporting = demo_codes() - SILENT
    hospitals = session.scalars(
        select(Facility).where(Facility.type == "hospital", Facility.code.in_(reporting)).order_by(Facility.code)
    )
    rows = [asdict(room) for facility in hospitals for room in _rooms(facility, now)]
    return sum(sum(repository.upsert(session, rows[at : at + BATCH])) for at in range(0, len(rows), BATCH))


def load(session: Session, *, now: datetime, rng: random.Random) -> None:  # noqa: ARG001 -- the same signature for every topic
    """Loads the beds as of ``now``."""
    refresh(session, now)
