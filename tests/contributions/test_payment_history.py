"""The picture of what was paid, and receipts: for the head of the family, nothing of anybody else."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.attachments.models import Attachment
from backend.attachments.service import path_of
from backend.contributions import history, repository
from backend.conversations.service import open_conversation
from backend.errors import NotFound, ServiceError
from backend.identity.viewer import VERIFIED, Viewer
from backend.membership.models import Member
from backend.privacy.audit import Access

Find = Callable[[str], Member]
SITI, BAMBANG = "Siti Rahmawati", "Bambang Sutrisno"


@pytest.fixture
def conversation(session: Session, now: datetime) -> UUID:
    return open_conversation(session, "web", "history", now=now).id


@pytest.fixture
def access(conversation: UUID) -> Access:
    return Access.bot(conversation, "payments")


def content(session: Session, card: history.Card) -> bytes:
    return path_of(session.get_one(Attachment, UUID(str(card["id"])))).read_bytes()


@pytest.mark.parametrize(
    ("name", "alt"),
    [
        (SITI, "12 bulan: 6 bulan lunas, 6 bulan belum dibayar"),
        ("Made Wirawan", "11 bulan: 11 bulan lunas, 0 bulan belum"),
    ],
)
def test_the_picture_says_in_words_what_it_shows(
    session: Session, families: Find, conversation: UUID, access: Access, now: datetime, name: str, alt: str
) -> None:
    viewer = Viewer(VERIFIED, families(name).id)
    card = history.picture(session, viewer, conversation, "id", access=access, now=now)
    assert alt in str(card["alt"])
    drawn = content(session, card)
    assert drawn.startswith(b"\x89PNG")
    assert len(drawn) < 12_000, "a slow phone loads it"


def receipt(session: Session, viewer: Viewer, access: Access, now: datetime, payment: UUID | None) -> history.Card:
    conversation = UUID(str(access.conversation_id))
    options = {"payment_id": payment, "access": access, "now": now}
    return history.receipt(session, viewer, conversation, "id", **options)


def test_a_receipt_is_a_pdf_and_the_same_again_is_the_same_file(
    session: Session, families: Find, access: Access, now: datetime
) -> None:
    viewer = Viewer(VERIFIED, families(BAMBANG).id)
    card = receipt(session, viewer, access, now, None)
    assert content(session, card).startswith(b"%PDF")
    assert str(card["name"]).startswith("bukti bayar 2026-11-05")
    assert receipt(session, viewer, access, now, None) == card
    assert len(session.scalars(select(Attachment)).all()) == 1


def test_nobody_gets_the_receipt_of_another_family(
    session: Session, families: Find, access: Access, now: datetime
) -> None:
    (theirs,) = repository.payments_of(session, families(BAMBANG).family_id, 1)
    with pytest.raises(NotFound, match="payment_not_found"):
        receipt(session, Viewer(VERIFIED, families(SITI).id), access, now, theirs.id)
    with pytest.raises(ServiceError, match="head_of_family_only"):
        receipt(session, Viewer(VERIFIED, families("Endang Lestari").id), access, now, theirs.id)


def test_what_is_not_in_the_books_has_no_receipt(
    session: Session, families: Find, access: Access, now: datetime
) -> None:
    maria = families("Maria Goreti")
    (waiting,) = repository.unmatched_payments(session, maria.family_id)
    with pytest.raises(ServiceError, match="payment_not_booked"):
        receipt(session, Viewer(VERIFIED, maria.id), access, now, waiting.id)
