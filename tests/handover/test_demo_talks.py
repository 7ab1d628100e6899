"""The demonstration's conversations."""

from datetime import datetime

import pytest
from sqlalchemy import func, select, text

from backend.conversations.models import Conversation, Delivery
from backend.db import session_scope
from backend.handover.models import CannedText, Handover, Team
from backend.privacy.identifiers import mask_text


@pytest.mark.usefixtures("demo")
def test_the_console_is_full_of_believable_conversations(now: datetime) -> None:
    with session_scope() as session:
        states = dict(session.execute(select(Handover.state, func.count()).group_by(Handover.state)).all())
        assert sum(states.values()) == 30
        assert states["waiting"] == 12 and states["claimed"] == 2 and states["returned"] == 2
        assert (
            session.scalar(select(func.count()).where(Handover.state == "claimed", Handover.snoozed_until > now)) == 2
        )
        assert session.scalar(select(func.max(Handover.requested_at))) < now
        assert set(session.scalars(select(Delivery.state))) == {"sent"}
        assert session.scalar(select(func.count()).select_from(CannedText)) == 6
        assert session.scalar(select(func.count()).select_from(Team)) == 2
        unanswered = Conversation.handled_by == "bot", Conversation.answered_seq < Conversation.last_member_seq
        assert session.scalar(select(func.count()).select_from(Conversation).where(*unanswered)) == 0
        words = session.scalars(text("SELECT text FROM messages")).all()
        assert all(mask_text(each).text == each for each in words)
