"""Which of the listed things a message means."""

from typing import Any

import pytest
from rasa_sdk import Tracker

from bot.actions.reading import Reading
from bot.actions.shown import chosen_code, listed, number_in, shown_place

CIBIRU = {"place_id": "d3273-cibiru", "label": "Cibiru, Kota Bandung"}


def reading(text: str, shown: dict[str, Any] | None = None) -> Reading:
    message = {"text": text, "intent": {"name": "inform"}, "entities": []}
    return Reading(Tracker("c", {"shown": shown}, message, [], False, None, {}, "listen"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("yang nomor 2", 2),
        ("alamat yang kedua itu dimana", 2),
        ("peta nomor 11", 11),
        ("yang nomor dua itu alamat lengkapnya?", 2),
        ("phone of number three", 3),
        ("the third one please", 3),
        ("yang terakhir", -1),
        ("kalau kelas kedua?", None),
        ("kamar kelas 2", None),
        ("nomor telepon", None),
        ("saya sudah dua kali ke sana dan yang kedua kali malah ditolak", None),
        ('/inform{"code": "2"}', None),
    ],
)
def test_number_of_a_listed_item(text: str, number: int | None) -> None:
    assert number_in(reading(text)) == number


def test_numbers_count_over_all_pages() -> None:
    first = [{"code": f"A{n}", "name": "", "phone": None} for n in range(1, 6)]
    second = [{"code": f"B{n}", "name": "", "phone": None} for n in range(6, 8)]
    pages = listed({"items": listed({}, 0, first)}, 5, second)
    assert chosen_code(reading("yang nomor 2", {"items": pages})) == "A2"
    assert chosen_code(reading("yang nomor 7", {"items": pages})) == "B7"
    assert chosen_code(reading("yang terakhir", {"items": pages})) == "B7"
    assert chosen_code(reading("yang nomor 8", {"items": pages})) is None


def test_a_new_search_forgets_the_old_list() -> None:
    old, new = {"code": "old", "name": ""}, {"code": "new", "name": ""}
    assert listed({"items": [old]}, 0, [new]) == [new]


def test_here_is_not_the_place_of_the_last_search() -> None:
    assert shown_place(reading("apotek terdekat", {"where": CIBIRU})) == CIBIRU
    assert shown_place(reading("apotek dekat sini", {"where": CIBIRU})) is None
    shared = {"latitude": -6.9, "longitude": 107.6}
    assert shown_place(reading("apotek dekat sini", {"where": shared})) == shared


def test_near_a_hospital_that_was_told_of() -> None:
    where = {"near_facility": "3404011", "label": "RSUD Sleman"}
    assert shown_place(reading("apotek terdekat", {"where": where})) == {"place_id": "f3404011", "label": "RSUD Sleman"}
