"""Tables of clinics, practice sessions, letters and bookings.

Facilities are named by their code without a foreign key: the register of facilities is imported and replaced on its
own, and a booking has to outlive that.
"""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    Time,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.db import Base
from backend.ids import uuid7
from backend.privacy.crypto import EncryptedText

OPEN_STATES = ("booked", "checked_in", "called")
"""States in which a booking still holds its place in the queue."""


class Poli(Base):
    """A clinic by its BPJS code: subspecialties at hospitals (``INT``), service numbers at first level (``001``)."""

    __tablename__ = "polis"
    __table_args__ = (CheckConstraint("level IN ('fktp', 'hospital')", name="level"),)

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    level: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    synonyms: Mapped[list[str]] = mapped_column(JSONB, default=list)


class Doctor(Base):
    """A doctor by the BPJS number (``kodedokter``)."""

    __tablename__ = "doctors"

    code: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(120))
    sex: Mapped[str] = mapped_column(String(1))
    poli_code: Mapped[str] = mapped_column(ForeignKey("polis.code"))


class DoctorSchedule(Base):
    """One practice session in the week: a doctor, a clinic, a weekday (1 Monday … 7 Sunday) and local hours.

    ``number_prefix`` is the letter of its queue numbers ("A" of "A-12"). Quotas are places in one session, for members
    of JKN and for everybody else.
    """

    __tablename__ = "doctor_schedules"
    __table_args__ = (
        UniqueConstraint("facility_code", "doctor_code", "weekday", "starts"),
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
        CheckConstraint("starts < ends", name="hours"),
        CheckConstraint("quota_jkn >= 0 AND quota_other >= 0", name="quotas"),
        Index("ix_doctor_schedules_facility_poli", "facility_code", "poli_code"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    facility_code: Mapped[str] = mapped_column(String(16))
    poli_code: Mapped[str] = mapped_column(ForeignKey("polis.code"))
    doctor_code: Mapped[int] = mapped_column(ForeignKey("doctors.code"), index=True)
    weekday: Mapped[int] = mapped_column(SmallInteger)
    starts: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)
    quota_jkn: Mapped[int] = mapped_column(SmallInteger)
    quota_other: Mapped[int] = mapped_column(SmallInteger)
    number_prefix: Mapped[str] = mapped_column(String(4), default="A")
    poli: Mapped[Poli] = relationship(lazy="joined", innerjoin=True)
    doctor: Mapped[Doctor] = relationship(lazy="joined", innerjoin=True)

    @property
    def hours(self) -> str:
        """Practice hours as queue services write them, ``08:00-12:00``."""
        return f"{self.starts:%H:%M}-{self.ends:%H:%M}"


class DoctorLeave(Base):
    """A day on which a doctor does not practise at a facility (``libur`` of the schedule service)."""

    __tablename__ = "doctor_leaves"

    doctor_code: Mapped[int] = mapped_column(ForeignKey("doctors.code"), primary_key=True)
    facility_code: Mapped[str] = mapped_column(String(16), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)


class QueueRules(Base):
    """How one facility gives out numbers; nothing here is national, every hospital decides for itself.

    ``opens_days_before`` and ``closes_days_before`` bound the days that can be booked (30 and 1: from thirty days
    before until the day before); ``books_from`` and ``books_until`` are the hours of the day in which booking is
    possible. Check-in is possible from ``checkin_before_min`` before to ``checkin_after_min`` after the start of
    practice, within ``checkin_radius_m`` (0: anywhere). ``lateness`` is what happens to a number that was called in
    vain: ``skip`` (comes again after ``skip_numbers`` others), ``arrival`` (after everybody who is there) or ``rebook``
    (lost). ``control_date_strict`` facilities take a control letter on its own date only. ``simulated`` queues advance
    by themselves with the clock: demonstration data.
    """

    __tablename__ = "queue_rules"
    __table_args__ = (
        CheckConstraint("opens_days_before >= closes_days_before AND closes_days_before >= 0", name="window"),
        CheckConstraint("lateness IN ('skip', 'arrival', 'rebook')", name="lateness"),
        CheckConstraint("one_number_per IN ('day', 'day_and_poli')", name="one_number_per"),
        CheckConstraint("minutes_per_patient > 0", name="pace"),
    )

    facility_code: Mapped[str] = mapped_column(String(16), primary_key=True)
    connected: Mapped[bool] = mapped_column(Boolean, default=True)
    opens_days_before: Mapped[int] = mapped_column(SmallInteger, default=30)
    closes_days_before: Mapped[int] = mapped_column(SmallInteger, default=1)
    same_day: Mapped[bool] = mapped_column(Boolean, default=False)
    books_from: Mapped[time] = mapped_column(Time, default=time(0, 0))
    books_until: Mapped[time] = mapped_column(Time, default=time(23, 59))
    one_number_per: Mapped[str] = mapped_column(String(16), default="day_and_poli")
    checkin_radius_m: Mapped[int] = mapped_column(Integer, default=0)
    checkin_before_min: Mapped[int] = mapped_column(SmallInteger, default=120)
    checkin_after_min: Mapped[int] = mapped_column(SmallInteger, default=120)
    lateness: Mapped[str] = mapped_column(String(8), default="skip")
    skip_numbers: Mapped[int] = mapped_column(SmallInteger, default=3)
    arrive_early_min: Mapped[int] = mapped_column(SmallInteger, default=30)
    minutes_per_patient: Mapped[int] = mapped_column(SmallInteger, default=10)
    control_date_strict: Mapped[bool] = mapped_column(Boolean, default=False)
    simulated: Mapped[bool] = mapped_column(Boolean, default=False)


class ReferralLetter(Base):
    """A referral or control letter: who may go where, to which clinic, until when.

    ``visit_kind`` is BPJS' ``jeniskunjungan``: 1 referral of a first-level facility, 2 referral inside the hospital,
    3 control visit, 4 referral between hospitals. ``visit_on`` is the day that a control letter was written for.
    """

    __tablename__ = "referral_letters"
    __table_args__ = (
        CheckConstraint("visit_kind BETWEEN 1 AND 4", name="visit_kind"),
        CheckConstraint("char_length(number) = 19", name="number"),
        CheckConstraint("issued_on <= valid_until", name="validity"),
    )

    number: Mapped[str] = mapped_column(String(19), primary_key=True)
    visit_kind: Mapped[int] = mapped_column(SmallInteger)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    issued_by: Mapped[str] = mapped_column(String(160))
    facility_code: Mapped[str] = mapped_column(String(16))
    poli_code: Mapped[str] = mapped_column(ForeignKey("polis.code"))
    doctor_code: Mapped[int | None] = mapped_column(ForeignKey("doctors.code"))
    issued_on: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date] = mapped_column(Date)
    visit_on: Mapped[date | None] = mapped_column(Date)
    poli: Mapped[Poli] = relationship(lazy="joined", innerjoin=True)
    doctor: Mapped[Doctor | None] = relationship(lazy="joined")

    @property
    def is_control(self) -> bool:
        """Whether it is a control letter (surat kontrol)."""
        return self.visit_kind == CONTROL_VISIT


