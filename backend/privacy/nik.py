"""The national identity number (NIK): PPKKCC region, DDMMYY birth (woman: day + 40), four-digit serial.

It has no check digit, so a wrong serial cannot be seen. The region is where it was first issued, not where the
member lives.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

NIK_DIGITS = 16
FEMALE_DAY_OFFSET = 40

# Provinces by the codes of the interior ministry; 54 (East Timor) still stands in older numbers.
_PROVINCE_BLOCKS = ((11, 19), (21, 21), (31, 36), (51, 54), (61, 65), (71, 76), (81, 82), (91, 96))
_PROVINCES = frozenset(str(code) for first, last in _PROVINCE_BLOCKS for code in range(first, last + 1))
_KNOWN_CITY = range(71, 100)
_KNOWN_REGENCY = range(1, 70)

NikProblem = Literal[
    "nik_implausible",
    "nik_date_impossible",
    "nik_serial_zero",
    "nik_birth_date_mismatch",
    "nik_sex_mismatch",
    "nik_region_unknown",
]


@dataclass(frozen=True)
class Nik:
    """What the sixteen digits say."""

    value: str

    @property
    def sex(self) -> str:
        """``F`` or ``M``, by the day of birth."""
        return "F" if int(self.value[6:8]) > FEMALE_DAY_OFFSET else "M"

    @property
    def day_month(self) -> tuple[int, int]:
        """Day (without the offset of women) and month of birth."""
        day = int(self.value[6:8])
        return day - FEMALE_DAY_OFFSET if day > FEMALE_DAY_OFFSET else day, int(self.value[8:10])

    @property
    def region_known(self) -> bool:
        """Whether province and regency codes exist; old and renamed ones may not, so this only ever warns."""
        regency = int(self.value[2:4])
        return self.value[:2] in _PROVINCES and (regency in _KNOWN_CITY or regency in _KNOWN_REGENCY)

    @property
    def date_exists(self) -> bool:
        """Whether the calendar has such a day in one of the two centuries that the year may mean."""
        day, month = self.day_month
        return any(_exists(century + int(self.value[10:12]), month, day) for century in (1900, 2000))

    def matches(self, birth_date: date) -> bool:
        """Whether the number was issued to somebody born on that day."""
        return (*self.day_month, int(self.value[10:12])) == (birth_date.day, birth_date.month, birth_date.year % 100)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _implausible(value: str) -> bool:
    ascending = "".join(str(number % 10) for number in range(1, NIK_DIGITS + 1))
    return len(set(value)) == 1 or value == ascending


def check_nik(value: str, *, birth_date: date | None = None, sex: str | None = None) -> NikProblem | None:
    """What is wrong with sixteen digits given as a NIK, the most certain fault first.

    Args:
        value: sixteen digits.
        birth_date: what the member gave as date of birth, if known.
        sex: ``F`` or ``M``, if known.
    """
    nik = Nik(value)
    if _implausible(value):
        return "nik_implausible"
    if not nik.date_exists:
        return "nik_date_impossible"
    if value.endswith("0000"):
        return "nik_serial_zero"
    if birth_date and not nik.matches(birth_date):
        return "nik_birth_date_mismatch"
    if sex and sex != nik.sex:
        return "nik_sex_mismatch"
    return None if nik.region_known else "nik_region_unknown"
