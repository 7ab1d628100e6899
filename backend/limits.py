"""How often somebody may do a thing within a minute, counted in this process."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=1)
_MOST_ADDRESSES = 10_000
"""Beyond it those are forgotten who did nothing in the last minute."""


@dataclass
class Limiter:
    """Lets each address (or whoever else is named by a text) do something ``most`` times in any minute."""

    most: int
    tries: dict[str, deque[datetime]] = field(default_factory=dict)

    def wait(self, address: str, now: datetime) -> int:
        """Counts a try where it is allowed, and gives 0; else the seconds until the next one is."""
        if len(self.tries) > _MOST_ADDRESSES:
            self._forget(now)
        recent = self.tries.setdefault(address, deque())
        while recent and recent[0] <= now - WINDOW:
            recent.popleft()
        if len(recent) >= self.most:
            return seconds_until(recent[0] + WINDOW, now)
        recent.append(now)
        return 0

    def _forget(self, now: datetime) -> None:
        self.tries = {address: seen for address, seen in self.tries.items() if seen and seen[-1] > now - WINDOW}


def seconds_until(moment: datetime, now: datetime) -> int:
    """Whole seconds until a moment, one at least: what ``retry_after`` tells."""
    return max(1, round((moment - now).total_seconds()))
