"""Letters: which one opens the door, and what is said about the wrong one."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from queue_world import ACCESS, HOSPITAL, MONDAY, OTHER_HOSPITAL, World, viewer

from backend.errors import ServiceError
from backend.queues import changes
from backend.queues.options import options_for
from backend.queues.views import booking_out
from backend.reference.calendar import JAKARTA


def refusal(world: World, **wish: Any) -> ServiceError:
    with pytest.raises(ServiceError) as refused:
        world.book(world.heart(**wish))
    return refused.value


@pytest.mark.parametrize(
    ("code", "letter"),
    [
        ("letter_expired", {"kind": 1, "issued_on": MONDAY - timedelta(days=120)}),
        ("letter_other_poli", {"poli_code": "INT"}),
        ("letter_needed", {"facility_code": OTHER_HOSPITAL}),
        ("letter_needed", None),
    ],
)
def test_no_fitting_letter(world: World, code: str, letter: dict[str, Any] | None) -> None:
    if letter:
        world.letter(world.head, **letter)
    error = refusal(world)
    assert error.code == code
    assert error.details["next_choices"][-1] == {
        "kind": "action",
        "action": "ask_fktp_for_referral",
        "fktp": "Puskesmas Uji",
    }


@pytest.mark.parametrize(
    ("code", "typed", "given"),
    [
        ("sep_given", "9999R0011126V000001", "sep"),
        ("sep_given", "9999R0011126Y000001", "visit"),
        ("letter_not_found", "9999R0011126P000099", "referral"),
        ("letter_not_found", "9999r001 1126 k 000099", "control"),
        ("referral_likely_expired", "9999R0010226P000099", "referral"),
        ("reference_wrong_length", "9999R0011126K00001", None),
        ("reference_unreadable", "surat dari dokter", None),
    ],
)
def test_what_a_wrong_number_is(world: World, code: str, typed: str, given: str | None) -> None:
    mine = world.letter(world.head)
    error = refusal(world, letter_number=typed)
    assert (error.code, error.details["given"]) == (code, given)
    assert error.details["next_choices"][0]["number"] == mine.number


def test_a_strangers_letter_is_as_unknown_as_any_other(world: World) -> None:
    theirs = world.letter(world.stranger)
    assert refusal(world, letter_number=theirs.number).code == "letter_not_found"


@pytest.mark.parametrize(
    ("kind", "wanted", "code"), [(1, 3, "control_letter_needed"), (3, 1, "referral_needed"), (3, 4, "referral_needed")]
)
def test_a_letter_for_another_kind_of_visit(world: World, kind: int, wanted: int, code: str) -> None:
    letter = world.letter(world.head, kind=kind)
    assert refusal(world, visit_kind=wanted, letter_number=letter.number).code == code


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
def test_each_kind_of_visit(world: World, kind: int) -> None:
    letter = world.letter(world.head, kind=kind)
    booking = world.book(world.heart(visit_kind=kind))
    assert (booking.visit_kind, booking.letter_number) == (kind, letter.number)


def test_a_letter_for_another_hospital_named_by_its_number(world: World) -> None:
    letter = world.letter(world.head, facility_code=OTHER_HOSPITAL)
    error = refusal(world, letter_number=letter.number)
    assert (error.code, error.details["letter_facility"]) == ("letter_other_facility", OTHER_HOSPITAL)


def test_control_letters_are_bound_to_their_day_where_the_hospital_is_strict(world: World) -> None:
    world.letter(world.head)
    world.rules.control_date_strict = True
    error = refusal(world, day=MONDAY + timedelta(days=2))
    assert (error.code, error.details["visit_on"]) == ("control_date_differs", MONDAY.isoformat())
    found = options_for(world.session, viewer=viewer(world.head), patient_id=None, access=ACCESS, now=world.now)
    assert (found.options[0].only_on, [day for day, _ in found.options[0].next_dates]) == (MONDAY, [MONDAY])
    booking = world.book(world.heart())
    assert (booking.day, booking_out(world.session, booking, world.now).only_on) == (MONDAY, MONDAY)


def test_a_letter_is_good_for_one_visit_at_a_time(world: World) -> None:
    world.letter(world.head)
    first = world.book(world.heart())
    error = refusal(world, day=MONDAY + timedelta(days=2))
    assert (error.code, error.details["booking"]) == ("letter_already_used", first.code)

    changes.cancel(
        world.session, viewer=viewer(world.head), code=first.code, reason="sakit", access=ACCESS, now=world.now
    )
    assert world.book(world.heart(MONDAY + timedelta(days=2))).letter_number == first.letter_number


def test_options_are_controls_then_referrals_then_the_own_fktp(world: World) -> None:
    world.letter(world.head, kind=1, poli_code="INT")
    world.letter(world.head, kind=3)
    expired = world.letter(world.head, kind=1, issued_on=MONDAY - timedelta(days=120))
    found = options_for(world.session, viewer=viewer(world.head), patient_id=None, access=ACCESS, now=world.now)

    kinds = [option.letter.visit_kind if option.letter else None for option in found.options]
    assert kinds == [3, 1, None]
    assert [letter.number for letter in found.expired] == [expired.number]
    control = found.options[0]
    assert (control.facility.code, control.next_dates[0]) == (HOSPITAL, (MONDAY, 20))
    assert [poli.code for poli in found.options[2].polis] == ["001"]


def test_a_letter_ends_with_the_day_in_jakarta(world: World) -> None:
    last = date(2026, 11, 20)
    letter = world.letter(world.head, kind=1, issued_on=last - timedelta(days=89), valid_until=last)
    after_midnight = datetime(2026, 11, 21, 0, 30, tzinfo=JAKARTA)
    found = options_for(world.session, viewer=viewer(world.head), patient_id=None, access=ACCESS, now=after_midnight)
    assert [expired.number for expired in found.expired] == [letter.number]
