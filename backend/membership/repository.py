"""Queries for members."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from backend.membership.models import Family, Member
from backend.privacy.crypto import lookup_hash


def by_id(session: Session, member_id: str) -> Member | None:
    """The member with an opaque id."""
    return session.get(Member, member_id)


def by_card(session: Session, card_number: str) -> Member | None:
    """The member with a card number of 13 digits."""
    return session.scalar(select(Member).where(Member.card_number_hash == lookup_hash("card", card_number)))


def by_nik(session: Session, nik: str) -> Member | None:
    """The member with a NIK of 16 digits."""
    return session.scalar(select(Member).where(Member.nik_hash == lookup_hash("nik", nik)))


def by_number(session: Session, kind: str, value: str) -> Member | None:
    """The member with a ``card`` number or ``nik``."""
    return by_card(session, value) if kind == "card" else by_nik(session, value)


def by_phone(session: Session, phone: str) -> list[Member]:
    """Members with a registered phone in E.164 form; families often share one."""
    query = select(Member).where(Member.phone_hash == lookup_hash("phone", phone))
    return list(session.scalars(query.order_by(Member.family_id, Member.position)))


def family_of(session: Session, member: Member) -> Family:
    """The member's family with all its members."""
    query = select(Family).where(Family.id == member.family_id).options(selectinload(Family.members))
    return session.scalars(query).one()
