"""Numbers and names in what is said of a complaint."""

import pytest
from rasa_sdk import Tracker

from bot.actions.complaint_contact import tells_contact
from bot.actions.complaint_tickets import strange_number
from bot.actions.reading import Reading


def said(text: str) -> Reading:
    message = {"text": text, "intent": {"name": "inform", "confidence": 0.9}, "entities": []}
    return Reading(Tracker("a", {"language": "id"}, message, [], False, None, {}, "action_listen"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("tiket 9900-5512", "9900-5512"),
        ("no laporan saya LP/2026/113, udah diproses belum", "LP/2026/113"),
        ("tiketnya 88123 kak", "88123"),
        ("what about my ticket 4410-77?", "4410-77"),
    ],
)
def test_a_number_that_is_none_of_ours_is_one_of_a_complaint(text: str, number: str) -> None:
    assert strange_number(said(text)) == number


@pytest.mark.parametrize(
    "text",
    [
        "laporan saya 2 minggu lalu gimana",
        "laporan saya 150rb belum balik",
        "PGD-2345-6789-X",
        "laporan soal bayar 150000",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert strange_number(said(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "nama ibu saya Rohaye, nomor saya ⟦phone⟧",
        "saya Lestari, anaknya",
        "her name is Sri, I'm her employer, phone ⟦phone⟧",
        "hp ⟦phone⟧",
    ],
)
def test_who_can_be_reached_is_told(text: str) -> None:
    assert tells_contact(said(text))


@pytest.mark.parametrize(
    "text", ["saya bingung mau gimana", "nama rumah sakitnya apa ya", "saya mau uangnya kembali", "I'm angry"]
)
def test_other_words_tell_nobody(text: str) -> None:
    assert not tells_contact(said(text))
