"""Real transactions at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from queue_world import ACCESS, FKTP, GENERALIST, MONDAY, World, viewer
from sqlalchemy import select

from backend.db import session_scope
from backend.errors import ServiceError
from backend.membership.models import Member
from backend.queues import changes, service
from backend.queues.models import Booking, DoctorSchedule, QueueRules, SessionDay
from backend.queues.wishes import BookingWish, MoveWish

CLINIC = BookingWish(facility=FKTP, poli="001", day=MONDAY)
TUESDAY = MONDAY.replace(day=24)


@pytest.fixture
def people(committed: None, now: datetime) -> dict[str, Member]:
    """The small world, committed, with one place left on Monday."""
    with session_scope() as session:
        world = World(session, now).build()
        query = select(DoctorSchedule).where(DoctorSchedule.doctor_code == GENERALIST, DoctorSchedule.weekday == 1)
        world.take_others(session.scalars(query).one(), MONDAY, 19)
        return {"head": world.head, "spouse": world.spouse}


def at_once(*actions: Callable[[], str]) -> list[str]:
    """Runs the actions in threads that start together and gives what each came to."""
    start = Barrier(len(actions))

    def run(action: Callable[[], str]) -> str:
        start.wait(timeout=10)
        try:
            return action()
        except ServiceError as error:
            return error.code

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def booking(member: Member, wish: BookingWish, now: datetime, key: str | None = None) -> Callable[[], str]:
    def action() -> str:
        with session_scope() as session:
            made = service.book(
                session, viewer=viewer(member), patient_id=None, wish=wish, key=key, access=ACCESS, now=now
            )
            return made.number

    return action


def moving(member: Member, code: str, wish: MoveWish, now: datetime) -> Callable[[], str]:
    def action() -> str:
        with session_scope() as session:
            made = changes.move(session, viewer=viewer(member), code=code, wish=wish, key=None, access=ACCESS, now=now)
            return made.day.isoformat()

    return action


def test_exactly_one_gets_the_last_place(people: dict[str, Member], now: datetime) -> None:
    outcome = at_once(*(booking(member, CLINIC, now) for member in people.values()))

    assert sorted(outcome) == ["A-20", "queue_full"]
    with session_scope() as session:
        assert session.scalars(select(SessionDay)).one().taken_jkn == 20
        assert len(session.scalars(select(Booking)).all()) == 1


def test_one_member_in_two_clinics_at_once_has_one_number_a_day(people: dict[str, Member], now: datetime) -> None:
    with session_scope() as session:
        session.get_one(QueueRules, FKTP).one_number_per = "day"
        World(session, now).practise(GENERALIST, "003", 2, facility=FKTP, starts=13)
    wishes = [BookingWish(facility=FKTP, poli=poli, day=TUESDAY) for poli in ("001", "003") * 2]

    outcome = at_once(*(booking(people["head"], wish, now) for wish in wishes))
    assert sorted(outcome) == ["A-1"] + ["already_booked"] * 3


def test_the_same_command_twice_at_once_is_one_booking(people: dict[str, Member], now: datetime) -> None:
    assert at_once(*(booking(people["head"], CLINIC, now, "same") for _ in range(4))) == ["A-20"] * 4


def test_those_who_change_places_do_not_block_each_other(people: dict[str, Member], now: datetime) -> None:
    """Each needs the session that the other leaves, again and again."""
    with session_scope() as session:
        for schedule in session.scalars(select(DoctorSchedule)):
            schedule.quota_jkn = 60
    days = {"head": MONDAY, "spouse": TUESDAY}
    for name, day in days.items():
        booking(people[name], BookingWish(facility=FKTP, poli="001", day=day), now)()

    for _ in range(5):
        days = {"head": days["spouse"], "spouse": days["head"]}
        moves = [moving(people[name], open_code(people[name]), MoveWish(day), now) for name, day in days.items()]
        assert at_once(*moves) == [day.isoformat() for day in days.values()]
    with session_scope() as session:
        taken = {row.day: row.taken_jkn for row in session.scalars(select(SessionDay))}
    assert taken == {MONDAY: 20, TUESDAY: 1}


def open_code(member: Member) -> str:
    with session_scope() as session:
        query = select(Booking.code).where(Booking.member_id == member.id, Booking.state == "booked")
        return session.scalars(query).one()
