"""Whose data a verified member may see."""

from datetime import date

import pytest

from backend.membership.authority import Scope, age_on, may_act_for
from backend.membership.models import Member

TODAY = date(2026, 11, 22)


def member(family: str, relation: str, born: date = date(1980, 1, 1)) -> Member:
    return Member(id=f"{family}-{relation}-{born}", family_id=family, relation=relation, birth_date=born)


HEAD, SPOUSE = member("F", "head"), member("F", "spouse")
CHILD, GROWN = member("F", "child", date(2012, 6, 21)), member("F", "child", date(2009, 11, 22))
STRANGER = member("G", "head")


@pytest.mark.parametrize(
    ("viewer", "target", "scope", "allowed"),
    [
        (HEAD, HEAD, "care", True),
        (HEAD, SPOUSE, "card", True),
        (HEAD, SPOUSE, "contributions", True),
        (HEAD, SPOUSE, "care", False),
        (HEAD, CHILD, "care", True),
        (HEAD, GROWN, "contributions", True),
        (HEAD, GROWN, "care", False),
        (SPOUSE, HEAD, "card", False),
        (SPOUSE, HEAD, "contributions", False),
        (SPOUSE, CHILD, "care", True),
        (SPOUSE, GROWN, "card", False),
        (CHILD, HEAD, "card", False),
        (GROWN, CHILD, "card", False),
        (HEAD, STRANGER, "card", False),
        (STRANGER, CHILD, "contributions", False),
    ],
)
def test_authority(viewer: Member, target: Member, scope: Scope, allowed: bool) -> None:
    assert may_act_for(viewer, target, scope, TODAY) is allowed


def test_age_changes_on_the_birthday() -> None:
    born = date(2009, 11, 22)
    assert (age_on(born, date(2026, 11, 21)), age_on(born, date(2026, 11, 22))) == (16, 17)
