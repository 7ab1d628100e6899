"""A member asks for a consultation at their own facility, moves it, withdraws it; danger books nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from backend.errors import ServiceError
from backend.notifications import looking
from backend.notifications import service as notices
from backend.notifications.models import Notice
from backend.privacy.audit import Access
from backend.privacy.models import AuditEntry
from backend.teleconsultation import service
from backend.teleconsultation.care import end_without_consent
from backend.teleconsultation.models import ConsultationConsent
from tests.teleconsultation.conftest import COMPLAINT, MONDAY_0900, Clinic


def test_asked_for_and_booked_with_consent_once(clinic: Clinic) -> None:
    case = service.case_of(clinic.session, clinic.asked())
    assert (case.facility.code, case.offered, case.consented, case.open) == ("A002", True, False, None)
    assert case.signs == ["breathing", "consciousness", "bleeding", "pregnancy"]
    assert [slot.starts_at for slot in case.slots[:2]] == [MONDAY_0900, MONDAY_0900 + timedelta(minutes=15)]
    with pytest.raises(ServiceError, match="consultation_consent_needed"):
        service.request(clinic.session, clinic.asked(), clinic.wish(consent=False))
    made = service.request(clinic.session, clinic.asked(), clinic.wish())
    assert (made.receipt[:4], made.state, made.minutes) == ("TLK-", "booked", 15)
    assert service.request(clinic.session, clinic.asked(), clinic.wish()) is made
    case = service.case_of(clinic.session, clinic.asked())
    assert case.consented and case.open is made and case.slots[0].starts_at != MONDAY_0900


def test_what_is_written_is_encrypted_and_every_reading_in_the_record(clinic: Clinic) -> None:
    clinic.booked()
    service.mine(clinic.session, clinic.asked())
    stored = clinic.session.execute(text("SELECT complaint, signs FROM consultations")).one()
    assert "Batuk" not in stored.complaint and "breathing" not in stored.signs
    what = select(AuditEntry.what).where(AuditEntry.member_id == clinic.member.id)
    assert {"consultation.request", "consultation.status"} <= set(clinic.session.scalars(what))


@pytest.mark.parametrize(
    "danger",
    [
        {"signs": {"breathing": True, "consciousness": False, "bleeding": False, "pregnancy": False}},
        {"complaint": "Batuk sejak kemarin dan sekarang sesak napas."},
    ],
    ids=["answered yes", "written"],
)
def test_danger_books_nothing(clinic: Clinic, danger: dict[str, object]) -> None:
    with pytest.raises(ServiceError, match="danger_sign"):
        service.request(clinic.session, clinic.asked(), clinic.wish(**danger))
    assert service.mine(clinic.session, clinic.asked()) == []


def test_danger_must_be_asked_about_and_the_complaint_be_told(clinic: Clinic) -> None:
    for wish, code in (
        (clinic.wish(signs={"breathing": False}), "signs_unanswered"),
        (clinic.wish(complaint="sakit"), "consultation_complaint_short"),
        (clinic.wish(complaint="batuk " * 200), "consultation_complaint_long"),
    ):
        with pytest.raises(ServiceError, match=code):
            service.request(clinic.session, clinic.asked(), wish)


def test_numbers_in_a_complaint_are_masked(clinic: Clinic) -> None:
    made = service.request(
        clinic.session, clinic.asked(), clinic.wish(complaint="NIK saya 9999015403880001, gatal di tangan")
    )
    assert "9999015403880001" not in made.complaint and "gatal" in made.complaint


def test_one_open_request_a_person_and_one_person_a_slot(clinic: Clinic) -> None:
    clinic.booked()
    clinic.later(days=-1)
    with pytest.raises(ServiceError, match="consultation_open_already"):
        service.request(clinic.session, clinic.asked(), clinic.wish(starts_at=MONDAY_0900 + timedelta(minutes=15)))
    child = clinic.child()
    signs = {"breathing": False, "consciousness": False, "bleeding": False, "child": False}
    with pytest.raises(ServiceError, match="consultation_slot_taken"):
        service.request(clinic.session, clinic.asked(child.id), clinic.wish(signs=signs))
    later = clinic.wish(signs=signs, starts_at=MONDAY_0900 + timedelta(minutes=30))
    assert service.request(clinic.session, clinic.asked(child.id), later).member_id == child.id
    assert len(service.mine(clinic.session, clinic.asked())) == 2


def test_another_adult_and_strangers_are_refused(clinic: Clinic) -> None:
    adult = clinic.child(born=date(2001, 1, 1))
    with pytest.raises(ServiceError, match="own_code_needed"):
        service.case_of(clinic.session, clinic.asked(adult.id))
    made = clinic.booked()
    with pytest.raises(ServiceError, match="consultation_not_found"):
        service.withdraw(clinic.session, clinic.asked(viewer=adult), made.receipt)


def test_inactive_members_and_facilities_without_hours_hear_the_next_step(clinic: Clinic) -> None:
    clinic.member.fktp_code = "A001"
    assert not service.case_of(clinic.session, clinic.asked()).offered
    with pytest.raises(ServiceError, match="consultation_not_offered") as refused:
        service.request(clinic.session, clinic.asked(), clinic.wish())
    assert refused.value.details["facility"] == "Puskesmas Antapani"
    clinic.member.status, clinic.member.status_reason = "inactive", "arrears"
    with pytest.raises(ServiceError, match="consultation_inactive") as refused:
        service.case_of(clinic.session, clinic.asked())
    assert refused.value.details["reason"] == "arrears"


def test_moved_and_withdrawn_while_it_is_booked(clinic: Clinic) -> None:
    made = service.request(clinic.session, clinic.asked(), clinic.wish())
    with pytest.raises(ServiceError, match="consultation_slot_taken"):
        service.move(clinic.session, clinic.asked(), made.receipt, MONDAY_0900 + timedelta(hours=3))
    moved = service.move(clinic.session, clinic.asked(), made.receipt, MONDAY_0900 + timedelta(minutes=45))
    assert moved.starts_at == MONDAY_0900 + timedelta(minutes=45)
    assert service.withdraw(clinic.session, clinic.asked(), made.receipt).state == "cancelled"
    assert service.withdraw(clinic.session, clinic.asked(), made.receipt).state == "cancelled"
    with pytest.raises(ServiceError, match="consultation_not_open"):
        service.move(clinic.session, clinic.asked(), made.receipt, MONDAY_0900)
    assert service.request(clinic.session, clinic.asked(), clinic.wish()).receipt != made.receipt


def test_free_times_are_the_facilitys_own_and_leave_holidays_out(clinic: Clinic) -> None:
    facility = service.case_of(clinic.session, clinic.asked()).facility
    facility.time_zone = "Asia/Jayapura"
    assert service.case_of(clinic.session, clinic.asked()).slots[0].starts_at == MONDAY_0900 - timedelta(hours=2)
    new_year = replace(clinic.asked(), now=clinic.now.replace(month=12, day=26))
    days = {slot.starts_at.astimezone().date() for slot in service.case_of(clinic.session, new_year).slots}
    assert days == {date(2026, 12, 28), date(2027, 1, 4)}


def test_the_times_of_a_day_that_is_further_off(clinic: Clinic) -> None:
    next_week = (MONDAY_0900 + timedelta(days=7)).date()
    found = service.case_of(clinic.session, clinic.asked(), next_week).slots
    assert {slot.starts_at.date() for slot in found} == {next_week}
    assert service.case_of(clinic.session, clinic.asked(), next_week + timedelta(days=14)).slots == []


def test_withdrawing_the_consent_cancels_what_is_booked(clinic: Clinic) -> None:
    made = clinic.booked()
    assert end_without_consent(clinic.session, now=clinic.now) == 0
    clinic.session.delete(clinic.session.get_one(ConsultationConsent, clinic.member.id))
    clinic.session.flush()
    assert end_without_consent(clinic.session, now=clinic.now) == 1
    assert made.state == "cancelled" and "Persetujuan" in clinic.read()[-1]
    assert made.complaint == COMPLAINT


def test_a_notice_comes_once_within_the_hour_before(clinic: Clinic) -> None:
    made = service.request(clinic.session, clinic.asked(), clinic.wish())
    access = Access.bot(clinic.chat.id, "notices")
    viewer = clinic.asked().viewer
    notices.switch_on(clinic.session, viewer, ["consultation_soon"], day=None, access=access, now=clinic.now)
    early = made.starts_at - timedelta(minutes=90)
    assert [looking.look(clinic.session, early + timedelta(minutes=n)) for n in (0, 31, 60)] == [0, 1, 0]
    facts = clinic.session.scalars(select(Notice.facts)).one()
    assert facts["facility"] == "Puskesmas Panyileukan" and made.complaint not in str(facts)
