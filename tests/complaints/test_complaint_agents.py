from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.attachments.service import store
from backend.complaints import agent_service, service
from backend.complaints.access import Asker
from backend.complaints.lifecycle import NEXT, STATUSES, Status
from backend.complaints.models import Complaint
from backend.complaints.views import view
from backend.conversations.models import ConsoleEvent
from backend.conversations.service import history
from backend.privacy.audit import Access
from tests.complaints.samples import PNG, FileComplaint, refusal
from tests.support.audit import accesses_to

AGENT = UUID("019a0000-0000-7000-8000-000000000001")


def move(
    session: Session, complaint: Complaint, *statuses: Status, now: datetime, message: str = "Sudah kami cek."
) -> None:
    for status in statuses:
        told = message if status in ("waiting_member", "resolved") else None
        agent_service.change_status(
            session, complaint.ticket, status, agent_id=AGENT, agent_name="Rina", message_to_member=told, now=now
        )


def test_a_change_with_a_message_reaches_the_member(
    file_complaint: FileComplaint, session: Session, asker: Asker, now: datetime
) -> None:
    complaint = file_complaint()
    move(session, complaint, "verified", "assigned", "in_progress", now=now)
    titles = ("Sudah diperiksa", "Ditangani petugas", "Sedang dikerjakan")
    heads = [message.text.splitlines()[0] for message in history(session, asker.conversation_id)]
    assert heads == [f"Laporan {complaint.ticket}: {title}." for title in titles]
    move(session, complaint, "waiting_member", message="Mohon kirim foto kwitansi.", now=now)
    told = history(session, asker.conversation_id)[-1]
    assert told.author == "system"
    assert told.text == f"Laporan {complaint.ticket}: Menunggu jawaban Bapak/Ibu.\nMohon kirim foto kwitansi."
    shown = view(service.status(session, complaint.ticket, asker, now=now), locale="id", now=now)
    assert shown.waits_for_member
    assert [(entry.title, entry.text) for entry in shown.timeline] == [
        ("Laporan diterima", None),
        ("Sudah diperiksa", None),
        ("Ditangani petugas", None),
        ("Sedang dikerjakan", None),
        ("Menunggu jawaban Bapak/Ibu", "Mohon kirim foto kwitansi."),
    ]


def test_the_members_answer_puts_the_complaint_back_to_work(
    file_complaint: FileComplaint, session: Session, asker: Asker, now: datetime
) -> None:
    complaint = file_complaint()
    move(session, complaint, "in_progress", "waiting_member", now=now)
    service.add_facts(session, complaint.ticket, asker, "Ini kwitansinya", key=None, now=now)
    assert complaint.status == "in_progress"


@pytest.mark.parametrize("old", STATUSES)
def test_only_allowed_ways_are_open(file_complaint: FileComplaint, session: Session, now: datetime, old: str) -> None:
    complaint = file_complaint()
    for new in set(STATUSES) - set(NEXT[old]):
        complaint.status = old
        session.flush()
        more = {"agent_id": AGENT, "agent_name": "Rina", "message_to_member": "Begini.", "now": now}
        error = refusal(agent_service.change_status, session, complaint.ticket, new, **more)
        assert (error.code, error.details["allowed"]) == ("status_not_allowed", list(NEXT[old]))


def test_every_state_can_be_reached() -> None:
    reached = {"new"}
    while more := {after for state in reached for after in NEXT[state]} - reached:
        reached |= more
    assert reached == set(STATUSES)


@pytest.mark.parametrize("status", ["waiting_member", "resolved"])
def test_some_changes_must_be_explained(
    file_complaint: FileComplaint, session: Session, now: datetime, status: Status
) -> None:
    complaint = file_complaint()
    move(session, complaint, "in_progress", now=now)
    more = {"agent_id": AGENT, "agent_name": "Rina", "message_to_member": "  ", "now": now}
    assert refusal(agent_service.change_status, session, complaint.ticket, status, **more).code == "message_required"
    assert complaint.status == "in_progress"


