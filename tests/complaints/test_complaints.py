from datetime import date, datetime, timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from backend.attachments.service import store
from backend.complaints import service
from backend.complaints.access import Asker, WrongCode
from backend.complaints.models import Complaint
from backend.complaints.views import view
from backend.conversations.models import Conversation
from backend.facilities.models import Facility
from backend.membership.models import Member
from backend.privacy.models import AuditEntry
from tests.complaints.samples import PNG, FileComplaint, filing, refusal


def test_a_complaint_is_kept_as_it_was_told(file_complaint: FileComplaint, member: Member, now: datetime) -> None:
    complaint = file_complaint(
        facility_name="RS Contoh", happened_on=date(2026, 11, 15), happened_note="minggu pagi", money_asked=250_000,
        wanted_result="uang kembali", contact="08129900099", patient_in_care=False,
    )  # fmt: skip
    assert complaint.chronology == (
        "Minggu lalu ibu saya menunggu enam jam di poli, loket bilang berkas hilang. NIK saya ⟦nik⟧."
    )
    assert (complaint.status, complaint.priority, complaint.urgency_reason) == ("new", "P2", "money_asked")
    assert (complaint.member_id, complaint.contact) == (member.id, "08129900099")
    assert complaint.due_on == date(2026, 11, 27)
    assert complaint.consent_at == now
    assert [entry.code for entry in complaint.timeline] == ["filed"]


def test_contact_and_access_code_are_encrypted_at_rest(file_complaint: FileComplaint, session: Session) -> None:
    complaint = file_complaint(contact="08129900099")
    row = session.connection().exec_driver_sql("SELECT access_code, contact FROM complaints").one()
    assert complaint.access_code not in row[0] and "0812" not in row[1]


def test_filing_again_with_the_same_key_files_once(
    file_complaint: FileComplaint, session: Session, stranger: Asker
) -> None:
    first = file_complaint(key="turn-7")
    assert file_complaint(key="turn-7", chronology="lain").id == first.id
    assert file_complaint(key="turn-8").id != first.id
    assert file_complaint(by=stranger, key="turn-7").id not in {first.id}
    assert session.scalar(select(func.count()).select_from(Complaint)) == 3


def test_an_anonymous_complaint_knows_no_member(file_complaint: FileComplaint) -> None:
    complaint = file_complaint(reporter="anonymous", contact="08129900099")
    assert (complaint.member_id, complaint.contact) == (None, None)


def test_a_known_facility_gives_its_name(file_complaint: FileComplaint, session: Session, now: datetime) -> None:
    place = {"regency_code": "3404", "regency": "Sleman", "province": "DIY", "time_zone": "Asia/Jakarta"}
    where = {"latitude": -7.7, "longitude": 110.4, "updated_at": now}
    session.add(Facility(code="9999999", name="RSUD Percobaan", aliases=[], type="hospital", **place, **where))
    session.flush()
    assert file_complaint(facility_code="9999999").facility_name == "RSUD Percobaan"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"category": "cuaca"}, "unknown_category"),
        ({"facility_code": "0000000"}, "facility_not_found"),
        ({"happened_on": date(2026, 11, 23)}, "happened_in_future"),
        ({"attachments": ["019a0000-0000-7000-8000-000000000000"]}, "unknown_attachment"),
    ],
)
def test_what_cannot_be_filed_is_refused(
    file_complaint: FileComplaint, session: Session, changes: dict[str, object], code: str
) -> None:
    assert refusal(file_complaint, **changes).code == code


@pytest.mark.parametrize(
    "changes",
    [
        {"consent_version": ""},
        {"chronology": "   "},
        {"chronology": "x" * 4001},
        {"money_asked": -1},
        {"reporter": "neighbour"},
        {"attachments": ["019a0000-0000-7000-8000-000000000000"] * 11},
    ],
)
def test_incomplete_filings_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        filing(**changes)


