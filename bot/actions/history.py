"""History of care: an overview without diagnoses in the chat, the rest on signed pages, and who looked with a code."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.backend import call
from bot.actions.personal import Personal, person_meant, person_words
from bot.actions.press import press
from bot.actions.queue_letters import asks_of_letter
from bot.actions.reading import Reading
from bot.actions.said_months import month_named
from bot.actions.shown import remember
from bot.actions.texts import Button, Say
from bot.actions.their_code import say_whose_code
from bot.actions.turns import heard, meant_as

INTENT = "service_history"
PAGE, MOST = 5, 50
SHARE, REVOKE, READERS = "share", "revoke", "readers"
_WISHES = tuple(
    (wish, re.compile(words, re.IGNORECASE))
    for wish, words in (
        (
            REVOKE,
            r"\b(?:cabut|batalkan|hapus|tarik|matikan|revoke|cancel)\b.*\b(?:kode|akses|izin|code|access)(?:nya)?\b",
        ),
        (
            READERS,
            r"\bsiapa\b.*\b(?:me|nge?)?(?:lihat|liat|buka|baca|akses|intip)"
            r"|\bwho (?:has |have )?(?:seen|looked|read|opened)\b",
        ),
        (SHARE, r"\b(?:tunjuk|perlihat|kasih lihat|bagi|kode|share|show)\w*\b.*\b(?:dokter|doctor|bidan)\b"),
    )
)


class ServiceHistory(Personal):
    """Past visits, or what is done with them: a code for a doctor, taking it back, who looked."""

    action = "action_service_history"
    wish_slot = "history_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """Whose history, what for, and from which visit on."""
        value = reading.entity("value")
        words = "" if reading.pressed else reading.text
        said = next((name for name, asks in _WISHES if asks.search(words)), None)
        offset = int(reading.entity("offset") or 0)
        return {**person_words(reading), "wish": value or said, "offset": offset, "words": words}

    def before_page(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> None:
        """Whose code it takes."""
        say_whose_code(reading, say, wish)

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """What is on file of a control letter is told where it is used: with the queue number for it."""
        if asks_of_letter(reading) and reading.first_in_turn:
            return heard(reading, meant_as(reading, "book_queue"))
        return await super().answer(reading, say)

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """Does what was asked for."""
        if wish["wish"] == REVOKE:
            return await _revoke(reading, say)
        if wish["wish"] == READERS:
            return await _readers(reading, say)
        meant = await person_meant(reading, say, wish, intent=INTENT)
        if not meant.settled:
            return []
        params = {"member": meant.member_id}
        if wish["wish"] == SHARE:
            return await _share(reading, say, params)
        if month := month_named(say, wish.get("words") or ""):
            return await _of_month(reading, say, params, month)
        return await _overview(reading, say, params, wish["offset"])


async def _overview(reading: Reading, say: Say, params: dict[str, Any], offset: int) -> list[EventType]:
    page = {**params, "limit": PAGE, "offset": offset}
    found = await call(reading, "GET", "/history/visits", params=page)
    letters = [letter_line(say, letter) for letter in found["letters"]] if offset == 0 else []
    if not found["visits"]:
        say("utter_history_none", name=found["name"])
        _say_letters(say, letters)
        return []
    lines = "\n".join(_line(say, visit) for visit in found["visits"])
    link = await call(reading, "POST", "/history/page", params=params)
    card = {"type": "link", "title": say.text("utter_history_page"), "url": link["url"]}
    shown = offset + len(found["visits"])
    more = [_button(say, "more", found["member_id"], offset=shown)] if shown < found["total"] else []
    buttons = [*more, _button(say, SHARE, found["member_id"]), _button(say, READERS)]
    _say_letters(say, letters)
    facts = {"name": found["name"], "lines": lines, "first": offset + 1, "last": shown, "total": found["total"]}
    say("utter_history_overview", card=card, buttons=buttons, url=link["url"], **facts)
    kinds = ["control" if letter["control"] else "referral" for letter in found["letters"]]
    return [remember("history", member=params["member"], letters=kinds)]


async def _of_month(reading: Reading, say: Say, params: dict[str, Any], month: str) -> list[EventType]:
    """The visits of one month, or that there was none; behind both the way to all of them."""
    found = await call(reading, "GET", "/history/visits", params={**params, "limit": MOST})
    visits = [visit for visit in found["visits"] if visit["date"][:7] == month[:7]]
    facts = {"name": found["name"], "month": say.month(month), "lines": "\n".join(_line(say, one) for one in visits)}
    buttons = [_button(say, "all", found["member_id"])] if found["visits"] else []
    say("utter_history_of_month" if visits else "utter_history_none_of_month", buttons=buttons, **facts)
    return [remember("history")]


def _line(say: Say, visit: Mapping[str, Any]) -> str:
    care = say.text(f"utter_history_care_{visit['care']}")
    poli = f", {visit['poli_name']}" if visit["poli_name"] else ""
    return f"• {say.day(visit['date'])}: {visit['facility_name']}{poli} ({care})"


def letter_line(say: Say, letter: Mapping[str, Any]) -> str:
    """A letter with the day it was written for, or until when it can be used."""
    day, response = letter["visit_on"] or letter["valid_until"], "on" if letter["visit_on"] else "until"
    kind = say.text("utter_history_letter_control" if letter["control"] else "utter_history_letter_referral")
    when = say.text(f"utter_history_letter_{response}", date=say.day(day))
    return f"• {kind}: {letter['facility_name']}, {letter['poli_name']}, {when}"


def _say_letters(say: Say, letters: list[str]) -> None:
    if letters:
        say("utter_history_letters", lines="\n".join(letters), buttons=[_book(say)])


def _book(say: Say) -> Button:
    return say.button("utter_choice_book_queue", "/book_queue")


def _button(say: Say, wish: str, member_id: str | None = None, offset: int = 0) -> Button:
    payload = press(INTENT, value=wish, code=member_id, offset=str(offset) if offset else None)
    return say.button(f"utter_history_button_{wish}", payload)


async def _share(reading: Reading, say: Say, params: dict[str, Any]) -> list[EventType]:
    """The code itself is made and shown on the signed page."""
    link = await call(reading, "POST", "/history/page", params=params)
    card = {"type": "link", "title": say.text("utter_history_code_page"), "url": link["url"]}
    say("utter_history_share", card=card, buttons=[_button(say, REVOKE)], name=link["name"], url=link["url"])
    return []


async def _revoke(reading: Reading, say: Say) -> list[EventType]:
    found = await call(reading, "DELETE", "/history/shares")
    say("utter_history_revoked" if found["revoked"] else "utter_history_nothing_to_revoke")
    return []


async def _readers(reading: Reading, say: Say) -> list[EventType]:
    found = await call(reading, "GET", "/history/readings")
    if not found:
        say("utter_history_no_readers")
        return []
    lines = [f"• {say.moment(one['at'])}: {one['reader']}" for one in found]
    say("utter_history_readers", lines="\n".join(lines))
    return []
