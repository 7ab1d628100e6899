"""The signed one-time link to the bank's page where a member agrees to autodebit, and what follows from it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.autodebit.models import Mandate
from backend.contributions import news
from backend.membership.models import Family
from backend.settings import get_settings

LINK_LIFE = timedelta(minutes=15)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(get_settings().signing_key, salt="autodebit consent")


def consent_url(mandate: Mandate) -> str:
    """Where the member agrees; works for a quarter of an hour and until it was answered."""
    expires = int((mandate.created_at + LINK_LIFE).timestamp())
    return f"{get_settings().public_base_url}/bank/consent/{_signer().dumps([mandate.id.hex, expires])!s}"


def opened(session: Session, token: str, now: datetime, *, lock: bool = False) -> Mandate | None:
    """The mandate that waits behind a link; ``None``: forged, over, or answered already."""
    try:
        mandate_id, expires = _signer().loads(token)
        if now >= datetime.fromtimestamp(expires, UTC):
            return None
        query = select(Mandate).where(Mandate.id == UUID(mandate_id), Mandate.state == "pending")
    except (BadSignature, ValueError):
        return None
    locked = query.with_for_update().execution_options(populate_existing=True) if lock else query
    return session.scalars(locked).one_or_none()


def agree(session: Session, mandate: Mandate, account: str, now: datetime) -> None:
    """The bank has heard the member: the mandate counts, and an earlier one no longer does."""
    family = session.scalars(select(Family).where(Family.id == mandate.family_id).with_for_update()).one()
    earlier = select(Mandate).where(Mandate.family_id == family.id, Mandate.state == "active")
    for replaced in session.scalars(earlier):
        replaced.state, replaced.ended_at = "replaced", now
    session.flush()
    mandate.state, mandate.agreed_at, mandate.account = "active", now, account
    set_bank(family, mandate.bank)
    _tell(session, mandate, "mandate_active", now)


def refuse(session: Session, mandate: Mandate, now: datetime) -> None:
    """The member said no at the bank."""
    mandate.state, mandate.ended_at = "refused", now
    _tell(session, mandate, "mandate_refused", now)


def set_bank(family: Family, bank: str | None) -> None:
    """What the members' data say about autodebit."""
    for member in family.members:
        if member.segment == "PBPU":
            member.autodebit_bank = bank


def _tell(session: Session, mandate: Mandate, kind: str, now: datetime) -> None:
    session.flush()
    if mandate.conversation_id is None:
        return
    facts = {"bank": mandate.bank, "run_day": mandate.run_day, "account": mandate.account}
    news.tell(session, mandate.conversation_id, f"{kind}:{mandate.id}", kind, facts, now=now)