def test_notes_are_for_agents_only(
    file_complaint: FileComplaint, session: Session, asker: Asker, now: datetime
) -> None:
    complaint = file_complaint()
    agent_service.add_note(session, complaint.ticket, "Tagihan ganda", agent_id=AGENT, agent_name="Rina", now=now)
    shown = view(service.status(session, complaint.ticket, asker, now=now), locale="id", now=now)
    assert [entry.code for entry in shown.timeline] == ["filed"]
    seen = agent_service.details(session, complaint.ticket, Access.agent(AGENT, None, "complaint"), now=now)
    assert [entry.code for entry in seen.timeline] == ["filed", "note"]


def test_reopening_within_fourteen_days(
    file_complaint: FileComplaint, session: Session, asker: Asker, now: datetime
) -> None:
    complaint = file_complaint()
    assert refusal(service.reopen, session, complaint.ticket, asker, "belum", now=now).code == "complaint_not_finished"
    move(session, complaint, "in_progress", "resolved", now=now)
    error = refusal(service.add_facts, session, complaint.ticket, asker, "lagi", key=None, now=now)
    assert (error.code, error.details["reopen_until"]) == ("complaint_finished", now + timedelta(days=14))
    last_moment = now + timedelta(days=14)
    too_late = refusal(service.reopen, session, complaint.ticket, asker, "x", now=last_moment + timedelta(seconds=1))
    assert too_late.code == "reopen_too_late"
    service.reopen(session, complaint.ticket, asker, "Belum selesai", now=last_moment)
    assert (complaint.status, complaint.resolved_at, complaint.due_on) == ("reopened", None, date(2026, 12, 11))
    service.add_facts(session, complaint.ticket, asker, "Saya diminta membayar obat", key=None, now=last_moment)
    assert complaint.priority == "P2" and complaint.due_at is not None and complaint.due_at > last_moment


def test_settled_complaints_are_closed_and_may_be_reopened_no_more(
    file_complaint: FileComplaint, session: Session, asker: Asker, now: datetime
) -> None:
    complaint, young = file_complaint(), file_complaint()
    move(session, complaint, "in_progress", "resolved", now=now)
    move(session, young, "in_progress", "resolved", now=now + timedelta(days=1))
    later = now + timedelta(days=14, minutes=1)
    assert agent_service.close_settled(session, now=later) == 1
    assert (complaint.status, young.status) == ("closed", "resolved")
    assert refusal(service.reopen, session, complaint.ticket, asker, "x", now=later).code == "reopen_too_late"


def test_agents_never_learn_the_conversation_of_an_anonymous_complaint(
    file_complaint: FileComplaint, session: Session, asker: Asker, now: datetime
) -> None:
    known, hidden = file_complaint(contact="08129900099"), file_complaint(reporter="anonymous")
    move(session, hidden, "in_progress", "resolved", now=now)
    access = Access.agent(AGENT, None, "complaint")
    assert agent_service.details(session, hidden.ticket, access, now=now).conversation_id is None
    assert agent_service.details(session, known.ticket, access, now=now).conversation_id == asker.conversation_id
    assert list(agent_service.of_conversation(session, asker.conversation_id)) == [known]
    events = session.scalars(select(ConsoleEvent).where(ConsoleEvent.kind == "complaint"))
    assert {event.data["ticket"] for event in events if event.conversation_id} == {known.ticket}
    assert len(history(session, asker.conversation_id)) == 2  # the answers still arrive


def test_what_an_agent_reads_is_in_the_audit_log(
    file_complaint: FileComplaint, session: Session, asker: Asker, now: datetime
) -> None:
    mine = store(session, asker.conversation_id, "a.png", PNG, now=now)
    complaint = file_complaint(attachments=[mine.id])
    access = Access.agent(AGENT, asker.conversation_id, "complaint")
    attachment, path = agent_service.evidence(session, complaint.ticket, mine.id, access, now=now)
    assert (attachment.id, path.read_bytes()) == (mine.id, PNG)
    assert (
        refusal(agent_service.evidence, session, complaint.ticket, uuid4(), access, now=now).code
        == "unknown_attachment"
    )
    session.flush()
    assert asker.member_id is not None
    assert [entry.actor_id for entry in accesses_to(session, asker.member_id)] == [str(AGENT)] * 2
