"""Refusals: each one's code and what can be chosen instead, and their order."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from queue_world import (
    HEART_DOCTOR,
    HOSPITAL,
    INTERNIST,
    MONDAY,
    OTHER_HOSPITAL,
    SECOND_HEART_DOCTOR,
    World,
    local,
)
from sqlalchemy import select

from backend.errors import ServiceError
from backend.queues.models import DoctorLeave, DoctorSchedule, PatientRecord, QueueRules
from backend.queues.settings import queue_settings
from backend.queues.wishes import BookingWish

CHRISTMAS = date(2026, 12, 25)


def refusal(world: World, wish: BookingWish, **changes: object) -> ServiceError:
    with pytest.raises(ServiceError) as refused:
        world.book(wish, **changes)
    return refused.value


def heart_schedule(world: World, weekday: int = 1) -> DoctorSchedule:
    query = select(DoctorSchedule).where(DoctorSchedule.doctor_code == HEART_DOCTOR, DoctorSchedule.weekday == weekday)
    return world.session.scalars(query).one()


def fill(world: World) -> None:
    world.take_others(heart_schedule(world), MONDAY, 20)


def leave(world: World, day: date = MONDAY) -> None:
    world.session.add(DoctorLeave(doctor_code=HEART_DOCTOR, facility_code=HOSPITAL, day=day))
    world.session.flush()


def forget(world: World) -> None:
    world.session.delete(world.session.get_one(PatientRecord, (HOSPITAL, world.head.id)))
    world.session.flush()


def books_in_the_evening(world: World) -> None:
    world.rules.books_from, world.rules.books_until = time(14, 0), time(21, 0)
    world.session.flush()


def dates(error: ServiceError) -> list[str]:
    return [choice["date"] for choice in error.details["next_choices"] if choice["kind"] == "date"]


@pytest.mark.parametrize(
    ("code", "day", "prepare"),
    [
        ("date_in_past", MONDAY - timedelta(days=2), None),
        ("same_day_not_allowed", MONDAY - timedelta(days=1), None),
        ("booking_not_open_yet", MONDAY + timedelta(days=42), None),
        ("poli_closed", MONDAY + timedelta(days=3), None),
        ("poli_closed", MONDAY, leave),
        ("queue_full", MONDAY, fill),
    ],
)
def test_a_refused_time_comes_with_the_next_open_days(
    world: World, code: str, day: date, prepare: Callable[[World], None] | None
) -> None:
    world.letter(world.head)
    if prepare:
        prepare(world)
    error = refusal(world, world.heart(day))
    assert error.code == code
    open_days = [MONDAY + timedelta(days=offset) for offset in (0, 1, 2, 7, 8, 9)]
    following = [offered for offered in open_days if offered > day and (offered != MONDAY or not prepare)]
    expected = following[:3] or open_days[:3]
    assert dates(error) == [offered.isoformat() for offered in expected]


def test_national_holiday_is_named(world: World) -> None:
    world.practise(INTERNIST, "JAN", CHRISTMAS.isoweekday())
    world.letter(world.head, valid_until=CHRISTMAS + timedelta(days=9))
    error = refusal(world, world.heart(CHRISTMAS), now=local(2026, 12, 20, 9))
    assert (error.code, error.details["holiday"], error.details["holiday_en"]) == (
        "holiday",
        "Hari Raya Natal",
        "Christmas Day",
    )


@pytest.mark.parametrize(("closed", "code"), [(False, None), (True, "holiday")])
def test_joint_leave_closes_only_where_the_settings_say_so(
    world: World, monkeypatch: pytest.MonkeyPatch, closed: bool, code: str | None
) -> None:
    christmas_eve = CHRISTMAS - timedelta(days=1)
    world.practise(INTERNIST, "JAN", christmas_eve.isoweekday())
    world.letter(world.head, valid_until=CHRISTMAS)
    monkeypatch.setattr(queue_settings(), "joint_leave_closed", closed)
    now = local(2026, 12, 20, 9)
    found = refusal(world, world.heart(christmas_eve), now=now).code if code else None
    assert found == code
    if not code:
        assert world.book(world.heart(christmas_eve), now=now).day == christmas_eve


def test_full_session_offers_the_other_one_of_the_day(world: World) -> None:
    world.letter(world.head)
    (afternoon,) = world.practise(SECOND_HEART_DOCTOR, "JAN", 1, starts=13)
    fill(world)
    error = refusal(world, world.heart(doctor_code=HEART_DOCTOR))
    first = error.details["next_choices"][0]
    assert (error.code, first["kind"], first["session_id"]) == ("queue_full", "session", str(afternoon.id))
    assert (first["starts"], first["time_zone"], first["left"]) == ("13:00", "WITA", 20)
    assert world.book(world.heart()).session_day.schedule_id == afternoon.id


def test_one_number_a_day(world: World) -> None:
    first = world.book(world.clinic())
    error = refusal(world, world.clinic())
    assert (error.code, error.details["booking"], error.details["number"]) == ("already_booked", first.code, "A-1")
    assert [choice["action"] for choice in error.details["next_choices"]] == ["status", "move", "cancel"]


@pytest.mark.parametrize(("per", "refused"), [("day", True), ("day_and_poli", False)])
def test_a_second_clinic_on_the_same_day_is_the_facilitys_choice(world: World, per: str, refused: bool) -> None:
    world.rules.one_number_per = per
    world.letter(world.head)
    world.letter(world.head, poli_code="INT")
    world.book(world.heart())
    wish = world.heart(poli="INT")
    if refused:
        assert refusal(world, wish).code == "already_booked"
    else:
        assert world.book(wish).poli_code == "INT"


def test_unknown_poli_lists_those_there_are(world: World) -> None:
    error = refusal(world, world.clinic(poli="XXX"))
    assert (error.code, error.status) == ("poli_not_found", 404)
    assert [choice["code"] for choice in error.details["next_choices"]] == ["001"]


def test_unknown_kind_of_visit_lists_the_four(world: World) -> None:
    world.letter(world.head)
    error = refusal(world, world.heart(visit_kind=5))
    assert (error.code, [choice["visit_kind"] for choice in error.details["next_choices"]]) == (
        "visit_kind_unknown",
        [1, 2, 3, 4],
    )


def test_a_doctor_who_does_not_practise_that_day(world: World) -> None:
    world.letter(world.head)
    error = refusal(world, world.heart(doctor_code=SECOND_HEART_DOCTOR))
    assert error.code == "schedule_not_available"
    assert error.details["next_choices"][0]["kind"] == "session"
    assert dates(error) == ["2026-11-24", "2026-12-01", "2026-12-08"]


def test_outside_the_booking_hours_says_when_they_begin(world: World) -> None:
    world.letter(world.head)
    books_in_the_evening(world)
    error = refusal(world, world.heart())
    assert (error.code, error.details["opens_at"]) == ("outside_booking_hours", "2026-11-22T14:00:00+08:00")
    late = refusal(world, world.heart(MONDAY + timedelta(days=1)), now=local(2026, 11, 22, 22))
    assert late.details["opens_at"] == "2026-11-23T14:00:00+08:00"
    assert world.book(world.heart(), now=local(2026, 11, 22, 15)).number == "A-1"


def test_the_last_minute_of_the_booking_hours_counts_in_whole(world: World) -> None:
    world.letter(world.head)
    world.rules.books_from, world.rules.books_until = time(0, 0), time(23, 59)
    world.session.flush()
    booked = world.book(world.heart(MONDAY), now=local(2026, 11, 22, 23, 59) + timedelta(seconds=40))
    assert booked.state == "booked"


def test_a_session_that_is_over_today(world: World) -> None:
    sunday = MONDAY - timedelta(days=1)
    error = refusal(world, world.clinic(sunday), now=local(2026, 11, 22, 13))
    assert (error.code, dates(error)[0]) == ("registration_closed", MONDAY.isoformat())
    assert world.book(world.clinic(sunday), now=local(2026, 11, 22, 11)).day == sunday


def test_today_is_judged_by_the_facilitys_clock(world: World) -> None:
    """At 23:30 in Jakarta it is half past midnight in Banjarmasin."""
    error = refusal(world, world.clinic(MONDAY - timedelta(days=1)), now=local(2026, 11, 23, 0, 30))
    assert error.code == "date_in_past"


def test_inactive_member(world: World) -> None:
    world.head.status, world.head.status_reason = "inactive", "arrears"
    error = refusal(world, world.clinic())
    assert (error.code, error.details["reason"]) == ("member_inactive", "arrears")


def test_only_the_own_first_level_facility(world: World) -> None:
    world.head.fktp_code = "ELSEWHERE"
    error = refusal(world, world.clinic())
    assert (error.code, error.details["next_choices"][0]["code"]) == ("not_own_fktp", "ELSEWHERE")


@pytest.mark.parametrize("with_rules", [True, False])
def test_hospital_without_online_queue_gives_its_phone(world: World, with_rules: bool) -> None:
    if not with_rules:
        world.session.delete(world.session.get_one(QueueRules, OTHER_HOSPITAL))
    error = refusal(world, world.heart(facility=OTHER_HOSPITAL))
    assert (error.code, error.details["facility"]["phone"]) == ("facility_not_connected", "0511-000")


def _step_poli(_: World, wish: dict[str, object]) -> None:
    wish["poli"] = "XXX"


def _step_kind(_: World, wish: dict[str, object]) -> None:
    wish["visit_kind"] = 9


def _step_doctor(_: World, wish: dict[str, object]) -> None:
    wish["doctor_code"] = 1


ORDER: list[tuple[str, str, list[Callable[[World, dict[str, object]], None]]]] = [
    ("date_in_past", "unknown poli", [lambda _, wish: wish.update(day=MONDAY - timedelta(days=7)), _step_poli]),
    ("poli_closed", "unknown kind", [lambda world, _: leave(world), _step_kind]),
    ("queue_full", "one number a day", [lambda world, _: (world.book(world.heart()), fill_up(world)), _step_kind]),
    ("already_booked", "unknown kind", [lambda world, _: world.book(world.heart()), _step_kind]),
    ("poli_not_found", "unknown kind", [_step_poli, _step_kind]),
    ("visit_kind_unknown", "no such doctor", [_step_kind, _step_doctor]),
    ("schedule_not_available", "booking hours", [_step_doctor, lambda world, _: books_in_the_evening(world)]),
    ("outside_booking_hours", "unknown patient", [lambda w, _: books_in_the_evening(w), lambda w, _: forget(w)]),
    ("patient_unknown", "nothing else", [lambda world, _: forget(world)]),
]


def fill_up(world: World) -> None:
    schedule = heart_schedule(world)
    schedule.quota_jkn = 1
    world.session.flush()


@pytest.mark.parametrize(("first", "_also", "steps"), ORDER, ids=[f"{entry[0]} before {entry[1]}" for entry in ORDER])
def test_the_order_of_refusals(
    world: World, first: str, _also: str, steps: list[Callable[[World, dict[str, object]], None]]
) -> None:
    world.letter(world.head)
    wish: dict[str, object] = {}
    for step in steps:
        step(world, wish)
    assert refusal(world, world.heart(**wish)).code == first
