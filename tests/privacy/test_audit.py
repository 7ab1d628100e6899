"""The record of who read what."""

from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from backend.privacy.audit import Access, record_access
from tests.support.audit import accesses_to


def test_an_entry_tells_who_whose_what_and_what_for(session: Session, now: datetime) -> None:
    agent, conversation = uuid4(), uuid4()
    record_access(session, Access.agent(agent, conversation, "complaint"), member_id="m", what="bill", now=now)
    entry = accesses_to(session, "m")[0]
    assert (entry.actor_kind, entry.actor_id, entry.conversation_id) == ("agent", str(agent), conversation)
    assert (entry.what, entry.purpose, entry.at) == ("bill", "complaint", now)


@pytest.mark.parametrize("change", ["UPDATE audit_log SET what = 'nothing'", "DELETE FROM audit_log"])
def test_entries_cannot_be_changed_or_deleted(session: Session, now: datetime, change: str) -> None:
    record_access(session, Access.bot(uuid4(), "status"), member_id="m", what="member.status", now=now)
    session.flush()
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(change))
