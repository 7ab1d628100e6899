"""When a member may change facility or class, and from when it counts: the dated rules applied to one member."""

from dataclasses import dataclass
from datetime import date

from backend.errors import ServiceError
from backend.membership.models import Member
from backend.reference.calendar import day_in, month_of, months_before, next_month
from backend.reference.service import number, rule

EARLY_REASONS = ("moved", "duty")
"""Moving house and duty or training elsewhere, each with a letter, need not wait three months."""
SELF_PAYING = "PBPU"


@dataclass(frozen=True)
class FktpRule:
    """``earliest_on``: the first day on which it needs no reason. ``by_agent``: an agent has to file it."""

    earliest_on: date | None
    too_soon: bool
    by_agent: bool
    months: int
    effective_on: date


def first_of_next_month(today: date) -> date:
    """From when a change counts."""
    return next_month(month_of(today))


def fktp_rule(member: Member, today: date) -> FktpRule:
    """The rule for a change of the first-level facility (``membership.fktp_change_*``)."""
    months = number("membership.fktp_change_months", on=today)
    earliest = months_before(member.fktp_since, -months) if member.fktp_since else None
    if earliest and member.fktp_since:
        earliest = day_in(earliest, member.fktp_since.day)
    by_agent = member.segment == "PBI" and rule("membership.fktp_change_state_paid", on=today) == "agent"
    too_soon = earliest is not None and today < earliest
    return FktpRule(earliest, too_soon, by_agent, months, first_of_next_month(today))


@dataclass(frozen=True)
class ClassRule:
    """When the family may change its class, and from when the change counts."""

    earliest_on: date | None
    years: int
    effective_on: date


def class_rule(head: Member, today: date) -> ClassRule:
    """The rule for a change of class (``membership.class_change_years``).

    Raises:
        ServiceError: ``class_not_own`` (an employer or the state pays, ``segment``), ``class_too_soon``
            (``earliest_on``), ``class_arrears`` (``months``).
    """
    if head.segment != SELF_PAYING:
        raise ServiceError("class_not_own", 409, segment=head.segment)
    years = number("membership.class_change_years", on=today)
    since = head.class_since
    earliest = day_in(months_before(since, -12 * years), since.day) if since else None
    if head.arrears_months:
        raise ServiceError("class_arrears", 409, months=head.arrears_months)
    if earliest and today < earliest:
        raise ServiceError("class_too_soon", 409, earliest_on=earliest, years=years)
    return ClassRule(earliest, years, first_of_next_month(today))
