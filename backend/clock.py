"""The one place that asks what time it is."""

from datetime import UTC, datetime, timedelta

from backend.settings import get_settings


def now() -> datetime:
    """The present moment in UTC, timezone-aware; of a demonstration perhaps some days on (``clock_shift_days``)."""
    settings = get_settings()
    shift = timedelta(days=settings.clock_shift_days if settings.demo else 0)
    return datetime.now(UTC) + shift
