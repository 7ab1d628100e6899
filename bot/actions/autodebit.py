"""Autodebit: what there is, and the way into starting, changing or stopping it."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.autodebit_form import (
    ASKS_DEBIT,
    CHANGE,
    CHANGE_WORDS,
    FORM,
    START,
    STOP,
    STOP_WORDS,
    bank_in,
    mandate_text,
    named_bank,
    say_arrears,
)
from bot.actions.backend import call
from bot.actions.contributions import current_lines, pending_payment
from bot.actions.money_words import PAY, PERSON, REHAB, REPORT, bank_of, buttons
from bot.actions.personal import Personal
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.said_months import SAYS_MONTH
from bot.actions.shown import open_form, remember, shown
from bot.actions.texts import Button, Say
from bot.actions.topic import TOPIC, asks_something
from bot.actions.turns import heard, pressed
from bot.actions.viewer import is_verified

INTENT = "register_autodebit"
AMOUNT = "amount"
"""Instead of a change: how much it takes is asked, which is the family's contribution of the month."""
_ASKS_STATE = re.compile(
    r"\b(?:tanggal|tgl|hari|kapan|bank|rekening|day|date|when)\b.{0,12}\b(?:berapa|brp|piro|sabaraha|apa|opo|naon|mana|which|what)\b"
    r"|\bkapan\W+(?:\w+\W+){0,2}(?:ke|ter|di)?(?:potong|debet|debit|jalan)\w*"
    r"|\b(?:masih|msh|udah|sudah|udh|sdh|status\w*|aktif|jalan|still|active|running)\b.*(?:\?|\b(?:kan|ga|gak|nggak|ngga|enggak|kah|belum|blm|apa)\W*$)"
    r"|^\W*(?:cek|status|lihat|liat|check|show)\b",
    re.I,
)
"""Whether it runs, or from where, is asked; nothing is to change."""

_DAY = re.compile(r"\b(?:tanggal|tgl|hari|date|day)\w*\b", re.I)
"""The day is to change, and the bank stays."""
_DAY_TOLD = re.compile(r"\b(?:tanggal|tgl|day|the)\s*\d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)\b", re.I)
_TOLD_WORDS = 14
RUNS, WAITS = "mandate", "autodebit_waits"
"""Of what is shown: an autodebit that runs; and, also behind an answer in between, one that waits for the arrears."""


def changes_it(reading: Reading) -> bool:
    """ "ganti tgl 20 bisa", "mau ganti bank bni aja" behind the autodebit that runs: no booking, and no button. Behind
    one that cannot begin yet the bank or day alone ("rekening saya BRI", "tanggal 1 saja") is of it.
    """
    seen = shown(reading)
    asked_between = seen.get(WAITS) and (reading.slot(TOPIC) or {}).get("faq") == "autodebit_rule"
    if reading.pressed or not (seen.get("kind") == "autodebit" or asked_between):
        return False
    bank = named_bank(reading) or bank_in(reading)
    if seen.get("of") != RUNS and len(reading.text.split()) <= _TOLD_WORDS and not asks_something(reading.text):
        return bool(bank or _DAY_TOLD.search(reading.text))
    return bool(CHANGE_WORDS.search(reading.text) and (_DAY.search(reading.text) or bank))


class Autodebit(Personal):
    """What there is, or the form that starts, changes or stops it."""

    action = "action_autodebit"
    wish_slot = "autodebit_wish"
    resumes = False
    number_says_whose = False  # thirteen digits are an account here

    def read(self, reading: Reading) -> dict[str, Any]:
        """Start, change or stop; perhaps the bank."""
        mode = reading.pressed_value
        if mode is None and not reading.pressed:
            mode = STOP if STOP_WORDS.search(reading.text) else CHANGE if CHANGE_WORDS.search(reading.text) else None
        asks = mode is None and not reading.pressed and _ASKS_STATE.search(reading.text) is not None
        day = not reading.pressed and _DAY.search(reading.text) is not None
        told = not reading.pressed and _DAY_TOLD.search(reading.text) is not None
        return {"mode": mode, "bank": named_bank(reading), "state": asks, "day": day, "day_told": told}

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """Opens the form, or shows the running autodebit with what can be done about it."""
        found = await call(reading, "GET", "/autodebit")
        mandate, mode = found["mandate"], wish.get("mode")
        if mode == STOP and not mandate:
            say("utter_error_autodebit_none", buttons=_start_button(say))
            return []
        if mode == STOP:
            return open_form(reading, FORM, mode=STOP, offer=found)
        same = bool(mandate) and wish.get("bank") in (None, mandate["bank"])
        if mandate and mode != CHANGE and (wish.get("state") or (same and not wish.get("day"))):
            if mode == AMOUNT:
                bill = await call(reading, "GET", "/contributions/bill", params={"member": None})
                say.plain("\n".join(current_lines(say, bill)[:1]))
            say_mandate(say, mandate)
            return [remember("autodebit", of=RUNS)]
        if not found["banks"]:
            say("utter_error_autodebit_unavailable", buttons=buttons(say, person=PERSON))
            return []
        named = wish.get("bank")
        if same:  # the bank that it runs at is named, not the new one; where the day is to change, it stays
            named = mandate["bank"] if wish.get("day") else None
        if found["arrears_months"]:
            return await self._arrears(reading, say, {**wish, "bank": named}, found)
        known = named if named in found["banks"] else None
        if named and not known and named not in found["at_bank"]:  # of those the form says it
            say_other_bank(say, named, found)
        if mandate and known and not same:
            say("utter_autodebit_bank_instead", old=mandate["bank"], new=known)
        return open_form(reading, FORM, mode=CHANGE if mandate else START, offer=found, bank=known)

    async def _arrears(
        self, reading: Reading, say: Say, wish: Mapping[str, Any], found: Mapping[str, Any]
    ) -> list[EventType]:
        """It cannot begin yet; what was said of it counts when it can."""
        seen = shown(reading)
        told = bool(seen.get("kind") == "autodebit" or seen.get(WAITS))
        await _say_later(reading, say, wish, found, told=told)
        return [remember("autodebit", of=WAITS, payment=seen.get("payment"), **{WAITS: True})]


