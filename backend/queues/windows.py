"""When a facility takes bookings: which days, and at which hours of the day."""

from datetime import date, datetime, timedelta

from backend.queues.places import Place


def first_and_last_day(place: Place, now: datetime) -> tuple[date, date]:
    """The days that can be booked now, in the facility's own time."""
    today = place.local(now).date()
    first = today if place.rules.same_day else today + timedelta(days=max(1, place.rules.closes_days_before))
    return first, today + timedelta(days=place.rules.opens_days_before)


def date_problem(place: Place, day: date, now: datetime) -> str | None:
    """Why a day cannot be booked, whatever the clinic: the code of the refusal."""
    today = place.local(now).date()
    first, last = first_and_last_day(place, now)
    if day < today:
        return "date_in_past"
    if day == today and day < first:
        return "same_day_not_allowed"
    if day < first:
        return "booking_closed_for_day"
    return "booking_not_open_yet" if day > last else None


def opens_again(place: Place, now: datetime) -> datetime | None:
    """When booking opens again, if it is closed at this hour of the day; None while it is open."""
    local = place.local(now)
    opening = place.at(local.date(), place.rules.books_from)
    if local < opening:
        return opening
    closed = local.time().replace(second=0, microsecond=0) > place.rules.books_until  # its minute counts in whole
    return place.at(local.date() + timedelta(days=1), place.rules.books_from) if closed else None
