"""The second factor of a login: time-based codes of an authenticator app (RFC 6238) and recovery codes."""

import hmac
import secrets
from datetime import datetime

import pyotp
import segno
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from backend.accounts.models import RecoveryCode, SecondFactor
from backend.handover.models import Agent
from backend.privacy.crypto import lookup_hash

ISSUER = "Care Center 165"
STEP_SECONDS = 30
_TOLERATED_STEPS = (-1, 0, 1)
"""Half a minute before and after: clocks of phones are off by a few seconds, and people type slowly."""
RECOVERY_CODES = 10
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_HALF = 5


def _factor(session: Session, agent: Agent) -> SecondFactor | None:
    query = select(SecondFactor).where(SecondFactor.agent_id == agent.id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def is_set_up(session: Session, agent: Agent) -> bool:
    """Whether the agent's app has been confirmed."""
    query = select(SecondFactor.agent_id).where(SecondFactor.agent_id == agent.id)
    return session.scalar(query.where(SecondFactor.confirmed_at.is_not(None))) is not None


def secret_to_set_up(session: Session, agent: Agent) -> str:
    """The secret that the agent enters into the app; the same until it is confirmed."""
    factor = _factor(session, agent)
    if factor is None:
        factor = SecondFactor(agent_id=agent.id, secret=pyotp.random_base32())
        session.add(factor)
        session.flush()
    return factor.secret


def qr_code(agent: Agent, secret: str) -> str:
    """What an app scans: an SVG without styles, to stand in a page."""
    address = pyotp.TOTP(secret).provisioning_uri(name=agent.login, issuer_name=ISSUER)
    return str(segno.make(address, error="m").svg_inline(scale=5, dark="#000", light="#fff"))


def code_of_step(secret: str, step: int) -> str:
    """The code of a 30-second step since 1970, as an app shows it."""
    return pyotp.TOTP(secret).generate_otp(step)


def _step_of(factor: SecondFactor, code: str, now: datetime) -> int | None:
    """The step whose code this is, unless it or a later one was used."""
    totp, present = pyotp.TOTP(factor.secret), int(now.timestamp()) // STEP_SECONDS
    fitting = [
        present + offset
        for offset in _TOLERATED_STEPS
        if hmac.compare_digest(totp.generate_otp(present + offset).encode(), code.encode())
    ]
    return next((step for step in fitting if step > factor.last_step), None)


def confirm(session: Session, agent: Agent, typed: str, *, now: datetime) -> list[str] | None:
    """Sets the factor up when the code of the app is right; gives the recovery codes, to be shown once."""
    factor = _factor(session, agent)
    step = _step_of(factor, _plain(typed), now) if factor and factor.confirmed_at is None else None
    if factor is None or step is None:
        return None
    factor.confirmed_at, factor.last_step = now, step
    return new_recovery_codes(session, agent)


def check(session: Session, agent: Agent, typed: str, *, now: datetime) -> bool:
    """Whether this is a code of the agent's app, or a recovery code; either is used up by it."""
    code, factor = _plain(typed), _factor(session, agent)
    if factor is None or factor.confirmed_at is None:
        return False
    step = _step_of(factor, code, now)
    if step is not None:
        factor.last_step = step
        return True
    return _use_recovery_code(session, agent, code, now)


def new_recovery_codes(session: Session, agent: Agent) -> list[str]:
    """Ten new codes; the former ones no longer count."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.agent_id == agent.id))
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(2 * _HALF)) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(code_hash=_hash(agent, code), agent_id=agent.id) for code in codes)
    session.flush()
    return [f"{code[:_HALF]}-{code[_HALF:]}" for code in codes]


def recovery_codes_left(session: Session, agent: Agent) -> int:
    """How many recovery codes have not been used."""
    query = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.agent_id == agent.id)
    return session.scalar(query.where(RecoveryCode.used_at.is_(None))) or 0


def reset(session: Session, agent: Agent) -> None:
    """Takes the factor away: the agent sets up a new one at the next login."""
    for table in (RecoveryCode, SecondFactor):
        session.execute(delete(table).where(table.agent_id == agent.id))


def give(session: Session, agent: Agent, secret: str, *, now: datetime) -> None:
    """Sets up a known secret, without a code: for the accounts of the demonstration only."""
    session.add(SecondFactor(agent_id=agent.id, secret=secret, confirmed_at=now))
    session.flush()


def _plain(typed: str) -> str:
    return "".join(c for c in typed.lower() if c.isalnum())


def _hash(agent: Agent, code: str) -> str:
    return lookup_hash("recovery code", f"{agent.id}:{code}")


def _use_recovery_code(session: Session, agent: Agent, code: str, now: datetime) -> bool:
    unused = (RecoveryCode.code_hash == _hash(agent, code), RecoveryCode.used_at.is_(None))
    found = session.scalars(select(RecoveryCode).where(*unused).with_for_update()).one_or_none()
    if found is not None:
        found.used_at = now
    return found is not None
