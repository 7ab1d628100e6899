"""My data: all of it and nobody else's, erased what may be erased, the rest named, the officer told."""

import json
import random
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from backend.attachments.models import Attachment
from backend.conversations.messages import InboundMessage, Reply
from backend.conversations.models import Message, RasaTurn
from backend.conversations.service import history, lock_conversation, post, receive
from backend.demo import contributions, membership
from backend.demo.people import person
from backend.errors import NotFound, ServiceError
from backend.handover import service as handover
from backend.handover.models import Handover
from backend.helpers.models import HelperPermission
from backend.history.models import Share, ShareReading, Visit, VisitRecord
from backend.identity import service as identity
from backend.identity.models import IdentitySession
from backend.identity.viewer import IDENTIFIED, VERIFIED, Viewer
from backend.membership.models import Member
from backend.notifications import service as notifications
from backend.notifications.models import BedWatch, Subscription
from backend.privacy import erasure, export, subject_requests
from backend.privacy.audit import Access
from backend.privacy.catalogue import OTHER, catalogue
from backend.privacy.holdings import everything, holdings
from backend.privacy.links import MY_DATA
from backend.privacy.models import AuditEntry, PrivacyRequest
from backend.privacy.overview import overview, subject_of
from backend.privacy.telling import tell_closed
from backend.ratings.models import FacilityRating
from backend.screening.models import Screening
from backend.surgery.models import SurgeryWatch

HASAN, ENDANG, BAMBANG = (person(name) for name in ("Hasan Basri", "Endang Lestari", "Bambang Sutrisno"))


@pytest.fixture
def loaded(session: Session, now: datetime) -> Session:
    for topic in (membership, contributions):
        topic.load(session, now=now, rng=random.Random(165))
        session.flush()
    _visits(session, now)
    return session


def _visits(session: Session, now: datetime) -> None:
    for member in (HASAN, BAMBANG):
        session.add(Visit(member_id=member.member_id, facility_code="F1", day=now.date(), care="emergency"))
    session.flush()


def chat(session: Session, now: datetime, member_id: str = HASAN.member_id) -> UUID:
    inbound = InboundMessage("webchat", "my-data", "m1", "kapan jadwal saya")
    conversation_id = receive(session, inbound, now=now).conversation_id
    conversation = lock_conversation(session, conversation_id)
    post(session, conversation, Reply("Jadwal Bapak besok."), author="bot", now=now, reply_to_seq=1)
    conversation.answered_seq = conversation.last_seq
    identity.open_session(session, conversation_id, member_id=member_id, level=VERIFIED, method="code", now=now)
    session.flush()
    return conversation_id


def viewer(member_id: str = HASAN.member_id) -> Viewer:
    return Viewer(VERIFIED, member_id)


def test_everything_is_counted_and_the_look_is_recorded(loaded: Session, now: datetime) -> None:
    conversation_id = chat(loaded, now)
    access = Access.bot(conversation_id, "my_data")
    found = overview(loaded, viewer(), access=access, now=now)
    counts = {holding.category.key: holding.count for holding in found.holdings}
    assert counts["membership"] >= 1
    assert counts["contributions"] > 1
    assert counts["care"] >= 1
    assert counts["chat"] == 2
    loaded.flush()
    looked = select(AuditEntry).where(AuditEntry.what == "privacy.overview", AuditEntry.member_id == HASAN.member_id)
    assert loaded.scalars(looked).one()


def test_the_machine_readable_copy_has_the_own_numbers_and_no_key_and_no_stranger(
    loaded: Session, now: datetime
) -> None:
    subject = subject_of(loaded, viewer(), chat(loaded, now))
    copy = export.as_json(loaded, subject, now=now).decode()
    member = loaded.get_one(Member, HASAN.member_id)
    assert member.nik in copy
    assert "_hash" not in copy
    strangers = loaded.scalars(select(Member).where(Member.family_id != member.family_id)).all()
    assert not [stranger.name for stranger in strangers if stranger.nik in copy or stranger.id in copy]
    assert json.loads(copy)["data"]["chat"]["messages"]