async def _say_later(
    reading: Reading, say: Say, wish: Mapping[str, Any], found: Mapping[str, Any], *, told: bool
) -> None:
    """What it waits for: that a payment that came is matched, else that the arrears are paid; or what of bank and day
    that are named then is possible.
    """
    named = wish["bank"]
    if told and named is None and wish.get("day_told"):
        days = " / ".join(str(day) for day in found["run_days"])
        say("utter_autodebit_day_later", days=days, buttons=buttons(say, pay=PAY, rehab=REHAB))
    elif not (told and named) and (pending := await pending_payment(reading)):
        _say_payment_first(say, pending)
    else:
        _arrears_first(say, named if told else None, found)


def _arrears_first(say: Say, named: str | None, found: Mapping[str, Any]) -> None:
    """Why it cannot begin yet; a bank that is named after that is chosen when it can."""
    if named is None:
        say_arrears(say, found["arrears_months"], found["arrears_amount"])
    elif named in found["banks"]:
        others = ", ".join(bank for bank in found["banks"] if bank != named)
        say("utter_autodebit_bank_later", bank=named, banks=others, buttons=buttons(say, pay=PAY))
    else:
        say_other_bank(say, named, found)


def _say_payment_first(say: Say, payment: Mapping[str, Any]) -> None:
    """The arrears may be paid already: what it waits for is that the payment is matched."""
    values: dict[str, Any] = {"amount": say.rupiah(payment["amount"]), "date": say.short_day(payment["paid_at"])}
    ways = buttons(say, report=REPORT, person=PERSON)
    say("utter_autodebit_payment_first", bank=bank_of(say, payment["bank"]), buttons=ways, **values)


def _start_button(say: Say) -> list[Button]:
    return [say.button("utter_autodebit_button_start", press(INTENT, value=START))]


def say_other_bank(say: Say, named: str, found: Mapping[str, Any]) -> None:
    """Some banks want the member at their counter; others have no autodebit."""
    at_bank = named in found["at_bank"]
    say("utter_autodebit_at_bank" if at_bank else "utter_autodebit_no_such_bank", bank=named)


def say_mandate(say: Say, mandate: Mapping[str, Any]) -> None:
    """Bank, day, next debit, with what can be done about it."""
    choices = [say.button(f"utter_autodebit_button_{mode}", press(INTENT, value=mode)) for mode in (CHANGE, STOP)]
    say.plain(mandate_text(say, mandate), buttons=[*choices, *buttons(say, pay=PAY)])


_OWN_DAY = re.compile(
    r"\b(?:(?:ke|ter|di)?(?:potong|debet|debit)|auto ?-?debi?e?t)\w*\b.{0,30}"
    r"\b(?:tanggal|tgl|kapan|when|(?:which|what) day)\b"
    r"|\b(?:kapan|when|(?:which|what) day)\b.{0,30}\b(?:potong|debet|debit|auto ?-?debi?e?t)\w*",
    re.I,
)


_THIS_MONTH = re.compile(r"\b(?:bulan|bln|wulan|sasih) (?:ini|iki|ieu)\b|\bthis month\b", re.IGNORECASE)


async def own_debit(reading: Reading) -> list[EventType] | None:
    """ "kepotongnya tanggal berapa?" of a member who is known and has one: theirs, and not the rule."""
    typed = not (reading.pressed or reading.form)
    if typed and _THIS_MONTH.search(reading.text) and ASKS_DEBIT.search(reading.text):
        return await _state_of(reading, AMOUNT) if await is_verified(reading) else None
    asks = not reading.pressed and asks_something(reading.text) and _OWN_DAY.search(reading.text)
    if not asks or reading.form or SAYS_MONTH.search(reading.text) or not await is_verified(reading):
        return None  # which day it was in a month is in the history of payments
    return await _state_of(reading, "state")


async def _state_of(reading: Reading, value: str) -> list[EventType] | None:
    """The one that runs: its days, or with them whether this month is paid (``AMOUNT``)."""
    mandate = (await call(reading, "GET", "/autodebit"))["mandate"]
    return heard(reading, pressed(press(INTENT, value=value)) or {}) if mandate else None
