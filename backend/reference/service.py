"""Typed access to the dated tables: ``rate("contribution.class_3.member_share", on=day)``."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.reference.tables import DatedValue, Entry, Unit, chosen_reading, tables


class NoReferenceError(LookupError):
    """There is no such entry, or none for that day: a fault of ours, not of the member."""


@dataclass(frozen=True)
class ReferenceValue:
    """A value on one day, with all that it takes to vouch for it.

    ``checked_on`` ``None``: from general knowledge, no source was found; say so, or do not say the number.
    """

    key: str
    value: Decimal | int | str
    unit: Unit
    legal_basis: str
    valid_from: date
    valid_to: date | None
    source: str
    checked_on: date | None
    reading: str | None


def _on(entry: Entry, reading: str | None, day: date) -> DatedValue | None:
    fitting = (
        item
        for item in entry.values
        if item.reading == reading and item.valid_from <= day <= (item.valid_to or date.max)
    )
    return next(fitting, None)


def rate(key: str, *, on: date, reading: str | None = None) -> ReferenceValue:
    """The value of a key on a day.

    Args:
        key: dotted name as in ``data/*.yml``.
        on: the day that it is for (of the month billed, of the admission ...).
        reading: one of several contradicting readings; default: the installation's choice.

    Raises:
        NoReferenceError: unknown key, or no value for that day.
    """
    entry = tables().get(key)
    found = _on(entry, reading or chosen_reading(key), on) if entry else None
    if entry is None or found is None:
        raise NoReferenceError(f"{key} on {on}")
    return ReferenceValue(
        key=key,
        value=entry.typed(found.value),
        unit=entry.unit,
        legal_basis=found.legal_basis or entry.legal_basis,
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        source=found.source or entry.source,
        checked_on=entry.checked_on,
        reading=found.reading,
    )


def number(key: str, *, on: date) -> int:
    """A whole number (rupiah, days, months ...) on a day.

    Raises:
        NoReferenceError: unknown key, no value for that day, or not a whole number.
    """
    value = rate(key, on=on).value
    if not isinstance(value, int):
        raise NoReferenceError(f"{key} is not a whole number")
    return value


def percent(key: str, *, on: date) -> Decimal:
    """A percentage on a day; 5 means 5 %.

    Raises:
        NoReferenceError: unknown key, no value for that day, or not a percentage.
    """
    value = rate(key, on=on).value
    if not isinstance(value, Decimal):
        raise NoReferenceError(f"{key} is not a percentage")
    return value


def rule(key: str, *, on: date) -> str:
    """A rule by name on a day, in the reading that counts here."""
    return str(rate(key, on=on).value)


def keys(prefix: str = "") -> list[str]:
    """Keys that start with a prefix."""
    return [key for key in tables() if key.startswith(prefix)]
