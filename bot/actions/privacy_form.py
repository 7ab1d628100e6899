"""The form before data is erased or consent withdrawn, and the one for the privacy officer's requests."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.backend import call
from bot.actions.form_slots import closed, forgotten
from bot.actions.forms import Form
from bot.actions.given_up import leaves_be
from bot.actions.interrupted import OPEN
from bot.actions.outcomes import Filled, Outcome
from bot.actions.press import press
from bot.actions.privacy import (
    CHAT,
    CORRECT,
    ERASE,
    FORM,
    INTENT,
    LOOKS,
    MORE,
    NOT_ERASED,
    OBJECT,
    SEE,
    WITHDRAW,
    give_copy,
    said_done,
)
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import finish_form, remember
from bot.actions.texts import Say
from bot.actions.turns import heard, pressed

LEAST_WORDS = 3
"""Fewer do not tell an officer what to correct."""
_MEMBERSHIP = re.compile(
    r"\b(?:data|kartu|kepesertaan|keanggotaan|peserta|iuran|akun|nomor|membership|card|account)\b.*\b(?:jangan|jgn|ikut|tetap|tetep|hilang"
    r"|ilang|aman|kehapus|terhapus|stays?|safe|too|lost|gone|deleted)\b"
    r"|\b(?:jangan|jgn|don't|not)\b.*\b(?:bpjs|jkn|kepesertaan|kartu|membership|card)\w*\b",
    re.IGNORECASE,
)
_SAYS_IT_AGAIN = re.compile(
    r"^\W*(?:(?:ya|iya|ok|oke|baik|yes|tolong|please|silakan|langsung)\W+)*"
    r"(?:di)?(?:h?apus|cabut|tarik|delete|erase|remove|withdraw)(?:kan|in|lah)?\b(?:\W+(?:aja|saja|semua\w*|sekarang|dong|deh|ya|it|all"
    r"|everything|now|datanya|data saya|percakapannya|chatnya))*\W*$",
    re.IGNORECASE,
)
"""The wish once more, and nothing else: a question about it erases nothing."""
_ONLY_CHAT = re.compile(
    r"\b(?:cuma|cuman|hanya|cukup|only|just)\b.{0,20}\b(?:chat|obrolan|percakapan|pesan|conversation|messages?)\w*"
    r"|\b(?:chat|obrolan|percakapan)(?:nya)?\s+(?:aja|saja|doang|tok)\b",
    re.IGNORECASE,
)
_COPY = re.compile(r"\b(?:salin\w*|copy|copies|unduh\w*|download\w*|ekspor|export)\b", re.IGNORECASE)
_NOT_ERASED = re.compile(
    r"\b(?:(?:ga|gak|nggak|ngga|tidak|tdk|ndak)\s*(?:jadi|usah)|jangan|batal|instead|not)\b|\b(?:aja|saja|only)\W*$",
    re.IGNORECASE,
)
_WITH_WORDS = (CORRECT, OBJECT, MORE)


_NO = frozenset({"deny", "cancel_flow", "thank", "goodbye"})
"""Who takes leave where it is asked whether to erase has said no yes."""


def _leaves(text: str) -> bool:
    return leaves_be(text) or NOT_ERASED.search(text) is not None


def _only_looks(reading: Reading) -> bool:
    """ "jangan dihapus, saya mau lihat dulu": nothing is erased, and what is held is shown."""
    return NOT_ERASED.search(reading.text) is not None and LOOKS.search(reading.text) is not None


class ValidatePrivacyForm(Form):
    """Yes or no before anything goes; the member's words for the officer."""

    form = FORM
    free_text = frozenset({"privacy_words"})
    own_intents = frozenset({INTENT})

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """One question, by what was asked for."""
        return ["privacy_words"] if known.get("privacy_mode") in _WITH_WORDS else ["privacy_confirm"]

    def _leaves_at_once(self, reading: Reading) -> bool:
        # "gak jadi" answers "shall I erase it?" with no.
        asked = reading.requested == "privacy_confirm" and not reading.pressed
        return not (asked and reading.intent == "cancel_flow") and super()._leaves_at_once(reading)

    async def _heard(self, reading: Reading, say: Say, known: dict[str, Any]) -> list[EventType]:
        """ "dikirim salinannya dulu boleh?": the copy comes at once, and erasing waits, or is not wanted any more."""
        asked = reading.requested == "privacy_confirm" and not reading.pressed
        if asked and _only_looks(reading):
            say("utter_privacy_nothing_done")
            left = [
                *closed(),
                SlotSet(OPEN, None),
                SlotSet("form_tries", 0),
                *forgotten(reading.tracker.slots, "privacy"),
            ]
            return [*left, *heard(reading, pressed(press(INTENT, value=SEE)) or {})]
        if not (asked and _COPY.search(reading.text)) or known.get("privacy_mode") not in (ERASE, WITHDRAW):
            return await super()._heard(reading, say, known)
        events = await give_copy(reading, say)
        if _NOT_ERASED.search(reading.text):
            return [
                *events,
                SlotSet("privacy_confirm", "no"),
                *self._ask_next(reading, {**known, "privacy_confirm": "no"}),
            ]
        return [*events, SlotSet("form_tries", 0), *self._ask_next(reading, known)]

    def _no_answer(self, reading: Reading, say: Say, known: dict[str, Any]) -> list[EventType] | None:
        """Who fears for the membership learns that it stays; the question comes again."""
        asked = reading.requested == "privacy_confirm" and not reading.pressed
        if asked and known.get("privacy_mode") == ERASE and _ONLY_CHAT.search(reading.text):
            say("utter_privacy_membership_stays")
            return [SlotSet("privacy_mode", CHAT), SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        if asked and _MEMBERSHIP.search(reading.text):
            say("utter_privacy_membership_stays")
            return [SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        return super()._no_answer(reading, say, known)

    async def extract_privacy_confirm(self, reading: Reading, say: Say) -> Outcome:
        """Yes, also as "hapus saja"; in doubt nothing is erased."""
        if reading.requested != "privacy_confirm":
            return None
        if reading.intent in _NO or (not reading.pressed and _leaves(reading.text)):
            return Filled({"privacy_confirm": "no"})
        agreed = reading.intent == "affirm" or _SAYS_IT_AGAIN.match(reading.text)
        return Filled({"privacy_confirm": "yes"}) if agreed else None

    async def extract_privacy_words(self, reading: Reading, say: Say) -> Outcome:
        """What the member writes, identifiers masked already."""
        if reading.requested != "privacy_words" or reading.pressed:
            return None
        enough = len(reading.text.split()) >= LEAST_WORDS
        return Filled({"privacy_words": reading.text}) if enough and not self._means_other_wish(reading) else None

    def _means_other_wish(self, reading: Reading) -> bool:
        return reading.intent in ("talk_to_agent", "cancel_flow", "show_menu", "emergency") and self._clearly_leaves(
            reading
        )

    def shown_value(self, slot: str, values: Mapping[str, Any]) -> str | None:
        """Nothing is read back in between."""
        return None


class PrivacyFinish(Answer):
    """Does what was confirmed, at once."""

    action = "action_privacy_finish"
    ends = "privacy"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Says what is gone and what stays, or that the officer answers within 72 hours."""
        mode, confirmed = str(reading.slot("privacy_mode")), reading.slot("privacy_confirm")
        if mode not in _WITH_WORDS and confirmed != "yes":
            say("utter_privacy_nothing_done")
            return finish_form(reading, self.ends)
        said_done(say, mode, await self._do(reading, mode))
        forgotten = [remember("privacy")] if mode in (CHAT, ERASE) else []  # and nothing of what was shown before
        return [*forgotten, *finish_form(reading, self.ends)]

    async def _do(self, reading: Reading, mode: str) -> dict[str, Any]:
        if mode in _WITH_WORDS:
            body = {"kind": mode, "words": reading.slot("privacy_words") or ""}
            asked: dict[str, Any] = await call(reading, "POST", "/privacy/requests", json=body)
            return asked
        path = {CHAT: "/privacy/forget-conversation", ERASE: "/privacy/erase", WITHDRAW: "/privacy/withdraw"}[mode]
        done: dict[str, Any] = await call(reading, "POST", path, json={})
        return done
