"""How long a conversation stays who it is."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from backend.errors import NotFound
from backend.identity import service
from backend.identity.viewer import ANONYMOUS, IDENTIFIED, VERIFIED, Viewer
from backend.membership.models import Member
from tests.support.audit import accesses_to

Members = Callable[[str], Member]
MINUTE = timedelta(minutes=1)


def verify(session: Session, conversation_id: UUID, member: Member, now: datetime) -> Viewer:
    return service.open_session(session, conversation_id, member_id=member.id, level=VERIFIED, method="code", now=now)


def test_nobody_is_anonymous(session: Session, conversation_id: UUID, now: datetime) -> None:
    assert service.viewer_of(session, conversation_id, now) == Viewer(ANONYMOUS, None)


def test_idle_time_ends_a_session_and_use_prolongs_it(
    session: Session, members: Members, conversation_id: UUID, now: datetime
) -> None:
    verify(session, conversation_id, members("Siti Rahmawati"), now)
    assert service.viewer_of(session, conversation_id, now + 14 * MINUTE).level == VERIFIED
    assert service.viewer_of(session, conversation_id, now + 28 * MINUTE).level == VERIFIED
    assert service.viewer_of(session, conversation_id, now + 43 * MINUTE).level == ANONYMOUS
    assert service.viewer_of(session, conversation_id, now + 44 * MINUTE).level == ANONYMOUS


def test_no_use_prolongs_a_session_beyond_twelve_hours(
    session: Session, members: Members, conversation_id: UUID, now: datetime
) -> None:
    verify(session, conversation_id, members("Siti Rahmawati"), now)
    levels = [service.viewer_of(session, conversation_id, now + m * 10 * MINUTE).level for m in range(1, 73)]
    assert levels == [VERIFIED] * 71 + [ANONYMOUS]


def test_ending_forgets(session: Session, members: Members, conversation_id: UUID, now: datetime) -> None:
    verify(session, conversation_id, members("Siti Rahmawati"), now)
    assert service.end_session(session, conversation_id)
    assert service.viewer_of(session, conversation_id, now).level == ANONYMOUS
    assert not service.end_session(session, conversation_id)


def test_identification_never_takes_verification_away(
    session: Session, members: Members, conversation_id: UUID, now: datetime
) -> None:
    siti, sutinah = members("Siti Rahmawati"), members("Sutinah")
    assert service.identify_as(session, conversation_id, sutinah.id, now) == Viewer(IDENTIFIED, sutinah.id)
    verify(session, conversation_id, siti, now)
    assert service.identify_as(session, conversation_id, sutinah.id, now) == Viewer(VERIFIED, siti.id)


def test_an_agent_verifies_and_it_is_recorded(
    session: Session, members: Members, conversation_id: UUID, now: datetime
) -> None:
    sutinah, agent = members("Sutinah"), uuid4()
    service.verify_by_agent(session, conversation_id, sutinah.id, agent, now)
    assert service.viewer_of(session, conversation_id, now) == Viewer(VERIFIED, sutinah.id)
    entry = accesses_to(session, sutinah.id)[0]
    assert (entry.actor_kind, entry.actor_id, entry.what) == ("agent", str(agent), "identity.verified")
    with pytest.raises(NotFound, match="member_not_found"):
        service.verify_by_agent(session, conversation_id, "nobody", agent, now)
