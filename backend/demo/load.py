"""Loads the demonstration data: invented members, real facilities, and what happens between them."""

import importlib
import random
from datetime import datetime

from sqlalchemy.orm import Session

SEED = 165
TOPICS = (
    "facilities",
    "membership",
    "contributions",
    "autodebit",
    "beds",
    "queues",
    "surgery",
    "history",
    "screening",
    "ratings",
    "complaints",
    "privacy",
    "console",
    "talks",
    "teleconsultation",
)
"""In the order of their references to each other; each is a module of this package with a ``load`` function."""


def load_all(session: Session, *, now: datetime) -> None:
    """Fills an empty database; the same ``now`` gives the same data."""
    rng = random.Random(SEED)  # noqa: S311 - demonstration data, nothing secret
    for topic in TOPICS:
        importlib.import_module(f"backend.demo.{topic}").load(session, now=now, rng=rng)
        session.flush()
