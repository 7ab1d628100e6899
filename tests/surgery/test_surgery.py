"""Surgery dates: whose, and to whom they are shown."""

import random
from datetime import datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from backend.conversations.service import open_conversation
from backend.demo import facilities, membership, queues, surgery
from backend.demo.people import person
from backend.errors import NotFound, ServiceError
from backend.identity.viewer import IDENTIFIED, VERIFIED, Viewer
from backend.privacy.audit import Access
from backend.privacy.models import AuditEntry
from backend.surgery.api import schedule
from backend.surgery.service import schedule_of

ACCESS = Access("system", "test")
ENDANG, BAMBANG = person("Endang Lestari").member_id, person("Bambang Sutrisno").member_id


@pytest.fixture
def loaded(session: Session, now: datetime) -> Session:
    """The demonstration's surgery dates and what they need."""
    for topic in (facilities, membership, queues, surgery):
        topic.load(session, now=now, rng=random.Random(165))
        session.flush()
    return session


def test_own_dates(loaded: Session, now: datetime) -> None:
    member, (found,) = schedule_of(loaded, Viewer(VERIFIED, ENDANG), access=ACCESS, now=now)
    assert (member.name, found.done, found.day > now.date()) == ("Endang Lestari", False, True)
    loaded.flush()
    entry = loaded.scalars(select(AuditEntry).where(AuditEntry.what == "surgery.schedule")).one()
    assert entry.member_id == ENDANG


def test_the_procedure_is_encrypted(loaded: Session) -> None:
    assert not [stored for stored in loaded.scalars(text("SELECT procedure FROM surgeries")) if " " in stored]


@pytest.mark.parametrize(
    ("viewer", "code"),
    [
        (Viewer(VERIFIED, BAMBANG), "own_code_needed"),
        (Viewer(VERIFIED, person("Hasan Basri").member_id), "member_not_found"),
        (Viewer(IDENTIFIED, ENDANG), "verification_required"),
        (Viewer(), "verification_required"),
    ],
)
def test_not_for_others(loaded: Session, now: datetime, viewer: Viewer, code: str) -> None:
    with pytest.raises(ServiceError) as refused:
        schedule_of(loaded, viewer, ENDANG, access=ACCESS, now=now)
    assert refused.value.code == code


def test_nobody_is_told_whether_a_stranger_exists(loaded: Session, now: datetime) -> None:
    with pytest.raises(NotFound, match="member_not_found"):
        schedule_of(loaded, Viewer(VERIFIED, ENDANG), "nobody", access=ACCESS, now=now)


def test_what_the_api_gives(loaded: Session, now: datetime) -> None:
    from backend.api.deps import CallerInfo

    caller = CallerInfo(open_conversation(loaded, "webchat", "somebody", now=now).id, "webchat", "id")
    out = schedule(session=loaded, caller=caller, viewer=Viewer(VERIFIED, ENDANG), now=now)
    (found,) = out.surgeries
    assert (found.facility_name, found.poli, found.starts, found.time_zone) == (
        "RSUP Dr. Sardjito",
        "Orthopedi",
        "08:00",
        "WIB",
    )
