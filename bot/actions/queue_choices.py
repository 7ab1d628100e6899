"""The day and the session of a visit."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.actions.backend import call
from bot.actions.list_choices import Liking, liked
from bot.actions.outcomes import Outcome, Unusable
from bot.actions.queue_days import days_meant, in_that_week, next_week
from bot.actions.queue_desk import DESK_CLOSED
from bot.actions.queue_reading import (
    MOVE,
    cannot_then,
    day_in,
    fits_time,
    hint,
    iso_day,
    last,
    picked,
    today_at,
    typed_answer,
)
from bot.actions.queue_state import ALREADY_BOOKED, ending, put, used_up
from bot.actions.queue_waiting import SOONEST
from bot.actions.queue_words import hours, refusal_values, session_label
from bot.actions.reading import Reading
from bot.actions.same_names import same_name
from bot.actions.texts import Say
from bot.actions.topic import asks_something
from bot.components.date_patterns import is_past
from bot.components.dates import impossible_date, part_of_day

Json = Mapping[str, Any]
_AS_WRITTEN = re.compile(
    r"\b(?:ikut\w*|sesuai|menurut|seperti|sama|as in|like|(?:pakai|pake|gunakan|use)(?! (?:surat |srt )?apa))\b.{0,12}"
    r"\b(?:surat|srt|letter)",
    re.IGNORECASE,
)
"""The day that the control letter names: "sesuai surat aja", "pakai surat itu"."""
_SOON = re.compile(
    r"\b(?:(?:paling|plg) (?:dekat|deket|cepat|cepet|awal)|terdekat|tercepat|secepatnya|nearest|earliest|soonest)\b",
    re.IGNORECASE,
)
_A_DAY = re.compile(r"\b(?:hari|tanggal|tgl|day|date)(?:nya)?\b", re.IGNORECASE)


def wants_soonest(reading: Reading) -> bool:
    """ "hari yang tersedia paling dekat saja" behind what was read back: another day than the one that stands there."""
    soon = _SOON.search(reading.text) is not None and _A_DAY.search(reading.text) is not None
    return soon and not reading.pressed and reading.requested == "queues_confirm"


async def sessions_on(reading: Reading, on: str | None) -> dict[str, Any]:
    """The sessions of the chosen clinic on a day (None: the next open one) and the next open days."""
    door, poli = reading.slot("queues_door"), reading.slot("queues_poli")
    params = {"facility": door["facility"], "poli": poli["code"], "date": on}
    found: dict[str, Any] = await call(reading, "GET", "/queues/sessions", params=params)
    return found


async def choose_date(reading: Reading, say: Say) -> Outcome:
    """The day that a message names, if the clinic has a place left on it."""
    door, poli = reading.slot("queues_door"), reading.slot("queues_poli")
    if not door or not poli:
        return None
    marked = _other_day(reading, door["zone"]) if reading.slot("queues_date") else hint(reading, "date")
    words = (
        picked(reading, "queues_date")
        or _liked_day(reading)
        or _planned(reading, door)
        or _whole_answer(reading, door["zone"])
        or marked
    )
    anew = wants_soonest(reading) and not reading.entity("date")
    if (hint(reading, SOONEST) and not words and not reading.slot("queues_date")) or anew:
        words = (await sessions_on(reading, None))["date"]
    used_up(reading, "date", SOONEST)
    wanted = day_in(str(words), door["zone"]) if words else None
    if isinstance(wanted, date):
        wanted = in_that_week(str(words), wanted, (reading.slot("queues_hints") or {}).get("week"))
    over = isinstance(wanted, date) and wanted < today_at(door["zone"])
    if not over and _not_the_only_one(reading, door, wanted):
        return Unusable("utter_queues_only_date", {"name": door["name"], "phone": door["phone"] or ""})
    known = isinstance(wanted, date) and wanted.isoformat() == reading.slot("queues_date")
    # "nyut-nyutan dari semalam": since when it hurts.
    told = reading.requested != "queues_date" and is_past(str(words))
    if wanted is None or known or told:
        return None
    if not isinstance(wanted, date):
        return _no_day(reading, door, str(words))
    if wanted < today_at(door["zone"]):
        return Unusable("utter_error_date_in_past", refusal_values(say, {"date": wanted.isoformat()}))
    return await _judged(reading, say, await sessions_on(reading, wanted.isoformat()))


def _not_the_only_one(reading: Reading, door: Json, wanted: object) -> bool:
    """Another day than the one on which the hospital takes the control letter, or a no to that one."""
    only = door.get("only_on")
    no = wanted is None and cannot_then(reading)
    return bool(only) and (no or (isinstance(wanted, date) and wanted.isoformat() != only))


def _no_day(reading: Reading, door: Json, words: str) -> Outcome:
    """Words that name no single day; of a control letter the question names the day that is meant."""
    if impossible_date(words):
        return Unusable("utter_problem_birth_date_impossible")
    if door.get("visit_on") and not reading.requested:
        return None
    if begins := next_week(words, today_at(door["zone"])):
        reading.tracker.slots["queues_hints"] = {**(reading.slot("queues_hints") or {}), "week": begins.isoformat()}
        return Unusable("utter_queues_next_week")
    return Unusable("utter_queues_date_unclear")


def _other_day(reading: Reading, zone: str) -> str | None:
    """Of the days in a correction the last one that is not chosen already: "besok aja, lusa ada acara"."""
    known = reading.slot("queues_date")
    named = [words for words in days_meant(reading) if iso_day(words, zone) != known]
    return named[-1] if named else last(reading, "date")


def _liked_day(reading: Reading) -> str | None:
    """ "hari apa aja", "yang paling cepat": of the days offered the first, or the earliest."""
    offered: list[str] = reading.slot("queues_offers") or []
    kind = liked(reading) if reading.requested == "queues_date" and not reading.entity("date") else None
    if kind is None or not offered or kind in ("nearest", "roomiest"):
        return min(offered) if offered and kind == "nearest" else None
    return offered[0] if kind == "any" else max(offered) if kind == "latest" else min(offered)


def _planned(reading: Reading, door: Json) -> str | None:
    """A yes takes the day that the question proposes: that of the control letter."""
    as_written = _AS_WRITTEN.search(reading.text) and not asks_something(reading.text)
    yes = reading.intent == "affirm" or as_written
    agrees = reading.requested == "queues_date" and yes and not reading.pressed
    offered = reading.slot("queues_offers") or []
    planned = door.get("only_on") or door.get("visit_on")
    return planned if agrees and planned in offered else None


def _whole_answer(reading: Reading, zone: str) -> str | None:
    """The whole message where it names one day: its other words may belong to it ("the day after tomorrow")."""
    words = typed_answer(reading, "queues_date")
    one = words and len(reading.entities("date")) <= 1 and day_in(words, zone)
    return words if one else None


async def _number_already(reading: Reading, on: str) -> str | None:
    """The code of the number that the patient has for that clinic and day: a second one is not given."""
    patient, door, poli = (reading.slot(f"queues_{name}") for name in ("patient", "door", "poli"))
    if reading.slot("queues_mode") == MOVE or not patient:
        return None
    bookings = (await call(reading, "GET", "/queues/bookings"))["bookings"]
    wanted = (patient["member_id"], door["facility"], poli["code"], on)
    same = (one for one in bookings if _for_what(one) == wanted)
    return next((str(one["code"]) for one in same), None)


def _for_what(booking: Json) -> tuple[str, str, str, str]:
    facility, poli = booking["facility"]["code"], booking["poli"]["code"]
    return booking["member"]["member_id"], facility, poli, booking["date"]


async def _judged(reading: Reading, say: Say, found: Json) -> Outcome:
    """Takes the day, or says why it cannot be had; the question that follows offers other days."""
    if opens := found["booking_opens_at"]:
        if found.get("date"):  # wanted still when the desk opens
            hints = {**(reading.tracker.slots.get("queues_hints") or {}), "date": found["date"]}
            reading.tracker.slots["queues_hints"] = hints
        return ending(DESK_CLOSED, [], opens_at=opens, facility=found["facility"])
    kept = open_sessions(found)
    if not kept:
        problem = found["sessions"][0]["problem"] if found["sessions"] else "poli_closed"
        poli = reading.slot("queues_poli")["words"]
        return Unusable(f"utter_error_{problem}", refusal_values(say, {**found, "poli": poli}))
    if there_is := await _number_already(reading, found["date"]):
        return ending(ALREADY_BOOKED, [], booking=there_is)
    used_up(reading, "week")
    return put(reading, date=found["date"], date_words=say.day(found["date"]), sessions=kept, session=None)


def open_sessions(found: Json) -> list[dict[str, Any]]:
    """Those sessions of a day that can still be booked."""
    return [_brief(session) for session in found["sessions"] if not session["problem"]]


def _brief(session: Json) -> dict[str, Any]:
    doctor = session["doctor"]["name"]
    return {**{key: session[key] for key in ("session_id", "starts", "ends", "left")}, "doctor": doctor}


def choose_session(reading: Reading, say: Say) -> Outcome:
    """The session that a message names; the only one, or the letter's doctor's, needs no question."""
    sessions: list[dict[str, Any]] = reading.slot("queues_sessions") or []
    if not sessions or not reading.slot("queues_date"):
        return None
    current = reading.slot("queues_session")
    code = picked(reading, "queues_session")
    if reading.requested == "queues_session" and (kind := liked(reading)) and not reading.entity("doctor"):
        found = [_most_liked(_fitting(reading, sessions, first=True) or sessions, kind)]
    elif code:
        found = [session for session in sessions if session["session_id"] == code]
    else:
        found = _fitting(reading, sessions, first=current is None)
    if len(found) != 1 or (current and found[0]["session_id"] == current["session_id"]):
        return None
    zone = reading.slot("queues_door")["zone"]
    said = hint(reading, "time") if current is None and not code else None
    if said and part_of_day(str(said)) and not fits_time(found[0], str(said)):
        say("utter_queues_hours_not_then", hours=hours(found[0], zone), doctor=found[0]["doctor"])
    return put(reading, session={**found[0], "words": session_label(say, found[0], zone)})


def _most_liked(sessions: list[dict[str, Any]], kind: Liking) -> dict[str, Any]:
    """The session with most places left, the last one, or the first."""
    if kind == "roomiest":
        return max(sessions, key=lambda session: session["left"])
    return max(sessions, key=_begins) if kind == "latest" else min(sessions, key=_begins)


def _begins(session: Json) -> str:
    return str(session["starts"])


def _fitting(reading: Reading, sessions: list[dict[str, Any]], *, first: bool) -> list[dict[str, Any]]:
    time = hint(reading, "time") if first else last(reading, "time")
    doctor = hint(reading, "doctor") if first else last(reading, "doctor")
    words = typed_answer(reading, "queues_session")
    if not (first or time or doctor or words):
        return []
    found = [session for session in sessions if not time or fits_time(session, str(time))] or sessions
    named = [session for session in found if same_name(str(doctor or words or ""), session["doctor"])]
    if named or len(found) == 1:
        return named or found
    letter_doctor = reading.slot("queues_door").get("doctor")
    return [session for session in found if session["doctor"] == letter_doctor] if first else found
