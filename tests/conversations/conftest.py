"""One running assistant for all conversation tests: real model, real backend, demonstration data as of now.

What can happen on other days of the month only is played on a second one, whose clock is some days ahead.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.support.running import System, running
from tests.telegram.fake_bot_api import FakeBotApi

LAST_COMMON_DAY = 28


@pytest.fixture(scope="session")
def telegram() -> Iterator[FakeBotApi]:
    with FakeBotApi() as server:
        yield server


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory, telegram: FakeBotApi) -> Iterator[System]:
    bot = {"CARE165_TELEGRAM_TOKEN": telegram.token, "CARE165_TELEGRAM_API_URL": telegram.url}
    with running(tmp_path_factory.mktemp("assistant"), **bot) as system:
        yield system


def days_ahead(today: datetime) -> int:
    """How far it is to the part of a month in which today is not: the days up to the 28th, or those behind."""
    early = today.day <= LAST_COMMON_DAY
    return next(n for n in range(1, 62) if ((today + timedelta(days=n)).day <= LAST_COMMON_DAY) is not early)


@pytest.fixture(scope="session")
def another_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    shift = days_ahead(datetime.now(ZoneInfo("Asia/Jakarta")))
    with running(tmp_path_factory.mktemp("another_day"), CARE165_CLOCK_SHIFT_DAYS=str(shift)) as system:
        yield system
