"""Requests about personal data for the privacy officer of the demonstration: one near its deadline, one answered."""

import random
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from backend.demo.people import person
from backend.privacy.models import PrivacyRequest
from backend.privacy.subject_requests import DEADLINE

_OPEN = "Nama jalan di alamat saya salah tulis, seharusnya Jalan Kenanga, mohon diperbaiki juga di kartu."
_CLOSED = "Saya keberatan riwayat kunjungan saya dipakai untuk penawaran program."
_ANSWER = "Riwayat kunjungan tidak pernah dipakai untuk penawaran, dan tidak akan."


def load(session: Session, *, now: datetime, rng: random.Random) -> None:  # noqa: ARG001 - nothing here is random
    """Adds both."""
    asked, answered = now - timedelta(hours=60), now - timedelta(days=9)
    waiting = PrivacyRequest(number="PDP-7KQ2-M4XR-R", kind="correct", state="open", words=_OPEN)
    waiting.member_id, waiting.created_at = person("Maria Goreti").member_id, asked
    over = PrivacyRequest(number="PDP-3HJ7-W9CD-N", kind="object", state="done", words=_CLOSED, answer=_ANSWER)
    over.member_id, over.created_at = person("Hasan Basri").member_id, answered
    over.closed_at, over.closed_by = answered + timedelta(hours=20), "system"
    for request in (waiting, over):
        request.due_at = request.created_at + DEADLINE
        session.add(request)
