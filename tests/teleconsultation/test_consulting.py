"""A doctor opens a consultation, writes with the member, and ends it; nobody else reads along."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from backend.console import consultation_view
from backend.console.search import Wanted, search
from backend.console.transcript_view import read_lines
from backend.conversations.service import unanswered
from backend.conversations.views import chat_view
from backend.errors import ServiceError
from backend.handover import presence, work
from backend.handover import service as handover
from backend.handover.accounts import add_agent
from backend.handover.assignment import assign_next
from backend.handover.line import open_handover
from backend.learning.models import LearningMessage
from backend.privacy.erasure import end_consent
from backend.privacy.holdings import Subject, everything
from backend.privacy.models import AuditEntry
from backend.teleconsultation import doctor, service
from backend.teleconsultation.care import close_missed, end_without_consent, give_back_vanished
from backend.teleconsultation.doctor import Ending
from backend.teleconsultation.models import ConsultationConsent
from tests.support.audit import accesses_to
from tests.teleconsultation.conftest import MONDAY_0900, Clinic

ENDING = Ending("Kemungkinan batuk pilek biasa.", "Minum air hangat, istirahat.", True, date(2026, 11, 25))


def opened(clinic: Clinic) -> str:
    receipt = clinic.booked().receipt
    doctor.start(clinic.session, clinic.doctor, receipt, now=clinic.now)
    return receipt


def test_from_opening_to_the_summary_in_the_chat(clinic: Clinic) -> None:
    receipt = opened(clinic)
    assert doctor.start(clinic.session, clinic.doctor, receipt, now=clinic.now).state == "running"
    assert clinic.chat.handled_by == "doctor" and "dr. Wening Kartika" in clinic.read()[-1]
    clinic.says("dok, batuknya makin sering malam hari")
    assert unanswered(clinic.session, clinic.chat.id) == []
    assert chat_view(clinic.session, clinic.chat, after=0)["handled_by"] == "agent"
    key = uuid4()
    for _ in range(2):
        doctor.reply(clinic.session, clinic.doctor, receipt, "Ada demam?", key=key, now=clinic.now)
    assert clinic.read().count("Ada demam?") == 1
    doctor.finish(clinic.session, clinic.doctor, receipt, ENDING, now=clinic.now)
    said = clinic.read()[-1]
    assert all(part in said for part in (ENDING.summary, ENDING.advice, "Rabu, 25 November 2026", "rujukan"))
    assert clinic.chat.handled_by == "bot" and unanswered(clinic.session, clinic.chat.id) == []
    clinic.says("terima kasih")
    assert len(unanswered(clinic.session, clinic.chat.id)) == 1
    (done,) = service.mine(clinic.session, clinic.asked())
    assert (done.state, done.summary, done.advice) == ("done", ENDING.summary, ENDING.advice)
    what = select(AuditEntry.what).where(AuditEntry.actor_id == str(clinic.doctor.id))
    assert set(clinic.session.scalars(what)) == {"consultation.read", "consultation.finish"}


def test_agents_never_read_what_a_doctor_and_a_member_write(clinic: Clinic) -> None:
    receipt = opened(clinic)
    clinic.says("ambeien saya kambuh dok")
    doctor.reply(clinic.session, clinic.doctor, receipt, "Sejak kapan?", key=uuid4(), now=clinic.now)
    doctor.finish(clinic.session, clinic.doctor, receipt, ENDING, now=clinic.now)
    lines = [line.text for line in read_lines(clinic.session, clinic.chat.id)]
    assert lines == ["halo"]
    boss = add_agent(clinic.session, "boss", "Boss", "supervisor", "a long password")
    assert search(clinic.session, boss, Wanted(q="ambeien"), now=clinic.now) == []
    found = doctor.find(clinic.session, clinic.doctor, receipt)
    own = read_lines(clinic.session, clinic.chat.id, consultation_id=found.id)
    assert [line.text for line in own[1:3]] == ["ambeien saya kambuh dok", "Sejak kapan?"]


def test_nor_what_the_bot_was_told_and_read_out_of_it(clinic: Clinic) -> None:
    boss = add_agent(clinic.session, "boss", "Boss", "supervisor", "a long password")
    begun = clinic.chat.last_seq + 1
    clinic.turn("mau konsultasi, ambeien saya kambuh", "Apakah ada tanda bahaya?")
    clinic.later(minutes=1)
    asked = {"reason": "asked", "topic": "beds", "priority": "P3", "context": {}}
    handover.request(clinic.session, clinic.chat.id, **asked, now=clinic.now)
    clinic.says("pak, kartu saya hilang")
    handover.member_leaves(clinic.session, clinic.chat.id, now=clinic.now)
    clinic.later(minutes=1)
    clinic.session.add(learned(clinic, begun))
    clinic.says("ya, jadwalkan")
    made = service.request(clinic.session, clinic.asked(), clinic.wish(since=begun))
    clinic.answers("Konsultasi ambeien terjadwal")
    clinic.now = MONDAY_0900
    doctor.start(clinic.session, clinic.doctor, made.receipt, now=clinic.now)
    doctor.finish(clinic.session, clinic.doctor, made.receipt, ENDING, now=clinic.now)
    clinic.later(minutes=5)
    clinic.says("apa kata dokter")
    service.mine(clinic.session, clinic.asked())
    clinic.answers(ENDING.summary)
    clinic.turn("terima kasih", "Sama-sama")
    lines = [line.text for line in read_lines(clinic.session, clinic.chat.id) if line.side != "system"]
    assert lines == ["halo", "pak, kartu saya hilang", "terima kasih", "Sama-sama"]
    assert search(clinic.session, boss, Wanted(q="ambeien"), now=clinic.now) == []
    assert clinic.session.scalars(select(LearningMessage)).all() == []
    of_doctor = [line.text for line in consultation_view.lines_of(clinic.session, made)]
    assert len(of_doctor) == 2 and "membuka" in of_doctor[0] and ENDING.summary in of_doctor[1]


def learned(clinic: Clinic, seq: int) -> LearningMessage:
    values = {
        "text": "ambeien saya kambuh",
        "reason": "unsure",
        "understood": "x",
        "confidence": 0.1,
        "suggestions": [],
    }
    return LearningMessage(
        id=uuid4(), conversation_id=clinic.chat.id, seq=seq, said_at=clinic.now, useless=False, **values
    )


def test_who_asks_for_an_agent_meanwhile_waits_until_the_doctor_is_done(clinic: Clinic) -> None:
    receipt = opened(clinic)
    rina = add_agent(clinic.session, "rina", "Rina", "agent", "a long password")
    boss = add_agent(clinic.session, "boss", "Boss", "supervisor", "a long password")
    presence.heartbeat(rina, now=clinic.now)
    presence.set_presence(clinic.session, rina, "online", now=clinic.now)
    asked = {"reason": "asked", "topic": "beds", "priority": "P3", "context": {}}
    handover.request(clinic.session, clinic.chat.id, **asked, now=clinic.now)
    waiting = open_handover(clinic.session, clinic.chat.id)
    assert waiting and assign_next(clinic.session, now=clinic.now) is None
    with pytest.raises(ServiceError, match="with_doctor"):
        work.claim(clinic.session, waiting.id, rina.id, clinic.now)
    work.note(clinic.session, waiting.id, boss, "tanya kartunya nanti", clinic.now)
    assert "tanya kartunya nanti" in [line.text for line in read_lines(clinic.session, clinic.chat.id)]
    found = doctor.find(clinic.session, clinic.doctor, receipt)
    assert "tanya kartunya nanti" not in [line.text for line in consultation_view.lines_of(clinic.session, found)]
    doctor.finish(clinic.session, clinic.doctor, receipt, ENDING, now=clinic.now)
    taken = assign_next(clinic.session, now=clinic.now)
    assert taken is not None and taken.agent_id == rina.id
    work.reply(clinic.session, waiting.id, rina, "Selamat pagi", clinic.now)
    assert [line.text for line in read_lines(clinic.session, clinic.chat.id)][-1] == "Selamat pagi"


def test_danger_during_a_consultation_is_answered_at_once(clinic: Clinic) -> None:
    opened(clinic)
    before = clinic.read()
    clinic.says("sesaknya tidak ada dok")
    assert clinic.read() == before
    clinic.says("dok sekarang saya sesak napas")
    assert "IGD" in clinic.read()[-1] and "119" in clinic.read()[-1] and "Jangan menunggu" in clinic.read()[-1]
    assert clinic.chat.handled_by == "doctor"


def test_names_of_the_agenda_are_in_the_access_record_once_while_it_is_open(clinic: Clinic) -> None:
    clinic.booked()

    def looks() -> list[tuple[str, str | None]]:
        doctor.agenda(clinic.session, clinic.doctor, now=clinic.now)
        clinic.session.flush()
        shown = [one for one in accesses_to(clinic.session, clinic.member.id) if one.what == "consultation.agenda"]
        return [(one.actor_kind, one.actor_id) for one in shown]

    by_doctor = ("agent", str(clinic.doctor.id))
    assert [looks(), looks()] == [[by_doctor], [by_doctor]]
    clinic.later(minutes=16)
    assert len(looks()) == 2


def test_other_facilities_and_colleagues_are_kept_out(clinic: Clinic) -> None:
    receipt = opened(clinic)
    stranger = add_agent(clinic.session, "lain", "dr. Lain", "doctor", "a long password", facility="A001")
    assert doctor.agenda(clinic.session, stranger, now=clinic.now) == []
    with pytest.raises(ServiceError, match="consultation_not_found"):
        doctor.read(clinic.session, stranger, receipt, now=clinic.now)
    colleague = add_agent(clinic.session, "rekan", "dr. Rekan", "doctor", "a long password", facility="A002")
    with pytest.raises(ServiceError, match="consultation_other_doctor"):
        doctor.start(clinic.session, colleague, receipt, now=clinic.now)
    with pytest.raises(ServiceError, match="not_your_consultation"):
        doctor.finish(clinic.session, colleague, receipt, ENDING, now=clinic.now)
    with pytest.raises(ServiceError, match="facility_unknown"):
        add_agent(clinic.session, "tanpa", "dr. Tanpa", "doctor", "a long password")


def test_not_before_its_day_nor_while_an_agent_writes(clinic: Clinic) -> None:
    made = service.request(clinic.session, clinic.asked(), clinic.wish())
    with pytest.raises(ServiceError, match="consultation_too_early"):
        doctor.start(clinic.session, clinic.doctor, made.receipt, now=clinic.now)
    clinic.later(days=1)
    asked = {"reason": "asked", "topic": "beds", "priority": "P3", "context": {}}
    handover.request(clinic.session, clinic.chat.id, **asked, now=clinic.now)
    with pytest.raises(ServiceError, match="consultation_member_busy"):
        doctor.start(clinic.session, clinic.doctor, made.receipt, now=clinic.now)
    handover.member_leaves(clinic.session, clinic.chat.id, now=clinic.now)
    doctor.start(clinic.session, clinic.doctor, made.receipt, now=clinic.now)
    handover.request(clinic.session, clinic.chat.id, **asked, now=clinic.now)
    assert clinic.chat.handled_by == "doctor"
    doctor.finish(clinic.session, clinic.doctor, made.receipt, ENDING, now=clinic.now)
    assert clinic.chat.handled_by == "agent"


def test_who_does_not_come_is_told_after_ten_minutes(clinic: Clinic) -> None:
    receipt = opened(clinic)
    with pytest.raises(ServiceError, match="consultation_wait"):
        doctor.no_show(clinic.session, clinic.doctor, receipt, now=clinic.now)
    clinic.later(minutes=10)
    doctor.no_show(clinic.session, clinic.doctor, receipt, now=clinic.now)
    assert "pilih waktu lain" in clinic.read()[-1] and clinic.chat.handled_by == "bot"


def test_who_wrote_has_come(clinic: Clinic) -> None:
    receipt = opened(clinic)
    clinic.says("selamat pagi dok")
    with pytest.raises(ServiceError, match="consultation_has_begun"):
        doctor.no_show(clinic.session, clinic.doctor, receipt, now=clinic.now + timedelta(minutes=20))


def test_a_doctor_who_vanishes_leaves_it_to_a_colleague(clinic: Clinic) -> None:
    receipt = opened(clinic)
    assert give_back_vanished(clinic.session, now=clinic.now) == 0
    clinic.later(hours=2)
    assert (give_back_vanished(clinic.session, now=clinic.now), close_missed(clinic.session, now=clinic.now)) == (1, 0)
    assert clinic.chat.handled_by == "bot" and "terputus" in clinic.read()[-1]
    colleague = add_agent(clinic.session, "rekan", "dr. Rekan", "doctor", "a long password", facility="A002")
    assert doctor.start(clinic.session, colleague, receipt, now=clinic.now).doctor_id == colleague.id


@pytest.mark.parametrize("change", [{"role": "agent", "facility_code": None}, {"facility_code": "A001"}])
def test_a_doctor_who_is_none_of_the_facility_any_more_leaves_it_too(clinic: Clinic, change: dict[str, str]) -> None:
    receipt = opened(clinic)
    for name, value in change.items():
        setattr(clinic.doctor, name, value)
    clinic.session.flush()
    assert give_back_vanished(clinic.session, now=clinic.now) == 1
    assert clinic.chat.handled_by == "bot" and "terputus" in clinic.read()[-1]
    colleague = add_agent(clinic.session, "rekan", "dr. Rekan", "doctor", "a long password", facility="A002")
    assert doctor.start(clinic.session, colleague, receipt, now=clinic.now).doctor_id == colleague.id


@pytest.mark.parametrize("running", [False, True])
def test_a_withdrawn_consent_ends_what_is_booked_or_running(clinic: Clinic, running: bool) -> None:
    made = clinic.booked()
    if running:
        doctor.start(clinic.session, clinic.doctor, made.receipt, now=clinic.now)
    clinic.session.delete(clinic.session.get_one(ConsultationConsent, clinic.member.id))
    clinic.session.flush()
    assert end_without_consent(clinic.session, now=clinic.now) == 1
    assert made.state == "cancelled" and clinic.chat.handled_by == "bot"
    assert "Persetujuan untuk konsultasi ditarik" in clinic.read()[-1]


def test_what_no_doctor_opens_is_closed_with_an_apology(clinic: Clinic) -> None:
    made = clinic.booked()
    clinic.later(minutes=59)
    assert close_missed(clinic.session, now=clinic.now) == 0
    clinic.later(minutes=2)
    assert close_missed(clinic.session, now=clinic.now) == 1
    assert made.state == "missed" and "mohon maaf" in clinic.read()[-1].lower()


def test_without_the_consent_nothing_is_read(clinic: Clinic) -> None:
    made = clinic.booked()
    clinic.session.delete(clinic.session.get_one(ConsultationConsent, clinic.member.id))
    clinic.session.flush()
    with pytest.raises(ServiceError, match="consultation_consent_withdrawn"):
        doctor.start(clinic.session, clinic.doctor, made.receipt, now=clinic.now)


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        (Ending("", "Istirahat."), "summary_missing"),
        (Ending("Batuk.", " "), "advice_missing"),
        (Ending("Batuk.", "Istirahat.", come_in_on=date(2026, 11, 22)), "come_in_past"),
    ],
)
def test_an_ending_needs_summary_and_advice(clinic: Clinic, ending: Ending, code: str) -> None:
    receipt = opened(clinic)
    with pytest.raises(ServiceError, match=code):
        doctor.finish(clinic.session, clinic.doctor, receipt, ending, now=clinic.now)


def test_the_member_gets_a_copy_of_it_all_and_ends_the_consent(clinic: Clinic) -> None:
    receipt = opened(clinic)
    doctor.finish(clinic.session, clinic.doctor, receipt, ENDING, now=clinic.now)
    subject = Subject(clinic.member.id, clinic.member.family_id, clinic.chat.id)
    copy = {table: rows for _, table, rows in everything(clinic.session, subject)}
    assert copy["consultations"][0]["summary"] == ENDING.summary and "doctor_id" not in copy["consultations"][0]
    assert end_consent(clinic.session, subject)["consented"] == 1
    assert not service.has_consented(clinic.session, clinic.member.id)
    assert "consultations" in {table for _, table, _ in everything(clinic.session, subject)}
