"""Facilities and classes that a message describes instead of naming them."""

import pytest

from bot.actions.class_words import class_like
from bot.actions.fktp_words import called_so, kind_wanted, number_meant

_LIST = [{"name": "Puskesmas Gondomanan"}, {"name": "Puskesmas Kraton"}, {"name": "Klinik Sehat"}]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("yang puskesmas aja, bukan klinik", "puskesmas"),
        ("jangan klinik ya, puskesmas", "puskesmas"),
        ("klinik aja jangan puskesmas", "others"),
        ("selain puskesmas ada?", "others"),
        ("putu, yang klinik aja", "others"),
        ("yang paling deket", None),
    ],
)
def test_the_kind_that_is_wanted_is_not_the_one_denied(text: str, kind: str | None) -> None:
    assert kind_wanted(text) == kind


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("nggak jadi yang nomor 2, nomor 1 aja", 1),
        ("bukan nomor 3, yang 4 deh", 4),
        ("ga jadi yang itu, nomor 5 saja", 5),
        ("jangan nomor 2", None),
        ("nomor 1 buka jam berapa?", None),
    ],
)
def test_the_number_that_is_wanted_is_not_the_one_denied(text: str, number: int | None) -> None:
    assert number_meant(text) == number


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("puskesmas yang namanya kayak keraton", "Puskesmas Kraton"),
        ("puskesmas deket kraton", None),
        ("puskesmas apa saja, bukan kraton", None),
    ],
)
def test_a_word_of_the_name_is_enough(text: str, name: str | None) -> None:
    assert (called_so(text, _LIST) or {}).get("name") == name


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("naik ke yang paling atas", 1),
        ("yang tengah2 aja", 2),
        ("yg paling murah aja", 3),
        ("bukan yang tengah, yang paling bawah", 3),
        ("the cheapest one please", 3),
        ("setengah bulan lagi", None),
        ("bulan paling akhir", None),
    ],
)
def test_classes_are_known_by_what_they_are_like(text: str, level: int | None) -> None:
    assert class_like(text) == level
