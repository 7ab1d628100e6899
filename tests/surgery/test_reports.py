"""Hospitals move dates: what is stored, who is told, and that a message by itself says nothing of the surgery."""

import random
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conversations.models import Message
from backend.conversations.service import open_conversation
from backend.demo import facilities, membership, queues, surgery
from backend.demo.people import person
from backend.identity.viewer import VERIFIED, Viewer
from backend.privacy.audit import Access
from backend.surgery.importer import import_surgery
from backend.surgery.models import Surgery, SurgeryWatch
from backend.surgery.reports import TOLD_FOR, forget_old
from backend.surgery.service import schedule_of

ENDANG = person("Endang Lestari")
HEADER = "code,card_number,facility_code,poli_code,date,time,procedure,done,reported_at"


@pytest.fixture
def known(session: Session, now: datetime) -> Surgery:
    """Endang's surgery of the demonstration data."""
    for topic in (facilities, membership, queues, surgery):
        topic.load(session, now=now, rng=random.Random(165))
        session.flush()
    return session.scalars(select(Surgery).where(Surgery.member_id == ENDANG.member_id)).one()


def asks(session: Session, chat: str, now: datetime) -> UUID:
    """The conversation in which Endang asks for her date."""
    conversation = open_conversation(session, "webchat", chat, now=now)
    access = Access.bot(conversation.id, "surgery_schedule")
    schedule_of(session, Viewer(VERIFIED, ENDANG.member_id), access=access, now=now)
    return conversation.id


def report(known: Surgery, now: datetime, **changed: str) -> str:
    row = {
        "code": known.code,
        "card_number": ENDANG.card_number,
        "facility_code": known.facility_code,
        "poli_code": known.poli_code,
        "date": known.day.isoformat(),
        "time": "08:00",
        "procedure": "Penggantian sendi lutut kanan",
        "done": "0",
        "reported_at": now.isoformat(),
    }
    return ",".join((row | changed).values())


def told(session: Session, conversation: UUID) -> list[str]:
    query = select(Message.text).where(Message.conversation_id == conversation, Message.author == "system")
    return list(session.scalars(query))


def test_a_moved_date_is_kept_and_told_to_who_asked(session: Session, known: Surgery, now: datetime) -> None:
    here, long_ago = asks(session, "a", now), asks(session, "b", now - TOLD_FOR)
    before, after = known.day, known.day + timedelta(days=5)
    lines = [HEADER, report(known, now, date=after.isoformat())]
    done = import_surgery(session, lines, now=now)
    assert (done.created, done.updated, done.errors) == (0, 1, [])
    assert (known.day, known.moved_from) == (after, before)
    (message,) = told(session, here)
    assert "perubahan" in message
    assert not {"operasi", "lutut", "Endang"} & set(message.split())
    assert told(session, long_ago) == []

    import_surgery(session, lines, now=now)  # the same file again
    import_surgery(session, [HEADER, report(known, now - timedelta(days=9), date=before.isoformat())], now=now)
    assert (known.day, len(told(session, here))) == (after, 1)


def test_what_stays_the_same_or_is_done_is_not_told(session: Session, known: Surgery, now: datetime) -> None:
    here = asks(session, "a", now)
    import_surgery(session, [HEADER, report(known, now)], now=now)
    done = report(known, now + timedelta(days=1), done="1", time="")
    import_surgery(session, [HEADER, done], now=now)
    assert (known.done, told(session, here)) == (True, [])


def test_bad_rows_are_named_without_the_card_number(session: Session, known: Surgery, now: datetime) -> None:
    rows = [
        report(known, now, card_number="0009900009999"),
        report(known, now, facility_code="nowhere"),
        report(known, now, poli_code="XXX"),
        report(known, now, date="besok"),
        report(known, now, reported_at="2026-11-22T10:00:00"),
        report(known, now, code="x" * 31),
        report(known, now, card_number=person("Agus Prasetyo").card_number),
        report(known, now, code="new-1"),
    ]
    done = import_surgery(session, [HEADER, *rows], now=now)
    assert [error.reason for error in done.errors] == [
        "unknown_member",
        "unknown_facility",
        "unknown_poli",
        "bad_date",
        "time_without_offset",
        "code_too_long",
        "code_of_another_member",
    ]
    assert "0009900009999" not in str(done.errors)
    assert done.created == 1


def test_who_is_told_no_more_is_forgotten(session: Session, known: Surgery, now: datetime) -> None:
    asks(session, "one", now)

    def watches(at: datetime) -> int:
        forget_old(session, at)
        return len(session.scalars(select(SurgeryWatch)).all())

    assert [watches(now + TOLD_FOR - timedelta(seconds=1)), watches(now + TOLD_FOR)] == [1, 0]
