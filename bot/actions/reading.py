"""The member's message as an action reads it."""

import re
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

_ORDINAL = re.compile(
    r"^\W*(?:(?:yang|yg|pilih|nomor|nomer|no\.?|the|number|option|ke)[\s-]*)*([1-9]\d?)\W*$", re.IGNORECASE
)
_ORDINAL_WORDS = {
    "pertama": 1, "kesatu": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "kelima": 5,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "terakhir": -1, "last": -1,
}  # fmt: skip


_CHOICE_WORDS = 4


@dataclass(frozen=True)
class Reading:
    """One message: what it says, how it was understood, and what the conversation knows already."""

    tracker: Tracker

    @property
    def _message(self) -> dict[str, Any]:
        return self.tracker.latest_message or {}

    @property
    def text(self) -> str:
        """The words, identifiers replaced by placeholders."""
        return self._message.get("text") or ""

    @property
    def pressed(self) -> bool:
        """The message is a pressed button (or a wordless message), not typed words."""
        return self.text.startswith("/")

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
    def conversation_id(self) -> str:
        """The conversation, as the backend knows it."""
        return str(self.tracker.sender_id)

    @property
    def message_id(self) -> str:
        """Unique for the member's message; the same when its turn runs again."""
        return self._message.get("message_id") or ""

    @property
    def language(self) -> str:
        """``id`` or ``en``."""
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

    def slot(self, name: str) -> Any:
        """A slot's value, or None."""
        return self.tracker.get_slot(name)

    def entity(self, name: str) -> str | None:
        """The first value of an entity in this message."""
        values = self.entities(name)
        return values[0] if values else None

    def entities(self, name: str) -> list[str]:
        """All values of an entity in this message, in order."""
        found = [e for e in self._message.get("entities") or [] if e.get("entity") == name]
        return [str(e["value"]) for e in found if e.get("value") not in (None, "")]

    @property
    def location(self) -> dict[str, float] | None:
        """The point that the member shared with this message: ``latitude``, ``longitude``."""
        return self.metadata.get("location") or None

    @property
    def ordinal(self) -> int | None:
        """The number in "yang nomor 3" or "kedua" (1 is the first, -1 the last); None when it is no such choice."""
        if found := _ORDINAL.match(self.text):
            return int(found.group(1))
        words = re.findall(r"\w+", self.text.lower())
        named = [_ORDINAL_WORDS[word] for word in words if word in _ORDINAL_WORDS]
        return named[0] if len(named) == 1 and len(words) <= _CHOICE_WORDS else None