def test_the_printed_copy_names_the_law(loaded: Session, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[str] = []
    monkeypatch.setattr(export.Paper, "paragraph", lambda _paper, text: printed.append(text))
    subject = subject_of(loaded, viewer(), chat(loaded, now))
    assert export.as_pdf(loaded, subject, now=now, language="id").startswith(b"%PDF")
    assert any("UU 24/2011" in text for text in printed)


def test_a_wife_does_not_get_the_family_account_nor_her_husbands_care(loaded: Session, now: datetime) -> None:
    conversation_id = chat(loaded, now, ENDANG.member_id)
    subject = subject_of(loaded, viewer(ENDANG.member_id), conversation_id)
    tables = {table: rows for _, table, rows in everything(loaded, subject)}
    assert "payments" not in tables
    assert {row["id"] for row in tables["members"]} == {ENDANG.member_id}
    assert {row.get("member_id") for row in tables.get("visits", [])} <= {ENDANG.member_id}


@pytest.mark.parametrize("nobody", [Viewer(), Viewer(IDENTIFIED, HASAN.member_id)])
def test_only_for_the_verified(loaded: Session, now: datetime, nobody: Viewer) -> None:
    with pytest.raises(ServiceError, match="verification_required"):
        subject_of(loaded, nobody, None)


def leads_to_members() -> set[str]:
    """Tables with a member, a family or a conversation, and all that hang on those, however far."""
    from backend.models import metadata

    def named(table: Table) -> set[str]:
        return {key.column.table.name for column in table.columns for key in column.foreign_keys}

    own = {"member_id", "family_id", "conversation_id"}
    found = {
        name
        for name, table in metadata.tables.items()
        if own & set(table.c.keys()) or {"members", "families"} & named(table)
    }
    while more := {name for name, table in metadata.tables.items() if name not in found and found & named(table)}:
        found |= more
    return found


def test_every_table_that_leads_to_a_member_is_held_or_exempt_with_a_reason(loaded: Session) -> None:
    found = catalogue()
    held = {name for category in found.categories for name in category.tables}
    assert not [category for category in found.categories if category.key == OTHER]
    assert leads_to_members() <= held | set(found.not_shown)
    assert not held & set(found.not_shown)
    assert all(len(reason) > 10 for reason in found.not_shown.values())


def test_what_topics_hold_is_exported_and_what_rests_on_consent_is_erased(loaded: Session, now: datetime) -> None:
    conversation_id = chat(loaded, now)
    visit = loaded.scalars(select(Visit).where(Visit.member_id == HASAN.member_id)).first()
    assert visit
    me = {"member_id": HASAN.member_id}
    share = Share(**me, asked_by=HASAN.member_id, code_hash="h", created_at=now, expires_at=now)
    share.readings = [ShareReading(at=now, reader="dr. Ayu")]
    rating = {"service": 5, "waiting": 5, "cleanliness": 5, "medicine": 5}
    watch = {"place": {}, "label": "RSUD", "subject": "s", "zone": "Asia/Jakarta", "since": now, "until": now}
    loaded.add_all(
        [
            VisitRecord(visit_id=visit.id, doctor="dr. Ayu", diagnosis="x"),
            share,
            Screening(**me, answers="{}", consented_at=now, updated_at=now),
            FacilityRating(**me, facility_code="F1", rated_at=now, **rating),
            SurgeryWatch(**me, conversation_id=conversation_id, asked_at=now),
            BedWatch(conversation_id=conversation_id, next_look_at=now, **watch),
            HelperPermission(
                **me, helper_name="Rina", kind="cadre", state="active", method="code", created_at=now, expires_at=now
            ),
        ]
    )
    loaded.flush()
    subject = subject_of(loaded, viewer(), conversation_id)
    kept = {"visit_records", "history_shares", "history_share_readings", "helper_permissions"}
    gone = {"screenings", "facility_ratings", "bed_watches", "surgery_watches"}
    assert kept | gone <= {table for _, table, _ in everything(loaded, subject)}
    erasure.erase(loaded, subject, now=now)
    left = {table for _, table, _ in everything(loaded, subject)}
    assert kept <= left
    assert not gone & left


def test_erasing_leaves_what_the_law_keeps_and_the_order_of_messages(loaded: Session, now: datetime) -> None:
    conversation_id = chat(loaded, now)
    access = Access.bot(conversation_id, "notices")
    notifications.switch_on(loaded, viewer(), ["bill"], day=None, access=access, now=now)
    loaded.add(RasaTurn(sender_id=str(conversation_id), session=1, events=[], sealed=[], created_at=now))
    loaded.flush()
    subject = subject_of(loaded, viewer(), conversation_id)
    before = {holding.category.key: holding.count for holding in holdings(loaded, subject)}
    gone = erasure.erase(loaded, subject, now=now)
    after = {holding.category.key: holding.count for holding in holdings(loaded, subject)}
    assert gone == {"chat": 2, "notices": 1}
    assert (after["membership"], after["care"]) == (before["membership"], before["care"])
    assert loaded.scalars(select(Subscription)).all() == []
    assert loaded.scalars(select(RasaTurn)).all() == []
    loaded.expire_all()
    rows = loaded.scalars(select(Message).where(Message.conversation_id == conversation_id).order_by(Message.seq))
    assert [(message.seq, message.text) for message in rows] == [(1, ""), (2, "")]
    assert history(loaded, conversation_id) == []


def test_a_message_that_waits_for_its_answer_is_not_lost(loaded: Session, now: datetime) -> None:
    conversation_id = chat(loaded, now)
    receive(loaded, InboundMessage("webchat", "my-data", "m2", "hapus chat ini"), now=now)
    assert erasure.forget_conversation(loaded, conversation_id, now=now) == 2
    assert [message.text for message in history(loaded, conversation_id)] == ["hapus chat ini"]


def test_a_consultation_stays_and_who_writes_afterwards_is_unknown(loaded: Session, now: datetime) -> None:
    conversation_id = chat(loaded, now)
    first = loaded.get_one(Message, (conversation_id, 1))
    names = {"media_type": "image/png", "size": 3, "created_at": now, "conversation_id": conversation_id}
    of_doctor, other = (Attachment(name=f"{n}.png", stored_name=n, sha256=n * 64, **names) for n in ("a", "b"))
    loaded.add_all([of_doctor, other])
    loaded.flush()
    first.consultation_id, first.attachments = uuid4(), [str(of_doctor.id)]
    first.seal()
    seen = {"verified_at": now, "last_used_at": now, "method": "code", "level": 2}
    loaded.merge(IdentitySession(conversation_id=conversation_id, member_id=viewer().member_id, **seen))
    loaded.flush()
    kept = first.text
    assert kept and erasure.forget_conversation(loaded, conversation_id, now=now) == 1
    loaded.expire_all()
    assert [message.text for message in history(loaded, conversation_id)] == [kept]
    assert (of_doctor.conversation_id, other.conversation_id) == (conversation_id, None)
    assert loaded.get(IdentitySession, conversation_id) is None


def test_what_agents_were_told_when_they_were_called_goes_too(loaded: Session, now: datetime) -> None:
    conversation_id = chat(loaded, now)
    about = {"reason": "asked", "topic": "complaints", "priority": "P3", "context": {"summary": "ditolak di IGD"}}
    handover.request(loaded, conversation_id, **about, now=now)
    handover.member_leaves(loaded, conversation_id, now=now)
    erasure.forget_conversation(loaded, conversation_id, now=now)
    loaded.expire_all()
    assert loaded.scalars(select(Handover.context)).all() == [{}]


def test_not_while_an_agent_works_on_it(loaded: Session, now: datetime) -> None:
    conversation_id = chat(loaded, now)
    lock_conversation(loaded, conversation_id).handled_by = "agent"
    loaded.flush()
    with pytest.raises(ServiceError, match="held_by_agent"):
        erasure.forget_conversation(loaded, conversation_id, now=now)


def test_withdrawing_ends_consent_and_keeps_the_conversation(loaded: Session, now: datetime) -> None:
    conversation_id = chat(loaded, now)
    access = Access.bot(conversation_id, "notices")
    notifications.switch_on(loaded, viewer(), ["bill", "queue_near"], day=None, access=access, now=now)
    assert erasure.end_consent(loaded, subject_of(loaded, viewer(), conversation_id)) == {"notices": 2}
    assert len(history(loaded, conversation_id)) == 2


def _asked(session: Session, now: datetime, key: str | None = None) -> PrivacyRequest:
    access = Access.bot(chat(session, now), "my_data")
    member = session.get_one(Member, HASAN.member_id)
    words = "nama ibu saya salah"
    return subject_requests.note(session, member, "correct", access=access, now=now, words=words, key=key)


def test_the_officer_has_72_hours_and_answers_once(loaded: Session, now: datetime) -> None:
    request = _asked(loaded, now)
    assert request.due_at - now == timedelta(hours=72)
    assert request in subject_requests.for_officer(loaded, finished=False)
    with pytest.raises(ServiceError, match="answer_missing"):
        subject_requests.close(loaded, request.id, done=False, answer=" ", by="agent", now=now)
    closed = subject_requests.close(loaded, request.id, done=True, answer="Sudah.", by="agent", now=now)
    assert tell_closed(loaded, closed, now=now)
    assert request.conversation_id is not None
    assert "Sudah." in history(loaded, request.conversation_id)[-1].text
    with pytest.raises(ServiceError, match="privacy_request_closed"):
        subject_requests.close(loaded, request.id, done=True, answer="Lagi.", by="other", now=now)


def test_a_turn_that_runs_again_asks_once(loaded: Session, now: datetime) -> None:
    first = _asked(loaded, now, key="turn")
    member, access = loaded.get_one(Member, HASAN.member_id), Access("system", "test")
    again = subject_requests.note(loaded, member, "correct", access=access, now=now, words="lain", key="turn")
    assert again.number == first.number


def test_an_unknown_request(loaded: Session, now: datetime) -> None:
    with pytest.raises(NotFound, match="privacy_request_not_found"):
        subject_requests.close(loaded, UUID(int=0), done=True, answer="x", by="agent", now=now)


def test_words_are_encrypted(loaded: Session, now: datetime) -> None:
    from sqlalchemy import text

    _asked(loaded, now)
    loaded.flush()
    assert not [stored for stored in loaded.scalars(text("SELECT words FROM privacy_requests")) if " " in stored]


def test_the_page_gives_both_copies_while_verified(
    api: TestClient, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backend import clock
    from backend.db import session_scope

    monkeypatch.setattr(clock, "now", lambda: now)
    with session_scope() as session:
        membership.load(session, now=now, rng=random.Random(165))
        session.flush()
        conversation_id = chat(session, now)
        path = MY_DATA.make(conversation_id, HASAN.member_id, now).url.split("/my-data/")[1]
    page = api.get(f"/my-data/{path}")
    assert page.status_code == 200
    assert "Unduh" in page.text
    with session_scope() as session:
        assert session.get_one(Member, HASAN.member_id).nik not in page.text
    assert api.post(f"/my-data/{path}/json").json()["format"] == export.FORMAT
    assert api.post(f"/my-data/{path}/pdf").content.startswith(b"%PDF")
    with session_scope() as session:
        assert MY_DATA.open(session, path, now + timedelta(minutes=16)) is None
        identity.end_session(session, conversation_id)
    assert api.post(f"/my-data/{path}/json").status_code == 410
    assert api.get("/my-data/forged").status_code == 410
