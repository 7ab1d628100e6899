"""The dated tables as typed data: files below ``data/``, checked when they are read."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Unit = Literal[
    "rupiah", "percent", "months", "days", "working_days", "years", "persons", "visits", "day_of_month", "code"
]
_BEGINNING, _END = date.min, date.max


class ReferenceSettings(BaseSettings):
    """Which reading counts where the sources contradict each other."""

    model_config = SettingsConfigDict(env_prefix="CARE165_", env_file=".env", extra="ignore")

    reference_readings: dict[str, str] = Field(default_factory=dict)
    """``{"installments.stage_rule": "flat"}``; keys not named use the default in the table, which is the safer one."""


class DatedValue(BaseModel):
    """A value for some time; its own basis or source where they differ from the entry's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: int | float | str
    valid_from: date
    valid_to: date | None = None
    reading: str | None = None
    legal_basis: str | None = None
    source: str | None = None


class Entry(BaseModel):
    """One quantity or rule through time. ``checked_on`` absent: no source was found for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit: Unit
    legal_basis: str
    source: str
    checked_on: date | None = None
    default: str | None = None
    values: list[DatedValue] = Field(min_length=1)

    @property
    def readings(self) -> set[str | None]:
        """Names of the contradicting readings, or only ``None``."""
        return {item.reading for item in self.values}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.default not in self.readings:
            raise ValueError(f"default reading {self.default!r} has no value")
        for reading in self.readings:
            spans = sorted((v.valid_from, v.valid_to or _END) for v in self.values if v.reading == reading)
            if any(later[0] <= earlier[1] for earlier, later in pairwise(spans)):
                raise ValueError("two values for the same day")
        return self

    def typed(self, value: int | float | str) -> Decimal | int | str:
        """The value in the type of its unit: percent ``Decimal``, codes ``str``, everything else ``int``."""
        if self.unit == "code":
            return str(value)
        return Decimal(str(value)) if self.unit == "percent" else int(value)


@lru_cache
def tables() -> dict[str, Entry]:
    """All entries by key.

    Raises:
        ValueError: a key stands in two files, or a table is not well-formed.
    """
    entries: dict[str, Entry] = {}
    for path in sorted((Path(__file__).parent / "data").glob("*.yml")):
        for key, raw in yaml.safe_load(path.read_text("utf-8")).items():
            if key in entries:
                raise ValueError(f"{key} stands in two files")
            entries[key] = Entry.model_validate(raw)
    return entries


@lru_cache
def chosen_reading(key: str) -> str | None:
    """The reading of a key that counts in this installation.

    Raises:
        ValueError: the setting names a reading that the table does not have.
    """
    entry = tables()[key]
    reading = ReferenceSettings().reference_readings.get(key, entry.default)
    if reading not in entry.readings:
        raise ValueError(f"CARE165_REFERENCE_READINGS: {key} has no reading {reading!r}")
    return reading
