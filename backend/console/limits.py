"""How often one address may try to log in, and one agent may search."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=1)
TRIES_PER_WINDOW = 20
"""An office behind one address logs in at shift change; a guesser does not get far in twenty."""
SEARCHES_PER_WINDOW = 30
"""Nobody reads the results of thirty searches in a minute; who lists members one by one is slowed down."""
_MOST_ADDRESSES = 10_000


@dataclass
class Limiter:
    """Counts tries in a sliding window, per address, in this process; accounts have their own lock in the database."""

    tries: dict[str, deque[datetime]] = field(default_factory=dict)
    most: int = TRIES_PER_WINDOW

    def allow(self, address: str, now: datetime) -> bool:
        """Counts a try; False when the address has had its share of this minute."""
        if len(self.tries) > _MOST_ADDRESSES:
            self._forget(now)
        recent = self.tries.setdefault(address, deque())
        while recent and recent[0] <= now - WINDOW:
            recent.popleft()
        if len(recent) >= self.most:
            return False
        recent.append(now)
        return True

    def _forget(self, now: datetime) -> None:
        self.tries = {address: seen for address, seen in self.tries.items() if seen and seen[-1] > now - WINDOW}
