"""Loads the autodebits of the demonstration's families."""

import random
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.autodebit.models import Mandate, TwinAccount
from backend.ids import uuid7
from backend.membership.models import Family
from backend.reference.calendar import today_in_jakarta
from backend.reference.service import number

_SINCE = timedelta(days=400)


def load(session: Session, *, now: datetime, rng: random.Random) -> None:  # noqa: ARG001 - nothing here is random
    """Adds a mandate for each family whose head has an autodebit bank; members must be there before."""
    day = number("autodebit.first_run_day", on=today_in_jakarta(now))
    for family in session.scalars(select(Family).order_by(Family.id)):
        head = family.head
        if head.autodebit_bank is None:
            continue
        mandate = Mandate(id=uuid7(), family_id=family.id, member_id=head.id, bank=head.autodebit_bank, run_day=day)
        mandate.state, mandate.account = "active", "••••1001"
        mandate.created_at = mandate.agreed_at = now - _SINCE
        session.add(mandate)
        session.flush()
        session.add(TwinAccount(mandate_id=mandate.id, behaviour="enough"))
