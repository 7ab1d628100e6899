"""What the processes are started with."""

import pytest

from backend.settings import get_settings
from care165.processes import child_environment


@pytest.mark.parametrize(("demo", "days"), [(True, "9"), (False, "0")])
def test_only_a_demonstration_has_a_clock_that_is_ahead(home: object, demo: bool, days: str) -> None:
    settings = get_settings().model_copy(update={"demo": demo, "clock_shift_days": 9})
    assert child_environment(settings, "postgresql://x")["CARE165_CLOCK_SHIFT_DAYS"] == days
