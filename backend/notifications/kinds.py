"""What each kind of notice looks for. A finder gives what is to be told now; its key keeps it from being told twice."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backend.autodebit.models import Debit, Mandate
from backend.complaints.models import Complaint, TimelineEntry
from backend.contributions import repository as invoices
from backend.contributions.models import News
from backend.contributions.rates import due_date
from backend.conversations.retention import TALK_KEPT
from backend.facilities.models import Facility
from backend.installments.stages import active_plan, open_stages
from backend.membership.models import Member
from backend.notifications.models import Subscription
from backend.notifications.retention import NOTICES_KEPT
from backend.queues.models import OPEN_STATES, Booking, ReferralLetter
from backend.reference.calendar import month_of
from backend.screening.service import due_since
from backend.teleconsultation.models import Consultation

DEFAULT_BILL_DAY = 5
REMIND_STAGE_BEFORE = timedelta(days=5)
REMIND_LETTER_BEFORE = timedelta(days=14)
"""A hospital's queue is often a week long; on the last day it is too late."""
REMIND_CONSULTATION_BEFORE = timedelta(hours=1)
SCREENING_TOLD_WITHIN = timedelta(days=7)
NEAR_NUMBERS = 5
"""People ahead: time enough to come back from the canteen."""


@dataclass(frozen=True)
class Looking:
    """One look: whose, in which conversation, when, and the date where the member is."""

    session: Session
    member: Member
    subscription: Subscription
    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """The member's own date."""
        return self.now.astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        """The last moment of a day where the member is."""
        return datetime.combine(day, time(23, 59), self.zone)


@dataclass(frozen=True)
class Due:
    """Something to tell until ``expires_at``; ``key`` names it as long as notices are kept."""

    key: str
    facts: dict[str, Any]
    expires_at: datetime


def bill(look: Looking) -> Iterator[Due]:
    """The running month unpaid, from the chosen day to the day it is due; not where a bank debits it."""
    month = month_of(look.today)
    due_on = due_date(month)
    first = month.replace(day=min(look.subscription.day or DEFAULT_BILL_DAY, due_on.day))
    if not first <= look.today <= due_on or _debited(look):
        return
    unpaid = invoices.unpaid_invoices(look.session, look.member.family_id, until=month)
    if any(invoice.month == month for invoice in unpaid):
        yield Due(f"bill:{look.member.family_id}:{month:%Y-%m}", {"due_on": due_on.isoformat()}, look.end_of(due_on))


def _debited(look: Looking) -> bool:
    mandate = select(Mandate.id).where(Mandate.family_id == look.member.family_id, Mandate.state == "active")
    return look.session.scalar(mandate) is not None


def autodebit_failed(look: Looking) -> Iterator[Due]:
    """Failed debits, unless this conversation has news of them already."""
    told = select(News.key).where(News.conversation_id == look.subscription.conversation_id)
    known = set(look.session.scalars(told))
    failed = select(Debit).where(
        Debit.family_id == look.member.family_id,
        Debit.state == "failed",
        Debit.reason != "already_paid",
        Debit.asked_at >= max(look.subscription.since, look.now - TALK_KEPT),  # of older ones the news are forgotten
    )
    for debit in look.session.scalars(failed):
        if f"debit:{debit.id}" not in known:
            facts = {"due_on": due_date(debit.month).isoformat(), "bank": debit.mandate.bank}
            yield Due(f"debit:{debit.id}", facts, look.now + timedelta(days=7))


def instalment_due(look: Looking) -> Iterator[Due]:
    """The next stage of a plan, shortly before its day."""
    plan = active_plan(look.session, look.member.family_id)
    for stage in open_stages(plan) if plan else []:
        if stage.due_on - REMIND_STAGE_BEFORE <= look.today <= stage.due_on:
            facts = {"number": stage.number, "due_on": stage.due_on.isoformat()}
            yield Due(f"stage:{stage.plan_id}:{stage.number}", facts, look.end_of(stage.due_on))


def _bookings(look: Looking) -> Iterator[Booking]:
    """Open bookings of the member, and those that they made for their children."""
    family = select(Member.id).where(Member.family_id == look.member.family_id)
    query = select(Booking).where(
        Booking.member_id.in_(family),
        or_(Booking.member_id == look.member.id, Booking.booked_by == look.member.id),
        Booking.state.in_(OPEN_STATES),
        Booking.day >= look.today - timedelta(days=1),
    )
    yield from look.session.scalars(query)