def test_attachments_of_another_conversation_are_refused(
    file_complaint: FileComplaint, session: Session, stranger: Asker, asker: Asker, now: datetime
) -> None:
    theirs = store(session, stranger.conversation_id, "a.png", PNG, now=now)
    assert refusal(file_complaint, attachments=[theirs.id]).code == "unknown_attachment"
    mine = store(session, asker.conversation_id, "a.png", PNG, now=now)
    complaint = file_complaint(attachments=[mine.id])
    assert complaint.attachments == [mine] and mine.evidence


class TestWhoMayRead:
    def test_the_conversation_and_the_verified_member(
        self, file_complaint: FileComplaint, session: Session, asker: Asker, stranger: Asker, now: datetime
    ) -> None:
        ticket = file_complaint().ticket
        for owner in (Asker(asker.conversation_id), Asker(stranger.conversation_id, asker.member_id)):
            opened = service.status(session, ticket.lower(), owner, now=now)
            assert opened.owner and view(opened, locale="id", now=now).chronology

    def test_nobody_else_without_the_code(
        self, file_complaint: FileComplaint, session: Session, stranger: Asker, now: datetime
    ) -> None:
        ticket = file_complaint().ticket
        for other in (stranger, Asker(stranger.conversation_id, "another-member")):
            error = refusal(service.status, session, ticket, other, now=now)
            assert (error.code, error.status) == ("complaint_not_found", 404)

    @pytest.mark.parametrize("reporter", ["family", "anonymous"])
    def test_who_has_the_code_sees_the_state_but_not_the_story(
        self, file_complaint: FileComplaint, session: Session, stranger: Asker, now: datetime, reporter: str
    ) -> None:
        complaint = file_complaint(reporter=reporter)
        typed = " ".join(complaint.access_code.lower())
        by_code = Asker(stranger.conversation_id, code=typed)
        service.add_facts(session, complaint.ticket, by_code, "namanya dokter X", key=None, now=now)
        shown = view(service.status(session, complaint.ticket, by_code, now=now), locale="en", now=now)
        assert (shown.status_title, shown.chronology) == ("Received", None)
        assert [(entry.title, entry.text) for entry in shown.timeline] == [
            ("Complaint received", None),
            ("Further facts", None),
        ]

    def test_five_wrong_codes_lock_for_a_quarter_of_an_hour(
        self, file_complaint: FileComplaint, session: Session, stranger: Asker, asker: Asker, now: datetime
    ) -> None:
        complaint = file_complaint()
        wrong = Asker(stranger.conversation_id, code="222222" if complaint.access_code != "222222" else "333333")
        right = Asker(stranger.conversation_id, code=complaint.access_code)
        for _ in range(4):
            assert isinstance(refusal(service.status, session, complaint.ticket, wrong, now=now), WrongCode)
        assert not service.status(session, complaint.ticket, right, now=now).owner
        for _ in range(5):
            assert isinstance(refusal(service.status, session, complaint.ticket, wrong, now=now), WrongCode)
        locked = refusal(service.status, session, complaint.ticket, right, now=now)
        assert (locked.code, locked.status) == ("code_locked", 429)
        assert service.status(session, complaint.ticket, asker, now=now).owner
        later = now + timedelta(seconds=locked.details["retry_after"])
        assert service.status(session, complaint.ticket, right, now=later)

    def test_an_unknown_number_answers_as_a_known_one(self, session: Session, stranger: Asker, now: datetime) -> None:
        guess = Asker(stranger.conversation_id, code="222222")
        answers = [refusal(service.status, session, "PGD-7KQ2-M4XR-R", guess, now=now).code for _ in range(6)]
        assert answers == ["complaint_not_found"] * 5 + ["code_locked"]

    def test_a_typing_mistake_is_told_apart(self, session: Session, stranger: Asker, now: datetime) -> None:
        assert refusal(service.status, session, "PGD-7KQ2-M4XR-4", stranger, now=now).code == "ticket_mistyped"

    def test_reading_a_members_complaint_is_in_the_audit_log(
        self, file_complaint: FileComplaint, session: Session, asker: Asker, member: Member, now: datetime
    ) -> None:
        service.status(session, file_complaint().ticket, asker, now=now)
        service.list_for(session, asker, now=now)
        noted = session.execute(select(AuditEntry.what, AuditEntry.member_id).order_by(AuditEntry.what)).all()
        assert [tuple(row) for row in noted] == [("complaint", member.id), ("complaints", member.id)]