CONTROL_VISIT = 3


class PatientRecord(Base):
    """A facility's own number of a patient; without one it answers 202 and wants the patient's data first.

    ``provisional`` until the counter has seen the papers of a patient who was registered from here.
    """

    __tablename__ = "patient_records"

    facility_code: Mapped[str] = mapped_column(String(16), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True)
    number: Mapped[str] = mapped_column(String(20))
    provisional: Mapped[bool] = mapped_column(Boolean, default=False)


class SessionDay(Base):
    """One practice session on one day, with its counters. Taking a place locks this row.

    ``last_number`` is the last number given out, ``called_number`` the one in the room (0: nobody yet);
    the taken counts go down again when a place is given back, numbers are never given twice.
    """

    __tablename__ = "session_days"
    __table_args__ = (
        UniqueConstraint("schedule_id", "day"),
        CheckConstraint(
            "taken_jkn >= 0 AND taken_other >= 0 AND called_number BETWEEN 0 AND last_number", name="counters"
        ),
        Index("ix_session_days_day", "day"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("doctor_schedules.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(Date)
    taken_jkn: Mapped[int] = mapped_column(SmallInteger, default=0)
    taken_other: Mapped[int] = mapped_column(SmallInteger, default=0)
    last_number: Mapped[int] = mapped_column(SmallInteger, default=0)
    called_number: Mapped[int] = mapped_column(SmallInteger, default=0)
    schedule: Mapped[DoctorSchedule] = relationship(lazy="joined", innerjoin=True)


class Booking(Base):
    """A member's place in a queue.

    ``booked_by`` is the member who took it, a parent for a child. ``sequence`` is the place in the session
    (``angkaantrean``), ``number`` how it is called out ("A-12"), ``turn`` the place at which it is really served: after
    ``sequence`` for who came late. ``complaint`` is what first-level facilities ask for.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        UniqueConstraint("session_day_id", "sequence"),
        CheckConstraint("state IN ('booked', 'checked_in', 'called', 'served', 'cancelled', 'no_show')", name="state"),
        Index(
            "uq_bookings_open_place",
            "member_id",
            "facility_code",
            "poli_code",
            "day",
            unique=True,
            postgresql_where=text("state IN ('booked', 'checked_in', 'called')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    booked_by: Mapped[str] = mapped_column(String(36))
    session_day_id: Mapped[UUID] = mapped_column(ForeignKey("session_days.id"))
    facility_code: Mapped[str] = mapped_column(String(16))
    poli_code: Mapped[str] = mapped_column(String(8))
    day: Mapped[date] = mapped_column(Date)
    number: Mapped[str] = mapped_column(String(12))
    sequence: Mapped[int] = mapped_column(SmallInteger)
    turn: Mapped[int] = mapped_column(SmallInteger)
    visit_kind: Mapped[int | None] = mapped_column(SmallInteger)
    letter_number: Mapped[str | None] = mapped_column(String(19))
    complaint: Mapped[str | None] = mapped_column(EncryptedText("bookings.complaint"))
    new_patient: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(String(12), default="booked")
    estimated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    cancelled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    cancel_reason: Mapped[str | None] = mapped_column(Text)
    moved_from: Mapped[UUID | None] = mapped_column(ForeignKey("bookings.id"))
    session_day: Mapped[SessionDay] = relationship(lazy="joined", innerjoin=True)
    tasks: Mapped[list["BookingTask"]] = relationship(order_by="BookingTask.task_id", cascade="all, delete-orphan")


class BookingTask(Base):
    """When a booking reached a step of the visit, by BPJS' task numbers.

    1 waits for admission, 2 admission, 3 waits for the clinic, 4 called in, 5 done, 6 and 7 pharmacy, 99 no show or
    cancelled.
    """

    __tablename__ = "booking_tasks"

    booking_id: Mapped[UUID] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"), primary_key=True)
    task_id: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class QueueCommand(Base):
    """A command that was carried out, kept so that its repetition gives the same answer and no second place."""

    __tablename__ = "queue_commands"

    member_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
