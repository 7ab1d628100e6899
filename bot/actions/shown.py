"""What the member sees on the screen: the slot ``shown``, for "lainnya", "yang nomor 3", "kalau kelas 2?".

Its keys: ``kind`` (facilities, beds, facility, emergency), ``where`` (the place searched around), ``items`` (all that
was listed, from number 1 on), ``next_offset`` (None: no more), ``facility`` (the one told of last), ``type`` and
``class`` (what was asked for, in the member's words).
"""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.form_slots import answers, forgotten, topic_of
from bot.actions.places import Place
from bot.actions.reading import AT_AN_END, ORDINAL_WORDS, Reading
from bot.components.names import is_everyday

KEPT_ITEMS = 50
FOLLOW_UP_WORDS = 9
"""Longer messages speak for themselves; numbers in them are no choice of what is shown."""
_COUNTED = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_NUMBER = re.compile(
    r"\b(?:nomor|nomer|no|number|option|pilihan|yang ke|yg ke|ke)[\s.#-]*([1-9]\d?)\b"
    rf"|\b(?:nomor|nomer|no|number|option|pilihan)\s+({'|'.join(_COUNTED)})\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:lain(?:nya)?|laen(?:nya)?|lagi|berikut(?:nya)?|selanjutnya|next|more|another|others?)\b", re.IGNORECASE
)
_DETAILS = re.compile(
    r"\b(?:(?:telepon|telpon|telp|tlp|alamat|buka|tutup|detail|kontak|jam)(?:nya|na|ne)?|(?:nomor|nomer)(?:nya|na|ne)|phone|address|hours"
    r"|open|number|contact)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\b(?:tadi|td|tadinya|barusan|yang|yg|sing|nu|itu|kalau|kalo|klo|gimana|gmn|bagaimana|piye|kumaha|earlier|again|the)\b",
    re.IGNORECASE,
)
"""Words that point to what is on the screen."""
_OTHER_ONE = re.compile(
    r"\b(?:yang|yg|sing|nu|nan)\s+(?:satu(?:nya)?(?:\s+lagi(?:nya)?)?|sijine|hiji deui|lain(?:nya)? itu)\b"
    r"(?!\s*(?:kelas|kali))"
    r"|\bsatunya(?: lagi)?\b|\bthe other(?: one)?\b",
    re.IGNORECASE,
)
_CLASS_WORDS = frozenset({"kelas", "kls", "class"})
_HERE = re.compile(
    r"\b(?:sini|lokasi (?:saya|ku|aku)|(?:de?kat|sekitar|dari) (?:saya|aku|(?:rumah|rmh)(?: saya| sy| ku| aku)?)"
    r"|rumah (?:saya|ku|aku)|me|here|my location)\b",
    re.IGNORECASE,
)


def shown(reading: Reading) -> dict[str, Any]:
    """The slot's value; empty where nothing was shown yet."""
    return dict(reading.slot("shown") or {})


def remember(kind: str, **values: Any) -> SlotSet:
    """Sets the slot to what was just shown."""
    return SlotSet("shown", {"kind": kind, "items": [], "next_offset": None, "facility": None, **values})


