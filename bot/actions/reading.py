"""The member's message as an action reads it."""

import re
from dataclasses import dataclass
from typing import Any, Literal

from rasa_sdk import Tracker

_ORDINAL = re.compile(
    r"^\W*(?:(?:yang|yg|pilih|nomor|nomer|no\.?|the|number|option|ke)[\s-]*)*([1-9]\d?)(?:st|nd|rd|th)?\W*$",
    re.IGNORECASE,
)
_BEFORE_CHOICE = re.compile(
    r"^\W*(?:(?:eh|duh|oh|maaf|sorry|salah|bukan|ga jadi|gak jadi|no|wait|scratch that|actually|ok|oke|okay|ya|iya|sip)"
    r"\W+)+",
    re.IGNORECASE,
)
_BEHIND_CHOICE = re.compile(
    r"(?:\W+(?:one|(?:on|of|from|in) (?:your|the) list|(?:di|dari) daftar(?:nya)?|aja|saja|dulu|deh|dong|please"
    r"|ya|lah|mas|mba|mbak|kak|min|pak|bu|bang|teh|kang))+\W*$",
    re.IGNORECASE,
)
_CHOOSES = re.compile(r"^\W*(?:yang|yg|nomor|nomer|sing|nu|nan|the)\s+[^,.;!?]{1,30}[,.;!](?=\s|$)", re.IGNORECASE)
"""A choice, and behind it what it is or what else is told: "yang pertama dulu deh, cek darah"."""
AT_AN_END = (
    (re.compile(r"\b(?:paling atas|teratas)\b", re.IGNORECASE), 1),
    (re.compile(r"\b(?:paling bawah|terbawah)\b", re.IGNORECASE), -1),
)
ORDINAL_WORDS = {
    "pertama": 1, "kesatu": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "kelima": 5,
    "kahiji": 1, "kadua": 2, "katilu": 3, "kapisan": 1, "kapindho": 2, "katelu": 3, "partamo": 1, "kaduo": 2,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "terakhir": -1, "last": -1,
}  # fmt: skip
"""Indonesian, Sundanese, Javanese, Minang, English; -1 is the last."""

_EXCEPT = re.compile(
    r"\b(?:selain|kecuali|other than|except|besides|apart from)\s+(?:(?:di|ke|yang|yg|the|for|dari)\s+)*$",
    re.IGNORECASE,
)
"""What stands before a facility that is not wanted: "rs di surabaya selain soetomo"."""
_NOT_THIS_KIND = re.compile(
    r"\b(?:bukan|bkn|dudu|sanes|lain|selain|not|other than)\s+(?:(?:yang|yg|ke|di|a|the)\s+)*$", re.IGNORECASE
)
"""Before a kind of facility beside another one: "bukan puskesmas, klinik"."""
_AND_EXCEPT = re.compile(r"^\W*(?:(?:dan|dn|sama|and|or|atau|n)\W+)?$", re.IGNORECASE)
Language = Literal["id", "en"]
_CHOICE_WORDS = 4
ALSO = "also"
"""Entity that holds the second request of a message (see ``bot/components/two_requests.py``)."""
_WHOLE = frozenset({"faq_id", ALSO})
"""Entities that stand for the message as a whole."""


