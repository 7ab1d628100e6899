"""Owners, duplicates, deadlines in working hours, and the letter."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from backend.complaints import service
from backend.complaints.access import Asker
from backend.complaints.agent_service import change_status
from backend.complaints.handling import Owner, Worker, give_to, look_alikes, merge
from backend.complaints.letter import letter
from backend.complaints.views import view
from backend.conversations.service import history
from backend.sla.models import CategoryTarget, ClosedDay
from tests.complaints.samples import FileComplaint, refusal

RINA = Worker(UUID("019a0000-0000-7000-8000-000000000001"), "Rina")
WIB = ZoneInfo("Asia/Jakarta")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def texts(session: Session, asker: Asker) -> list[str]:
    return [message.text for message in history(session, asker.conversation_id)]


@pytest.mark.parametrize("kind", ["branch", "hospital", "agent"])
def test_an_owner_is_set_and_the_member_hears_that_it_is_assigned(
    file_complaint: FileComplaint, session: Session, asker: Asker, now: datetime, kind: str
) -> None:
    complaint = file_complaint()
    give_to(session, complaint.ticket, Owner(kind, "Petugas PIPP RSUD Sleman"), RINA, now=now)
    assert (complaint.status, complaint.owner_kind, complaint.owner_name) == (
        "assigned",
        kind,
        "Petugas PIPP RSUD Sleman",
    )
    assert "Ditangani petugas" in texts(session, asker)[-1]
    shown = view(service.status(session, complaint.ticket, asker, now=now), locale="id", now=now)
    assert "RSUD Sleman" not in str([entry.text for entry in shown.timeline])


def test_another_owner_later_does_not_move_the_state(
    file_complaint: FileComplaint, session: Session, now: datetime
) -> None:
    complaint = file_complaint()
    for status in ("in_progress", "waiting_facility"):
        change_status(session, complaint.ticket, status, agent_id=RINA.id, agent_name="Rina", now=now)
    give_to(session, complaint.ticket, Owner("branch", "Cabang Yogyakarta"), RINA, now=now)
    assert (complaint.status, complaint.owner_name) == ("waiting_facility", "Cabang Yogyakarta")
    assert refusal(give_to, session, complaint.ticket, Owner("branch", " "), RINA, now=now).code == "owner_missing"


def test_a_duplicate_follows_its_complaint_and_both_members_hear(
    file_complaint: FileComplaint, session: Session, asker: Asker, stranger: Asker, now: datetime
) -> None:
    main, duplicate = file_complaint(), file_complaint(by=stranger)
    merge(session, duplicate.ticket, main.ticket, RINA, now=now)
    assert main.ticket not in texts(session, stranger)[-1]
    done = {"agent_id": RINA.id, "agent_name": "Rina", "now": now}
    change_status(session, main.ticket, "in_progress", **done)
    change_status(session, main.ticket, "resolved", message_to_member="Berkas sudah ditemukan.", **done)
    assert (main.status, duplicate.status) == ("resolved", "resolved")
    for who in (asker, stranger):
        assert "Berkas sudah ditemukan." in texts(session, who)[-1]
    refused = refusal(change_status, session, duplicate.ticket, "closed", **done)
    assert refused.code == "complaint_merged"


def test_an_urgent_duplicate_hastens_what_it_is_merged_into(file_complaint: FileComplaint, session: Session) -> None:
    filed = at("2026-11-23T09:00")
    main = file_complaint(category="app", chronology="Mohon dibantu.", at=filed)
    urgent = file_complaint(category="payment", chronology="Mohon dibantu.", at=filed)
    assert urgent.due_at < main.due_at
    merge(session, urgent.ticket, main.ticket, RINA, now=filed)
    assert (main.priority, main.due_at) == (urgent.priority, urgent.due_at)


def test_merges_that_make_no_sense(file_complaint: FileComplaint, session: Session, now: datetime) -> None:
    first, second, third = (file_complaint().ticket for _ in range(3))
    assert refusal(merge, session, first, first, RINA, now=now).code == "merge_with_itself"
    merge(session, second, first, RINA, now=now)
    assert refusal(merge, session, second, third, RINA, now=now).code == "complaint_merged"
    assert refusal(merge, session, first, third, RINA, now=now).code == "has_duplicates"
    assert refusal(merge, session, third, "PGD-0000-0000-0", RINA, now=now).code == "complaint_not_found"


def test_look_alikes_are_of_the_same_matter(
    file_complaint: FileComplaint, session: Session, stranger: Asker, now: datetime
) -> None:
    one, same = file_complaint(), file_complaint()
    file_complaint(category="app"), file_complaint(by=stranger)
    file_complaint(at=now - timedelta(days=40))
    assert list(look_alikes(session, one)) == [same]


@pytest.mark.parametrize(
    ("category", "filed", "due"),
    [
        ("app", "2026-11-23T09:00", "2026-11-30T10:00"),  # P3: 40 h from Monday; Fridays have seven
        ("payment", "2026-11-23T09:00", "2026-11-24T09:00"),  # P2: 8 h
        ("payment", "2026-12-24T16:00", "2026-12-28T16:00"),  # over Christmas and the weekend
    ],
)
def test_due_by_category_and_priority_in_working_hours(
    file_complaint: FileComplaint, category: str, filed: str, due: str
) -> None:
    complaint = file_complaint(category=category, chronology="Mohon dibantu.", at=at(filed))
    assert complaint.due_at == at(due)
    assert complaint.due_at.astimezone(WIB).date() <= complaint.due_on


def test_own_targets_and_days_off_move_the_deadline(file_complaint: FileComplaint, session: Session) -> None:
    session.add(CategoryTarget(category="app", priority="P3", resolution=60))
    session.add(ClosedDay(day=at("2026-11-23T00:00").date(), name="Libur kantor"))
    complaint = file_complaint(category="app", chronology="Mohon dibantu.", at=at("2026-11-23T09:00"))
    assert complaint.due_at == at("2026-11-24T09:00")


def test_the_letter_holds_no_identifier(
    file_complaint: FileComplaint, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    complaint = file_complaint(contact="08129900099")
    done = {"agent_id": RINA.id, "agent_name": "Rina", "now": now}
    told = "Kartu 0009900000001 sudah aktif."
    change_status(session, complaint.ticket, "in_progress", message_to_member=told, **done)
    printed: list[str] = []
    monkeypatch.setattr("backend.documents.paper.printable", lambda text: printed.append(text) or text)
    assert letter(complaint, now=now).startswith(b"%PDF-")
    everything = "\n".join(printed)
    assert complaint.ticket in everything and "sudah aktif" in everything
    for secret in ("9999015403880001", "0009900000001", "08129900099", complaint.access_code, "Wayan"):
        assert secret not in everything
