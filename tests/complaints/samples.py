"""Complaints, members and files that tests start from."""

from collections.abc import Callable
from datetime import date

import pytest

from backend.complaints.models import Complaint
from backend.complaints.schemas import Filing
from backend.errors import ServiceError
from backend.membership.models import Family, Member

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40
STORY = "Minggu lalu ibu saya menunggu enam jam di poli, loket bilang berkas hilang. NIK saya 9999015403880001."
FileComplaint = Callable[..., Complaint]


def filing(**changes: object) -> Filing:
    """A complete complaint, with changes."""
    given: dict[str, object] = {"category": "hospital_service", "chronology": STORY, "reporter": "family"}
    return Filing.model_validate(given | {"consent_version": "2026-01"} | changes)


def new_member(number: int = 1) -> Member:
    """An invented person."""
    family = Family(card_number=f"99990101012000{number:02}")
    return Member(
        family=family,
        relation="head",
        name="Wayan Percobaan",
        sex="F",
        birth_date=date(1990, 1, 1),
        nik=f"99990141019000{number:02}",
        card_number=f"00099000009{number:02}",
        segment="PBPU",
        contribution_class=3,
        status="active",
    )


def refusal(attempt: Callable[..., object], *arguments: object, **more: object) -> ServiceError:
    """How a call is refused."""
    with pytest.raises(ServiceError) as refused:
        attempt(*arguments, **more)
    return refused.value
