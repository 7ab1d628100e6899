"""General questions: answers of ``bot/data/faq``, with today's amounts from the dated tables."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.amounts import checked, filled, oldest_check
from bot.actions.contribution_people import RATES, rate_of_named_class
from bot.actions.contribution_wage import reckoned
from bot.actions.ellipsis import elliptical
from bot.actions.entry_files import read_entries
from bot.actions.offer_words import content_of, stems, words_of
from bot.actions.offices import FIND_OFFICE, KIND, OFFICE, find_office, looks_for_office
from bot.actions.press import press
from bot.actions.reading import Language, Reading
from bot.actions.segments import of_one_segment
from bot.actions.service import Answer
from bot.actions.texts import SENTENCE, Button, Say
from bot.actions.topic import TOPIC
from bot.components.values import membership_class, months

FOLDER = Path(__file__).parents[1] / "data" / "faq"
NO_SOURCE = "unverified"
COMMON = ("faq/contribution_rates", "faq/arrears_effect", "faq/referral_rule", "faq/benefits_covered")
"""What is offered when the question is not known."""
_FAQ = "faq/"
AUTODEBIT = "autodebit_rule"
AGENT = "talk_to_agent"
FRAUD, MOST_TOLD = "fraud_warning", 300
"""What somebody asks about who was deceived; and how much of their words is kept."""
_WORD = re.compile(r"[^\W_]+")
ROMAN = {1: "I", 2: "II", 3: "III"}
_LEAST_NAMED = 4
"""Letters of a word that names something."""


class Entry(BaseModel):
    """One general answer.

    ``next``: intents, ``find_office`` or ``faq/<id>`` to go on with; no ``checked_on``: no source was found.
    ``see``: the answer that says what this one does not, by what is asked (see ``aspects.yml``). ``by_kind``: each
    sentence is about one kind of members; who names theirs hears only that.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: dict[Language, str]
    text: dict[Language, str]
    next: list[str]
    see: dict[str, str] = {}
    by_kind: bool = False
    legal_basis: str
    source: str
    valid_from: date
    checked_on: date | None = None


@lru_cache
def entries() -> dict[str, Entry]:
    """All answers by id.

    Raises:
        ValueError: a file is not well-formed, or an id stands in two files.
    """
    return read_entries(FOLDER, Entry)


def as_of(say: Say, entry: Entry, values: Iterable[Mapping[str, Any]]) -> str:
    """How old the facts are: the oldest check; or that they could not be checked."""
    checks = checked(values)
    own = entry.checked_on if entry.source != NO_SOURCE or not checks else None
    return oldest_check(say, [*checks, own])


def buttons(say: Say, following: Iterable[str]) -> list[Button]:
    """Ways to go on: services, and other general questions."""
    return [_button(say, name) for name in following]


def _button(say: Say, name: str) -> Button:
    if name == FIND_OFFICE:
        return say.button("utter_choice_find_office", press("find_nearest_facility", facility_type=KIND))
    if not name.startswith(_FAQ):
        return say.button(f"utter_choice_{name}", f"/{name}")
    faq_id = name.removeprefix(_FAQ)
    title = entries()[faq_id].title[say.reading.language]
    return {"title": title, "payload": press("faq", faq_id=faq_id)}


class Faq(Answer):
    """Answers a general question."""

    action = "action_faq"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """The answer, how old its facts are, and where to go on; without a known question the common ones."""
        from bot.actions.further import tell_named  # noqa: PLC0415 - the two modules need each other

        if (name := reading.pressed_value) is not None:
            return await tell_named(name, reading, say)
        faq_id = reading.entity("faq_id") or ""
        if elliptical(reading):  # half a sentence resembles some answer by chance
            rate = await reckoned(reading, say) if faq_id == RATES else None
            if rate is None and reading.form and faq_id == RATES:
                rate = await rate_of_named_class(reading, say)
            return rate or self._half(reading, say)
        if faq_id == OFFICE and looks_for_office(reading):
            return await find_office(reading, say)
        if faq_id not in entries():
            say("utter_faq_which", buttons=buttons(say, COMMON))
            return []
        if (events := await self._figured(reading, say, faq_id)) is not None:
            return events
        again = _told_last(reading) == faq_id and not reading.pressed
        return await (tell_again if again else tell_faq)(reading, say, faq_id)

    async def _figured(self, reading: Reading, say: Say, faq_id: str) -> list[EventType] | None:
        """With the figures of a message, or the member's own day of debit, where the rule alone is not asked for."""
        from bot.actions.autodebit import own_debit  # noqa: PLC0415 - services are built on answers

        if faq_id == AUTODEBIT:
            return await own_debit(reading)
        if faq_id != RATES:
            return None
        return await reckoned(reading, say) or await rate_of_named_class(reading, say)

    def _half(self, reading: Reading, say: Say) -> list[EventType]:
        """What was shown may explain it; an open form only asks on."""
        if not reading.form:
            return [FollowupAction("action_default_fallback")]
        say("utter_unknown_in_passing")
        return []


