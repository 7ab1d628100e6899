"""What a helper may do: services by kind of helper (``helpers.services.*``), and the calls that each consists of."""

import re
from datetime import date, timedelta

from backend.identity.consent import services_of
from backend.reference.service import number

ALWAYS = (r"GET /identity/viewer",)
"""Calls that tell nothing of the member. What is about helping itself asks for nobody's identity."""
SERVICES: dict[str, tuple[str, ...]] = {
    "status": (r"GET /membership/(status|me|family)",),
    "contributions": (
        r"GET /contributions/(bill|payments|reactivation|payment-check)",
        r"GET /installments/(simulation|plan)",
    ),
    "payments": (r"GET /contributions/virtual-accounts", r"POST /contributions/payment-page"),
    "queues": (r"\w+ /queues/.*",),
    "fktp": (r"GET /membership/fktp-change", r"\w+ /membership/changes(/.*)?"),
    "complaints": (r"\w+ /complaints(/.*)?",),
}
"""``fktp`` opens the calls for all changes; ``membership.drafts`` and ``changes`` let a helper change nothing else."""


def standing_life(kind: str, today: date) -> timedelta:
    """How long a standing permission of that kind lasts; zero where there is none."""
    return timedelta(days=number(f"helpers.standing_days.{kind}", on=today))


def may_call(kind: str, call: str, today: date) -> bool:
    """Whether a helper may make a call (``GET /queues/options``); what stands nowhere is not allowed."""
    patterns = [*ALWAYS, *(each for service in services_of(kind, today) for each in SERVICES[service])]
    return any(re.fullmatch(pattern, call) for pattern in patterns)
