"""The demonstration's members are exactly the rows of ``members.csv``."""

import csv
import random
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

import backend.demo
from backend.demo import membership
from backend.membership import repository
from backend.membership.models import Member

ROWS = list(csv.DictReader(Path(backend.demo.__file__).with_name("members.csv").read_text("utf-8").splitlines()))


def as_row(found: Member) -> dict[str, str]:
    return {
        "relation": found.relation,
        "name": found.name,
        "sex": found.sex,
        "birth_date": found.birth_date.isoformat(),
        "nik": found.nik,
        "card_number": found.card_number,
        "family_card_number": found.family.card_number,
        "segment": found.segment,
        "class": str(found.contribution_class),
        "status": found.status,
        "arrears_months": str(found.arrears_months),
        "phone": found.phone.replace("+62", "0") if found.phone else "",
        "email": found.email or "",
        "fktp": found.fktp_name or "",
        "city": found.city or "",
        "autodebit_bank": found.autodebit_bank or "",
    }


def test_every_row_is_a_member_and_nobody_else(session: Session, now: datetime) -> None:
    membership.load(session, now=now, rng=random.Random(1))
    session.flush()
    session.expire_all()
    members = {found.card_number: found for found in session.scalars(select(Member))}
    assert len(members) == len(ROWS)
    for row in ROWS:
        expected = {key: value for key, value in row.items() if key not in ("family_id", "note")}
        assert as_row(members[row["card_number"]]) == expected


def test_members_are_found_by_either_number_and_by_phone(session: Session, now: datetime) -> None:
    membership.load(session, now=now, rng=random.Random(1))
    session.flush()
    by_card = repository.by_card(session, "0009900000010")
    assert by_card is not None
    assert by_card is repository.by_nik(session, "9999044505510010")
    assert [found.name for found in repository.by_phone(session, "+6281299000101")] == ["Siti Rahmawati"]


def test_the_same_seed_and_moment_give_the_same_data(session: Session, now: datetime) -> None:
    def load() -> list[tuple[object, ...]]:
        membership.load(session, now=now, rng=random.Random(7))
        session.flush()
        rows = [(m.id, m.fktp_since, m.class_since) for m in session.scalars(select(Member).order_by(Member.id))]
        for found in session.scalars(select(Member)):
            session.delete(found.family)
        session.flush()
        session.expunge_all()
        return rows

    assert load() == load()
