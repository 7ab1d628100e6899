"""Invented doctors: names drawn from lists, with the titles of their clinic."""

import csv
import random
from functools import lru_cache
from pathlib import Path

from backend.queues.models import Doctor
from backend.queues.places import Place


@lru_cache
def _names() -> dict[str, list[str]]:
    with Path(__file__).with_name("queue_doctors.csv").open(encoding="utf-8", newline="") as file:
        return {row["sex"]: row["given"].split("|") for row in csv.DictReader(file)}


@lru_cache
def _titles() -> dict[str, tuple[str, str]]:
    with Path(__file__).with_name("queue_titles.csv").open(encoding="utf-8", newline="") as file:
        return {row["poli"]: (row["title"], row["degree"]) for row in csv.DictReader(file)}


def _doctor(code: int, poli: str, rng: random.Random) -> Doctor:
    sex = rng.choice("MF")
    title, degree = _titles()[poli]
    name = f"{title} {rng.choice(_names()[sex])} {rng.choice(_names()[''])}"
    return Doctor(code=code, name=f"{name}, {degree}" if degree else name, sex=sex, poli_code=poli)


def doctors_for(place: Place, poli: str, *, first_code: int, rng: random.Random) -> list[Doctor]:
    """The doctors of a clinic: two at hospitals, one at first level."""
    count = 2 if place.level == "hospital" else 1
    return [_doctor(first_code + offset, poli, rng) for offset in range(count)]
