"""Where a queue is, and how the simulated ones go on."""

from datetime import datetime, timedelta

import pytest
from queue_world import ACCESS, World, local, viewer

from backend.errors import ServiceError
from backend.queues import changes
from backend.queues.models import Booking
from backend.queues.own_queue import OwnQueue
from backend.queues.places import place_of
from backend.queues.simulation import tick
from backend.queues.views import booking_out


def queue(world: World) -> OwnQueue:
    return OwnQueue(world.session, place_of(world.session, "TEST-RS"))


@pytest.fixture
def booking(world: World) -> Booking:
    """Number six of a session in which ten minutes are reckoned for each patient."""
    world.rules.simulated = True
    world.letter(world.head)
    made = world.book(world.heart())
    made.session_day.last_number, made.session_day.taken_jkn = 9, 9
    made.sequence = made.turn = 6
    made.number, made.estimated_at = "A-6", local(2026, 11, 23, 9)
    world.session.flush()
    return made


def at(world: World, booking: Booking, moment: datetime) -> tuple[str | None, int, int]:
    tick(world.session, moment)
    found = queue(world).standing(booking.code, now=moment)
    return found.called_number, found.remaining, found.waiting_seconds


def arrive(world: World, booking: Booking) -> None:
    moment = local(2026, 11, 23, 7, 30)
    changes.check_in(world.session, viewer=viewer(world.head), code=booking.code, access=ACCESS, now=moment)


def test_remaining_falls_as_patients_are_done(world: World, booking: Booking) -> None:
    """Waiting is the pace times those before: SPM x (remaining - 1)."""
    arrive(world, booking)
    assert at(world, booking, local(2026, 11, 23, 7, 45)) == (None, 6, 3000)
    assert at(world, booking, local(2026, 11, 23, 8)) == ("A-1", 6, 3000)
    assert at(world, booking, local(2026, 11, 23, 8, 25)) == ("A-3", 4, 1800)
    assert at(world, booking, local(2026, 11, 23, 8, 50)) == ("A-6", 1, 0)
    assert booking.state == "called"


def test_the_steps_of_a_visit(world: World, booking: Booking) -> None:
    booking.new_patient = True
    arrive(world, booking)
    for minutes in range(0, 75, 5):
        tick(world.session, local(2026, 11, 23, 8) + timedelta(minutes=minutes))
    assert booking.state == "served"
    assert [(task.task_id, task.at) for task in sorted(booking.tasks, key=lambda task: task.task_id)] == [
        (1, local(2026, 11, 23, 7, 30)),
        (2, local(2026, 11, 23, 7, 32)),
        (3, local(2026, 11, 23, 7, 35)),
        (4, local(2026, 11, 23, 8, 50)),
        (5, local(2026, 11, 23, 9)),
    ]


def test_a_late_tick_gives_the_same_as_many(world: World, booking: Booking) -> None:
    arrive(world, booking)
    tick(world.session, local(2026, 11, 23, 9, 10))
    assert (booking.state, [task.at for task in booking.tasks][-1]) == ("served", local(2026, 11, 23, 9))
    assert tick(world.session, local(2026, 11, 23, 9, 10)) == 0


def test_who_does_not_come_is_a_no_show_when_the_window_closes(world: World, booking: Booking) -> None:
    tick(world.session, local(2026, 11, 23, 11))
    assert booking.state == "booked"
    tick(world.session, local(2026, 11, 23, 11, 1))
    assert (booking.state, [task.task_id for task in booking.tasks]) == ("no_show", [99])


def test_places_given_back_are_not_waited_for(world: World, booking: Booking) -> None:
    world.letter(world.spouse)
    before = world.book(world.heart(), world.spouse)
    before.sequence = before.turn = 4
    moment = local(2026, 11, 23, 7)
    assert at(world, booking, moment)[1] == 6
    changes.cancel(
        world.session, viewer=viewer(world.spouse), code=before.code, reason="sembuh", access=ACCESS, now=moment
    )
    assert at(world, booking, moment)[1] == 5


def test_only_on_the_day(world: World, booking: Booking) -> None:
    with pytest.raises(ServiceError) as refused:
        queue(world).standing(booking.code, now=world.now)
    assert (refused.value.code, refused.value.details["date"]) == ("standing_not_today", "2026-11-23")
    assert booking_out(world.session, booking, world.now).standing is None


def test_queues_that_are_not_simulated_stand_still(world: World, booking: Booking) -> None:
    world.rules.simulated = False
    world.session.flush()
    assert at(world, booking, local(2026, 11, 23, 8, 25)) == (None, 6, 3000)
