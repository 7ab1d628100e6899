"""A moment is told by the clock where it counts: the backend tells it in UTC, in which it is still yesterday."""

from datetime import timedelta
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from backend.notifications.kinds import DEFAULT_BILL_DAY
from bot.actions.bed_answers import report_age
from bot.actions.complaint_status import _step
from bot.actions.notifications import BILL_DAY
from bot.actions.reading import Reading
from bot.actions.said_months import month_named
from bot.actions.texts import Say
from bot.actions.zones import day_of, day_said, today

EARLY = "2026-11-29T22:30:00Z"
"""Half past five in the morning of Monday the 30th in Jakarta."""


def say(language: str = "id") -> Say:
    tracker = Tracker("c", {"language": language}, {}, [], False, None, {}, None)
    return Say(CollectingDispatcher(), Reading(tracker))


@pytest.mark.parametrize(
    ("iso", "zone", "day"),
    [
        (EARLY, "Asia/Jakarta", 30),
        ("2026-11-29T15:30:00+00:00", "Asia/Jayapura", 30),
        ("2026-11-29T15:30:00+00:00", "Asia/Makassar", 29),
        ("2026-11-30", "Asia/Jakarta", 30),
    ],
)
def test_the_day_is_that_of_the_place(iso: str, zone: str, day: int) -> None:
    assert day_of(iso, zone).day == day


def test_words_for_days_are_read_by_the_clock_of_the_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    before = today()
    monkeypatch.setenv("CARE165_CLOCK_SHIFT_DAYS", "40")
    assert day_said("besok") in {day + timedelta(days=41) for day in (before, today() - timedelta(days=40))}


def test_day_and_hour_fit_each_other() -> None:
    assert say().moment(EARLY) == "Senin, 30 November 2026, 05.30 WIB"
    assert say("en").moment(EARLY) == "Monday, 30 November 2026, 05.30 WIB"


def test_what_happened_early_is_of_that_day() -> None:
    entry: dict[str, Any] = {"at": EARLY, "title": "Diterima", "text": None}
    assert _step(say(), entry) == "• Senin, 30 November 2026 – Diterima"
    assert "Senin, 30 November 2026 07.30 WIT" in report_age(say(), EARLY, 13 * 60, "Asia/Jayapura")


def test_the_usual_day_of_the_bill_is_that_of_the_backend() -> None:
    assert BILL_DAY == DEFAULT_BILL_DAY


def test_a_month_that_is_named_is_the_newest_of_its_name() -> None:
    this = today().replace(day=1)
    last = (this - timedelta(days=1)).replace(day=1)
    assert month_named(say(), "yang bulan lalu apa aja") == last.isoformat()
    assert month_named(say(), f"yang {say().month(this.isoformat()).split()[0].lower()}") == this.isoformat()
    assert month_named(say(), "semuanya") is None
