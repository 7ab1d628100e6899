"""Bookings in everyday words: which day of a move is the new one, and which booking is asked about."""

import pytest
from rasa_sdk import Tracker

from bot.actions.queue_bookings import QueuesStatus
from bot.actions.queue_reading import moved_to, says_move
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
