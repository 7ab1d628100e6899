"""What a rating is of: a facility, or one of the visits of the last months; and whether it may be rated."""

from collections.abc import Mapping
from typing import Any

from bot.actions.backend import LONGEST_NAME, call
from bot.actions.places import typed_name
from bot.actions.reading import Reading
from bot.actions.same_names import same_name
from bot.actions.texts import Say


async def wished_target(reading: Reading, say: Say, wish: Mapping[str, Any]) -> dict[str, Any] | None:
    """The facility that was named or chosen; None where it is still to be asked for."""
    if not wish.get("name"):
        return await allowed(reading, await by_code(reading, wish["code"])) if wish.get("code") else None
    found = await call(reading, "GET", "/facilities/search", params={"q": wish["name"][:LONGEST_NAME]})
    if found["status"] == "none":
        say("utter_facility_unknown", name=wish["name"])
    return await allowed(reading, target_of(found["items"][0])) if found["status"] == "one" else None


async def own_code(reading: Reading) -> str | None:
    """The code of the member's own first-level facility."""
    member = await call(reading, "GET", "/membership/me", params={"member": None})
    return str(member["fktp_code"]) if member["fktp_code"] else None


async def by_code(reading: Reading, code: str) -> dict[str, Any]:
    """The facility of a code."""
    return target_of(await call(reading, "GET", f"/facilities/{code}"))


async def allowed(reading: Reading, target: dict[str, Any]) -> dict[str, Any]:
    """The facility or visit, if it may be rated: better to hear that it may not before six questions than after.

    Raises:
        Refusal: it may not.
    """
    params = {"facility": target["code"], "visit": target["visit"]}
    await call(reading, "GET", "/ratings/allowed", params=params)
    return target


def target_of(facility: Mapping[str, Any], visit: str | None = None) -> dict[str, Any]:
    """A facility as it is rated: its code, its name, and the visit that is meant, if any."""
    return {"code": facility["code"], "name": facility["name"], "visit": visit}


def visit_named(reading: Reading, visits: list[dict[str, Any]]) -> dict[str, Any] | None:
    """ "sing ngemplak kae": the newest visit at a place that is named; of two places of that name the one visited."""
    name = typed_name(reading, requested=False)
    return next((one for one in visits if name and same_name(name, one["facility_name"])), None)


def visited(visit: Mapping[str, Any]) -> dict[str, Any]:
    """A visit as it is rated."""
    return {"code": visit["facility"], "name": visit["facility_name"], "visit": visit["visit"]}
