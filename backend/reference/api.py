"""The dated tables for the bot's general answers: public facts, no login."""

from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from backend.api.deps import Now
from backend.api.routes import TopicRouter
from backend.errors import NotFound
from backend.reference.calendar import today_in_jakarta
from backend.reference.service import NoReferenceError, rate
from backend.reference.tables import Unit

router = TopicRouter(prefix="/service/v1/reference", tags=["faq"])


class ValueOut(BaseModel):
    """A value as it counts today. ``checked_on`` absent: no source was found, the answer must say so."""

    value: str
    unit: Unit
    legal_basis: str
    source: str
    valid_from: date
    checked_on: date | None


class Values(BaseModel):
    """Values by name."""

    values: dict[str, ValueOut]


def _value(name: str, on: date) -> ValueOut:
    try:
        found = rate(name, on=on)
    except NoReferenceError:
        raise NotFound("unknown_reference", name=name) from None
    facts = {field: getattr(found, field) for field in ("unit", "legal_basis", "source", "valid_from", "checked_on")}
    return ValueOut(value=str(found.value), **facts)


@router.get("/values")
def read_values(now: Now, names: Annotated[str, Query(max_length=2000)]) -> Values:
    """The values of comma-separated names on this day (in Jakarta); ``unknown_reference`` names one that has none."""
    today = today_in_jakarta(now)
    return Values(values={name: _value(name, today) for name in names.split(",") if name})
