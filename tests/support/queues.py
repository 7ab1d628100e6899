"""The day of a booking, come at once: its session is today and lasts all day, whatever the hour."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from backend.db import sqlalchemy_url
from backend.ids import uuid7
from backend.membership.models import Member
from backend.queues.models import Booking, DoctorSchedule, SessionDay
from backend.queues.places import place_of

KEPT = ("facility_code", "poli_code", "doctor_code", "quota_jkn", "quota_other", "number_prefix")


def day_has_come(database_url: str, name: str) -> None:
    """Moves the member's open booking into a session of today, made for it alone."""
    engine = create_engine(sqlalchemy_url(database_url))
    with Session(engine) as session:
        of_member = select(Booking).join(Member, Member.id == Booking.member_id).where(Member.name == name)
        booking = session.scalars(of_member.where(Booking.state == "booked").order_by(Booking.day)).first()
        assert booking, f"{name} has no booking"
        zone = ZoneInfo(place_of(session, booking.facility_code).facility.time_zone)
        today = datetime.now(zone).date()
        old = booking.session_day
        kept = {name: getattr(old.schedule, name) for name in KEPT}
        weekday = today.isoweekday()
        schedule = DoctorSchedule(id=uuid7(), weekday=weekday, starts=time(0, 0), ends=time(23, 59), **kept)
        session.add(schedule)
        session.flush()
        booking.session_day = SessionDay(schedule=schedule, day=today, taken_jkn=1, last_number=booking.sequence)
        booking.day = today
        session.commit()
    engine.dispose()
