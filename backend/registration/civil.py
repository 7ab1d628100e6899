"""The civil registry (Dukcapil): who stands on a family card. An interface, and a twin for where there is none."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from backend.settings import get_settings

DEMO_FILE = Path(__file__).parents[1] / "demo" / "civil.csv"


class RegistryDown(Exception):
    """The registry does not answer."""


@dataclass(frozen=True)
class Citizen:
    """One person on a family card."""

    kk: str
    nik: str
    name: str
    sex: str
    birth_date: date
    relation: str
    city: str

    @property
    def short_name(self) -> str:
        """Enough to recognise one's own family: the first name and initials."""
        first, *rest = self.name.split()
        return " ".join([first, *(f"{part[:1]}." for part in rest)])


class CivilRegistry(Protocol):
    """Looks up family cards."""

    def family(self, kk: str) -> list[Citizen]:
        """Everybody on a family card, the head first; empty: no such card.

        Raises:
            RegistryDown: no answer in time.
        """


class FileRegistry:
    """The twin: invented families of a file."""

    def __init__(self, path: Path = DEMO_FILE) -> None:
        self._families = _read(path)

    def family(self, kk: str) -> list[Citizen]:
        """From the file."""
        return self._families.get(kk, [])


class NoRegistry:
    """Nothing is configured: every look-up fails, and the member is led to a person."""

    def family(self, kk: str) -> list[Citizen]:
        """Refuses."""
        raise RegistryDown


@lru_cache
def _read(path: Path) -> dict[str, list[Citizen]]:
    found: dict[str, list[Citizen]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            born = date.fromisoformat(row.pop("birth_date"))
            found.setdefault(row["kk"], []).append(Citizen(birth_date=born, **row))
    return found


def configured_registry() -> CivilRegistry:
    """The registry of this installation: the twin in demonstrations, none otherwise."""
    return FileRegistry() if get_settings().demo else NoRegistry()