def test_the_list_holds_ones_own_only(
    file_complaint: FileComplaint, session: Session, asker: Asker, stranger: Asker, now: datetime
) -> None:
    mine, hidden = file_complaint(), file_complaint(reporter="anonymous", at=now + timedelta(minutes=1))
    theirs = file_complaint(by=stranger)
    assert service.list_for(session, asker, now=now) == [hidden, mine]
    elsewhere = Asker(stranger.conversation_id, asker.member_id)
    assert set(service.list_for(session, elsewhere, now=now)) == {mine, theirs}


class TestAdding:
    def test_facts_are_masked_and_enter_the_timeline_once(
        self, file_complaint: FileComplaint, session: Session, asker: Asker, now: datetime
    ) -> None:
        ticket = file_complaint().ticket
        for _ in range(2):
            opened, urgency = service.add_facts(
                session, ticket, asker, "Nomor kartunya 0009900000001", key="turn-9", now=now
            )
        shown = view(opened, locale="id", now=now)
        assert [entry.text for entry in shown.timeline] == [None, "Nomor kartunya ⟦card⟧"]
        assert not urgency.handover

    def test_alarming_facts_raise_the_priority(
        self, file_complaint: FileComplaint, session: Session, asker: Asker, now: datetime
    ) -> None:
        complaint = file_complaint()
        _, urgency = service.add_facts(
            session, complaint.ticket, asker, "Sekarang ibu saya ditolak di IGD", key=None, now=now
        )
        assert (urgency.handover, complaint.priority, complaint.urgency_reason) == (True, "P1", "care_refused_now")
        service.add_facts(session, complaint.ticket, asker, "Terima kasih", key=None, now=now)
        assert complaint.priority == "P1"

    def test_files_are_added_and_the_same_file_only_once(
        self, file_complaint: FileComplaint, session: Session, asker: Asker, stranger: Asker, now: datetime
    ) -> None:
        complaint = file_complaint()
        mine = store(session, asker.conversation_id, "a.png", PNG, now=now)
        for _ in range(2):
            opened, _ = service.add_facts(session, complaint.ticket, asker, None, [mine.id], key=None, now=now)
        assert view(opened, locale="id", now=now).attachments == 1
        assert [entry.code for entry in complaint.timeline] == ["filed", "files"]
        theirs = store(session, stranger.conversation_id, "b.png", PNG, now=now)
        error = refusal(service.add_facts, session, complaint.ticket, asker, None, [theirs.id], key=None, now=now)
        assert error.code == "unknown_attachment"

    def test_nothing_is_no_addition(
        self, file_complaint: FileComplaint, session: Session, asker: Asker, now: datetime
    ) -> None:
        ticket = file_complaint().ticket
        assert refusal(service.add_facts, session, ticket, asker, None, key=None, now=now).code == "nothing_to_add"


def test_a_complaint_and_its_files_outlive_the_conversation(
    file_complaint: FileComplaint, session: Session, asker: Asker, stranger: Asker, now: datetime
) -> None:
    mine = store(session, asker.conversation_id, "a.png", PNG, now=now)
    complaint = file_complaint(attachments=[mine.id])
    session.execute(delete(Conversation).where(Conversation.id == asker.conversation_id))
    session.expire_all()
    elsewhere = Asker(stranger.conversation_id, asker.member_id)
    opened = service.status(session, complaint.ticket, elsewhere, now=now)
    assert len(opened.complaint.attachments) == 1
