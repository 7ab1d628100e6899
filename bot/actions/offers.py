"""What the last answer offered, taken or declined in the member's own words: "iya hubungkan", "mau", "yang kedua aja".

An offer is a button. Nothing here knows a service: a message is held against the titles of the buttons that stand under
the last answer, and against the words for what each button does (``data/offer_words.yml``).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.actions.backend import call
from bot.actions.interrupted import RETURN
from bot.actions.offer_words import (
    WORD,
    content_of,
    intent_of,
    named_buttons,
    names_intent,
    offer_table,
    stems,
    word_set,
    words_of,
)
from bot.actions.reading import Reading
from bot.actions.texts import Button

MOSTWORDS = 7
"""A longer message says by itself what it wants."""
FEW = 3
"""Of more buttons than these none is what the answer was about: they are a menu."""
SURE, UNSURE = 0.8, 0.5
"""How sure a wish of its own must be, behind a yes and without one, to be no answer to the offer."""
LIKELY = 0.15
"""How likely an offered intent must be by itself, where the words beside a yes name no button."""
_SAID = frozenset({"thank", "goodbye"})
"""Politeness takes nothing: "oke makasih"."""
_NO_WISH = frozenset(
    {"affirm", "deny", "inform", "go_back", "cancel_flow", "greet", "nlu_fallback", "out_of_scope", "show_more", ""}
)
_SELECTING = frozenset({"yang", "yg", "sing", "nu"})
"""Words that begin a choice: "yang per bulan"."""
_ASIDE = frozenset({"show_menu", "repeat", "deny", "cancel_flow", "verify_again"})
"""Buttons that lead away from what was talked about: no plain yes means them."""
_NOT_AT_ONCE = frozenset({"faq", "talk_to_agent", "submit_complaint", "emergency", "show_on_map"})
"""The first of several buttons is taken by a plain "mau" only where it does what the answer was about."""
_OF_PEOPLE = frozenset(
    {
        "cewek",
        "cewe",
        "cowok",
        "cowo",
        "perempuan",
        "laki",
        "anak",
        "namanya",
        "nama",
        "kakak",
        "adik",
        "adek",
        "girl",
        "boy",
    }
)
"""Words that tell of a person beside the name."""
_LONGWORD = 7
"""A word of so many letters names what a button does."""
_OF_ANY = frozenset(
    {"peserta", "sebagai", "petugas", "puskesmas", "lanjutkan", "bapak/ibu", "keluarga", "continue", "members"}
)
_I = r"(?:saya|sy|aku|sa|gw|gue|kami|kita|abdi|kula|kulo|ambo|ulun|i)"
_MUST = r"(?:harus\w*|hrs|kudu|kedah|musti|should)"
_HOW = r"(?:gimana|gmn|gmana|bagaimana|piye|pripun|kumaha|baa|ngapain)"
_STARTS = frozenset({"mulai", "mulain", "dimulai", "start", "begin", "ngisi", "isi"})
_BEGUN = frozenset(
    {"health_screening", "teleconsultation", "rehab_installment", "register_new_member", "register_newborn"}
    | {"rate_facility", "resume_form"}
)
"""What begins with questions, and so is begun by "mulai"."""
LOOKED_BACK = 3
_WHAT_NEXT = re.compile(
    r"^\W*(?:(?:ok|oke|ya|udah|sudah|dah|lah|lha|loh|waduh|aduh|so|then|done)\W+)*"
    r"(?:(?:terus|trus|trs|lalu|lantas|jadi|jd|njuk|tuluy|so|and)\W*"
    rf"(?:(?:{_I}|itu|ini|sekarang|skrg|caranya)\s+)*(?:{_MUST}\s+)?(?:{_HOW}|apa|apaan|what now|what do i do)?"
    rf"|(?:{_I}\s+)?{_MUST}\s+{_HOW}|what (?:should|can|do) i do)"
    r"(?:\s+(?:dong|donk|nih|ya|ini|skrg|sekarang|caranya|solusinya|now|then|next|pak|bu|min|kak|mas|mbak))*\W*$",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"^\W*(?:(?:oke?|ok|ya|iya|eh|maaf|sorry|makasih|thanks|no|nggak|enggak|ga|gak)\W+)*"
    r"(?:(?:jangan|jgn)(?!\s+(?:lupa|sampai|sampe|suruh|bikin|buat|bilang|lama|di\w+))|(?:ga|gak|g|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu|mboten)\s*"
    r"(?:usah|perlu|mau|jadi|pengen|butuh|kedah|sah)|no thanks|no thank you|no need|don't|do not|not now)\b",
    re.IGNORECASE,
)


_ASKED_TO_DO = re.compile(
    r"\b(?:bisa|boleh|could you|can you|would you)\b.{0,12}\b(?:tolong|bantu\w*|please)\b|\b(?:tolong|please)\b",
    re.IGNORECASE,
)
"""A wish in the form of a question: "bisa tolong daftarkan sekarang?"."""


@dataclass(frozen=True)
class Taken:
    """What a message does with the offer: ``payload`` of the button that it takes, ``which`` buttons it leaves open,
    or ``declined``.
    """

    payload: str | None = None
    which: tuple[Button, ...] = ()
    declined: bool = False
    next_step: bool = False
    """The buttons are the way on that was asked for."""


async def last_replies(reading: Reading, back: int = 0) -> list[dict[str, Any]]:
    """The messages of the bot's newest answer, or of one so many before it, with their buttons."""
    params = {"back": back or None}
    found: list[dict[str, Any]] = (await call(reading, "GET", "/conversations/last-answer", params=params))["replies"]
    return found


