"""What a search for facilities is narrowed to: open then, the government's or others, the best rated first."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.actions.facility_ratings import BY_RATING, wants_best
from bot.actions.opening import opening_asked
from bot.actions.reading import Reading

_PRIVATE = re.compile(r"\b(?:swasta|private)(?:nya)?\b", re.IGNORECASE)
_PUBLIC = re.compile(
    r"\b(?:negeri|negri|(?:punya |milik )?pemerintah|punya negara|milik negara|government|state[- ]owned|public)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Narrowed:
    """``sort``: ``rating``, else by distance. ``opening``: ``now``, ``always`` or a day (ISO 8601). ``sector``:
    ``public`` or ``private``.
    """

    sort: str | None = None
    opening: str | None = None
    sector: str | None = None

    def __bool__(self) -> bool:
        """Whether it narrows at all."""
        return any(self.values().values())

    def values(self) -> dict[str, str | None]:
        """As plain values, for slots."""
        return asdict(self)

    def query(self) -> dict[str, str | None]:
        """As the backend's parameters."""
        return {"sort": self.sort, "open": self.opening, "sector": self.sector}

    def over(self, before: "Narrowed") -> "Narrowed":
        """This and what was asked for before, this first."""
        return Narrowed(**{name: value or getattr(before, name) for name, value in self.values().items()})


def narrowed_of(values: Mapping[str, Any] | None) -> Narrowed:
    """From a slot's value, which may hold more than that."""
    return Narrowed(*((values or {}).get(name) for name in ("sort", "opening", "sector")))


def narrowed_by(reading: Reading) -> Narrowed:
    """What a typed message narrows the search to."""
    if reading.pressed:
        return Narrowed()
    private, public = _PRIVATE.search(reading.text), _PUBLIC.search(reading.text)
    sector = None if bool(private) == bool(public) else "private" if private else "public"
    return Narrowed(BY_RATING if wants_best(reading) else None, opening_asked(reading), sector)
