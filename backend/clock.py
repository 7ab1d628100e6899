"""The one place that asks what time it is."""

from datetime import UTC, datetime, timedelta

from backend.settings import get_settings


def now() -> datetime:
    """The present moment in UTC, timezone-aware; of a demonstration perhaps some days on (``clock_shift_days``)."""
    return datetime.now(UTC) + timedelta(days=get_settings().clock_ahead_days)
