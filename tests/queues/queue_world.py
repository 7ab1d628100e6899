"""A small world for queue tests: a hospital and a first-level facility in WITA, one family, one stranger."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from backend.facilities.models import Facility
from backend.identity.viewer import VERIFIED, Viewer
from backend.membership.models import Family, Member
from backend.privacy.audit import Access
from backend.queues import service
from backend.queues.models import (
    Booking,
    Doctor,
    DoctorSchedule,
    PatientRecord,
    QueueRules,
    ReferralLetter,
    SessionDay,
)
from backend.queues.polis import load_reference
from backend.queues.wishes import BookingWish

HOSPITAL, OTHER_HOSPITAL, FKTP = "TEST-RS", "TEST-RS2", "TEST-PKM"
MONDAY = date(2026, 11, 23)
HEART_DOCTOR, SECOND_HEART_DOCTOR, INTERNIST, GENERALIST = 900001, 900002, 900003, 900004
ACCESS = Access("bot", "test", conversation_id=uuid4())
KINDS = {1: "P", 2: "B", 3: "K", 4: "B"}


def viewer(member: Member) -> Viewer:
    """The member, verified."""
    return Viewer(VERIFIED, member.id)


@dataclass
class World:
    """What the tests talk about."""

    session: Session
    now: datetime
    head: Member = field(init=False)
    spouse: Member = field(init=False)
    child: Member = field(init=False)
    stranger: Member = field(init=False)
    rules: QueueRules = field(init=False)

    def build(self) -> "World":
        """Writes everything to the database."""
        load_reference(self.session)
        self._facilities()
        self._doctors()
        self.head, self.spouse, self.child = self._family("01", ("head", 1970), ("spouse", 1972), ("child", 2016))
        (self.stranger,) = self._family("02", ("head", 1980))
        for member in (self.head, self.spouse, self.stranger):
            self.known(member)
        for member in (self.head, self.spouse, self.child):
            self.known(member, FKTP)
        self.session.flush()
        return self

    def _facilities(self) -> None:
        for code, kind in ((HOSPITAL, "hospital"), (OTHER_HOSPITAL, "hospital"), (FKTP, "puskesmas")):
            self.session.add(
                Facility(
                    code=code,
                    name=f"{kind} {code}",
                    type=kind,
                    regency_code="6371",
                    regency="Kota Banjarmasin",
                    province="Kalimantan Selatan",
                    time_zone="Asia/Makassar",
                    latitude=-3.3,
                    longitude=114.6,
                    is_fktp=kind == "puskesmas",
                    queue_connected=True,
                    phone="0511-000",
                    updated_at=self.now,
                )
            )
        self.rules = QueueRules(facility_code=HOSPITAL, minutes_per_patient=10, checkin_radius_m=500)
        self.session.add(self.rules)
        self.session.add(QueueRules(facility_code=FKTP, opens_days_before=7, closes_days_before=0, same_day=True))
        self.session.add(QueueRules(facility_code=OTHER_HOSPITAL, connected=False))

    def _doctors(self) -> None:
        for code, name, poli in (
            (HEART_DOCTOR, "dr. Hendra Santika, Sp.JP", "JAN"),
            (SECOND_HEART_DOCTOR, "dr. Ratih Laksmana, Sp.JP", "JAN"),
            (INTERNIST, "dr. Bagas Tanjung, Sp.PD", "INT"),
            (GENERALIST, "dr. Citra Yudistira", "001"),
        ):
            self.session.add(Doctor(code=code, name=name, sex="M", poli_code=poli))
        self.session.flush()
        self.practise(HEART_DOCTOR, "JAN", 1, 3)
        self.practise(SECOND_HEART_DOCTOR, "JAN", 2)
        self.practise(INTERNIST, "INT", 1)
        self.practise(GENERALIST, "001", 1, 2, 3, 4, 5, 7, facility=FKTP)

    def practise(
        self, doctor: int, poli: str, *weekdays: int, facility: str = HOSPITAL, starts: int = 8, quota: int = 20
    ) -> list[DoctorSchedule]:
        """Four-hour sessions of a doctor."""
        made = [
            DoctorSchedule(
                facility_code=facility,
                poli_code=poli,
                doctor_code=doctor,
                weekday=weekday,
                starts=time(starts),
                ends=time(starts + 4),
                quota_jkn=quota,
                quota_other=5,
            )
            for weekday in weekdays
        ]
        self.session.add_all(made)
        self.session.flush()
        return made

    def _family(self, number: str, *people: tuple[str, int]) -> list[Member]:
        members = [
            Member(
                position=position,
                relation=relation,
                name=f"{relation} {number}",
                sex="M",
                birth_date=date(year, 1, 2),
                nik=f"9999{number}0201{year % 100:02d}{position:04d}",
                card_number=f"00099{number}{position:06d}",
                segment="PBPU",
                contribution_class=3,
                status="active",
                fktp_code=FKTP,
                fktp_name="Puskesmas Uji",
            )
            for position, (relation, year) in enumerate(people)
        ]
        self.session.add(Family(card_number=f"9999{number}0101200001", members=members))
        self.session.flush()
        return members

    def known(self, member: Member, facility: str = HOSPITAL) -> None:
        """Gives a member a patient record."""
        self.session.add(PatientRecord(facility_code=facility, member_id=member.id, number=member.id[:8]))

    def letter(self, member: Member, kind: int = 3, **changes: Any) -> ReferralLetter:
        """A valid letter for the heart clinic."""
        issued = changes.pop("issued_on", MONDAY - timedelta(days=20))
        serial = self.session.query(ReferralLetter).count() + 1
        values: dict[str, Any] = {
            "number": f"9999R001{issued:%m%y}{KINDS[kind]}{serial:06d}",
            "visit_kind": kind,
            "member_id": member.id,
            "issued_by": "Puskesmas Uji",
            "facility_code": HOSPITAL,
            "poli_code": "JAN",
            "issued_on": issued,
            "valid_until": issued + timedelta(days=90),
            "visit_on": MONDAY if kind == 3 else None,
            **changes,
        }
        letter = ReferralLetter(**values)
        self.session.add(letter)
        self.session.flush()
        return letter

    def take_others(self, schedule: DoctorSchedule, day: date, taken: int) -> SessionDay:
        """Numbers that other patients hold."""
        row = SessionDay(schedule_id=schedule.id, day=day, taken_jkn=taken, last_number=taken)
        self.session.add(row)
        self.session.flush()
        return row

    def heart(self, day: date = MONDAY, **changes: Any) -> BookingWish:
        """A wish for the heart clinic."""
        return BookingWish(**{"facility": HOSPITAL, "poli": "JAN", "day": day, **changes})

    def clinic(self, day: date = MONDAY, **changes: Any) -> BookingWish:
        """A wish for the first-level facility."""
        return BookingWish(**{"facility": FKTP, "poli": "001", "day": day, **changes})

    def book(self, wish: BookingWish, member: Member | None = None, **changes: Any) -> Booking:
        """Books as the head of the family, or as another member."""
        values: dict[str, Any] = {"patient_id": None, "key": None, "access": ACCESS, "now": self.now, **changes}
        return service.book(self.session, viewer=viewer(member or self.head), wish=wish, **values)


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment by the clock of the test facilities (WITA, UTC+8)."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)
