"""Another day or hour than the one told of a complaint."""

from datetime import timedelta
from typing import Any

import pytest

from bot.actions.complaint_care import needs_no_help
from bot.actions.complaint_moments import moment_instead, money_of_a_day
from bot.actions.complaint_reading import just_now, past_day
from bot.actions.zones import now, today

# A day of the month from which the one before is in the same month.
_TOLD = next(day for back in range(1, 4) if (day := today() - timedelta(days=back)).day > 1)
_BEFORE = _TOLD - timedelta(days=1)


def _instead(text: str, note: str = "kemarin jam 8") -> dict[str, Any] | None:
    return moment_instead(text, {"note": note, "date": _TOLD.isoformat()})


@pytest.mark.parametrize(
    "text",
    [
        "eh {right} deng bukan {wrong}",
        "bukan {wrong} tapi {right}",
        "tanggalnya {right}, bukan {wrong}",
        "eh tgl {right} ding",
    ],
)
def test_the_day_of_the_month_is_put_right_and_the_hour_stays(text: str) -> None:
    found = _instead(text.format(right=_BEFORE.day, wrong=_TOLD.day))
    assert found == {"note": f"{_BEFORE.day} jam 8", "date": _BEFORE.isoformat()}


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("eh jamnya bukan setengah 8, setengah 9an", "setengah 9an"),
        ("maaf jam 10 pagi deng, bukan jam 8", "jam 10 pagi"),
        ("ralat, pukul 9.30", "pukul 9.30"),
    ],
)
def test_another_hour_leaves_the_day(text: str, hour: str) -> None:
    assert _instead(text) == {"note": hour, "date": _TOLD.isoformat()}


def test_another_day_of_the_week_is_the_last_one_that_has_been() -> None:
    found = _instead("bukan senin ding, sabtu")
    assert found is not None
    assert found["note"] == "sabtu jam 8"
    assert today() - timedelta(days=7) <= _BEFORE.fromisoformat(found["date"]) <= today()


@pytest.mark.parametrize(
    "text", ["bayarnya 300 ribu bukan 200 ribu", "jam 9 baru dilayani", "eh petugasnya 2 orang", "kemarin"]
)
def test_other_messages_put_no_time_right(text: str) -> None:
    assert _instead(text) is None


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("udah stabil kok, cuma mau lapor", True),
        ("alhamdulillah sekarang sudah stabil", True),
        ("he is stable now", True),
        ("kondisinya belum stabil", False),
        ("sekarang masih kurang stabil napasnya", False),
        ("dia tidak begitu stabil", False),
        ("she is not stable", False),
    ],
)
def test_only_who_is_said_to_be_well_needs_no_help_now(text: str, over: bool) -> None:
    assert needs_no_help(text) is over


@pytest.mark.parametrize(
    "text", ["maaf, seminggu sebelumnya", "sorry, the week before that", "wait, the monday before"]
)
def test_a_week_before(text: str) -> None:
    found = _instead(text)
    assert found and found["date"] == (_TOLD - timedelta(weeks=1)).isoformat()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("barusan di puskesmas saya dibentak", "barusan"),
        ("td antre 3 jam di apotek", "td"),
        ("tadi malam dibentak", None),
        ("tadi saya bilang obatnya habis", None),
        ("yang tadi itu", None),
    ],
)
def test_a_moment_ago_was_today(text: str, said: str | None) -> None:
    assert just_now(text) == said
    assert (past_day(text, now()) == (today(), False)) is (said is not None)


@pytest.mark.parametrize(
    ("text", "of_a_day"),
    [
        ("maaf yang tanggal 12 cuma 75 ribu", True),
        ("80rb deng yang tgl 9", True),
        ("eh tgl 9 ding", False),
        ("eh bukan tgl 9, tgl 8", False),
        ("kejadiannya tgl 9, saya bayar 80rb", False),
    ],
)
def test_the_amount_of_a_day_is_put_right_and_the_day_stays(text: str, of_a_day: bool) -> None:
    assert money_of_a_day(text) is of_a_day
    if of_a_day:
        assert moment_instead(text, {"note": "tgl 9", "date": "2026-11-09"}) is None
