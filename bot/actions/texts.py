"""The words of ``domain.yml`` for answers that actions put together from several pieces."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.reading import Reading
from bot.actions.zones import CENTRE, NAMES, day_of

DOMAIN = Path(__file__).parents[2] / "domain.yml"
Button = dict[str, str]
_PLACEHOLDER = re.compile(r"⟦(\w+)⟧")
FOR_NOBODY = frozenset({
    "greet", "goodbye", "thank", "bot_challenge", "abuse", "change_language", "emergency", "out_of_scope", "faq",
    "find_nearest_facility", "facility_info", "check_bed_availability", "helping",
})  # fmt: skip
"""Intents whose answers are about no member: a helper's chat does not say for whom they are."""
SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-Z])")
"""Between two sentences of an answer."""


@lru_cache
def _responses() -> dict[str, dict[str, dict[str, Any]]]:
    """Each response's variation by language."""
    loaded = yaml.safe_load(DOMAIN.read_text("utf-8"))["responses"]
    return {name: {_language(v): v for v in variations} for name, variations in loaded.items()}


def _language(variation: dict[str, Any]) -> str:
    return "en" if any(c.get("value") == "en" for c in variation.get("condition", [])) else "id"


def variation(response: str, language: str) -> dict[str, Any]:
    """A response in a language (Indonesian where the other is missing).

    Raises:
        KeyError: ``domain.yml`` has no such response.
    """
    by_language = _responses()[response]
    return by_language.get(language) or by_language["id"]


def has_response(response: str) -> bool:
    """Whether ``domain.yml`` has a response of this name."""
    return response in _responses()


def in_sentence(title: str) -> str:
    """A title as it stands inside a sentence; abbreviations stay."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def day_in_words(day: date, language: str) -> str:
    """ "Senin, 23 November 2026"."""
    return str(format_date(day, "EEEE, d MMMM yyyy", locale=language))


def rupiah(amount: float, language: str) -> str:
    """ "Rp700.000" ("Rp700,000" in English)."""
    return "Rp" + str(format_decimal(amount, "#,##0", locale=language))


@dataclass(frozen=True)
class Say:
    """Speaks to the member of one turn, in their language, with the words of ``domain.yml``."""

    dispatcher: CollectingDispatcher
    reading: Reading

    def text(self, response: str, **values: Any) -> str:
        """A response's words with its ``{placeholders}`` filled."""
        return str(variation(response, self.reading.language)["text"]).format(**values).strip()

    def lead(self, response: str, **values: Any) -> str:
        """The same with a space behind it, for words that stand before others."""
        return f"{self.text(response, **values)} "

    def __call__(
        self, response: str, *, buttons: list[Button] | None = None, card: dict[str, Any] | None = None, **values: Any
    ) -> None:
        """Says one message; buttons of the response itself come behind those given here."""
        own = [dict(b) for b in variation(response, self.reading.language).get("buttons", [])]
        self.plain(self.text(response, **values), buttons=[*(buttons or []), *own], card=card)

    def plain(self, text: str, *, buttons: list[Button] | None = None, card: dict[str, Any] | None = None) -> None:
        """Says a message that was put together from several pieces of ``text``; a helper's answer says for whom. Of
        buttons that do the same only the first stands.
        """
        buttons = list({button["payload"]: button for button in reversed(buttons or [])}.values())[::-1]
        text = self._for_whom() + _PLACEHOLDER.sub(lambda found: self._kind(found[1]), text)
        self.dispatcher.utter_message(text=text, buttons=buttons, json_message={"card": card} if card else None)

    def _kind(self, kind: str) -> str:
        """ "[nomor HP]" for a number that stood in the member's words and is masked in them."""
        named = f"utter_membership_kind_{kind}"
        return f"[{self.text(named) if has_response(named) else '…'}]"

    def _for_whom(self) -> str:
        """ "(Untuk Ibu S***)" before the first message of a turn; small talk is for nobody else."""
        person, reading = self.reading.acting, self.reading
        said = self.dispatcher.messages or any(e.get("event") == "bot" for e in reading.tracker.events)
        if not person or said or (reading.intent in FOR_NOBODY and not reading.form):
            return ""
        return self.text(f"utter_acting_for_{person['sex']}", name=person["name"]) + "\n"

    def button(self, response: str, payload: str, **values: Any) -> Button:
        """A button whose title is a response's text."""
        return {"title": self.text(response, **values), "payload": payload}

    def short_date(self, day: date) -> str:
        """ "23 November 2026"."""
        return str(format_date(day, "d MMMM yyyy", locale=self.reading.language))

    def short_day(self, iso: str) -> str:
        """The same of a date or of a moment (ISO 8601), as it is in Jakarta."""
        return self.short_date(day_of(iso))

    def month(self, iso: str) -> str:
        """ "November 2026", of a day (ISO 8601)."""
        return str(format_date(day_of(iso), "MMMM yyyy", locale=self.reading.language))

    def date(self, day: date) -> str:
        """ "Senin, 23 November 2026"."""
        return day_in_words(day, self.reading.language)

    def day(self, iso: str, zone: str = CENTRE) -> str:
        """The same of a date or of a moment (ISO 8601), as it is in the zone."""
        return self.date(day_of(iso, zone))

    def moment(self, iso: str, zone: str = CENTRE) -> str:
        """ "Senin, 23 November 2026, 10.30 WIB", of a moment (ISO 8601) in the zone."""
        return f"{self.day(iso, zone)}, {self.time(datetime.fromisoformat(iso), zone)}"

    def time(self, moment: datetime, zone: str) -> str:
        """ "10.30 WIB", in the zone of the facility."""
        clock = format_datetime(moment, "HH.mm", tzinfo=ZoneInfo(zone), locale=self.reading.language)
        return f"{clock} {NAMES.get(zone, '')}".strip()

    def decimal(self, value: float, pattern: str = "0.0") -> str:
        """ "4,3" ("4.3" in English); ``pattern`` as in Unicode's number patterns."""
        return str(format_decimal(value, pattern, locale=self.reading.language))

    def rupiah(self, amount: float) -> str:
        """ "Rp700.000" ("Rp700,000" in English)."""
        return rupiah(amount, self.reading.language)
