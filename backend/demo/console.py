"""Accounts of the demonstration's agents. Password and second factor are public: they exist in demo mode only."""

import hmac
import random
from datetime import datetime

from sqlalchemy.orm import Session

from backend.accounts import second_factor
from backend.accounts.models import SecondFactor
from backend.handover.accounts import add_agent
from backend.handover.models import Agent

DEMO_PASSWORD = "demo-165-console"  # noqa: S105 - printed by ``care165 up`` in demo mode, no secret
DEMO_FACTOR = "CAREISGSDEMOCAREISGSDEMOCAREISGS"
"""The secret of every demonstration account's authenticator; the login page shows its codes in demo mode."""
DEMO_ACCOUNTS = (
    ("agen1", "Ratna Wulandari", "agent"),
    ("agen2", "Bayu Prakoso", "agent"),
    ("agen3", "Maria Kewa", "agent"),
    ("supervisor", "Hendra Saputra", "supervisor"),
    ("admin", "Dewi Lestariningsih", "admin"),
    ("auditor", "Yohanes Tampubolon", "auditor"),
    ("privasi", "Laksmi Anggoro", "privacy"),
)
"""Login, invented name and role."""


def load(session: Session, *, now: datetime, rng: random.Random) -> None:  # noqa: ARG001 - nothing here is random
    """Makes the accounts, with a second factor that everybody knows."""
    for login, name, role in DEMO_ACCOUNTS:
        agent = add_agent(session, login, name, role, DEMO_PASSWORD, now=now)
        second_factor.give(session, agent, DEMO_FACTOR, now=now)


def is_public(session: Session, agent: Agent) -> bool:
    """Whether everybody knows the second factor of an account: it must not open where real members are."""
    factor = session.get(SecondFactor, agent.id)
    return factor is not None and hmac.compare_digest(factor.secret, DEMO_FACTOR)


def demo_code(session: Session, agent: Agent, *, now: datetime) -> str | None:
    """The code that a demonstration account can log in with now; ``None`` for an account with an app of its own.

    The next code where the present one was used: both are accepted, and nobody should wait for half a minute.
    """
    factor = session.get(SecondFactor, agent.id)
    if factor is None or not is_public(session, agent):
        return None
    step = max(int(now.timestamp()) // second_factor.STEP_SECONDS, factor.last_step + 1)
    return second_factor.code_of_step(DEMO_FACTOR, step)
