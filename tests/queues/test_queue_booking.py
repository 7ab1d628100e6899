"""Taking numbers."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from queue_world import ACCESS, HEART_DOCTOR, MONDAY, World, local, viewer
from sqlalchemy import select, text

from backend.errors import ServiceError
from backend.identity.viewer import Helper
from backend.privacy.models import AuditEntry
from backend.queues import service
from backend.queues.models import Booking, SessionDay
from backend.queues.views import booking_out


def test_number_code_and_estimate_of_a_control_visit(world: World) -> None:
    letter = world.letter(world.head)
    world.book(world.heart(), world.head)
    second = world.book(world.heart(letter_number=world.letter(world.spouse).number), world.spouse)

    assert (second.number, second.sequence, second.visit_kind) == ("A-2", 2, 3)
    assert re.fullmatch(r"[A-Z][A-Z2-9]{11}", second.code)
    assert second.estimated_at == local(2026, 11, 23, 8, 20)
    out = booking_out(world.session, second, world.now)
    assert out.estimated_at.isoformat() == "2026-11-23T08:20:00+08:00"
    assert out.arrive_by == out.estimated_at - timedelta(minutes=30)
    assert (out.facility.time_zone, out.quota_jkn, out.left_jkn, out.doctor.code) == ("WITA", 20, 18, HEART_DOCTOR)
    assert world.session.scalars(select(Booking).where(Booking.letter_number == letter.number)).one().number == "A-1"


def test_first_level_needs_no_letter_and_keeps_the_complaint_encrypted(world: World) -> None:
    booking = world.book(world.clinic(complaint="demam tiga hari"))
    world.session.expire(booking)

    assert (booking.visit_kind, booking.letter_number, booking.complaint) == (None, None, "demam tiga hari")
    stored = world.session.scalar(text("SELECT complaint FROM bookings"))
    assert "demam" not in stored


def test_same_key_gives_the_same_booking(world: World) -> None:
    first = world.book(world.clinic(), key="k1")
    again = world.book(world.clinic(), key="k1")

    assert again.id == first.id
    assert world.session.scalars(select(SessionDay)).one().taken_jkn == 1


def test_same_key_for_something_else_is_refused(world: World) -> None:
    world.book(world.clinic(), key="k1")
    with pytest.raises(ServiceError) as refused:
        world.book(world.clinic(MONDAY + timedelta(days=1)), key="k1")
    assert (refused.value.code, refused.value.status) == ("idempotency_key_reused", 422)


def test_a_refused_command_can_be_repeated_with_its_key(world: World) -> None:
    with pytest.raises(ServiceError), world.session.begin_nested():
        world.book(world.heart(), key="k1")
    world.letter(world.head)

    assert world.book(world.heart(), key="k1").number == "A-1"


def test_a_new_patient_is_registered_and_finishes_at_admission(world: World) -> None:
    world.letter(world.child, kind=1)
    with pytest.raises(ServiceError) as refused:
        world.book(world.heart(), patient_id=world.child.id)
    assert (refused.value.code, refused.value.details["upstream_code"]) == ("patient_unknown", 202)
    assert refused.value.details["next_choices"] == [{"kind": "action", "action": "register_patient"}]

    booking = world.book(world.heart(register_patient=True), patient_id=world.child.id)
    assert (booking.new_patient, booking.booked_by) == (True, world.head.id)
    assert booking_out(world.session, booking, world.now).notices == ["finish_at_admission", "bring_letter"]


def test_control_letter_goes_before_a_referral(world: World) -> None:
    world.letter(world.head, kind=1)
    control = world.letter(world.head, kind=3)

    assert world.book(world.heart()).letter_number == control.number


def test_every_access_is_recorded(world: World) -> None:
    booking = world.book(world.clinic())
    service.booking_of(world.session, viewer=viewer(world.head), code=booking.code, access=ACCESS, now=world.now)
    world.session.flush()

    entries = world.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(entry.what, entry.member_id) for entry in entries] == [
        ("queue.book", world.head.id),
        ("queue.booking", world.head.id),
    ]


def test_codes_are_found_as_people_type_them(world: World) -> None:
    booking = world.book(world.clinic())
    typed = f" {booking.code[:4].lower()}-{booking.code[4:].lower()} "
    found = service.booking_of(world.session, viewer=viewer(world.head), code=typed, access=ACCESS, now=world.now)
    assert found.id == booking.id


def test_list_holds_own_and_childrens_bookings_from_today_on(world: World) -> None:
    own = world.book(world.clinic())
    childs = world.book(world.clinic(MONDAY + timedelta(days=1)), patient_id=world.child.id)
    world.book(world.clinic(), world.spouse)

    def codes(now_offset: int, *, past: bool = False) -> list[str]:
        now = world.now + timedelta(days=now_offset)
        found = service.bookings_of(world.session, viewer=viewer(world.head), past=past, access=ACCESS, now=now)
        return [booking.code for booking in found]

    assert codes(0) == [own.code, childs.code]
    assert codes(2) == [childs.code]
    assert codes(5) == []
    assert codes(5, past=True) == [childs.code, own.code]


def test_a_helper_sees_no_bookings_of_the_past(world: World) -> None:
    world.book(world.clinic())
    helped = replace(viewer(world.head), helper=Helper(uuid4(), "cadre", "F", "S***"))
    later = world.now + timedelta(days=5)
    assert service.bookings_of(world.session, viewer=helped, past=True, access=ACCESS, now=later) == []
