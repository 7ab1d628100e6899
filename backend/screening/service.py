"""Use cases of the yearly screening: begin, answer, come back to it, see what came of it."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.errors import ServiceError
from backend.identity.viewer import Viewer
from backend.membership.authority import age_on, member_for
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.reference.calendar import months_before, today_in_jakarta
from backend.reference.service import number
from backend.screening.assessment import assess
from backend.screening.models import Screening
from backend.screening.questions import Question, applicable, checked, next_question, question_before

LOWEST_AGE = 20
"""Years: no score here was made on younger people (SCORED and the hypertension score begin at 20)."""
KEPT_OPEN = timedelta(days=30)
"""A half-filled questionnaire older than this is begun anew: weight and blood pressure are no longer those told."""


@dataclass(frozen=True)
class Asked:
    """Who asks about whom, from where."""

    viewer: Viewer
    member_id: str | None
    access: Access
    now: datetime


@dataclass(frozen=True)
class Progress:
    """Where an open screening stands; ``question`` None: it is done. ``number`` of ``total`` counts from 1."""

    question: Question | None
    number: int
    total: int


@dataclass(frozen=True)
class Overview:
    """A member's screening: what is open, what came of the last one, and when the next may be filled in."""

    member: Member
    progress: Progress | None
    finished_at: datetime | None
    assessment: dict[str, Any] | None
    next_on: date | None


def _person(session: Session, asked: Asked, what: str) -> Member:
    member = member_for(session, asked.viewer, asked.member_id, "care", today_in_jakarta(asked.now))
    record_access(session, asked.access, member_id=member.id, what=f"screening.{what}", now=asked.now)
    if age_on(member.birth_date, today_in_jakarta(asked.now)) < LOWEST_AGE:
        raise ServiceError("screening_too_young", age=LOWEST_AGE)
    return member


def _open(session: Session, member: Member, now: datetime) -> Screening | None:
    """The open screening, locked; one that waited too long is thrown away."""
    query = select(Screening).where(Screening.member_id == member.id, Screening.state == "open")
    found = session.scalar(query.with_for_update())
    if found is not None and now - found.updated_at > KEPT_OPEN:
        session.delete(found)
        session.flush()
        return None
    return found


def _last(session: Session, member: Member) -> Screening | None:
    query = select(Screening).where(Screening.member_id == member.id, Screening.state == "done")
    return session.scalar(query.order_by(Screening.finished_at.desc()).limit(1))


def last_finished(session: Session, member_id: str) -> datetime | None:
    """When a member last finished a screening."""
    query = select(func.max(Screening.finished_at)).where(Screening.member_id == member_id, Screening.state == "done")
    return session.scalar(query)


def last_assessment(session: Session, member_id: str) -> dict[str, Any] | None:
    """The results of a member's last screening; the caller has checked who may see them, and written it down."""
    query = select(Screening.assessment).where(Screening.member_id == member_id, Screening.state == "done")
    found = session.scalar(query.order_by(Screening.finished_at.desc()).limit(1))
    return json.loads(found) if found else None


def _next_on(last: Screening | None, today: date) -> date | None:
    """The first day on which it may be filled in again; None where that is now."""
    if last is None or last.finished_at is None:
        return None
    again = _again_on(today_in_jakarta(last.finished_at), today)
    return again if again > today else None


def _again_on(done: date, today: date) -> date:
    month = months_before(done.replace(day=1), -number("screening.interval_months", on=today))
    return month + timedelta(days=done.day - 1)


def due_since(session: Session, member: Member, now: datetime) -> date | None:
    """The day since which a member's yearly screening is due; for who never filled one in the first of the year.

    None where it is not due, one is open, or the member is too young or recorded as dead.
    """
    today = today_in_jakarta(now)
    if age_on(member.birth_date, today) < LOWEST_AGE or member.status_reason == "deceased":
        return None
    open_ = select(Screening.id).where(Screening.member_id == member.id, Screening.state == "open")
    if session.scalar(open_.where(Screening.updated_at > now - KEPT_OPEN)):
        return None
    last = _last(session, member)
    if last is None or last.finished_at is None:
        return today.replace(month=1, day=1)
    since = _again_on(today_in_jakarta(last.finished_at), today)
    return since if since <= today else None


def _progress(screening: Screening) -> Progress:
    answers: dict[str, str] = json.loads(screening.answers)
    return _at(answers, next_question(answers))


def _at(answers: dict[str, str], question: Question | None) -> Progress:
    order = applicable(answers)
    return Progress(question, order.index(question) + 1 if question else len(order), len(order))


def overview(session: Session, asked: Asked) -> Overview:
    """How a member's screening stands.

    Raises:
        ServiceError: see ``authority.member_for``; another adult fills in their own. ``screening_too_young`` (409).
    """
    member = _person(session, asked, "overview")
    open_, last = _open(session, member, asked.now), _last(session, member)
    return Overview(
        member,
        _progress(open_) if open_ else None,
        last.finished_at if last else None,
        json.loads(last.assessment) if last and last.assessment else None,
        _next_on(last, today_in_jakarta(asked.now)),
    )


def begin(session: Session, asked: Asked) -> Progress:
    """Begins with the member's consent, or goes on with what is open.

    Raises:
        ServiceError: as ``overview``; ``screening_not_due`` (409).
    """
    member, today = _person(session, asked, "begin"), today_in_jakarta(asked.now)
    session.get_one(Member, member.id, with_for_update=True)  # two at once would both find nothing open
    if found := _open(session, member, asked.now):
        return _progress(found)
    if next_on := _next_on(_last(session, member), today):
        raise ServiceError("screening_not_due", next_on=next_on.isoformat())
    begun = Screening(member_id=member.id, answers="{}", consented_at=asked.now, updated_at=asked.now)
    session.add(begun)
    session.flush()
    return _progress(begun)


def _needed(session: Session, asked: Asked, what: str) -> tuple[Member, Screening]:
    member = _person(session, asked, what)
    found = _open(session, member, asked.now)
    if found is None:
        raise ServiceError("screening_not_begun")
    return member, found


def answer(session: Session, asked: Asked, name: str, value: str) -> Progress:
    """Takes one answer, or another one to a question answered before; the last one brings the result.

    Raises:
        ServiceError: ``screening_not_begun`` (409), and see ``questions.checked``.
    """
    member, found = _needed(session, asked, "answer")
    answers = {**json.loads(found.answers), name: checked(name, value)}
    fitting = {question.name for question in applicable(answers)}
    found.answers = json.dumps({key: said for key, said in answers.items() if key in fitting})
    found.updated_at = asked.now
    progress = _progress(found)
    if progress.question is None:
        _finish(found, member, asked.now)
    return progress


def _finish(found: Screening, member: Member, now: datetime) -> None:
    age = age_on(member.birth_date, today_in_jakarta(now))
    made = assess(json.loads(found.answers), age=age, male=member.sex == "M")
    found.assessment, found.state, found.finished_at = json.dumps(made.as_dict()), "done", now


def back(session: Session, asked: Asked, name: str) -> Progress:
    """The question before the named one, to be asked again; at the beginning the same one."""
    _, found = _needed(session, asked, "back")
    answers: dict[str, str] = json.loads(found.answers)
    before = question_before(answers, name)
    return _at(answers, before) if before else _progress(found)


def discard(session: Session, asked: Asked) -> None:
    """Throws away what is half-filled; results of former years stay."""
    if found := _open(session, _person(session, asked, "discard"), asked.now):
        session.delete(found)