@dataclass(frozen=True)
class Reading:
    """One message: what it says, how it was understood, and what the conversation knows already."""

    tracker: Tracker
    whole: bool = False
    """Read the message as one, also where it holds two requests: an open question wants all of it."""

    @property
    def _message(self) -> dict[str, Any]:
        return self.tracker.latest_message or {}

    @property
    def text(self) -> str:
        """The words, identifiers replaced by placeholders; of two requests those of the first."""
        return (self.also or {}).get("first") or self._message.get("text") or ""

    @property
    def also(self) -> dict[str, Any] | None:
        """The second request of the message, which is answered after this one."""
        if self.whole:
            return None
        found = [e for e in self._message.get("entities") or [] if e.get("entity") == ALSO]
        return found[0]["value"] if found else None

    @property
    def pressed(self) -> bool:
        """The message is a pressed button (or a wordless message), not typed words."""
        return self.text.startswith("/")

    @property
    def pressed_value(self) -> str | None:
        """What a pressed button carries besides its intent; None for typed words."""
        return self.entity("value") if self.pressed else None

    @property
    def intent(self) -> str:
        """Name of the understood intent."""
        return (self._message.get("intent") or {}).get("name") or ""

    @property
    def confidence(self) -> float:
        """How sure the understanding is, 0 to 1."""
        return float((self._message.get("intent") or {}).get("confidence") or 0.0)

    @property
    def ranking(self) -> list[dict[str, Any]]:
        """The likeliest intents, best first: ``{"name", "confidence"}``."""
        return self._message.get("intent_ranking") or []

    @property
    def metadata(self) -> dict[str, Any]:
        """What the channel added: location, attachments, kinds of identifiers, kind of message."""
        return self._message.get("metadata") or {}

    @property
    def acting(self) -> dict[str, str] | None:
        """The member for whom a helper acts in this conversation (``sex`` and masked ``name``); None for oneself."""
        return self.metadata.get("acting") or None

    @property
    def conversation_id(self) -> str:
        """The conversation, as the backend knows it."""
        return str(self.tracker.sender_id)

    @property
    def message_id(self) -> str:
        """Unique for the member's message; the same when its turn runs again."""
        return self._message.get("message_id") or ""

    @property
    def effects_key(self) -> str:
        """The same for all that members send until one of it was answered, unique otherwise.

        A turn that is given up leaves no trace in the conversation: "try again", a message of its own, follows the same
        message as the first attempt.
        """
        return self._message.get("follows") or self.message_id

    @property
    def language(self) -> Language:
        """The language of the answer."""
        said = self.tracker.get_slot("language") or self.metadata.get("language")
        return "en" if said == "en" else "id"

    @property
    def form(self) -> str | None:
        """The form that is open."""
        return (self.tracker.active_loop or {}).get("name")

    @property
    def requested(self) -> str | None:
        """The slot that the open question asks for."""
        value = self.tracker.get_slot("requested_slot")
        return str(value) if value else None

    @property
    def confirming(self) -> bool:
        """The open question asks for a yes to what was read back, or for consent."""
        return (self.requested or "").endswith(("_confirm", "_consent"))

    def slot(self, name: str) -> Any:
        """A slot's value, or None."""
        return self.tracker.get_slot(name)

    @property
    def _entities(self) -> list[dict[str, Any]]:
        """Those of this request: what is marked in the other one belongs to it; no facility that is not wanted."""
        unwanted = self._not_wanted
        return [e for e in self._marked if e not in unwanted]

    @property
    def _marked(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._message.get("entities") or []
        start, end = (self.also or {}).get("span", (0, 0))
        return [e for e in found if e.get("entity") in _WHOLE or not start <= e.get("start", -1) < end]

    @property
    def _not_wanted(self) -> list[dict[str, Any]]:
        """The facilities that are named to be left out: "selain soetomo dan undaan"; "bukan puskesmas, klinik"."""
        whole, last = str(self._message.get("text") or ""), -1
        kinds = [e for e in self._marked if e.get("entity") == "facility_type" and "end" in e]
        left_out = [e for e in kinds if _NOT_THIS_KIND.search(whole[: e["start"]])]
        found: list[dict[str, Any]] = left_out if len(left_out) < len(kinds) else []
        for entity in self._marked:
            if entity.get("entity") != "facility_name" or "end" not in entity:
                continue
            joined = last >= 0 and _AND_EXCEPT.match(whole[last : entity["start"]])
            if joined or _EXCEPT.search(whole[: entity["start"]]):
                found.append(entity)
                last = entity["end"]
        return found

    @property
    def without(self) -> list[str]:
        """The names of facilities that are not wanted ("selain rsud soetomo"), in the member's words."""
        return [str(entity["value"]) for entity in self._not_wanted]

    def entity(self, name: str) -> str | None:
        """The first value of an entity in this message."""
        values = self.entities(name)
        return values[0] if values else None

    def entities(self, name: str) -> list[str]:
        """All values of an entity in this message, in order."""
        found = [e for e in self._entities if e.get("entity") == name]
        return [str(e["value"]) for e in found if e.get("value") not in (None, "")]

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where the entities of this message stand in its text; not those that cover all of it."""
        found = [e for e in self._entities if e.get("entity") not in _WHOLE and e.get("end") is not None]
        offset = (self.also or {}).get("offset", 0)
        return [(e["start"] - offset, e["end"] - offset) for e in found]

    @property
    def first_in_turn(self) -> bool:
        """No other action has worked on this message before; Rasa counts an open form as run while it runs."""
        others = (e for e in self.tracker.events if e.get("event") == "action" and e.get("name") != self.form)
        return not any(others)

    @property
    def location(self) -> dict[str, float] | None:
        """The point that the member shared with this message: ``latitude``, ``longitude``."""
        return self.metadata.get("location") or None

    @property
    def ordinal(self) -> int | None:
        """The number in "yang nomor 3" or "kedua" (1 is the first, -1 the last); None when it is no such choice."""
        clause = found[0] if (found := _CHOOSES.match(self.text)) else self.text
        text = _BEHIND_CHOICE.sub("", _BEFORE_CHOICE.sub("", clause))
        if found := _ORDINAL.match(text):
            return None if self.entity("date") else int(found.group(1))  # "the 2nd" may be a day
        words = re.findall(r"\w+", text.lower())
        if len(words) <= _CHOICE_WORDS and (end := next((at for one, at in AT_AN_END if one.search(text)), None)):
            return end
        named = [ORDINAL_WORDS[word] for word in words if word in ORDINAL_WORDS]
        return named[0] if len(named) == 1 and len(words) <= _CHOICE_WORDS else None