async def taken_offer(reading: Reading) -> Taken | None:
    """What a short typed message does with what the last answer offered; None where it has nothing to do with it."""
    words = words_of(reading)
    if (way := await _way_on(reading)) or asks_what_next(reading):
        return way
    (yes, eager, no), content = _kinds(words), content_of(words)
    own = len(words) > MOSTWORDS // 2 and reading.intent not in _NO_WISH and reading.confidence >= UNSURE
    names = bool(content) and not own
    if _no_answer(reading, words) or not (yes or eager or no or names):
        return None
    replies = await last_replies(reading)
    buttons = [button for reply in replies for button in reply["buttons"]]
    if not buttons:
        return None
    if no:
        return _declines(reading, buttons, content)
    if content or reading.ordinal is not None:
        return _chosen(reading, buttons, content, agreed=yes or eager)
    asks = replies[-1]["text"].rstrip().endswith("?")
    return _plain_yes(buttons, asks=asks) if eager or (yes and asks) else None


async def _way_on(reading: Reading) -> Taken | None:
    """What follows from "terus gimana", and from "ok mulai"."""
    if asks_what_next(reading):
        return await offered_again(reading)
    return await _begun_earlier(reading) if says_start(reading) else None


async def offered_service(reading: Reading) -> dict[str, Any] | None:
    """ "oke mau lanjut mandiri kelas 2" beside an open question: the service of a button of one of the newest answers
    that is named by a long word of its title, as a message; None for other words.
    """
    from bot.actions.turns import pressed  # noqa: PLC0415 - turns are built on offers

    words = set(words_of(reading))
    agrees = words & (word_set("eager") | word_set("agreeing") | {"lanjut", "lanjutkan", "continue"})
    if reading.pressed or not agrees or words & word_set("refusing") or "?" in reading.text:
        return None
    named = {word for word in words if len(word) >= _LONGWORD} - _OF_ANY
    for back in range(LOOKED_BACK):
        for button in (button for reply in await last_replies(reading, back) for button in reply["buttons"]):
            own = set(WORD.findall(button["title"].lower()))
            if intent_of(button) not in _ASIDE | _NO_WISH | _NOT_AT_ONCE and own & named:
                return pressed(button["payload"])
    return None


def says_start(reading: Reading) -> bool:
    """ "ok mulai", and nothing else."""
    words = words_of(reading)
    return bool(_STARTS & set(words)) and set(content_of(words)) <= _STARTS and not reading.pressed


async def _begun_earlier(reading: Reading) -> Taken | None:
    """ "ok mulai": the one thing to begin that the newest answers offer, also with another question in between."""
    for back in range(LOOKED_BACK):
        offered = [b for reply in await last_replies(reading, back) for b in reply["buttons"]]
        found = [button for button in offered if intent_of(button) in _BEGUN]
        if found:
            return Taken(payload=found[0]["payload"]) if len(found) == 1 else Taken(which=tuple(found))
    return None


def asks_what_next(reading: Reading) -> bool:
    """ "terus gimana dong": the way on is asked for, and nothing else said."""
    begun = reading.form or reading.slot(RETURN)  # "terus" alone goes on with what was begun
    more = not begun or "?" in reading.text or len(words_of(reading)) > 1
    return not reading.pressed and more and _WHAT_NEXT.match(reading.text) is not None


async def offered_again(reading: Reading) -> Taken | None:
    """The ways on that stand under the last answer, to choose from."""
    offered = [b for reply in await last_replies(reading) for b in reply["buttons"] if intent_of(b) not in _ASIDE]
    return Taken(which=tuple(offered), next_step=True) if offered else None


def _no_answer(reading: Reading, words: Sequence[str]) -> bool:
    """The message cannot be about an offer: a button, a question, a correction, thanks, or too long."""
    if reading.pressed or reading.intent in _SAID or not 0 < len(words) <= MOSTWORDS:
        return True
    asks = "?" in reading.text and not _ASKED_TO_DO.search(reading.text)
    return asks or "bukan" in words


def _kinds(words: Sequence[str]) -> tuple[bool, bool, bool]:
    """Whether there is a yes in the words, one that wants something done, and a no ("ga apa-apa" is none)."""
    said = set(words)
    no = bool(said & word_set("refusing")) and not said & word_set("harmless")
    return bool(said & word_set("agreeing")), bool(said & word_set("eager")), no


