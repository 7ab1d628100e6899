"""Dates of birth as people write them: ``17-8-45``, ``17 agustus 1945``, ``17081945``, ``1945-08-17``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from backend.privacy.typing_habits import plain_lower

DateProblem = Literal[
    "birth_date_unreadable", "birth_date_impossible", "birth_date_future", "birth_date_too_old", "birth_date_unsure"
]

OLDEST_AGE = 120
"""Years; beyond it a typing error is likelier than a member."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari pebruari february feb peb", "maret march mar mrt", "april apr", "mei may",
            "juni june jun", "juli july jul", "agustus august agust agt aug ags agu", "september sept sep",
            "oktober october okt oct", "november nopember nov nop", "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTHS_IN_YEAR = 12
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<y>\d{4}|\d{2})(?!\d)"
_SHORT_YEAR = 2
_PATTERNS = (
    re.compile(r"(?<![\d.,])(?P<y>\d{4})[-/. ](?P<m>\d{1,2})[-/. ](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<![\d.,])(?P<d>\d{1,2}) ?[-/. ] ?(?P<m>\d{1,2}) ?[-/. ] ?(?P<y>\d{4}|\d{2})(?!\d)"),
    re.compile(rf"(?<!\d){_DAY}[-/. ]*(?:of )?(?P<n>{_MONTH})[-/., ]*{_YEAR}"),
    re.compile(rf"\b(?P<n>{_MONTH})[-/. ]*{_DAY}[-/., ]+{_YEAR}"),
    re.compile(r"(?<!\d)(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{4})(?!\d)"),
)


@dataclass(frozen=True)
class TypedDate:
    """A date as it was typed.

    ``value`` is the reading, ``None`` when the date cannot exist. ``problem`` ``birth_date_unsure`` means: read as
    day-month, as Indonesians write, but the writer may mean it otherwise, so say it back in words and ask.
    """

    value: date | None
    problem: DateProblem | None
    start: int = 0
    end: int = 0

    @property
    def usable(self) -> bool:
        """Whether the value may be used, if need be after a question."""
        return self.value is not None and self.problem in (None, "birth_date_unsure")


def _full_year(typed: str, today: date) -> int:
    """Two digits mean the latest such year that is not in the future."""
    if len(typed) > _SHORT_YEAR:
        return int(typed)
    year = today.year - today.year % 100 + int(typed)
    return year if year <= today.year else year - 100


def _judge(value: date, unsure: bool, today: date) -> DateProblem | None:
    if value > today:
        return "birth_date_future"
    if today.year - value.year > OLDEST_AGE:
        return "birth_date_too_old"
    return "birth_date_unsure" if unsure else None


def _read(match: re.Match[str], today: date) -> TypedDate:
    parts = match.groupdict()
    named = parts.get("n")
    day, month = int(parts["d"]), _MONTHS[named] if named else int(parts["m"])
    year = _full_year(parts["y"], today)
    swapped = not named and month > _MONTHS_IN_YEAR >= day
    if swapped:
        day, month = month, day
    short = len(parts["y"]) == _SHORT_YEAR
    unsure = swapped or (not named and short and day <= _MONTHS_IN_YEAR and day != month)
    try:
        value = date(year, month, day)
    except ValueError:
        return TypedDate(None, "birth_date_impossible", *match.span())
    return TypedDate(value, _judge(value, unsure, today), *match.span())


def find_dates(text: str, today: date) -> Iterator[TypedDate]:
    """All full dates (day, month and year) in a text, in no particular order, without overlaps."""
    prepared, taken = plain_lower(text), list[tuple[int, int]]()
    for pattern in _PATTERNS:
        for match in pattern.finditer(prepared):
            start, end = match.span()
            if all(end <= left or start >= right for left, right in taken):
                taken.append((start, end))
                yield _read(match, today)


def parse_birth_date(text: str, today: date) -> TypedDate:
    """The first full date in what somebody answered to "date of birth?"."""
    dates = sorted(find_dates(text, today), key=lambda found: found.start)
    return dates[0] if dates else TypedDate(None, "birth_date_unreadable")
