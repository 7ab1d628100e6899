"""A member of the register, for tests that need one and not what stands in the register."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from backend.membership.models import Family, Member


def known_member(session: Session, name: str = "Siti Rahmawati", **facts: Any) -> Member:
    """Adds the head of a family in class III, paid and active unless ``facts`` say otherwise."""
    family = Family(card_number="9999010101200001")
    usual = {"sex": "F", "birth_date": date(1988, 3, 14), "nik": "9999015403880001", "card_number": "0009900000001"}
    usual |= {"segment": "PBPU", "contribution_class": 3, "status": "active", "arrears_months": 0}
    made = Member(family=family, relation="head", name=name, phone="+6281299000101", **{**usual, **facts})
    session.add_all([family, made])
    session.flush()
    return made