def booking_tomorrow(look: Looking) -> Iterator[Due]:
    """Queue numbers of tomorrow, by the calendar of the facility. The clinic is not named: it may tell the illness."""
    for booking in _bookings(look):
        facility = look.session.get(Facility, booking.facility_code)
        zone = ZoneInfo(facility.time_zone) if facility else look.zone
        if booking.day == look.now.astimezone(zone).date() + timedelta(days=1):
            facts = {"facility": facility.name if facility else "", "number": booking.number, "zone": zone.key}
            facts["at"] = booking.estimated_at.isoformat()
            yield Due(f"booking:{booking.id}:{booking.day}", facts, booking.estimated_at)


def queue_near(look: Looking) -> Iterator[Due]:
    """Numbers of today that will be called soon."""
    for booking in _bookings(look):
        called = booking.session_day.called_number
        ahead = booking.turn - called
        if booking.day == look.today and booking.state != "called" and called and 0 < ahead <= NEAR_NUMBERS:
            facts = {"number": booking.number, "ahead": ahead - 1}
            yield Due(f"near:{booking.id}", facts, look.now + timedelta(minutes=15))


def complaint_moved(look: Looking) -> Iterator[Due]:
    """The newest step of each complaint that was filed elsewhere; its own conversation is told by itself."""
    moved = (
        select(TimelineEntry.id, Complaint.ticket)
        .join(Complaint, Complaint.id == TimelineEntry.complaint_id)
        .where(
            Complaint.member_id == look.member.id,
            Complaint.conversation_id.is_distinct_from(look.subscription.conversation_id),
            TimelineEntry.public,
            TimelineEntry.author != "member",
            TimelineEntry.at > max(look.subscription.since, look.now - NOTICES_KEPT),
        )
        .order_by(TimelineEntry.id)
    )
    newest = {ticket: entry_id for entry_id, ticket in look.session.execute(moved)}
    for ticket, entry_id in newest.items():
        yield Due(f"complaint:{entry_id}", {"ticket": ticket}, look.now + timedelta(days=7))


def referral_expiring(look: Looking) -> Iterator[Due]:
    """Letters that end soon and have not been used for a booking."""
    used = select(Booking.letter_number).where(Booking.member_id == look.member.id, Booking.state != "cancelled")
    ending = select(ReferralLetter).where(
        ReferralLetter.member_id == look.member.id,
        ReferralLetter.valid_until.between(look.today, look.today + REMIND_LETTER_BEFORE),
        ReferralLetter.number.not_in(used.where(Booking.letter_number.is_not(None))),
    )
    for letter in look.session.scalars(ending):
        facility = look.session.get(Facility, letter.facility_code)
        facts = {"until": letter.valid_until.isoformat(), "facility": facility.name if facility else ""}
        yield Due(f"letter:{letter.number}", facts, look.end_of(letter.valid_until))


def consultation_soon(look: Looking) -> Iterator[Due]:
    """Consultations of the next hour, the member's own and their children's. What for is not said."""
    asked = (Consultation.member_id == look.member.id) | (Consultation.asked_by == look.member.id)
    within = Consultation.starts_at.between(look.now, look.now + REMIND_CONSULTATION_BEFORE)
    for each in look.session.scalars(select(Consultation).where(asked, Consultation.state == "booked", within)):
        facility = look.session.get_one(Facility, each.facility_code)
        facts = {"facility": facility.name, "at": each.starts_at.isoformat(), "zone": facility.time_zone}
        yield Due(f"consultation:{each.id}:{each.starts_at.isoformat()}", facts, each.starts_at)


def screening_due(look: Looking) -> Iterator[Due]:
    """The yearly health screening, once for each time that it becomes due. What came of the last one is not told."""
    if since := due_since(look.session, look.member, look.now):
        yield Due(f"screening:{look.member.id}:{since}", {}, look.now + SCREENING_TOLD_WITHIN)


@dataclass(frozen=True)
class Kind:
    """A kind of notice: how it is looked for, and how often."""

    find: Callable[[Looking], Iterator[Due]]
    every: timedelta


_DAILY_WORK, _SOON, _AT_ONCE = timedelta(hours=3), timedelta(minutes=10), timedelta(minutes=1)
KINDS: dict[str, Kind] = {
    "bill": Kind(bill, _DAILY_WORK),
    "autodebit_failed": Kind(autodebit_failed, _SOON),
    "instalment_due": Kind(instalment_due, _DAILY_WORK),
    "booking_tomorrow": Kind(booking_tomorrow, _DAILY_WORK),
    "queue_near": Kind(queue_near, _AT_ONCE),
    "complaint_moved": Kind(complaint_moved, _SOON),
    "referral_expiring": Kind(referral_expiring, _DAILY_WORK),
    "consultation_soon": Kind(consultation_soon, _AT_ONCE),
    "screening_due": Kind(screening_due, _DAILY_WORK),
}
