"""Accounts of the demonstration's agents. The password is public: these accounts exist in demo mode only."""

import random
from datetime import datetime

from sqlalchemy.orm import Session

from backend.handover.accounts import add_agent

DEMO_PASSWORD = "demo-165-console"  # noqa: S105 - printed by ``care165 up`` in demo mode, no secret
DEMO_ACCOUNTS = (
    ("agen1", "Ratna Wulandari", "agent"),
    ("agen2", "Bayu Prakoso", "agent"),
    ("agen3", "Maria Kewa", "agent"),
    ("supervisor", "Hendra Saputra", "supervisor"),
)
"""Login, invented name and role."""


def load(session: Session, *, now: datetime, rng: random.Random) -> None:  # noqa: ARG001 - nothing here is random
    """Makes three agents and a supervisor."""
    for login, name, role in DEMO_ACCOUNTS:
        add_agent(session, login, name, role, DEMO_PASSWORD, now=now)
