"""A handful of facilities in Bandung, for tests that need some but not all of the demonstration's."""

from datetime import datetime

from sqlalchemy.orm import Session

from backend.facilities import repository
from backend.facilities.models import Facility

_ROWS = (
    ("A001", "Puskesmas Antapani", "puskesmas", -6.9147, 107.6600),
    ("A002", "Puskesmas Panyileukan", "puskesmas", -6.9300, 107.7080),
    ("A003", "Puskesmas Puter", "puskesmas", -6.8930, 107.6190),
    ("A004", "Klinik Sehat Cibiru", "clinic", -6.9190, 107.7180),
    ("A005", "RSUD Bandung Kiwari", "hospital", -6.9440, 107.5850),
)


def few_facilities(session: Session, now: datetime) -> None:
    """Adds them; the first one is full (``backend.demo.membership``)."""
    for code, name, kind, latitude, longitude in _ROWS:
        session.add(
            Facility(
                code=code,
                name=name,
                type=kind,
                address="Bandung",
                regency_code="3273",
                regency="Kota Bandung",
                province="Jawa Barat",
                time_zone="Asia/Jakarta",
                latitude=latitude,
                longitude=longitude,
                is_fktp=kind != "hospital",
                updated_at=now,
            )
        )
    repository.bump_revision(session)
    session.flush()
