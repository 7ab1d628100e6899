"""The invented people of the demonstration: ``members.csv`` as typed rows."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

_WAGE = re.compile(r"wage (\d+)")


@dataclass(frozen=True)
class Person:
    """One row."""

    family_id: str
    relation: str
    name: str
    sex: str
    birth_date: date
    nik: str
    card_number: str
    family_card_number: str
    segment: str
    contribution_class: int
    status: str
    arrears_months: int
    phone: str | None
    email: str | None
    fktp: str
    city: str
    autodebit_bank: str | None
    note: str

    @property
    def member_id(self) -> str:
        """The same opaque id in every installation, so that examples and tests can name people."""
        return _opaque(f"{self.family_id}/{self.name}")

    @property
    def family_key(self) -> str:
        """Opaque id of the family."""
        return _opaque(self.family_id)

    @property
    def wage(self) -> int | None:
        """Monthly wage in rupiah, where the story names one."""
        found = _WAGE.search(self.note)
        return int(found[1]) if found else None


def _opaque(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"care165:demo:{name}"))


def _person(row: dict[str, str]) -> Person:
    values = dict(row)
    return Person(
        birth_date=date.fromisoformat(values.pop("birth_date")),
        contribution_class=int(values.pop("class")),
        arrears_months=int(values.pop("arrears_months")),
        phone=f"+62{number[1:]}" if (number := values.pop("phone")) else None,
        email=values.pop("email") or None,
        autodebit_bank=values.pop("autodebit_bank") or None,
        **values,
    )


def _rows() -> Iterator[Person]:
    with Path(__file__).with_name("members.csv").open(encoding="utf-8", newline="") as file:
        yield from map(_person, csv.DictReader(file))


@lru_cache
def people() -> tuple[Person, ...]:
    """Everybody, in the order of the file."""
    return tuple(_rows())


def person(name: str) -> Person:
    """The one of that name."""
    return next(found for found in people() if found.name == name)
