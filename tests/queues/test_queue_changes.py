"""What becomes of a booking: cancelling, moving, checking in."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from queue_world import ACCESS, HEART_DOCTOR, INTERNIST, MONDAY, SECOND_HEART_DOCTOR, World, local, viewer
from sqlalchemy import select

from backend.errors import ServiceError
from backend.queues import changes
from backend.queues.models import Booking, DoctorSchedule, SessionDay
from backend.queues.wishes import Location, MoveWish

WEDNESDAY = MONDAY + timedelta(days=2)
AT_THE_HOSPITAL, AT_HOME = Location(-3.301, 114.6), Location(-3.4, 114.7)


def common(world: World, now: datetime | None = None) -> dict[str, Any]:
    return {"viewer": viewer(world.head), "access": ACCESS, "now": now or world.now}


def cancel(world: World, booking: Booking, now: datetime | None = None) -> Booking:
    return changes.cancel(world.session, code=booking.code, reason="ada acara", **common(world, now))


def check_in(world: World, booking: Booking, now: datetime, location: Location | None = None) -> Booking:
    return changes.check_in(world.session, code=booking.code, location=location, **common(world, now))


def move(world: World, booking: Booking, wish: MoveWish, key: str | None = None) -> Booking:
    return changes.move(world.session, code=booking.code, wish=wish, key=key, **common(world))


def booked(world: World) -> Booking:
    world.letter(world.head)
    return world.book(world.heart())


def refused(action: Any, *args: Any) -> ServiceError:
    with pytest.raises(ServiceError) as error:
        action(*args)
    return error.value


def test_cancelling_gives_the_place_back_but_not_the_number(world: World) -> None:
    booking = booked(world)
    cancelled = cancel(world, booking)
    again = cancel(world, booking, world.now + timedelta(minutes=5))

    assert (cancelled.state, cancelled.cancel_reason, again.cancelled_at) == ("cancelled", "ada acara", world.now)
    assert [task.task_id for task in cancelled.tasks] == [99]
    row = world.session.scalars(select(SessionDay)).one()
    assert (row.taken_jkn, row.last_number) == (0, 1)
    assert world.book(world.heart()).number == "A-2"


def test_nothing_is_cancelled_after_check_in_or_the_day(world: World) -> None:
    booking = booked(world)
    assert refused(cancel, world, booking, local(2026, 11, 24, 9)).code == "booking_over"
    check_in(world, booking, local(2026, 11, 23, 7, 30))
    assert refused(cancel, world, booking, local(2026, 11, 23, 8)).code == "already_checked_in"


@pytest.mark.parametrize(
    ("code", "moment"),
    [
        ("checkin_not_today", local(2026, 11, 22, 11)),
        ("checkin_too_early", local(2026, 11, 23, 5, 59)),
        ("checkin_too_late", local(2026, 11, 23, 10, 11)),
        (None, local(2026, 11, 23, 6)),
        (None, local(2026, 11, 23, 10, 10)),
    ],
)
def test_check_in_window(world: World, code: str | None, moment: datetime) -> None:
    booking = booked(world)
    if code:
        assert refused(check_in, world, booking, moment).code == code
    else:
        assert check_in(world, booking, moment).state == "checked_in"


def test_too_late_offers_new_days(world: World) -> None:
    error = refused(check_in, world, booked(world), local(2026, 11, 23, 12))
    assert error.details["next_choices"][0]["date"] == (MONDAY + timedelta(days=1)).isoformat()


def test_check_in_counts_the_distance_if_a_location_is_given(world: World) -> None:
    booking, moment = booked(world), local(2026, 11, 23, 7)
    error = refused(check_in, world, booking, moment, AT_HOME)
    assert (error.code, error.details["radius_m"]) == ("too_far", 500)
    assert error.details["distance_m"] == pytest.approx(15_700, rel=0.02)
    assert check_in(world, booking, moment, AT_THE_HOSPITAL).state == "checked_in"


@pytest.mark.parametrize(("new_patient", "task"), [(True, 1), (False, 3)])
def test_the_task_that_check_in_starts(world: World, new_patient: bool, task: int) -> None:
    booking, moment = booked(world), local(2026, 11, 23, 7)
    booking.new_patient = new_patient
    check_in(world, booking, moment)
    again = check_in(world, booking, moment + timedelta(minutes=9))
    assert [(entry.task_id, entry.at) for entry in again.tasks] == [(task, moment)]


@pytest.mark.parametrize(("lateness", "turn"), [("skip", 8), ("arrival", 13), ("rebook", None)])
def test_who_was_called_in_vain(world: World, lateness: str, turn: int | None) -> None:
    booking = booked(world)
    world.rules.lateness = lateness
    row = booking.session_day
    row.last_number, row.called_number = 12, 5
    moment = local(2026, 11, 23, 8, 45)
    if turn is None:
        assert refused(check_in, world, booking, moment).code == "checkin_too_late"
    else:
        assert check_in(world, booking, moment).turn == turn


def test_moving_takes_the_new_place_and_gives_the_old_one_back(world: World) -> None:
    old = booked(world)
    new = move(world, old, MoveWish(WEDNESDAY))

    assert (new.day, new.state, new.letter_number, new.moved_from) == (WEDNESDAY, "booked", old.letter_number, old.id)
    assert new.session_day.schedule.doctor_code == HEART_DOCTOR
    assert (old.state, old.cancel_reason, old.session_day.taken_jkn) == ("cancelled", "moved", 0)


def test_moving_within_the_day(world: World) -> None:
    old = booked(world)
    (afternoon,) = world.practise(SECOND_HEART_DOCTOR, "JAN", 1, starts=13)
    new = move(world, old, MoveWish(MONDAY, session_id=afternoon.id))
    assert (new.day, new.session_day.schedule_id, old.state) == (MONDAY, afternoon.id, "cancelled")


def test_a_move_that_fails_leaves_the_old_place(world: World) -> None:
    old = booked(world)
    query = select(DoctorSchedule).where(DoctorSchedule.doctor_code == HEART_DOCTOR, DoctorSchedule.weekday == 3)
    world.take_others(world.session.scalars(query).one(), WEDNESDAY, 20)
    with world.session.begin_nested() as savepoint:
        assert refused(move, world, old, MoveWish(WEDNESDAY)).code == "queue_full"
        savepoint.rollback()
    assert (old.state, old.session_day.taken_jkn) == ("booked", 1)


def test_moving_to_the_same_session_is_nothing(world: World) -> None:
    assert refused(move, world, booked(world), MoveWish(MONDAY)).code == "nothing_to_move"


def test_a_move_is_made_once_however_often_it_is_sent(world: World) -> None:
    old = booked(world)
    first = move(world, old, MoveWish(WEDNESDAY), "m1")
    again = move(world, old, MoveWish(WEDNESDAY), "m1")
    assert again.id == first.id
    assert refused(move, world, old, MoveWish(WEDNESDAY), "m2").code == "booking_over"


def test_a_moved_day_has_to_keep_the_one_number_rule(world: World) -> None:
    world.rules.one_number_per = "day"
    world.practise(INTERNIST, "INT", 3)
    world.letter(world.head, poli_code="INT")
    old = booked(world)
    world.book(world.heart(WEDNESDAY, poli="INT"))
    assert refused(move, world, old, MoveWish(WEDNESDAY)).code == "already_booked"
