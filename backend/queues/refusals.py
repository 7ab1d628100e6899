"""The reasons for which a facility refuses a number, in the order in which facilities are seen to check them.

Every refusal carries ``next_choices``: what can be had instead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.errors import ServiceError
from backend.queues.choices import Choice, action_choice, other_times, poli_choice
from backend.queues.hospital import TakeNumber
from backend.queues.models import OPEN_STATES, Booking, PatientRecord
from backend.queues.places import Place
from backend.queues.polis import polis_of
from backend.queues.sessions import SessionOption
from backend.queues.windows import date_problem, opens_again

VISIT_KINDS = (1, 2, 3, 4)


@dataclass(frozen=True)
class Attempt:
    """A wish for a number with all that is needed to judge it.

    ``today`` are the clinic's sessions of the day; ``chosen`` is the one that is meant, with its counters locked, or
    None when there is none such.
    """

    session: Session
    place: Place
    wanted: TakeNumber
    now: datetime
    poli_known: bool
    today: tuple[SessionOption, ...]
    chosen: SessionOption | None

    def times(self) -> list[Choice]:
        """Other sessions and days of the same clinic."""
        wanted = self.wanted
        return other_times(
            self.session,
            self.place,
            poli_code=wanted.poli_code,
            day=wanted.day,
            doctor_code=wanted.doctor_code,
            now=self.now,
        )

    def refuse(self, code: str, **details: object) -> ServiceError:
        """A refusal about the time, with other times as choices."""
        return ServiceError(code, date=self.wanted.day.isoformat(), next_choices=self.times(), **details)


def _date(attempt: Attempt) -> None:
    problem = date_problem(attempt.place, attempt.wanted.day, attempt.now)
    if problem:
        rules = attempt.place.rules
        raise attempt.refuse(
            problem, opens_days_before=rules.opens_days_before, closes_days_before=rules.closes_days_before
        )


def _holiday(attempt: Attempt) -> None:
    for option in attempt.today:
        if option.holiday:
            raise attempt.refuse("holiday", holiday=option.holiday.name, holiday_en=option.holiday.name_en)


def _poli_open(attempt: Attempt) -> None:
    if attempt.poli_known and not any(option.practises for option in attempt.today):
        raise attempt.refuse("poli_closed", poli=attempt.wanted.poli_code)


def _places_left(attempt: Attempt) -> None:
    asked = [attempt.chosen] if attempt.chosen else [option for option in attempt.today if option.practises]
    if asked and not any(option.left_jkn for option in asked):
        raise attempt.refuse("queue_full", quota=sum(option.schedule.quota_jkn for option in asked))


def _one_number(attempt: Attempt) -> None:
    wanted, rules = attempt.wanted, attempt.place.rules
    query = select(Booking).where(
        Booking.member_id == wanted.patient.member_id,
        Booking.facility_code == attempt.place.code,
        Booking.day == wanted.day,
        Booking.state.in_((*OPEN_STATES, "served")),
        Booking.code != (wanted.replaces or ""),
    )
    if rules.one_number_per == "day_and_poli":
        query = query.where(Booking.poli_code == wanted.poli_code)
    if existing := attempt.session.scalar(query.limit(1)):
        actions = ("status", "move", "cancel") if existing.state == "booked" else ("status",)
        choices = [action_choice(action, booking=existing.code) for action in actions]
        raise ServiceError("already_booked", booking=existing.code, number=existing.number, next_choices=choices)


def _poli_known(attempt: Attempt) -> None:
    if not attempt.poli_known:
        choices = [poli_choice(poli) for poli in polis_of(attempt.session, attempt.place.code)]
        raise ServiceError("poli_not_found", 404, next_choices=choices)


def _visit_kind(attempt: Attempt) -> None:
    kind = attempt.wanted.visit_kind
    needed = attempt.place.level == "hospital"
    if (kind is None and needed) or (kind is not None and kind not in VISIT_KINDS):
        choices = [{"kind": "visit_kind", "visit_kind": known} for known in VISIT_KINDS]
        raise ServiceError("visit_kind_unknown", 422, next_choices=choices)


def _doctor(attempt: Attempt) -> None:
    if attempt.chosen is None or not attempt.chosen.practises:
        raise attempt.refuse("schedule_not_available")


def _hour(attempt: Attempt) -> None:
    opening = opens_again(attempt.place, attempt.now)
    if opening:
        until = f"{attempt.place.rules.books_until:%H:%M}"
        choice = action_choice("wait", at=opening.isoformat(), time_zone=attempt.place.zone_label)
        raise ServiceError(
            "outside_booking_hours", opens_at=opening.isoformat(), closes_at=until, next_choices=[choice]
        )
    if attempt.chosen and attempt.now >= attempt.chosen.ends_at:
        raise attempt.refuse("registration_closed", closed_at=attempt.chosen.ends_at.isoformat())


def _patient(attempt: Attempt) -> None:
    if attempt.session.get(PatientRecord, (attempt.place.code, attempt.wanted.patient.member_id)) is None:
        raise ServiceError("patient_unknown", upstream_code=202, next_choices=[action_choice("register_patient")])


CHECKS: tuple[Callable[[Attempt], None], ...] = (
    _date,
    _holiday,
    _poli_open,
    _places_left,
    _one_number,
    _poli_known,
    _visit_kind,
    _doctor,
    _hour,
    _patient,
)


def check(attempt: Attempt) -> None:
    """Raises the first refusal that applies.

    Raises:
        ServiceError: ``date_in_past``, ``same_day_not_allowed``, ``booking_closed_for_day``, ``booking_not_open_yet``;
            ``holiday``; ``poli_closed``; ``queue_full``; ``already_booked``; ``poli_not_found``;
            ``visit_kind_unknown``; ``schedule_not_available``; ``outside_booking_hours``, ``registration_closed``;
            ``patient_unknown``.
    """
    for step in CHECKS:
        step(attempt)
