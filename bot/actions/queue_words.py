"""Visits, sessions, bookings and refusals in the member's words. Every time is the facility's own."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.actions.backend import Refusal
from bot.actions.facility_words import METRES_IN_KM
from bot.actions.press import press
from bot.actions.shown import remember
from bot.actions.texts import Button, Say
from bot.actions.zones import ZONES

Json = Mapping[str, Any]
_DATES = ("date", "valid_until", "visit_on")
_MOMENTS = ("opens_at", "closed_at")
_LETTER_HOSPITAL, _LETTER_END = 8, 4
_OFFSETS = {7: "WIB", 8: "WITA", 9: "WIT"}
"""Hours ahead of UTC; Indonesia has no summer time."""


def poli_name(say: Say, poli: Json) -> str:
    """A clinic's name in the member's language; many Indonesian ones begin with "Poli" already."""
    if say.reading.language == "en" or str(poli["name"]).startswith("Poli"):
        return str(poli["name_en"] if say.reading.language == "en" else poli["name"])
    return say.text("utter_queues_poli_name", name=poli["name"])


def hours(session: Json, zone: str) -> str:
    """ "08.00–12.00 WITA"."""
    return f"{session['starts']}–{session['ends']} {zone}".replace(":", ".")


def moment(say: Say, iso: str, zone: str) -> str:
    """ "10.30 WIB", of a moment in the facility's own time."""
    return say.time(datetime.fromisoformat(iso), ZONES[zone])


def distance(say: Say, metres: float) -> str:
    """ "350 m", "1,2 km" ("1.2 km" in English)."""
    return f"{metres:.0f} m" if metres < METRES_IN_KM else f"{say.decimal(metres / METRES_IN_KM)} km"


def door_label(say: Say, door: Json) -> str:
    """Where one can be seen, and by which letter."""
    poli = poli_name(say, door["polis"][0]) if door["polis"] else ""
    return say.text(f"utter_queues_door_{door['kind']}", name=door["name"], poli=poli)


def masked_letter(number: str) -> str:
    """A referral or control letter, recognisable but not whole: the hospital's code and the last digits."""
    short = len(number) <= _LETTER_HOSPITAL + _LETTER_END  # a queue number is no secret
    return number if short else f"{number[:_LETTER_HOSPITAL]}…{number[-_LETTER_END:]}"


def session_label(say: Say, session: Json, zone: str) -> str:
    """A session's doctor, hours and places left."""
    values = {"hours": hours(session, zone), "doctor": session["doctor"], "left": session["left"]}
    return say.text("utter_queues_session_label", **values)


def booking_label(say: Say, booking: Json) -> str:
    """A booking in one line, for a choice."""
    values = {"poli": poli_name(say, booking["poli"]), "name": booking["facility"]["name"]}
    return say.text("utter_queues_booking_label", date=say.day(booking["date"]), **values)


def booking_values(say: Say, booking: Json) -> dict[str, Any]:
    """The facts of a booking that texts name."""
    zone = booking["facility"]["time_zone"]
    return {
        "number": booking["number"], "code": booking["code"], "name": booking["member"]["name"],
        "facility": booking["facility"]["name"], "poli": poli_name(say, booking["poli"]),
        "doctor": booking["doctor"]["name"], "date": say.day(booking["date"]), "hours": hours(booking, zone),
        "time": moment(say, booking["estimated_at"], zone), "arrive": moment(say, booking["arrive_by"], zone),
        "early": booking["arrive_early_min"], "left": booking["left_jkn"], "quota": booking["quota_jkn"],
    }  # fmt: skip


def say_booked(say: Say, booking: Json, response: str) -> None:
    """Number, code, time, when to be there, what to bring, and the next steps."""
    text = say.text(response, **booking_values(say, booking))
    notices = [say.text(f"utter_queues_notice_{notice}") for notice in booking["notices"]]
    say.plain("\n".join([text, *notices]), buttons=next_steps(say, booking))


