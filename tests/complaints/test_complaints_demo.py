import random
from datetime import datetime
from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.complaints import service, ticket
from backend.complaints.access import Asker
from backend.complaints.lifecycle import NEXT
from backend.complaints.models import Complaint
from backend.complaints.views import view
from backend.demo import complaints, facilities, membership
from backend.demo.people import person
from backend.privacy.identifiers import mask_text


@pytest.fixture
def loaded(session: Session, now: datetime) -> list[Complaint]:
    for topic in (facilities, membership, complaints):
        topic.load(session, now=now, rng=random.Random(165))
        session.flush()
    return list(session.scalars(select(Complaint)))


def test_the_stories_are_consistent(loaded: list[Complaint]) -> None:
    assert {"new", "in_progress", "waiting_member", "waiting_facility", "closed", "reopened"} <= {
        complaint.status for complaint in loaded
    }
    for complaint in loaded:
        assert ticket.parse(complaint.ticket) == complaint.ticket
        assert mask_text(complaint.chronology).identifiers == []
        times = [complaint.filed_at, *(entry.at for entry in complaint.timeline)]
        assert times == sorted(times)
        codes = [entry.code.removeprefix("status_") for entry in complaint.timeline if entry.public]
        states = ["new", *codes[1:]]
        assert all(after in NEXT[before] for before, after in pairwise(states)), complaint.ticket
        assert states[-1] == complaint.status


def test_a_demo_member_finds_their_complaint(
    loaded: list[Complaint], session: Session, stranger: Asker, now: datetime
) -> None:
    maria = Asker(stranger.conversation_id, person("Maria Goreti").member_id)
    (found,) = service.list_for(session, maria, now=now)
    shown = view(service.status(session, found.ticket, maria, now=now), locale="id", now=now)
    assert (shown.category, shown.status, shown.overdue) == ("payment", "in_progress", False)
    assert "note" not in {entry.code for entry in shown.timeline}


def test_the_anonymous_one_opens_with_its_code(
    loaded: list[Complaint], session: Session, stranger: Asker, now: datetime
) -> None:
    (anonymous,) = [complaint for complaint in loaded if complaint.anonymous]
    by_code = Asker(stranger.conversation_id, code="4krt7m")
    assert service.status(session, anonymous.ticket, by_code, now=now).complaint is anonymous