def brief(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Code and name of facilities, for ``items``."""
    return [{"code": item["code"], "name": item["name"]} for item in items]


def listed(before: Mapping[str, Any], offset: int, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The list with a further page, so that a number means the same on every page."""
    earlier: list[dict[str, Any]] = list(before.get("items") or [])[:offset]
    return [*earlier, *brief(items)][:KEPT_ITEMS]


def number_in(reading: Reading) -> int | None:
    """The place in the list that a short message names ("alamat yang kedua"); -1 is the last."""
    if reading.pressed or len(reading.text.split()) > FOLLOW_UP_WORDS:
        return None
    words = re.findall(r"\w+", reading.text.lower())
    if reading.ordinal is not None and not _CLASS_WORDS & set(words):
        return reading.ordinal
    if not _CLASS_WORDS & set(words) and (end := next((at for one, at in AT_AN_END if one.search(reading.text)), None)):
        return end
    if found := _NUMBER.search(reading.text):
        return int(found[1]) if found[1] else _COUNTED[found[2].lower()]
    pairs = zip(["", *words], words, strict=False)
    named = [ORDINAL_WORDS[word] for before, word in pairs if word in ORDINAL_WORDS and before not in _CLASS_WORDS]
    return named[0] if len(named) == 1 else None


def named_of_list(reading: Reading) -> str | None:
    """Code of the one listed facility whose name a short message says in part: "bagaimana tadi yang Moewardi"."""
    if reading.pressed or len(reading.text.split()) > FOLLOW_UP_WORDS or not _POINTS.search(reading.text):
        return None
    places = " ".join(reading.entities("place")).lower()
    words = {w for w in re.findall(r"[^\W\d_]{4,}", reading.text.lower()) if w not in places and not is_everyday(w)}
    items = shown(reading).get("items") or []
    found = [item["code"] for item in items if words & set(re.findall(r"[^\W\d_]{4,}", item["name"].lower()))]
    return str(found[0]) if len(found) == 1 else None


def other_one(reading: Reading) -> str | None:
    """Code of the listed facility beside the one told of last: "kalau yang satunya?"; of the first it is the second."""
    items, told = shown(reading).get("items") or [], shown(reading).get("facility")
    if reading.pressed or not _OTHER_ONE.search(reading.text) or len(reading.text.split()) > FOLLOW_UP_WORDS:
        return None
    codes = [str(item["code"]) for item in items]
    if told not in codes or len(codes) == 1:
        return None
    return codes[1] if told == codes[0] else codes[0]


def chosen_code(reading: Reading) -> str | None:
    """Code of the listed facility that a message means, by its number."""
    if other := other_one(reading):
        return other
    items, number = shown(reading).get("items") or [], number_in(reading)
    if number is None:
        return named_of_list(reading)
    index = number - 1 if number > 0 else len(items) - 1
    return str(items[index]["code"]) if 0 <= index < len(items) else None


def shown_place(reading: Reading) -> Place | None:
    """The place of the last search, for a typed question that names none; None where "here" is meant but not known."""
    where = shown(reading).get("where")
    if reading.pressed or not where or (says_here(reading) and "latitude" not in where):
        return None
    if code := where.get("near_facility"):
        return {"place_id": f"f{code}", "label": where["label"]}
    return dict(where)


def says_here(reading: Reading) -> bool:
    """The member means where they are: "dekat sini"."""
    return _HERE.search(reading.text) is not None


def says_more(reading: Reading) -> bool:
    """The member wants others than those shown: "rs lain", "lainnya"."""
    return _MORE.search(reading.text) is not None


def says_details(reading: Reading) -> bool:
    """The member asks for phone, address or hours."""
    return _DETAILS.search(reading.text) is not None


def open_form(reading: Reading, form: str, **slots: Any) -> list[EventType]:
    """The events that open a form with what is known already; a form that it interrupts is gone on with afterwards.

    What an earlier one left behind is forgotten: a yes of then is none now, and "no breathlessness" of last week no
    answer of today. Who goes back to a form ("lanjut") does not come here.
    """
    topic = topic_of(form)
    values = {f"{topic}_{name}": value for name, value in slots.items() if value is not None}
    if reading.form not in (None, form):
        values[f"{topic}_resume"] = reading.form
    left = dict.fromkeys(answers(reading.tracker.slots, topic)) if reading.form != form else {}
    events = [SlotSet(name, value) for name, value in {**left, **values}.items()]
    return [*events, SlotSet("requested_slot", None), FollowupAction(form)]


def finish_form(reading: Reading, topic: str) -> list[EventType]:
    """Forgets a form's answers and goes back to the form that it interrupted."""
    interrupted = reading.slot(f"{topic}_resume")
    return [*forgotten(reading.tracker.slots, topic), *([FollowupAction(interrupted)] if interrupted else [])]
