"""Every Indonesian wording of a day, seen from Sunday 22 November 2026, 10:00 WIB."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.components.dates import AMBIGUOUS, find_dates, find_times, part_of_day, resolve_date, resolve_time

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
JAKARTA, JAYAPURA = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("hari ini", date(2026, 11, 22)),
        ("besok", date(2026, 11, 23)),
        ("bsk pagi", date(2026, 11, 23)),
        ("sesuk", date(2026, 11, 23)),
        ("isukan", date(2026, 11, 23)),
        ("tomorrow", date(2026, 11, 23)),
        ("lusa", date(2026, 11, 24)),
        ("besok lusa", date(2026, 11, 24)),
        ("kemarin", date(2026, 11, 21)),
        ("td mlm", date(2026, 11, 21)),
        ("senin", date(2026, 11, 23)),
        ("yaudah seninnya", date(2026, 11, 23)),
        ("sasih kepungkur", AMBIGUOUS),
        ("hari minggu", date(2026, 11, 29)),
        ("jum'at", date(2026, 11, 27)),
        ("rabu besok", date(2026, 11, 25)),
        ("selasa depan", date(2026, 11, 24)),
        ("senin kemarin", date(2026, 11, 16)),
        ("tgl 3", date(2026, 12, 3)),
        ("tanggal 30", date(2026, 11, 30)),
        ("tgl 5 bulan depan", date(2026, 12, 5)),
        ("12/3", date(2027, 3, 12)),
        ("12-12-2026", date(2026, 12, 12)),
        ("5 des", date(2026, 12, 5)),
        ("it was nov 9", date(2026, 11, 9)),
        ("dec 3rd", date(2026, 12, 3)),
        ("sep 3 orang", None),
        ("17 agustus 2027", date(2027, 8, 17)),
        ("2026-12-01", date(2026, 12, 1)),
        ("3 hari lagi", date(2026, 11, 25)),
        ("dua minggu lagi", date(2026, 12, 6)),
        ("seminggu lagi", date(2026, 11, 29)),
        ("2 bln lagi", date(2027, 1, 22)),
        ("tgl 8 kemaren", date(2026, 11, 8)),
        ("tgl 28 kemarin", date(2026, 10, 28)),
        ("kemaren lusa", date(2026, 11, 20)),
        ("isuk jam 9", date(2026, 11, 23)),
        ("hari arba", date(2026, 11, 25)),
        ("telung dina maneh", date(2026, 11, 25)),
        ("dua minggu yang lalu", date(2026, 11, 8)),
    ],
)
def test_resolves(words: str, day: date) -> None:
    assert resolve_date(words, NOW, JAKARTA) == day


@pytest.mark.parametrize(
    "words",
    [
        "minggu depan",
        "bulan depan",
        "abis lebaran",
        "minggu besok",
        "31/4/2026",
        "tgl 31/2",
        "juni kemaren",
        "awal januari",
    ],
)
def test_asks_where_no_single_day_is_named(words: str) -> None:
    assert resolve_date(words, NOW, JAKARTA) is AMBIGUOUS


def test_no_date_is_none() -> None:
    assert resolve_date("poli mata", NOW, JAKARTA) is None


def test_the_zone_decides_what_today_is() -> None:
    late = datetime(2026, 11, 22, 16, tzinfo=UTC)
    assert resolve_date("besok", late, JAKARTA) == date(2026, 11, 23)
    assert resolve_date("besok", late, JAYAPURA) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("words", "hour"),
    [
        ("jam 9 pagi", time(9)),
        ("jam 3 sore", time(15)),
        ("setengah 3 sore", None),
        ("jam setengah 3 sore", time(14, 30)),
        ("pukul 10.30", time(10, 30)),
        ("jam 7 malam", time(19)),
        ("9 am", time(9)),
        ("jam sanga", time(9)),
        ("jam dua belas", time(12)),
        ("nanti sore", None),
    ],
)
def test_resolves_hours(words: str, hour: time | None) -> None:
    assert resolve_time(words) == hour


def test_part_of_day() -> None:
    assert [part_of_day(words) for words in ("bsk pagi", "nanti sore", "mlm", "besok")] == [
        "morning", "afternoon", "evening", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "dates", "times"),
    [
        ("selamat pagi, mau daftar senin depan jam 9", ["senin depan"], ["jam 9"]),
        ("antrean hari Sabtu dibuka jam berapa", ["Sabtu"], []),
        ("bayar di indo maret", [], []),
        ("besok sore bisa?", ["besok"], ["sore"]),
        ("setor tgl 8 kemaren", ["tgl 8 kemaren"], []),
        ("mulai akhir maret", ["akhir maret"], []),
        ("6 bulan ini ke mana saja", [], []),
        ("kunjungan dari 2022", ["2022"], []),
    ],
)
def test_spans(text: str, dates: list[str], times: list[str]) -> None:
    assert [found.value for found in find_dates(text)] == dates
    assert [found.value for found in find_times(text)] == times
