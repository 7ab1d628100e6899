"""Demonstration facilities: over 400 real ones from every province, chosen by hand."""

import csv
import random
from datetime import datetime
from functools import lru_cache
from importlib.resources import files

from sqlalchemy.orm import Session

from backend.facilities.importer import import_facilities


@lru_cache
def demo_codes() -> frozenset[str]:
    """Codes of the demonstration facilities: feeds of the demonstration touch no others."""
    with files("backend.demo").joinpath("facilities.csv").open(encoding="utf-8") as file:
        return frozenset(row["code"] for row in csv.DictReader(file))


def load(session: Session, *, now: datetime, rng: random.Random) -> None:  # noqa: ARG001 -- the same signature for every topic
    """Loads the facilities.

    Raises:
        RuntimeError: a row of our own file is wrong.
    """
    with files("backend.demo").joinpath("facilities.csv").open(encoding="utf-8") as file:
        report = import_facilities(session, file, now=now)
    if report.errors:
        raise RuntimeError(f"facilities.csv: {report.errors[0]}")
