"""Which of the days that a message names is meant, whatever day it is today."""

from datetime import date

import pytest
from rasa_sdk import Tracker

from bot.actions.queue_days import asks_for_past_day, days_meant, in_that_week, next_week
from bot.actions.queue_letters import misses_letter
from bot.actions.reading import Reading


def said(text: str, *days: str) -> Reading:
    entities = [
        {"entity": "date", "value": day, "start": text.index(day), "end": text.index(day) + len(day)} for day in days
    ]
    message = {"text": text, "intent": {"name": "inform", "confidence": 0.9}, "entities": entities}
    return Reading(Tracker("t", {}, message, [], False, None, {}, None))


@pytest.mark.parametrize(
    ("text", "days", "meant"),
    [
        ("eh bukan besok, lusa", ("besok", "lusa"), ["lusa"]),
        ("lusa aja, besok aku kerja", ("lusa", "besok"), ["lusa"]),
        ("jangan senin. selasa saja", ("senin", "selasa"), ["selasa"]),
        ("kamis atau jumat", ("kamis", "jumat"), ["kamis", "jumat"]),
        ("bukan besok", ("besok",), ["besok"]),
        ("untuk rabu ya, batuk dari hari senin", ("rabu", "senin"), ["rabu"]),
    ],
)
def test_days_that_are_denied_or_only_a_reason_are_left_out(text: str, days: tuple[str, ...], meant: list[str]) -> None:
    assert days_meant(said(text, *days)) == meant


def test_a_day_that_is_over_is_one_that_a_number_is_wanted_for() -> None:
    assert asks_for_past_day(said("bisa ambil antrean untuk kemarin?", "kemarin"))
    assert not asks_for_past_day(said("demam dari kemarin, mau antre", "kemarin"))
    assert not asks_for_past_day(said("ambil antrean untuk besok", "besok"))


def test_next_week_begins_on_its_monday_and_holds_its_weekdays() -> None:
    wednesday, monday = date(2026, 12, 2), date(2026, 12, 7)
    assert next_week("minggu depan", wednesday) == next_week("next week please", wednesday) == monday
    assert next_week("hari minggu", wednesday) is None
    assert in_that_week("rabu", wednesday, monday.isoformat()) == date(2026, 12, 9)
    assert in_that_week("hari ini", wednesday, monday.isoformat()) == wednesday


@pytest.mark.parametrize(
    ("text", "misses"),
    [
        ("nomor suratnya ga hafal", True),
        ("saya ga punya surat kontrol", True),
        ("I don't know the number", True),
        ("nomor hp saya ga aktif", False),
        ("surat kontrolnya sudah ada", False),
    ],
)
def test_who_has_no_letter_at_hand(text: str, misses: bool) -> None:
    assert misses_letter(said(text)) == misses
