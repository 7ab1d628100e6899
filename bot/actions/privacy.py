"""My data: what is held, a copy, correction, erasure, withdrawal of consent, and where earlier requests stand."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.backend import call
from bot.actions.change_kit import Begins
from bot.actions.press import press
from bot.actions.privacy_helpers import helper_looks, tell_helpers
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import open_form, remember
from bot.actions.texts import Button, Say, has_response

INTENT, FORM = "my_data_request", "privacy_form"
SEE, COPY, ERASE, CHAT, WITHDRAW, CORRECT, OBJECT, STATUS, HELPERS, REVOKE, MORE = (
    "see", "copy", "erase", "chat", "withdraw", "correct", "object", "status", "helpers", "revoke", "erase_more",
)  # fmt: skip
_WITHDRAW_WORDS = r"\b(?:tarik|cabut|mencabut|menarik|berhenti setuju|withdraw|revoke)\b|tidak setuju|izin"
_COPY_WORDS = r"\b(?:salinan(?:nya)?|copy(?:nya)?|export|ekspor|unduh|download|dikirim|kirim(?:kan)?|cetak|print|pdf)\b"
_CHAT_WORDS = r"(?:chat|percakapan|obrolan|riwayat|pesan|conversation|messages?|history)"
_ERASE_WORDS = (
    r"(?:hapus\w*|apus(?:in|kan)?|dihapus|menghapus|penghapusan|lupakan|busek|mupus|hapuih"
    r"|delete|erase|remove|wipe|forget)"
)
_ERASE_CHAT = (
    rf"\b{_ERASE_WORDS}\b.*\b{_CHAT_WORDS}\b|\b{_CHAT_WORDS}\b(?!.*\bdata\b).{{0,24}}\b{_ERASE_WORDS}\b"
    r"|jangan simpan (?:percakapan|chat)"
)
_HELPER_WORDS = (
    r"\b(?:siapa|who)\b.*\b(?:boleh|bisa|berhak|di ?izinkan|may|can|allowed)\b.*\b(?:meng)?(?:urus|akses)\w*"
    r"|\bwho\b.*\b(?:may|can)\b.*\bact\b|\b(?:cabut|mencabut|tarik|menarik|revoke)\b.*\b(?:izin|ijin|akses|permission)\b"
    r"(?!.*\bdata\b)"
)
_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (HELPERS, re.compile(_HELPER_WORDS, re.I)),
    (WITHDRAW, re.compile(_WITHDRAW_WORDS, re.I)),
    (
        CHAT,
        re.compile(
            _ERASE_CHAT,
            re.I,
        ),
    ),
    (ERASE, re.compile(rf"\b{_ERASE_WORDS}\b|jangan simpan|simpan lagi", re.I)),
    (STATUS, re.compile(r"\b(?:status|sampai mana|sudah dijawab|PDP-)\b", re.I)),
    (COPY, re.compile(_COPY_WORDS, re.I)),
    (CORRECT, re.compile(r"\b(?:perbaiki|perbaikan|koreksi|salah|betulkan|correct|fix|wrong)\b", re.I)),
    (OBJECT, re.compile(r"\b(?:keberatan|menolak|batasi|object|restrict)\b", re.I)),
)
"""Tried in this order: who withdraws consent also says "data", who erases a chat also says "hapus"."""


NOT_ERASED = re.compile(
    rf"\b(?:jangan|jgn|ojo|ulah|bukan|bkn|(?:ga|gak|nggak|ngga|enggak|tidak|tdk)\s*(?:usah|jadi|mau|perlu|minta)|don'?t|not)\b"
    rf"(?:\W+(?:mau|sampai|sampe|pernah|minta|to|want))*\W+{_ERASE_WORDS}\b",
    re.IGNORECASE,
)
"""What is not to be done: "datanya jangan dihapus, saya cuma mau lihat"."""


_SWITCHED = frozenset({SEE, COPY, ERASE, WITHDRAW, CORRECT})
"""Requests between which a member may change their mind before the page."""
LOOKS = re.compile(r"\b(?:(?:me|di)?lihat|liat|see|look)\b", re.IGNORECASE)


def mode_of(reading: Reading) -> str:
    """What the message asks about the data; looking is what is meant when nothing else is said."""
    if reading.pressed:
        return reading.entity("value") or SEE
    text = NOT_ERASED.sub(" ", reading.text)
    return next((mode for mode, words in _WORDS if words.search(text)), SEE)


def button(say: Say, mode: str) -> Button:
    """A way into one of these requests."""
    return say.button(f"utter_privacy_button_{mode}", press(INTENT, value=mode))


def kinds(say: Say, holdings: list[Mapping[str, Any]]) -> str:
    """ "kepesertaan (1), iuran (24)"."""
    return ", ".join(f"{say.text('utter_privacy_kind_' + item['kind'])} ({item['count']})" for item in holdings)


class MyData(Begins):
    """Looks, gives a copy, or opens the form that erases, withdraws or asks the privacy officer."""

    action = "action_my_data"
    wish_slot = "privacy_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """What is asked for."""
        return {"mode": mode_of(reading), "code": reading.entity("code")}

    def adds(self, reading: Reading, wish: Mapping[str, Any]) -> dict[str, Any]:
        """ "ga jadi hapus, salinannya aja": another of these requests, which waits for the same page."""
        mode = mode_of(reading)
        named = mode != SEE or LOOKS.search(reading.text) is not None
        return {"mode": mode} if named and mode != wish.get("mode") and mode in _SWITCHED else {}

    def reads_back(self, say: Say, before: Mapping[str, Any], added: Mapping[str, Any]) -> str:
        """The request that is wanted now."""
        return say.text(f"utter_privacy_request_title_{added['mode']}")

    def before_page(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> None:
        """What can be erased, and what is kept by law."""
        if wish.get("mode") == ERASE:
            say("utter_privacy_erase_first")

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """Erasing this conversation needs no verification; everything else does."""
        mode = wish["mode"]
        if mode == CHAT:
            return open_form(reading, FORM, mode=CHAT)
        if mode == COPY:
            return await give_copy(reading, say)
        if mode == STATUS:
            return await self._status(reading, say)
        if mode in (HELPERS, REVOKE):
            return await tell_helpers(reading, say, wish.get("code"))
        found = await call(reading, "GET", "/privacy/overview")
        if mode == SEE:
            return self._see(say, found)
        stays = CHAT if mode == WITHDRAW else ""
        gone = [item for item in found["holdings"] if item["erasable"] and item["kind"] != stays]
        kept = [item for item in found["holdings"] if not item["erasable"]]
        facts = {"erasable": kinds(say, gone) or "–", "kept": kinds(say, kept) or "–"}
        return open_form(reading, FORM, mode=mode, facts=facts)

    def _see(self, say: Say, found: Mapping[str, Any]) -> list[EventType]:
        given = [
            f"{say.text('utter_privacy_to_' + to['kind'])}: {', '.join(to['names'])}" for to in found["recipients"]
        ]
        looks = found["looks"]
        values = {
            "kinds": kinds(say, found["holdings"]),
            "given": "; ".join(given) or say.text("utter_privacy_to_nobody"),
            "bot": looks.get("bot", 0),
            "agents": looks.get("agent", 0),
        }
        ways = (COPY, CORRECT, ERASE, WITHDRAW, *((HELPERS,) if found["helpers"] else ()))
        lines = [say.text("utter_privacy_overview", **values), *helper_looks(say, found["helpers"])]
        say.plain("\n".join(lines), buttons=[button(say, mode) for mode in ways])
        return [remember("privacy")]

    async def _status(self, reading: Reading, say: Say) -> list[EventType]:
        asked = await call(reading, "GET", "/privacy/requests")
        if not asked:
            say("utter_privacy_no_requests", buttons=[button(say, SEE)])
            return []
        lines = "\n".join(_line(say, item) for item in asked[:3])
        say("utter_privacy_requests", buttons=[button(say, SEE)], lines=lines)
        return [remember("privacy")]


async def give_copy(reading: Reading, say: Say) -> list[EventType]:
    """The link to the copy of all that is held."""
    made = await call(reading, "POST", "/privacy/copy", json={})
    card = {"type": "link", "title": say.text("utter_privacy_copy_button"), "url": made["url"]}
    say("utter_privacy_copy", card=card, number=made["number"])
    return [remember("privacy")]


def _line(say: Say, item: Mapping[str, Any]) -> str:
    name = say.text(f"utter_privacy_request_{item['kind']}")
    values = {"number": item["number"], "due": say.moment(item["due_at"]), "answer": item["answer"] or ""}
    return say.text(f"utter_privacy_state_{item['state']}", name=name, **values)


class AskPrivacyConfirm(Answer):
    """Says what will go and what stays, and asks whether that is meant."""

    action = "action_ask_privacy_confirm"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """One text for each mode."""
        facts = reading.slot("privacy_facts") or {}
        buttons = [say.button("utter_button_yes", "/affirm"), say.button("utter_privacy_button_no", "/deny")]
        say(f"utter_privacy_confirm_{reading.slot('privacy_mode')}", buttons=buttons, **facts)
        return []


class AskPrivacyWords(Answer):
    """Asks what is wrong, or what the member objects to."""

    action = "action_ask_privacy_words"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Phone, e-mail, address and name are changed at once elsewhere: that way is offered first."""
        mode = reading.slot("privacy_mode")
        change = say.button("utter_privacy_button_change", "/update_member_data")
        say(f"utter_privacy_words_{mode}", buttons=[change] if mode == CORRECT else [])
        return []


def said_done(say: Say, mode: str, done: Mapping[str, Any]) -> None:
    """What happened, with the number of the request."""
    response = f"utter_privacy_done_{mode}"
    values = {"number": done.get("number", ""), "gone": sum(done.get("outcome", {}).values())}
    values["due"] = say.moment(done["due_at"]) if "due_at" in done else ""
    ways = {CORRECT: (STATUS,), OBJECT: (STATUS,), MORE: (STATUS,), ERASE: (MORE,), CHAT: (ERASE,)}
    buttons = [button(say, way) for way in ways.get(mode, ())]
    say(response if has_response(response) else "utter_privacy_done", buttons=buttons, **values)