def refuses(reading: Reading) -> bool:
    """The member says that something shall not be done: "ga usah dihubungkan", "jangan sambungkan ke petugas"."""
    found = None if reading.pressed else _REFUSES.match(reading.text)
    if found is None:
        return False
    _, comma, behind = reading.text[found.end() :].partition(",")
    return not (comma and content_of(WORD.findall(behind.lower())))  # "ga jadi, cek tagihan aja" is another wish


def _only_resembles(intent: str, content: Sequence[str]) -> bool:
    """None of the words behind a refusal names what the intent does: "ga usah, sebulan lagi aja" is no other wish."""
    does = str(offer_table()["actions"].get(intent, ""))
    meant = frozenset(form for word in does.split() for form in stems(word))
    return bool(does) and not any(stems(word) & meant for word in content)


def _declines(reading: Reading, buttons: Sequence[Button], content: Sequence[str]) -> Taken | None:
    """A refusal of what a button does, or a bare no where there is a button for it."""
    no = next((b for b in buttons if intent_of(b) == "deny"), None)
    if content:
        about_them = named_buttons(buttons, content) or _only_resembles(reading.intent, content)
        return Taken(declined=True) if refuses(reading) and about_them else None
    if no and (refuses(reading) or reading.intent == "deny"):
        return Taken(payload=no["payload"])
    return Taken(declined=True) if refuses(reading) else None


def _chosen(reading: Reading, buttons: Sequence[Button], content: Sequence[str], *, agreed: bool) -> Taken | None:
    """The button by its number, by words that name it, or by what the message resembles among those offered."""
    number = reading.ordinal
    if number is not None:
        index = number - 1 if number > 0 else len(buttons) - 1
        theirs = agreed and not (reading.slot("shown") or {}).get(
            "items"
        )  # of a list on the screen, what is listed counts
        return Taken(payload=buttons[index]["payload"]) if theirs and 0 <= index < len(buttons) else None
    named = named_buttons(buttons, content, title=not agreed)
    if not named and (rest := [word for word in content if word not in _OF_PEOPLE]) and rest != list(content):
        named = named_buttons(buttons, rest, title=True)  # "yang cewek, nadia"
        if len(named) == 1:
            return _one_of(named)
    selects = len(named) == 1 and words_of(reading)[0] in _SELECTING
    if not selects and (_only_places(reading, content) or _own_wish(reading, named, SURE if agreed else UNSURE)):
        return None
    if not named and agreed:
        likely = {row["name"] for row in reading.ranking if float(row.get("confidence") or 0) >= LIKELY}
        named = [b for b in buttons if intent_of(b) in likely and intent_of(b) not in ("affirm", "faq")]
    return _one_of(named) if named and (agreed or len(named) == 1) else None


def _only_places(reading: Reading, content: Sequence[str]) -> bool:
    """ "kalau di surabaya" behind "RSI Surabaya A. Yani": another place is meant, and no hospital named after it."""
    places = {word for place in reading.entities("place") for word in WORD.findall(place.lower())}
    return bool(content) and set(content) <= places


def _own_wish(reading: Reading, named: Sequence[Button], sure: float) -> bool:
    """The message is clearly a wish of its own, and not for what one of these buttons does."""
    general = {"faq"} if named else set()  # what a button does for the member goes before the same in general
    says = reading.intent not in _NO_WISH | general and reading.confidence >= sure
    says = says and not (named and names_intent(reading.intent, content_of(words_of(reading))))  # "daftarkan" of both
    return says and reading.intent not in {intent_of(button) for button in named}


def _one_of(named: Sequence[Button]) -> Taken:
    payloads = {button["payload"] for button in named}
    return Taken(payload=named[0]["payload"]) if len(payloads) == 1 else Taken(which=tuple(named))


def _plain_yes(buttons: Sequence[Button], *, asks: bool) -> Taken | None:
    yes = next((b for b in buttons if intent_of(b) == "affirm"), None)
    offered = [b for b in buttons if intent_of(b) not in _ASIDE]
    if yes or not offered:
        return Taken(payload=yes["payload"]) if yes else None
    # A question is about the first of its buttons where the other one only calls a person.
    beside = [intent_of(b) for b in offered[1:]]
    asked = beside == ["talk_to_agent"] if asks else len(offered) <= FEW
    if len(offered) == 1 or (asked and intent_of(offered[0]) not in _NOT_AT_ONCE):
        return Taken(payload=offered[0]["payload"])
    return Taken(which=tuple(offered))


async def chosen_by_words(reading: Reading) -> str | None:
    """The payload of the button under the open question whose title a short message says in other order or form."""
    words = words_of(reading)
    if reading.pressed or not 0 < len(words) <= MOSTWORDS:
        return None
    content = content_of(words)
    buttons = [button for reply in await last_replies(reading) for button in reply["buttons"]] if content else []
    found = named_buttons(buttons, content, title=True)
    return found[0]["payload"] if len({button["payload"] for button in found}) == 1 else None
