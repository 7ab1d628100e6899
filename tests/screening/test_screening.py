"""The questionnaire: filled in, left and resumed, once a year, by nobody but oneself."""

import random
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from backend.demo import facilities, membership, screening
from backend.demo.people import person
from backend.errors import ServiceError
from backend.identity.viewer import IDENTIFIED, VERIFIED, Viewer
from backend.privacy.audit import Access
from backend.privacy.models import AuditEntry
from backend.screening import service
from backend.screening.service import Asked
from tests.screening.test_scores import ANSWERS


def asked(name: str, now: datetime, about: str | None = None, level: int = VERIFIED) -> Asked:
    member = person(about).member_id if about else None
    return Asked(Viewer(level, person(name).member_id), member, Access("system", "test"), now)


@pytest.fixture
def loaded(session: Session, now: datetime) -> Session:
    """The demonstration's members and their screenings."""
    for topic in (facilities, membership, screening):
        topic.load(session, now=now, rng=random.Random(165))
        session.flush()
    return session


def fill_in(session: Session, who: Asked) -> None:
    progress = service.begin(session, who)
    while progress.question:
        progress = service.answer(session, who, progress.question.name, ANSWERS[progress.question.name])


def test_filled_in_from_beginning_to_result(loaded: Session, now: datetime) -> None:
    maria = asked("Maria Goreti", now)
    assert service.overview(loaded, maria).next_on is None
    fill_in(loaded, maria)
    seen = service.overview(loaded, maria)
    assert seen.progress is None
    assert seen.assessment is not None
    assert [result["condition"] for result in seen.assessment["results"]] == [
        "diabetes",
        "hypertension",
        "heart",
        "kidney",
    ]
    assert (seen.next_on, service.overview(loaded, asked("Maria Goreti", now + timedelta(days=365))).next_on) == (
        datetime(2027, 11, 22).date(),  # noqa: DTZ001 - a date
        None,
    )
    with pytest.raises(ServiceError, match="screening_not_due"):
        service.begin(loaded, maria)


def test_left_and_resumed_by_another_conversation(loaded: Session, now: datetime) -> None:
    made = service.overview(loaded, asked("Made Wirawan", now)).progress
    assert made is not None
    assert (made.question.name if made.question else None, made.number) == ("vegetables", 5)
    assert service.begin(loaded, asked("Made Wirawan", now)).number == 5
    month_later = asked("Made Wirawan", now + timedelta(days=40))
    assert service.begin(loaded, month_later).number == 1  # weight and blood pressure have changed since


def test_an_answer_is_corrected_and_questions_follow_it(loaded: Session, now: datetime) -> None:
    maria = asked("Maria Goreti", now)
    service.begin(loaded, maria)
    for name in ("weight", "height", "waist", "active", "vegetables", "smoker"):
        service.answer(loaded, maria, name, ANSWERS[name])
    after = service.answer(loaded, maria, "diabetes", "yes")
    assert after.question and after.question.name == "hypertension"
    back = service.back(loaded, maria, "hypertension")
    assert back.question and back.question.name == "diabetes"
    corrected = service.answer(loaded, maria, "diabetes", "no")
    assert corrected.question and corrected.question.name == "high_glucose"
    first = service.back(loaded, maria, "weight")
    assert first.question and first.question.name == "high_glucose"


@pytest.mark.parametrize(
    ("question", "value", "code"),
    [
        ("weight", "650", "screening_number_odd"),
        ("weight", "berat", "screening_answer_unclear"),
        ("weight", "unknown", "screening_answer_unclear"),
        ("active", "kadang", "screening_answer_unclear"),
        ("pressure", "80/120", "screening_pressure_odd"),
        ("pressure", "120", "screening_answer_unclear"),
        ("mood", "yes", "screening_no_such_question"),
    ],
)
def test_answers_that_cannot_be(loaded: Session, now: datetime, question: str, value: str, code: str) -> None:
    service.begin(loaded, asked("Maria Goreti", now))
    with pytest.raises(ServiceError) as refused:
        service.answer(loaded, asked("Maria Goreti", now), question, value)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("who", "about", "level", "code"),
    [
        ("Bambang Sutrisno", "Endang Lestari", VERIFIED, "own_code_needed"),
        ("Hasan Basri", "Bambang Sutrisno", VERIFIED, "member_not_found"),
        ("Bambang Sutrisno", None, IDENTIFIED, "verification_required"),
        ("Siti Rahmawati", "Nadia Kurniawan", VERIFIED, "screening_too_young"),
    ],
)
def test_not_for_others(loaded: Session, now: datetime, who: str, about: str | None, level: int, code: str) -> None:
    with pytest.raises(ServiceError) as refused:
        service.begin(loaded, asked(who, now, about, level))
    assert refused.value.code == code


def test_answers_and_results_are_encrypted_and_reading_them_is_logged(loaded: Session, now: datetime) -> None:
    stored = loaded.execute(text("SELECT answers, assessment FROM screenings")).all()
    assert not [value for row in stored for value in row if value and "{" in value]
    service.overview(loaded, asked("Bambang Sutrisno", now))
    loaded.flush()
    entry = loaded.scalars(select(AuditEntry).where(AuditEntry.what == "screening.overview")).one()
    assert entry.member_id == person("Bambang Sutrisno").member_id


def test_thrown_away(loaded: Session, now: datetime) -> None:
    service.discard(loaded, asked("Made Wirawan", now))
    loaded.flush()
    assert service.overview(loaded, asked("Made Wirawan", now)).progress is None
    with pytest.raises(ServiceError, match="screening_not_begun"):
        service.answer(loaded, asked("Made Wirawan", now), "active", "yes")
