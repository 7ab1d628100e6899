"""Questions about the topic that do not name it: "syaratnya?", "itu gratis?", "how many times am I allowed"."""

import re
from collections.abc import Sequence

from rasa_sdk.events import EventType

from bot.actions.alike import SURER, goes_on_asking
from bot.actions.amounts import filled
from bot.actions.aspect_reading import BESIDE, aspect_in, sentences_about, words_beside
from bot.actions.contribution_people import RATES, rate_of_class, rates_for_people
from bot.actions.contribution_wage import reckoned
from bot.actions.ellipsis import ASKING, elliptical
from bot.actions.faq import AGENT, as_of, buttons, entries
from bot.actions.offer_words import content_of, stems, words_of
from bot.actions.offices import OFFICE
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.segments import names_segment, told_of_segment
from bot.actions.sources import doubts, tell_source
from bot.actions.texts import SENTENCE, Button, Say, variation
from bot.actions.topic import TOPIC, asks_about, asks_something, text_about
from bot.actions.turns import heard, meant_as, pressed
from bot.actions.verify import WISH, waits
from bot.components.topics import names_other_matter

_AGENT = "/talk_to_agent"
MOST_WORDS = 9
"""A longer question says what it is about."""
FEW_WORDS = 4
"""So few words with a class and a number of people ask what these pay: "kelas 1 berdua"."""
PRICE_WORDS = 12
_HOW_MUCH = re.compile(r"\b(?:berapa|brp|piro|pinten|sabaraha|how much)\b", re.IGNORECASE)
LIKELY, PLAUSIBLE = 0.2, 0.35
"""How likely a way on that the answer offers, or anything else, must be to be what a message means."""
_NOTHING = frozenset(
    {"inform", "out_of_scope", "nlu_fallback", "affirm", "deny", "go_back", "greet", "thank", "goodbye"}
)
"""Intents that say nothing of what is asked."""
_ASKS_OF_IT = frozenset({"juga", "jg", "jga", "too", "also", "wajib", "harus", "perlu", "mandatory", "required"})


async def about_topic(reading: Reading, say: Say) -> list[EventType] | None:
    """Answers such a question from the topic's own text, or says honestly that it does not say; None for others."""
    topic = reading.slot(TOPIC)
    short = len(words_of(reading)) <= (PRICE_WORDS if _HOW_MUCH.search(reading.text) else FEW_WORDS)
    told = short or reading.entity("months") is not None  # "kami bertiga di kelas 2 menunggak 14 bulan"
    counted = not reading.pressed and reading.entity("membership_class") and told
    if counted and (events := await rates_for_people(reading, say)):
        return events
    elsewhere = reading.intent == "out_of_scope" and names_other_matter(reading.text)
    if not topic or reading.pressed or elsewhere or len(words_of(reading)) > MOST_WORDS:
        return None
    if topic.get("faq") == RATES and (events := await reckoned(reading, say)):
        return events
    if _names_another(reading, topic) or (reading.entity("faq_id") == OFFICE and reading.entity("place")):
        return None
    aspect = aspect_in(reading.text)
    if aspect is None:
        events = await _for_segment(reading, say, topic)
        return await _mentioned(reading, say, topic) if events is None else events
    return await _answer(reading, say, topic, aspect)


def _names_another(reading: Reading, topic: dict[str, str]) -> bool:
    """ "rujukannya berlaku berapa lama" behind who needs a referral: surely another general answer, of which a word of
    its title stands beside what is asked; a bare "berapa lama?" is asked of the topic, whatever it resembles.
    """
    faq_id = reading.entity("faq_id") if reading.intent == "faq" and reading.confidence >= SURER else None
    if faq_id not in entries() or faq_id == topic.get("faq"):
        return False
    title = {form for word in entries()[faq_id].title[reading.language].lower().split() for form in stems(word)}
    beside = {form for word in words_beside(reading.text).lower().split() for form in stems(word)}
    return bool(title & beside - BESIDE)


async def _for_segment(reading: Reading, say: Say, topic: dict[str, str]) -> list[EventType] | None:
    """Who says what kind of member they are hears what the answer on the screen says of those."""
    if not names_segment(reading.text):
        return None
    _, text, dated, following = await _told(reading, say, topic)
    said = told_of_segment(reading.text, text)
    if said is None:
        return None
    say.plain("\n".join(part for part in (said, dated) if part), buttons=following)
    return []


async def _mentioned(reading: Reading, say: Say, topic: dict[str, str]) -> list[EventType] | None:
    """ "PBI juga ga bisa ya?": what the answer says of that; None where it says nothing of it, or nothing is added."""
    words = words_of(reading)
    if not _ASKS_OF_IT & set(words):
        return None
    asked = [word for word in content_of(words) if word not in BESIDE | _ASKS_OF_IT and word not in ASKING]
    _, text, dated, following = await _told(reading, say, topic) if asked else ("", "", "", [])
    said = [
        one for one in SENTENCE.split(text) if all(re.search(rf"\b{_spelled(word)}\b", one, re.I) for word in asked)
    ]
    if not asked or not said:
        return None
    say.plain("\n".join(part for part in (" ".join(said), dated) if part), buttons=following)
    return []


def _spelled(word: str) -> str:
    return re.escape(word).replace("email", "e-?mail")


