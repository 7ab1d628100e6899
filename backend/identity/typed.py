"""Identifiers that reached us through the chat: in the message being answered, or kept for the date of birth to come.

The bot sees placeholders only; what they stand for is read here, and never leaves the backend in full.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conversations.models import Conversation, Message
from backend.conversations.sensitive import reveal
from backend.identity.models import TypedNumber
from backend.identity.settings import TYPED_LIFE
from backend.privacy.identifiers import WARNINGS, Identifier, check, find
from backend.privacy.number_shapes import Kind

BIRTH_DATE = "born"
"""Kind of what is kept where a date of birth comes before its number."""
_NUMBERS = ("card", "nik", "kk", "va", "phone")


@dataclass(frozen=True)
class Typed:
    """What the message being answered holds."""

    number: Identifier | None = None
    birth_date: str | None = None


def as_card_or_nik(kind: str, text: str) -> Identifier:
    """Reads an answer to "card number or NIK?"; other kinds come back with the problem of being so."""
    wanted: Kind = "nik" if kind in ("nik", "kk") else "card"
    return check(wanted, text)


def read_number(text: str) -> Identifier:
    """The card number or NIK in a text, with its problem if it has one."""
    numbers = [item for item in find(text) if item.kind in _NUMBERS]
    return as_card_or_nik(numbers[0].kind if numbers else "card", text)


def _with_stored_problem(item: dict[str, str | None]) -> Identifier:
    number = as_card_or_nik(item["kind"] or "card", item["value"] or "")
    stored = item["problem"]
    if number.problem is None and stored and stored not in WARNINGS:
        # The stored value is the corrected one (O read as 0): it still has to be confirmed by the member.
        return Identifier(number.kind, number.value, 0, 0, stored, {"suggestion": number.value})
    return number


def _identifiers(session: Session, conversation_id: UUID) -> list[dict[str, str | None]]:
    """All identifiers of the member's message that is being answered."""
    query = (
        select(Message.identifiers)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.conversation_id == conversation_id, Message.author == "member")
        .where(Message.seq > Conversation.answered_seq)
        .order_by(Message.seq)
    )
    return reveal(session.scalars(query.limit(1)).first())


def typed_in(session: Session, conversation_id: UUID, kind: str) -> str | None:
    """The first identifier of a kind in the message being answered; a family card and a NIK look alike."""
    kinds = {"nik", "kk"} if kind in ("nik", "kk") else {kind}
    found = [item["value"] for item in _identifiers(session, conversation_id) if item["kind"] in kinds]
    return next((value for value in found if value), None)


def typed_now(session: Session, conversation_id: UUID) -> Typed:
    """The identifiers of the member's message that is being answered."""
    found = _identifiers(session, conversation_id)
    numbers = [_with_stored_problem(item) for item in found if item["kind"] in _NUMBERS]
    dates = [item["value"] for item in found if item["kind"] == "birth_date" and item["value"]]
    return Typed(numbers[0] if numbers else None, dates[0] if dates else None)


def remember(session: Session, conversation_id: UUID, kind: str, value: str, now: datetime) -> None:
    """Keeps a number, or a date of birth that came before it, for the conversation's next message."""
    typed = session.get(TypedNumber, conversation_id) or TypedNumber(conversation_id=conversation_id)
    typed.kind, typed.value, typed.typed_at = kind, value, now
    session.add(typed)


def recall(session: Session, conversation_id: UUID, now: datetime) -> Identifier | None:
    """The number that was kept, if it is not too old."""
    kept = _kept(session, conversation_id, now)
    return as_card_or_nik(kept.kind, kept.value) if kept and kept.kind != BIRTH_DATE else None


def recall_birth_date(session: Session, conversation_id: UUID, now: datetime) -> str | None:
    """The date of birth (ISO 8601) that was typed before its number, if it is not too old."""
    kept = _kept(session, conversation_id, now)
    return kept.value if kept and kept.kind == BIRTH_DATE else None


def _kept(session: Session, conversation_id: UUID, now: datetime) -> TypedNumber | None:
    kept = session.get(TypedNumber, conversation_id)
    return None if kept is None or now - kept.typed_at > TYPED_LIFE else kept


def forget(session: Session, conversation_id: UUID) -> None:
    """Drops the number that was kept."""
    typed = session.get(TypedNumber, conversation_id)
    if typed:
        session.delete(typed)