async def tell_again(reading: Reading, say: Say, faq_id: str) -> list[EventType]:
    """The same question in other words gets no second time the same words: only what it names, or that this is all
    there is here, and a person.
    """
    entry = entries()[faq_id]
    text, values = await filled(reading, say, entry.text[reading.language])
    told = _sentences_naming(content_of(words_of(reading)), text)
    others = [name for name in entry.next if name != AGENT]
    if told:
        say.plain(f"{told}\n{as_of(say, entry, values)}", buttons=buttons(say, [AGENT, *others]))
    elif not reading.also:  # "sy di phk bulan lalu, coba cek kartu saya": told, and something else is asked for
        title = entry.title[reading.language]
        say("utter_faq_told_already", title=title, buttons=buttons(say, [AGENT, *others]))
    return [SlotSet(TOPIC, {"faq": faq_id, "told": "twice"})]


def _sentences_naming(content: list[str], text: str) -> str:
    """The sentences that name something of what is asked; empty where none does, or all do."""
    asked = frozenset(form for word in content for form in stems(word) if len(form) >= _LEAST_NAMED)
    sentences = SENTENCE.split(text)
    named = [one for one in sentences if any(stems(word) & asked for word in _WORD.findall(one.lower()))]
    return " ".join(named) if len(named) < len(sentences) else ""


async def tell_class(reading: Reading, say: Say, faq_id: str, named: str) -> list[EventType]:
    """ "kelas 3 berapa" behind an answer with a figure for each class: that one; the whole answer where it has none."""
    entry, level = entries()[faq_id], membership_class(named)
    text, values = await filled(reading, say, entry.text["en" if reading.language == "en" else "id"])
    found = re.search(rf"\b(?:kelas|class) {ROMAN[level]} Rp[\d.,]*\d", text) if level else None
    if found is None:
        return await tell_faq(reading, say, faq_id)
    title = entry.title["en" if reading.language == "en" else "id"]
    say.plain(f"{title}: {found[0]}.\n{as_of(say, entry, values)}", buttons=buttons(say, entry.next))
    return [SlotSet(TOPIC, {"faq": faq_id})]


async def tell_faq(reading: Reading, say: Say, faq_id: str, *, ways: bool = True) -> list[EventType]:
    """Says an answer, with its ways on; a list that was shown before stays known for "yang nomor 3"."""
    entry = entries()[faq_id]
    text, values = await filled(reading, say, entry.text[reading.language])
    if entry.by_kind and not reading.pressed:
        text = of_one_segment(reading.text, text)
    say.plain(f"{text}\n{as_of(say, entry, values)}", buttons=buttons(say, entry.next) if ways else [])
    seen = {**(reading.slot("shown") or {}), "kind": "faq", "faq_id": faq_id}
    if owed := months(reading.entity("months") or ""):
        seen["months_told"] = owed  # "nunggak 5 bulan, mau lahiran": the fine is reckoned with it, if it is asked for
    if faq_id == FRAUD and not reading.pressed:
        seen["told"] = reading.text[:MOST_TOLD]  # the report that may follow begins with it
    return [
        SlotSet("shown", seen),
        SlotSet(TOPIC, {"faq": faq_id, "before": _told_last(reading)}),
    ]


def _told_last(reading: Reading) -> str | None:
    topic = reading.slot(TOPIC) or {}
    return None if topic.get("told") else topic.get("faq")