def say_standing(say: Say, booking: Json) -> None:
    """A booking as it stands; on its day with the queue before it."""
    values, standing = booking_values(say, booking), booking["standing"]
    lines = [say.text(f"utter_queues_status_{booking['state']}", **values)]
    if standing:
        zone = booking["facility"]["time_zone"]
        called = standing["called_number"] or say.text("utter_queues_not_begun")
        facts = {"called": called, "remaining": standing["remaining"]}
        facts |= {"minutes": round(standing["waiting_seconds"] / 60)}
        facts |= {"expected": moment(say, standing["expected_at"], zone), "as_of": moment(say, standing["as_of"], zone)}
        lines.append(say.text("utter_queues_standing", **facts))
    say.plain("\n".join(lines), buttons=next_steps(say, booking))


def next_steps(say: Say, booking: Json) -> list[Button]:
    """What can be done with a booking now."""
    return [action_button(say, step, booking["code"]) for step in booking["can"]]


def remember_booking(booking: Json, **more: Any) -> Any:
    """The booking shown last, for follow-ups."""
    items = [{"code": booking["facility"]["code"], "name": booking["facility"]["name"]}]
    return remember("queue", booking=booking["code"], facility=booking["facility"]["code"], items=items, **more)


PAYLOADS: dict[str, tuple[str, dict[str, str]]] = {
    "status": ("check_queue_status", {}),
    "move": ("book_queue", {"value": "move"}),
    "cancel": ("cancel_queue", {}),
    "check_in": ("check_in_queue", {}),
    "list_bookings": ("check_queue_status", {}),
    "check_membership": ("check_membership_status", {}),
    "ask_fktp_for_referral": ("book_queue", {}),
}
"""What the backend offers instead of what was refused, as wishes of ours; the rest is said in the texts."""


def action_button(say: Say, action: str, code: str | None = None) -> Button:
    """A button for a step that the backend names, perhaps with one booking."""
    intent, values = PAYLOADS[action]
    return say.button(f"utter_queues_button_{action}", press(intent, **values, code=code))


def choice_buttons(say: Say, choices: Iterable[Json]) -> list[Button]:
    """Buttons for the other steps of a refusal; days, sessions and clinics come with the question that follows."""
    offered = [choice for choice in choices if choice["kind"] == "action" and choice["action"] in PAYLOADS]
    return [action_button(say, choice["action"], choice.get("booking")) for choice in offered]


def refusal_values(say: Say, details: Json, **known: Any) -> dict[str, Any]:
    """All that texts of refusals may name; what is not known is empty."""
    facility = details.get("facility") or {}
    keys = ("holiday", "number", "name", "phone", "state", "doctor", "poli", *_DATES, *_MOMENTS)
    named: dict[str, Any] = dict.fromkeys(keys, "")
    named |= {key: say.day(details[key]) for key in _DATES if details.get(key)}
    named |= {key: _local(details[key]) for key in _MOMENTS if details.get(key)}
    named |= {key: str(details[key]) for key in ("poli", "doctor") if details.get(key)}
    named |= {"number": masked_letter(str(details["number"]))} if details.get("number") else {}
    named |= {"name": facility.get("name", ""), "phone": facility.get("phone") or "165"}
    english = details.get("holiday_en") if say.reading.language == "en" else None
    named["holiday"] = english or details.get("holiday") or ""
    if state := details.get("state"):
        named["state"] = say.text(f"utter_queues_state_{state}")
    metres = {key: distance(say, details.get(f"{key}_m") or 0) for key in ("distance", "radius")}
    return {**named, **metres, **known}


def _local(iso: str) -> str:
    """ "08.00 WIT": the backend gives moments in the facility's own time."""
    found = datetime.fromisoformat(iso)
    offset = found.utcoffset()
    label = _OFFSETS.get(round(offset.total_seconds() / 3600), "") if offset else ""
    return f"{found:%H.%M} {label}".strip()


def refuse_booking(say: Say, refusal: Refusal, **known: Any) -> None:
    """Says why, and what can be done instead."""
    buttons = choice_buttons(say, refusal.details.get("next_choices") or [])
    say(f"utter_error_{refusal.code}", buttons=buttons, **refusal_values(say, refusal.details, **known))
