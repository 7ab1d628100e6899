"""Amounts and limits in texts: ``{placeholders}`` that name values of the backend's dated tables."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.actions.backend import call
from bot.actions.reading import Reading
from bot.actions.texts import Say

_PLACEHOLDER = re.compile(r"\{([a-z0-9_.]+)\}", re.IGNORECASE)
_UNITS = frozenset({"rupiah", "percent"})


def names(text: str) -> list[str]:
    """The values of the dated tables that a text needs."""
    return sorted(set(_PLACEHOLDER.findall(text)))


async def filled(reading: Reading, say: Say, text: str) -> tuple[str, list[dict[str, Any]]]:
    """A text with the values that count today, and these values."""
    needed = names(text)
    if not needed:
        return text, []
    found = await call(reading, "GET", "/reference/values", params={"names": ",".join(needed)})
    values: dict[str, dict[str, Any]] = found["values"]
    return _PLACEHOLDER.sub(lambda place: shown(say, values[place.group(1)]), text), list(values.values())


async def dated_today(reading: Reading, **named: str) -> dict[str, dict[str, Any]]:
    """Entries of the dated tables that count today, by the names that a text has for them."""
    found = await call(reading, "GET", "/reference/values", params={"names": ",".join(named.values())})
    return {ours: found["values"][name] for ours, name in named.items()}


async def values_today(reading: Reading, **named: str) -> dict[str, Any]:
    """Their values alone."""
    return {ours: entry["value"] for ours, entry in (await dated_today(reading, **named)).items()}


def oldest_check(say: Say, checks: Iterable[date | None]) -> str:
    """How old facts are: "Data per" the oldest check; or that they could not be checked, where one was not."""
    all_checks = list(checks)
    known = [check for check in all_checks if check is not None]
    if len(known) < len(all_checks):
        return say.text("utter_faq_unchecked")
    return say.text("utter_faq_as_of", date=say.short_date(min(known)))


def checked(entries: Iterable[Mapping[str, Any]]) -> list[date | None]:
    """The days on which entries of the dated tables were checked."""
    return [date.fromisoformat(one["checked_on"]) if one["checked_on"] else None for one in entries]


def shown(say: Say, value: Mapping[str, Any]) -> str:
    """A value of the dated tables as a member reads it."""
    if value["unit"] not in _UNITS:
        return str(value["value"])
    if value["unit"] == "rupiah":
        return say.rupiah(float(value["value"]))
    return f"{say.decimal(float(value['value']), '0.##')} %"
