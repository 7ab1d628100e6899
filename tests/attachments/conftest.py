"""A conversation that files belong to."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from backend.conversations.service import open_conversation


@pytest.fixture
def conversation_id(session: Session, now: datetime) -> UUID:
    return open_conversation(session, "web", "attachments-test", now=now).id


@pytest.fixture
def stranger_id(session: Session, now: datetime) -> UUID:
    return open_conversation(session, "web", "attachments-stranger", now=now).id
