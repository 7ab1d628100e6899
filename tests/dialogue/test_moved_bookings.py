"""Bookings in everyday words: which day of a move is the new one, and which booking is asked about."""

import pytest
from rasa_sdk import Tracker

from bot.actions.queue_bookings import QueuesStatus
from bot.actions.queue_reading import iso_day, makes_sure, moved_to, only_repeats, says_move
from bot.actions.reading import Reading


def reading(text: str, *days: str) -> Reading:
    found = [
        {"entity": "date", "value": one, "start": text.index(one), "end": text.index(one) + len(one)} for one in days
    ]
    message = {"text": text, "intent": {"name": "book_queue", "confidence": 0.9}, "entities": found}
    slots = {"shown": {"kind": "queue", "booking": "P6AXZ3S9YUAV"}}
    return Reading(Tracker("c", slots, message, [], False, None, {}, "listen"))


@pytest.mark.parametrize(
    ("text", "days", "new"),
    [
        ("saya udah booking buat besok tapi mendadak ada rapat", ["besok"], None),
        ("udah ambil nomor buat besok ternyata ga bisa, kamis aja", ["besok", "kamis"], "kamis"),
        ("bisa digeser ke kamis ga", ["kamis"], "kamis"),
        ("yang besok mau saya undur", ["besok"], None),
        ("booking saya besok diundur aja ke senin", ["besok", "senin"], "senin"),
        ("yang tadi bisa dipindah ke sabtu ga, senin tiba-tiba dinas", ["sabtu", "senin"], "sabtu"),
    ],
)
def test_the_old_day_is_not_the_new_one(text: str, days: list[str], new: str | None) -> None:
    member = reading(text, *days)
    assert says_move(member) and moved_to(member) == new


@pytest.mark.parametrize(
    "text", ["daftar poli gigi besok", "saya udah daftar tapi belum dipanggil", "mau berobat besok"]
)
def test_a_number_that_is_wanted_or_waited_for_moves_nothing(text: str) -> None:
    assert not says_move(reading(text))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("dapet nomor brp?", "P6AXZ3S9YUAV"),
        ("nomornya berapa", "P6AXZ3S9YUAV"),
        ("harus datang jam berapa", "P6AXZ3S9YUAV"),
        ("cek antrean saya", None),
    ],
)
def test_its_number_and_hour_are_those_of_the_booking_just_told(text: str, code: str | None) -> None:
    assert QueuesStatus().read(reading(text))["code"] == code


@pytest.mark.parametrize(
    ("text", "days", "sure"),
    [
        ("yang senin jadinya otomatis batal kan", ["senin"], True),
        ("sabtu puskesmasnya tutup lebih awal kan", ["sabtu"], True),
        ("sabtu aja bisa kan ya", ["sabtu"], False),
        ("kalau sabtu bisa ga", ["sabtu"], False),
        ("sabtu saja", ["sabtu"], False),
    ],
)
def test_a_day_that_is_only_spoken_of_is_not_chosen(text: str, days: list[str], sure: bool) -> None:
    assert makes_sure(reading(text, *days)) is sure


@pytest.mark.parametrize(("day", "same"), [("besok", True), ("lusa", False)])
def test_what_is_chosen_already_is_only_said_again(day: str, same: bool) -> None:
    slots = {
        "queues_date": iso_day("besok", "WIB"), "queues_door": {"zone": "WIB", "name": "Puskesmas Oebobo"},
        "queues_poli": {"code": "001"}, "queues_patient": {"member_id": "m"},
        "queues_session": {"starts": "08:00", "ends": "12:00"},
    }  # fmt: skip
    member = reading(f"oke {day} aja", day)
    member.tracker.slots.update(slots)
    assert only_repeats(member) is same
