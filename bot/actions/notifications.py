"""Notices: which are on, switching them on and off by words or buttons, and watching for a free bed."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.amounts import values_today
from bot.actions.backend import call
from bot.actions.bed_watches import begin_watch, wants_bed, watch_wish
from bot.actions.change_kit import Begins
from bot.actions.notice_questions import ASKS_DAY, ON_NOW, PROMOS
from bot.actions.notice_words import (
    CHANNEL,
    DAY,
    HOURS,
    KEEPS_ON,
    LENGTH,
    NOTICES,
    STOPPED,
    about_notices,
    asks_channel,
    day_of,
    days_before,
    names_hour,
    new_day,
    tells_somebody_else,
)
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.shown import remember, shown
from bot.actions.texts import Button, Say
from bot.actions.watch_button import WATCH
from bot.actions.wish_changed import kept_part, wanted_part

INTENT = "manage_notifications"
ON, OFF, SEE, ALL = "on", "off", "see", "all"
SURE = 0.5
BILL_DAY = 5
"""The usual day (``backend.notifications.kinds``)."""
STOP_WORDS = re.compile(
    r"\b(?:stop\w*|berhenti\w*|(?:me|di)?mati(?:k|in)\w*|mtiin|nonaktif\w*|jangan(?!\W+(?:lewat|via|pakai|pake|di|sms|telpon|telepon|telp|wa|whatsapp|email|e-mail)\b)|hentikan|unsubscribe|batalkan|cabut|off"
    r"|(?:ga|gak|nggak|tidak|tak) (?:usah|perlu|mau)|turn off|don'?t)\b",
    re.I,
)
_START_WORDS = re.compile(
    r"\b(?:(?:di)?ing\w*kan|ingtin|(?:di)?ing[ae]t(?:in|ka|keun|no|ke)|ingtkn|kabar\w*|kasih ta?h?u|beri ?tahu\w*"
    r"|nyala\w*|hidup\w*|aktif\w*"
    r"|pasang|eling(?:na|no|ke|aken)|pangemut\w*|pangeling\w*"
    r"|buat|bikin|mohon|kirim|ubah|ganti|remind\w*|notify|alert|let me know|tell me|turn on)\b",
    re.I,
)
_KIND_WORDS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (("autodebit_failed",), re.compile(r"\b(?:auto ?deb[ie]t|debet)\w*", re.I)),
    (("instalment_due",), re.compile(r"\b(?:cicil\w*|rehab|ang?sur\w*|instal\w*)", re.I)),
    (("complaint_moved",), re.compile(r"\b(?:lapor\w*|pengaduan|aduan|keluhan|komplain|complaint)\w*", re.I)),
    (("consultation_soon",), re.compile(r"\b(?:telekons\w*|konsul\w*|consult\w*)\b", re.I)),
    (("screening_due",), re.compile(r"\b(?:skrining|screening|skrening|cek kesehatan)\b", re.I)),
    (("referral_expiring",), re.compile(r"\b(?:rujukan|rujuk|referral)\b", re.I)),
    (
        ("bill",),
        re.compile(r"\b(?:bayar|byr|iuran|tagihan|jatuh tempo\w*|tunggakan|pembayaran|bill|pay\w*|due)\b", re.I),
    ),
    (("queue_near",), re.compile(r"\b(?:giliran|dekat|sebentar lagi|tinggal)\b", re.I)),
    (("booking_tomorrow", "queue_near"), re.compile(r"\b(?:antri?[ae]n|antre|antri|queue)\w*", re.I)),
    (
        ("booking_tomorrow",),
        re.compile(r"\b(?:kontrol\w*|jadwal\w*|booking|periksa|berobat|appointment|visit)\b", re.I),
    ),
)
_BED_WATCH = ("bed_watch", re.compile(r"\b(?:kamar|kmr|bed|beds|tempat tidur|ruang\w*|rooms?)(?:nya)?\b", re.I))
_CLAUSE = re.compile(r"[.,;]|\b(?:tapi|tp|tetapi|but)\b|(?=\b(?:yang|yg|sing)\b)", re.I)
_STAYS = re.compile(r"\b(?:tetap|tetep|ttp|biar\w*|terus|lanjut|masih|keep|stays?)\b", re.I)
_HOW = re.compile(r"\b(?:gimana|gmn|bagaimana|cara\w*|kayapa|piye|pripun|kumaha|how)\b", re.I)
_FORBIDS = re.compile(r"\b(?:jangan|jgn|don'?t|not)\b", re.I)


def kinds_of(text: str) -> list[str]:
    """The kinds that words name; the first that fits."""
    return next((list(kinds) for kinds, words in _KIND_WORDS if words.search(text)), [])


def kinds_to_stop(text: str) -> list[str]:
    """ "yang kamar matiin aja, yang bayar tetep": what is named beside what stays on."""
    said = " ".join(clause for clause in _CLAUSE.split(text) if not _STAYS.search(clause)) or text
    name, words = _BED_WATCH
    return [name] if words.search(said) else kinds_of(said)


def _switched_on(text: str) -> str | None:
    """The part of a message that asks for a notice beside another one that asks for nothing to be stopped: "tidak usah,
    biar jalan. ingatkan saja kalau laporannya ada kabar".
    """
    parts = [part for part in _CLAUSE.split(text) if part]
    wanted = (part for part in parts if _asks_for_one(part) and not STOP_WORDS.search(part))
    return next(wanted, None) if len(parts) > 1 else None


def _asks_for_one(part: str) -> bool:
    """A notice by its kind, or by the day of the month on which only the bill comes."""
    return _START_WORDS.search(part) is not None and bool(kinds_of(part) or day_of(part))


def _stopped(reading: Reading) -> dict[str, Any]:
    """What a message wishes that has a word for stopping in it."""
    if _HOW.search(reading.text):
        return {"mode": SEE, "kinds": [], "day": None}  # how to stop them is asked; the list has the button
    if asked := _switched_on(reading.text):
        day = day_of(asked)
        return {"mode": ON, "kinds": kinds_of(asked) or (["bill"] if day else []), "day": day}
    return {"mode": OFF, "kinds": kinds_to_stop(reading.text) or [ALL], "day": None}


class Notifications(Begins):
    """Shows what is on; switches on or off what was named."""

    action = "action_notifications"
    wish_slot = "notifications_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """What to do, with which kinds."""
        if reading.pressed:
            mode, _, named = (reading.entity("value") or SEE).partition(":")
            kind, _, told = named.partition(":")
            wish = {"mode": mode, "kinds": [kind] if kind else [], "day": int(told) if told else None}
            return {**wish, **watch_wish(reading)} if mode == WATCH else wish
        if further := _further(reading):
            further = SEE if further == ON_NOW else further
            return {
                "mode": further,
                "kinds": (kinds_to_stop(reading.text) or [ALL])
                if further == OFF
                else kinds_of(reading.text) or ["bill"],
                "day": new_day(reading),
            }
        kinds, stays = kinds_of(reading.text), KEEPS_ON.search(reading.text)
        stop = None if stays and kinds else STOP_WORDS.search(reading.text)
        if stop:
            return _stopped(reading)
        if wants_bed(reading):
            return {"mode": WATCH, **watch_wish(reading)}
        day, before = day_of(reading.text), days_before(reading.text)
        kinds = kinds or (["bill"] if day or before else [])  # only that one comes on a day of the month
        begins = kinds and (stays or _START_WORDS.search(reading.text))
        return {"mode": ON if begins else SEE, "kinds": kinds, "day": day, "before": before}

    def adds(self, reading: Reading, wish: Mapping[str, Any]) -> dict[str, Any]:
        """ "tgl 8 aja deng", "antrean ga usah, iurannya aja": the day or the kinds, said anew before the page."""
        if wish.get("mode") != ON:
            return {}
        kept = kept_part(reading.text)
        kinds = kinds_of(kept) if kept else []
        day = day_of(wanted_part(reading.text)) if "bill" in (kinds or wish.get("kinds", [])) else None
        return {**({"kinds": kinds} if kinds else {}), **({"day": day} if day else {})}

    def reads_back(self, say: Say, before: Mapping[str, Any], added: Mapping[str, Any]) -> str:
        """ "pengingat iuran mulai tanggal 5, bukan tanggal 3"."""
        wish, old = {**before, **added}, before.get("day")
        what = say.text("utter_notify_told", what=_names(say, wish["kinds"], wish.get("day")))
        moved = old and added.get("day") and old != added["day"]
        return say.text("utter_notify_day_instead", what=what, day=old) if moved else what

    def hears(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> dict[str, Any] | None:
        """As every one; and where the notices will come."""
        if asks_channel(reading):
            say("utter_notify_channel_waits", buttons=[say.button("utter_verify_button_again", "/verify_again")])
            return {}
        return super().hears(reading, say, wish)

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """A message that only resembles such a wish, and names neither a notice nor what to do with it, is none."""
        named = kinds_of(reading.text) or STOP_WORDS.search(reading.text) or _START_WORDS.search(reading.text)
        known = reading.pressed or named or about_notices(reading) or wants_bed(reading)
        if reading.intent == INTENT and reading.confidence < SURE and not known:
            return [FollowupAction("action_default_fallback")]
        if tells_somebody_else(reading):
            say("utter_notify_only_own_chat", buttons=[_button(say, "see", SEE)])
            return [_remembered(reading)]
        return await super().answer(reading, say)

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """Stopping asks for nothing; starting needs a verified member."""
        mode, kinds = wish["mode"], list(wish.get("kinds") or [])
        if mode in (HOURS, LENGTH, CHANNEL, ASKS_DAY, PROMOS):
            return await self._asked(reading, say, wish)
        if mode == WATCH:
            return await begin_watch(reading, say, wish)
        if mode == OFF:
            return await self._stop(reading, say, kinds)
        return await (self._start(reading, say, wish, kinds) if mode in (ON, DAY) else self._see(reading, say))

    async def _asked(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """What changes nothing."""
        if wish["mode"] == ASKS_DAY:
            return await self._may_be(reading, say, int(wish.get("day") or BILL_DAY))
        if wish["mode"] == PROMOS:
            say("utter_notify_no_promos")
            return await self._see(reading, say)
        return self._cannot_choose(reading, say, wish["mode"])

    async def _start(self, reading: Reading, say: Say, wish: Mapping[str, Any], kinds: list[str]) -> list[EventType]:
        day = wish.get("day") or await _day_before_due(reading, wish.get("before"))
        if day and "bill" in kinds and day > (due := await _due_day(reading)):
            say("utter_notify_day_late", day=day, due=due)
        on = await call(reading, "POST", "/notifications/on", json={"kinds": kinds, "day": day})
        return self._started(reading, say, kinds, on)

    async def _may_be(self, reading: Reading, say: Say, asked: int) -> list[EventType]:
        """ "kalo tgl 31 bisa?": whether that day can be chosen; the day that was chosen stays until it is taken."""
        due, found = await _due_day(reading), await call(reading, "GET", "/notifications")
        day = _bill_day(found["on"])
        if asked > due:
            say("utter_notify_day_asked_late", buttons=[_button(say, "see", SEE)], asked=asked, due=due, day=day)
        else:
            yes = say.button("utter_notify_button_day", press(INTENT, value=f"{ON}:bill:{asked}"), day=asked)
            say("utter_notify_day_asked", buttons=[yes], asked=asked, due=due, day=day)
        return [_remembered(reading)]

    def _cannot_choose(self, reading: Reading, say: Say, mode: str) -> list[EventType]:
        """Neither the hour of a notice nor how long a bed is watched can be chosen; what is on stays on."""
        free = mode == LENGTH and shown(reading).get("kind") != NOTICES
        say("utter_watch_length_free" if free else f"utter_notify_{mode}", buttons=[_button(say, "see", SEE)])
        return []

    def _started(self, reading: Reading, say: Say, kinds: list[str], on: list[Mapping[str, Any]]) -> list[EventType]:
        day = _bill_day(on)
        named = [one["kind"] for one in on] if kinds == [ALL] else kinds
        buttons = [_button(say, "off", OFF, kind) for kind in (kinds if len(kinds) == 1 else [ALL])]
        say("utter_notify_on", buttons=[*buttons, _button(say, "see", SEE)], names=_names(say, named, day))
        return [_remembered(reading, stopped=bool(shown(reading).get(STOPPED)))]  # "kecuali laporan juga"

    async def _stop(self, reading: Reading, say: Say, kinds: list[str]) -> list[EventType]:
        done = await call(reading, "POST", "/notifications/off", json={"kinds": kinds})
        response = "utter_notify_off" if done["stopped"] else "utter_notify_was_off"
        say(response, buttons=[_button(say, "see", SEE)], names=_names(say, kinds, None))
        return [_remembered(reading, stopped=kinds == [ALL])]

    async def _see(self, reading: Reading, say: Say) -> list[EventType]:
        found = await call(reading, "GET", "/notifications")
        on = [one["kind"] for one in found["on"]]
        day = _bill_day(found["on"])
        lines = [f"• {name}" for name in (_names(say, [kind], day) for kind in on)]
        lines += [_watch_line(say, watch) for watch in found["watches"]]
        offered = [kind for kind in found["kinds"] if kind not in on]
        buttons = [_button(say, f"kind_{kind}", ON, kind) for kind in offered]
        stops = [_button(say, "off_all", OFF, ALL)] if lines else []
        response = "utter_notify_list" if lines else "utter_notify_none"
        say(response, buttons=[*stops, *buttons], lines="\n".join(lines))
        return [_remembered(reading)]


async def _day_before_due(reading: Reading, before: int | None) -> int | None:
    """The day of the month that lies so many days before the contribution is due; None where there is none."""
    if before is None:
        return None
    due = await _due_day(reading)
    return due - before if before < due else None


async def _due_day(reading: Reading) -> int:
    """The day of the month by which contributions are due: none is reminded of after it."""
    return int((await values_today(reading, due="contribution.due_day"))["due"])


def _remembered(reading: Reading, *, stopped: bool = False) -> SlotSet:
    """Notices were talked of last, perhaps all stopped; the place whose beds were shown before is still the place."""
    seen = shown(reading)
    where = seen.get("where") if seen.get("kind") in ("beds", NOTICES) else None
    return remember(NOTICES, where=where, **({STOPPED: True} if stopped else {}))


def _further(reading: Reading) -> str | None:
    """What the message says of notices that were just spoken of; "jangan malam-malam" forbids an hour, not a notice."""
    forbidden = _FORBIDS.search(reading.text) and not re.search(r"\b(?:lagi|any ?more)\b", reading.text, re.I)
    return about_notices(reading) or (HOURS if forbidden and names_hour(reading.text) else None)


def _bill_day(on: list[Mapping[str, Any]]) -> int:
    """From which day of the month the bill is told of: the day that was chosen, or the usual one."""
    return next((int(one["day"]) for one in on if one["kind"] == "bill" and one["day"]), BILL_DAY)


def _names(say: Say, kinds: list[str], day: int | None) -> str:
    return ", ".join(say.text(f"utter_notify_kind_{kind}", day=day or BILL_DAY) for kind in kinds)


def _button(say: Say, name: str, mode: str, kind: str = "") -> Button:
    return say.button(f"utter_notify_button_{name}", press(INTENT, value=f"{mode}:{kind}" if kind else mode))


def _watch_line(say: Say, watch: Mapping[str, Any]) -> str:
    room = watch["room"] or say.text("utter_beds_any_ward")
    return say.text("utter_notify_watch_line", room=room, label=watch["label"], until=say.moment(watch["until"]))
