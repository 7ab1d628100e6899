"""A member who complains, a stranger, and a facility."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from backend.complaints import service
from backend.complaints.access import Asker
from backend.complaints.models import Complaint
from backend.conversations.service import open_conversation
from backend.membership.models import Member
from tests.complaints.samples import FileComplaint, filing, new_member


@pytest.fixture
def conversation_id(session: Session, now: datetime) -> UUID:
    return open_conversation(session, "web", "complaints-test", now=now).id


@pytest.fixture
def stranger(session: Session, now: datetime) -> Asker:
    return Asker(open_conversation(session, "web", "complaints-stranger", now=now).id)


@pytest.fixture
def member(session: Session) -> Member:
    found = new_member()
    session.add(found)
    session.flush()
    return found


@pytest.fixture
def asker(conversation_id: UUID, member: Member) -> Asker:
    """The conversation of the verified member."""
    return Asker(conversation_id, member.id)


@pytest.fixture
def file_complaint(session: Session, asker: Asker, now: datetime) -> FileComplaint:
    """Files a complaint of the member, with changes."""

    def filed(by: Asker = asker, key: str | None = None, at: datetime = now, **changes: object) -> Complaint:
        return service.file_complaint(session, filing(**changes), by, locale="id", key=key, now=at)

    return filed