async def tell_aspect(reading: Reading, say: Say, topics: Sequence[dict[str, str]]) -> bool:
    """Answers such a question while a form is open, from the first of the topics that says it; whether it was one."""
    short = not reading.pressed and len(words_of(reading)) <= MOST_WORDS
    if short and elliptical(reading) and await rate_of_class(reading, say):
        return True
    if short and doubts(reading):
        tell_source(reading, say)
        return True
    aspect = aspect_in(reading.text) if short else None
    if aspect is None or not topics:
        return False
    told = [await _told(reading, say, topic) for topic in topics]
    said = (sentences_about(aspect, text) for _, text, _, _ in told)
    say.plain(next(filter(None, said), "") or say.text("utter_aspect_unknown", title=told[0][0]))
    return True


async def service_says(reading: Reading, say: Say, about: str) -> bool:
    """Answers a question that names no topic from how the open form's service works, where that says it."""
    short = not reading.pressed and len(words_of(reading)) <= MOST_WORDS
    aspect = aspect_in(reading.text) if short else None
    _, text, _, _ = await _told(reading, say, {"about": about}) if aspect else ("", "", "", [])
    said = sentences_about(aspect, text) if aspect else ""
    if said:
        say.plain(said)
    return bool(said)


async def _answer(reading: Reading, say: Say, topic: dict[str, str], aspect: str) -> list[EventType]:
    title, text, dated, following = await _told(reading, say, topic)
    told = sentences_about(aspect, text)
    for other in [] if told else _elsewhere(reading, topic, aspect):
        _, text, dated, _ = await _told(reading, say, other)
        if told := sentences_about(aspect, text):
            break
    if told:
        say.plain("\n".join(part for part in (told, dated) if part), buttons=following)
        return []
    _say_unknown(say, title, following)
    return []


def _say_unknown(say: Say, title: str, following: Sequence[Button]) -> None:
    others = [one for one in following if one["payload"] != _AGENT]
    say("utter_aspect_unknown", buttons=[say.button("utter_choice_talk_to_agent", _AGENT), *others], title=title)


def way_on_meant(reading: Reading) -> list[EventType] | None:
    """ "kalau mau pindah ke situ syaratnya apa?" behind an answer that offers the change: that, where it is likely."""
    faq_id = (reading.slot(TOPIC) or {}).get("faq")
    asks = not reading.pressed and asks_about(reading)
    following = entries()[faq_id].next if faq_id and asks else []
    for row in reading.ranking:
        name = f"faq/{row['faq_id']}" if row.get("faq_id") else str(row["name"])
        if name in following and name != AGENT and float(row.get("confidence") or 0) >= LIKELY:
            general = pressed(press("faq", faq_id=name.removeprefix("faq/"))) if name.startswith("faq/") else None
            return heard(reading, general or meant_as(reading, name))
    return None


def _another_meant(reading: Reading, faq_id: str) -> bool:
    """The message resembles something else so much that its meaning is better asked for than said to be unknown."""
    for row in reading.ranking:
        known = str(row.get("faq_id") or row["name"])
        if float(row.get("confidence") or 0) >= PLAUSIBLE and known not in _NOTHING:
            return known != faq_id
    return False


def unknown_of_topic(reading: Reading, say: Say, likely: Sequence[Button]) -> list[EventType] | None:
    """ "kalau yang model lain?" behind a general answer: nothing is known of that, and who can find out; beside the
    ways on what else is ``likely`` meant. None for other messages.
    """
    faq_id = (reading.slot(TOPIC) or {}).get("faq")
    short = len(words_of(reading)) <= PRICE_WORDS
    if not faq_id or not short or not goes_on_asking(reading) or not asks_something(f"{reading.text}?"):
        return None
    if _another_meant(reading, faq_id):
        return None
    ways = [*likely[:1], *buttons(say, [one for one in entries()[faq_id].next if one != "talk_to_agent"])]
    _say_unknown(
        say, entries()[faq_id].title[reading.language], [dict(one) for one in {w["payload"]: w for w in ways}.values()]
    )
    return []


def _elsewhere(reading: Reading, topic: dict[str, str], aspect: str) -> list[dict[str, str]]:
    """Where that stands which the topic's own answer does not say: how the service that waits works, an answer named
    for it, or how the topic's service works.
    """
    waiting = str(reading.slot(WISH) or "") if waits(reading) else ""
    before = [{"about": waiting}] if text_about(waiting) else []
    if "faq" not in topic:
        return before
    entry, earlier = entries()[topic["faq"]], topic.get("before")
    if see := entry.see.get(aspect):
        return [*before, {"faq": see}]
    if earlier in entries():
        before = [*before, {"faq": str(earlier)}]
    return [*before, *({"about": one} for one in entry.next if text_about(one))][: len(before) + 1]


async def _told(reading: Reading, say: Say, topic: dict[str, str]) -> tuple[str, str, str, list[Button]]:
    """The topic's title, its text with today's values, how old that is, and the ways to go on."""
    if faq_id := topic.get("faq"):
        entry = entries()[faq_id]
        text, values = await filled(reading, say, entry.text[reading.language])
        return entry.title[reading.language], text, as_of(say, entry, values), buttons(say, entry.next)
    intent = topic["about"]
    text, _ = await filled(reading, say, str(variation(text_about(intent) or "", reading.language)["text"]))
    following = buttons(say, [intent])
    return say.text(f"utter_choice_{intent}"), text, "", following
