"""What is over is deleted."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.identity import retention, service, verification
from backend.identity.identification import identify
from backend.identity.models import IdentitySession, Tries, TypedNumber, Verification, VerificationCode
from backend.identity.senders import ConsoleSender
from backend.identity.viewer import VERIFIED
from backend.membership.models import Member

TABLES = (IdentitySession, TypedNumber, Verification, VerificationCode, Tries)


def rows(session: Session) -> list[int]:
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def test_only_what_is_over_goes(
    session: Session, members: Callable[[str], Member], conversation_id: UUID, now: datetime
) -> None:
    siti = members("Siti Rahmawati")
    service.open_session(session, conversation_id, member_id=siti.id, level=VERIFIED, method="code", now=now)
    identify(session, conversation_id, "0009900000099", "1-1-1990", now)
    link = verification.start_verification(session, conversation_id, now)
    found = verification.find_verification(session, link.url.rpartition("/")[2])
    assert found
    sender = ConsoleSender(session, now)
    verification.submit_identity(
        session, found, number_text="0009900000001", birth_text="14-3-1988", sender=sender, now=now
    )
    verification.submit_code(session, found, "000000", now)
    session.flush()
    before = rows(session)
    assert min(before) > 0
    retention.purge(session, now=now + timedelta(minutes=1))
    assert rows(session) == before
    retention.purge(session, now=now + timedelta(days=2))
    assert rows(session) == [0] * len(TABLES)
