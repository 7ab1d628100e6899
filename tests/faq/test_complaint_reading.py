"""Answers of the complaint form: dates that have been, "there is none", tickets in any spelling, who reports."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from rasa_sdk import Tracker

from bot.actions.complaint_care import still_in_care
from bot.actions.complaint_reading import past_day
from bot.actions.complaint_reports import reporter
from bot.actions.complaint_tickets import code_in, ticket_in
from bot.actions.own_words import says_none
from bot.actions.reading import Reading

SUNDAY = datetime(2026, 11, 22, 3, tzinfo=UTC)


def reading(text: str, **entities: str) -> Reading:
    found: list[dict[str, Any]] = [{"entity": name, "value": value} for name, value in entities.items()]
    message = {"text": text, "intent": {"name": "inform", "confidence": 0.9}, "entities": found}
    return Reading(Tracker("c", {}, message, [], False, None, {}, "action_listen"))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("kemarin", date(2026, 11, 21)),
        ("hari ini", date(2026, 11, 22)),
        ("senin", date(2026, 11, 16)),
        ("jumat kemarin", date(2026, 11, 20)),
        ("tanggal 3", date(2026, 11, 3)),
        ("tanggal 25", date(2026, 10, 25)),
        ("25/12", date(2025, 12, 25)),
        ("2 hari lalu", date(2026, 11, 20)),
        ("minggu lalu", None),
        ("lupa", None),
    ],
)
def test_things_complained_of_have_happened(words: str, day: date | None) -> None:
    assert past_day(words, SUNDAY) == (day, False)


@pytest.mark.parametrize("words", ["besok", "lusa", "25/12/2026"])
def test_a_day_to_come_is_noticed(words: str) -> None:
    assert past_day(words, SUNDAY) == (None, True)


@pytest.mark.parametrize(
    "words", ["tidak ada", "ga ada", "lewati", "skip", "gak punya bukti", "ora ono", "Tidak ada kak"]
)
def test_none_in_many_words(words: str) -> None:
    assert says_none(reading(words))


@pytest.mark.parametrize("words", ["tidak dilayani dengan baik", "uang saya kembali", "ada fotonya"])
def test_an_answer_is_not_none(words: str) -> None:
    assert not says_none(reading(words))


@pytest.mark.parametrize(
    "words", ["status PGD-7KQ2-M4XR-R dong", "pgd 7kq2 m4xr r", "tiket pgd7kq2m4xrr", "7KQ2-M4XR-R", "PGD/7KQ2/M4XR/R"]
)
def test_a_ticket_in_any_spelling(words: str) -> None:
    found = ticket_in(reading(words))
    assert found
    assert "".join(character for character in found.upper() if character.isalnum()).removeprefix("PGD") == "7KQ2M4XRR"


def test_no_ticket_in_ordinary_words() -> None:
    assert ticket_in(reading("status laporan saya gimana")) is None


def test_access_code_among_words() -> None:
    assert code_in("kodenya 7KQ2M4") == "7KQ2M4"
    assert code_in("7kq 2m4") == "7kq 2m4"


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("saya sendiri", "self"),
        ("tanpa nama aja", "anonymous"),
        ("tetangga saya", "other"),
        ("keluarga", "family"),
        ("hm", None),
    ],
)
def test_who_reports(words: str, who: str | None) -> None:
    assert reporter(reading(words)) == who


def test_a_relative_is_family() -> None:
    assert reporter(reading("ibu saya", relation="ibu")) == "family"


@pytest.mark.parametrize(("words", "still"), [("masih di igd", True), ("sudah pulang", False), ("hm", None)])
def test_in_care_in_own_words(words: str, still: bool | None) -> None:
    assert still_in_care(words) is still
