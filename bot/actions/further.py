"""Questions about what was just talked of that have an answer of their own: "udah keklik", "aktenya belum jadi".

By themselves such messages resemble anything; which are known, and behind what, stands in ``data/further.yml``.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import yaml
from rasa_sdk.events import EventType, SlotSet

from bot.actions.amounts import filled
from bot.actions.aspect_reading import BESIDE
from bot.actions.ellipsis import ASKING, JOINING
from bot.actions.faq import buttons, tell_again, tell_faq
from bot.actions.offers import content_of
from bot.actions.reading import Reading
from bot.actions.shown import shown
from bot.actions.texts import Say, variation
from bot.actions.topic import TOPIC
from bot.actions.turns import heard, meant_as, pressed
from bot.actions.verify import WISH, waits
from bot.actions.wordlists import FOLDER
from bot.components.names import is_everyday

MOST_WORDS = 16
"""A longer message tells more than such a question."""
_SMALL = frozenset(
    {"gitu", "gini", "begitu", "begini", "kasih", "kasi", "tau", "tahu", "tolong", "info", "saya", "kami", "sekarang"}
    | {"langsung", "min", "kak", "ok", "oke", "okay", "just", "tell", "me", "then", "so"}
)
"""Small words beside a question that has to stand alone."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Further:
    """One such question (see the data file)."""

    name: str
    ask: re.Pattern[str]
    topics: frozenset[str]
    alone: bool
    name_follows: bool
    following: tuple[str, ...]
    stays: str | None
    faq: str | None
    """The general answer that says it, where one does."""
    does: str | None
    """The payload of the button that does it, or the intent that the message is then, where it is a wish."""

    def asked_in(self, text: str) -> bool:
        """Whether a message asks it; ``alone``: and says nothing else."""
        found = self.ask.search(text)
        if found and self.name_follows:
            return not any(is_everyday(word) for word in _WORD.findall(text[found.end() :].lower()))
        if found is None or not self.alone:
            return found is not None
        rest = content_of(_WORD.findall(f"{text[: found.start()]} {text[found.end() :]}".lower()))
        return all(word in _SMALL | JOINING | BESIDE | ASKING for word in rest)


@lru_cache
def _all() -> tuple[Further, ...]:
    loaded = yaml.safe_load((FOLDER / "further.yml").read_text("utf-8"))
    return tuple(
        Further(
            one.get("say", name),
            re.compile(one["ask"], re.IGNORECASE),
            frozenset(one.get("topics", ())),
            one.get("alone", False),
            one.get("name", False),
            tuple(one.get("next", ())),
            one.get("stays"),
            one.get("faq"),
            one.get("does"),
        )
        for name, one in loaded.items()
    )


def further_asked(reading: Reading) -> Further | None:
    """Which of these questions a message asks, by what the conversation is about."""
    if reading.pressed or len(reading.text.split()) > MOST_WORDS:
        return None
    topic = reading.slot(TOPIC) or {}
    waiting = reading.slot(WISH) if waits(reading) else None
    form = reading.form and _of_form(reading.form)
    about = {topic.get("faq"), topic.get("about"), shown(reading).get("kind"), form, waiting}
    fitting = (
        one
        for one in _all()
        if (not one.topics or one.topics & about) and not (one.does and _does_it(reading, one.does))
    )
    return next((one for one in fitting if one.asked_in(reading.text)), None)


def _does_it(reading: Reading, does: str) -> bool:
    """A form is open, which hears wishes by itself; or the message was taken for this one already."""
    return bool(reading.form) or reading.intent == does


def _of_form(form: str) -> str:
    return {"screening_form": "health_screening", "teleconsultation_form": "teleconsultation"}.get(form, form)


async def tell_further(reading: Reading, say: Say) -> list[EventType] | None:
    """Answers such a question, with today's amounts; None for any other message."""
    asked = further_asked(reading)
    if asked is None:
        return None
    if asked.does:
        return heard(reading, pressed(asked.does) or meant_as(reading, asked.does))
    if asked.faq:
        told = (reading.slot(TOPIC) or {}).get("faq") == asked.faq
        return await (tell_again if told else tell_faq)(reading, say, asked.faq)
    ways = [] if reading.form else buttons(say, asked.following)  # in a form its own question follows
    text, _ = await filled(reading, say, str(variation(f"utter_further_{asked.name}", reading.language)["text"]))
    say.plain(text, buttons=ways)
    return [SlotSet(TOPIC, {"faq": asked.stays} if asked.stays else reading.slot(TOPIC))]
