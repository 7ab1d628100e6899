"""The doors that are open to a member (own FKTP, hospitals by letter), and which one a message means."""

from collections.abc import Mapping
from typing import Any

from bot.actions.backend import call
from bot.actions.reading import Reading
from bot.actions.same_names import same_name

Door = dict[str, Any]
FKTP_TYPES = frozenset({"puskesmas", "clinic", "doctor", "dentist"})
CLEAR = 0.7
"""How well a clinic's name fits that is surely meant."""


async def options_for(reading: Reading, member_id: str | None) -> dict[str, Any]:
    """What can be booked for a member, cut down to what the dialogue needs.

    Raises:
        Refusal: ``verification_required``; ``own_code_needed`` for another adult.
    """
    found = await call(reading, "GET", "/queues/options", params={"member": member_id})
    expired = [{"number": one["number"], "valid_until": one["valid_until"]} for one in found["expired_letters"]]
    doors = [_door(option) for option in found["options"]]
    return {**{key: found[key] for key in ("member", "people", "active")}, "doors": doors, "expired": expired}


def _door(option: Mapping[str, Any]) -> Door:
    letter, facility = option["letter"] or {}, option["facility"]
    return {
        "key": letter.get("number") or facility["code"], "kind": option["kind"], "facility": facility["code"],
        "name": facility["name"], "phone": facility["phone"], "zone": facility["time_zone"], "polis": option["polis"],
        "connected": option["connected"], "letter": letter.get("number"), "visit_kind": letter.get("visit_kind"),
        "visit_on": letter.get("visit_on"), "doctor": (letter.get("doctor") or {}).get("name"),
        "valid_until": letter.get("valid_until"), "booked": option["booked"], "only_on": option["only_on"],
    }  # fmt: skip


def door_of_booking(booking: Mapping[str, Any]) -> Door:
    """The door through which a booking goes; a move stays there."""
    facility = booking["facility"]
    return {
        "key": booking["code"], "kind": "booking", "facility": facility["code"], "name": facility["name"],
        "phone": facility["phone"], "zone": facility["time_zone"], "polis": [booking["poli"]],
        "letter": booking["letter_number"], "visit_on": None, "doctor": booking["doctor"]["name"],
        "only_on": booking["only_on"],
    }  # fmt: skip


def usable(doors: list[Door]) -> list[Door]:
    """Doors that can be gone through now."""
    return [door for door in doors if door["connected"] and not door["booked"]]


async def meant_clinics(reading: Reading, words: str, facility: str | None = None) -> dict[str, Any]:
    """The clinics that words may mean; those of the facility first."""
    params = {"q": words[:120], "facility": facility}
    found: dict[str, Any] = await call(reading, "GET", "/queues/polis/resolve", params=params)
    return found


async def codes_meant(reading: Reading, words: str) -> set[str]:
    """Codes of the clinics that words surely mean, at either level."""
    matches = (await meant_clinics(reading, words))["matches"]
    return {match["poli"]["code"] for match in matches if match["score"] >= CLEAR}


def offers_clinic(door: Door, codes: set[str]) -> bool:
    """Whether one of these clinics is behind a door."""
    return any(poli["code"] in codes for poli in door["polis"])


def matching(doors: list[Door], hints: Mapping[str, Any]) -> list[Door]:
    """The doors that fit what was said of the place and the letter (not of the clinic)."""
    found = doors
    if hints.get("letter"):
        typed = str(hints["letter"]).upper()
        found = [door for door in found if door["letter"] == typed]
    if hints.get("facility"):
        found = [door for door in found if same_name(str(hints["facility"]), door["name"])]
    kind = hints.get("type")
    if kind in FKTP_TYPES or kind == "hospital":
        found = [door for door in found if (door["kind"] == "fktp") == (kind != "hospital")]
    of_kind = [door for door in found if door["kind"] == hints.get("kind")]
    return of_kind or found
