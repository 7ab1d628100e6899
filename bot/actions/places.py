"""Places in a member's message: a shared location, a name with typos, one of several choices."""

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.actions.backend import LONGEST_NAME, call
from bot.actions.ellipsis import instead, without_entities
from bot.actions.form_limits import ANSWER_INTENTS, LEAVE_CONFIDENCE
from bot.actions.offers import refuses
from bot.actions.outcomes import Filled, Outcome, Unusable
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.texts import Button, Say
from bot.actions.topic import asks_something
from bot.components.names import is_everyday

Place = dict[str, Any]
ASKING_WORDS = 8
"""Typed answers longer than this are no place name."""
SURE = 0.7
"""How sure another intent must be, so that a typed answer is not looked up as a name."""
STRANGE_WORDS = 2
NAME_WORDS = 4
"""So few words, one of which is not of everyday, are a name where one was asked for: "dusun kalirandu"."""
CHATTER_WORDS = 3
"""So many words, all of everyday, are talk and no name; fewer may be one ("pasar minggu")."""
TALK_WORDS = 4
"""Beside a name that was asked for so many words of talk are none of another wish."""
_SOUNDS_LIKE_A_NAME = frozenset({"out_of_scope", "nlu_fallback", "facility_info"})
CHOICES_SHOWN = 6
_DENIED = re.compile(
    r"\b(?:bukan|bkn|sanes|dudu|not)\W+(?:(?:yang|yg|nu|sing|di|in|the|one|kak|kaka|kakak|itu|daerah|kota|kab\w*|kec\w*|dekat"
    r"|deket|ada)\W+)*$",
    re.IGNORECASE,
)
"""Before the name of a place that is not meant: "bukan sleman tapi bantul", "itu bukan yang di jawa"."""
_DENIES_FIRST = re.compile(
    r"^\W*(?:(?:eh|maaf|sorry|aduh|no|wait|oh)\W+)*(?:bukan|bkn|salah|jangan|jgn|sanes|dudu|not)\b", re.IGNORECASE
)
_SELECTING = frozenset(
    {"yang", "yg", "di", "aja", "saja", "deh", "dong", "ya", "sing", "nu", "the", "in", "one", "eh", "maksudnya"}
)
_INSIDE = re.compile(r"^[\s,]*(?:yang|yg|di|daerah|kec(?:amatan)?\.?|kab(?:upaten)?\.?|kota|in)*[\s,]*$", re.IGNORECASE)
_KIND = re.compile(r"^(?:kota|kabupaten)\s+", re.IGNORECASE)
END_WORDS = 2
"""The name of a town behind that of a quarter has so many words at most."""
_INSIDE_WORDS = re.compile(r"\s*,\s*|\s+(?:yang|yg|di|daerah|in)\s+", re.IGNORECASE)
MOST_PLACES = 2
"""Of more places beside the last one no more are looked at."""
_ALIKE = re.compile(r"^\W*(?:(?:atau|ato|atw|or|dan|dn|and|sama|sm|karo|jeung|n)\b\W*(?:di |in )?)?$", re.IGNORECASE)
_ONESELF = frozenset({"saya", "sy", "aku", "gue", "gw", "kita", "kami", "i", "i'll", "we"})
"""Who speaks of themselves names no place: "siap besok saya ke sana"."""
_REGIONS = frozenset({"kota", "kabupaten", "kab", "kecamatan", "kec", "kelurahan", "desa", "city", "town", "district"})
"""Words for kinds of places, which name none."""
LOCATION = {"type": "request_location"}
"""The card with which a phone can answer with where it is."""
PLACE_BUTTONS = frozenset({"inform", "find_nearest_facility"})
"""Intents of buttons whose code is a place; the codes of other buttons are something else."""


def place_query(place: Mapping[str, Any]) -> dict[str, Any]:
    """The backend's parameters for a place that was understood."""
    names = {"latitude": "lat", "longitude": "lon", "place_id": "place_id"}
    return {names[key]: value for key, value in place.items() if key in names and value is not None}


def choice_button(intent: str, choice: Mapping[str, Any]) -> Button:
    """A button that says ``intent`` with one of several choices."""
    return {"title": choice["label"], "payload": press(intent, code=choice["id"])}


def chosen(reading: Reading, choices: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Which of the offered choices (``items``) a message means: by its button, its number or its full name."""
    items: list[dict[str, Any]] = (choices or {}).get("items") or []
    if code := reading.entity("code"):
        return next((item for item in items if item["id"] == code), None)
    if reading.ordinal is not None:
        index = reading.ordinal - 1 if reading.ordinal > 0 else len(items) - 1
        return items[index] if 0 <= index < len(items) else None
    return by_words(reading, items)


def by_words(reading: Reading, items: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The only choice whose label holds all that a typed message says: "yang kabupaten", "bukan kota, yg kabupaten"."""
    said = (instead(reading) or reading.text).lower()
    words = [word for word in re.findall(r"\w+", said) if word not in _SELECTING]
    found = [item for item in items if words and set(words) <= set(re.findall(r"\w+", item["label"].lower()))]
    exact = [item for item in items if item["label"].lower() == reading.text.strip().lower()]
    return exact[0] if exact else found[0] if len(found) == 1 else None


def say_choices(say: Say, response: str, intent: str, choices: Mapping[str, Any]) -> None:
    """Asks which one is meant; the numbered text alone is enough to answer."""
    items = choices["items"]
    lines = [f"{number}. {item['label']}" for number, item in enumerate(items, 1)]
    text = "\n".join([say.text(response, name=choices["words"]), *lines])
    say.plain(text, buttons=[choice_button(intent, item) for item in items])


def keep_choices(words: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """What the slot of a form remembers of an answer with several choices."""
    items = [{"id": choice["id"], "label": choice["label"]} for choice in found["choices"][:CHOICES_SHOWN]]
    return {"words": words, "items": items}


def which_of(choices: Sequence[object]) -> str:
    """The question which of several facilities is meant, or whether the only one is."""
    return "utter_facility_which" if len(choices) > 1 else "utter_facility_perhaps"


def typed_name(reading: Reading, *, requested: bool) -> str | None:
    """The name in a message: marked as a facility or a place, or the whole short answer where a name was asked for."""
    named = reading.entity("facility_name") or last_place(reading)
    if named or not requested or reading.pressed or refuses(reading):
        return named
    other_wish = reading.intent not in ANSWER_INTENTS and reading.confidence > SURE and not _strange_name(reading)
    talk = chatter(reading, CHATTER_WORDS) or reading.intent in ("affirm", "deny") or asks_something(reading.text)
    talk = talk or bool(_ONESELF & set(reading.text.lower().split()))
    return None if other_wish or talk or len(reading.text.split()) > ASKING_WORDS else reading.text


def chatter(reading: Reading, least: int) -> bool:
    """Whether a message is made of so many words or more, and each of them is one of everyday."""
    words = re.findall(r"[^\W\d_]+", reading.text.lower())
    return len(words) >= least and all(is_everyday(word) for word in words)


def _strange_name(reading: Reading) -> bool:
    """A word or two that mean nothing to us are an answer with an unknown name, not another subject."""
    return reading.intent in _SOUNDS_LIKE_A_NAME and len(reading.text.split()) <= STRANGE_WORDS


def last_place(reading: Reading) -> str | None:
    """The place that counts: "bukan sleman tapi bantul" means the second."""
    spans = _meant(reading, _place_spans(reading))
    if not spans:
        if _place_spans(reading):
            return None
        places = reading.entities("place")
        return places[-1] if places else None
    whole, start = str(reading.tracker.latest_message.get("text") or ""), spans[-1][0]
    for one, other in reversed(list(itertools.pairwise(spans))):  # "tamalate yang makassar" is one place
        if other[0] != start or not _INSIDE.match(whole[one[1] : other[0]]):
            break
        start = one[0]
    return _INSIDE_WORDS.sub(" ", whole[start : spans[-1][1]]) if start < spans[-1][0] else str(spans[-1][2])


def _meant(reading: Reading, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Without those that are denied: "sanes cibiru bandung, cileunyi" means the last one only."""
    whole, kept, denied = str(reading.tracker.latest_message.get("text") or ""), [], None
    for start, end, name in spans:
        belongs = denied is not None and not whole[denied:start].strip()
        if belongs or _DENIED.search(whole[:start]):
            denied = end
        else:
            kept.append((start, end, name))
    return kept


def _place_spans(reading: Reading) -> list[tuple[int, int, str]]:
    entities = reading.tracker.latest_message.get("entities") or []
    return sorted((e["start"], e["end"], e["value"]) for e in entities if e.get("entity") == "place" and "end" in e)


async def read_place(reading: Reading, choices: Mapping[str, Any] | None, *, requested: bool) -> Outcome:
    """The place that a message names, as the slot value ``place``; several that fit come as ``choices``."""
    if reading.location:
        return Filled({"place": dict(reading.location)})
    if reading.pressed and reading.intent not in PLACE_BUTTONS:
        return None
    if (choice := chosen(reading, choices)) is not None:
        return Filled({"place": {"place_id": choice["id"], "label": choice["label"]}, "choices": None})
    if reading.pressed:
        code = reading.entity("code")
        return Filled({"place": {"place_id": code, "label": None}}) if code else None
    words = typed_name(reading, requested=requested)
    if words is None:
        return await _unmarked(reading)
    found = await call(reading, "GET", "/facilities/places", params={"q": words[:LONGEST_NAME]})
    marked = not requested or is_name(reading, words)
    if found["status"] == "unknown" and marked:
        found = await _by_its_end(reading, words) or found
    found = _in_town_shown(reading, found)
    return await _with_besides(reading, _understood(found, words, marked=marked))


async def _by_its_end(reading: Reading, words: str) -> dict[str, Any] | None:
    """ "lubuk minturun padang": of a quarter that we do not know the town behind it."""
    parts = words.split()
    for size in range(min(END_WORDS, len(parts) - 1), 0, -1):
        end = " ".join(parts[-size:])
        found: dict[str, Any] = await call(reading, "GET", "/facilities/places", params={"q": end[:LONGEST_NAME]})
        if found["status"] == "ok" and _KIND.sub("", found["place"]["label"]).casefold() == end.casefold():
            return found
    return None


def _in_town_shown(reading: Reading, found: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of namesakes the one in the town on the screen: "yang deket polonia" behind Medan."""
    town = str(((reading.slot("shown") or {}).get("where") or {}).get("label") or "").rpartition(", ")[2]
    mine = [choice for choice in found.get("choices") or [] if town and choice["label"].endswith(f", {town}")]
    if len(mine) != 1 or reading.form:
        return found
    others = [one for one in (found.get("place"), *found["choices"]) if one and one["id"] != mine[0]["id"]]
    return {**found, "status": "ok", "place": mine[0], "choices": others}


def is_name(reading: Reading, words: str) -> bool:
    """Whether words are surely a name: marked as one, or a short answer that is no talk. What is longer only may be."""
    likely = _strange_name(reading) or len(reading.text.split()) <= NAME_WORDS
    return words != reading.text or (likely and not chatter(reading, 1))


def _understood(found: Mapping[str, Any], words: str, *, marked: bool) -> Outcome:
    if found["status"] == "ok":
        place = found["place"]
        others = [{"id": c["id"], "label": c["label"]} for c in found["choices"][:2]]
        return Filled({"place": {"place_id": place["id"], "label": place["label"], "others": others}, "choices": None})
    if found["status"] == "ambiguous":
        return Filled({"choices": keep_choices(words, found)})
    if found["status"] == "outside":
        return Unusable("utter_place_outside", {"place": words})
    return Unusable("utter_place_unknown", {"place": words}, card=LOCATION) if marked else None


def ask_place(reading: Reading, say: Say) -> None:
    """Asks for a location or a place; not again where a name that we do not know was just asked about."""
    if not asks_location(reading):
        say("utter_ask_place", card=LOCATION)


def asks_location(reading: Reading) -> bool:
    """Whether the last message of this turn has asked for a place already."""
    said = [event for event in reading.tracker.events if event.get("event") == "bot"]
    return bool(said) and (said[-1].get("data") or {}).get("custom") == {"card": LOCATION}


def joined_places(reading: Reading) -> list[str]:
    """The places before the last one, where a message names several alike: "sleman atau bantul", "A, B, dan C"."""
    spans = _place_spans(reading)
    if reading.pressed or len(spans) < 2:  # noqa: PLR2004 - several are two or more
        return []
    whole = str(reading.tracker.latest_message.get("text") or "")
    between = [whole[one[1] : other[0]] for one, other in itertools.pairwise(spans)]
    alike = all(_ALIKE.match(words) for words in between) and any(re.search(r"\w", words) for words in between)
    return [name for _, _, name in spans[:-1]] if alike else []


async def besides(reading: Reading) -> list[Place]:
    """Those places, as far as we know them."""
    found = [
        await call(reading, "GET", "/facilities/places", params={"q": name[:LONGEST_NAME]})
        for name in joined_places(reading)[:MOST_PLACES]
    ]
    return [{"place_id": f["place"]["id"], "label": f["place"]["label"]} for f in found if f["status"] == "ok"]


async def _with_besides(reading: Reading, outcome: Outcome) -> Outcome:
    if not isinstance(outcome, Filled) or not (place := outcome.slots.get("place")):
        return outcome
    found = await besides(reading)
    return Filled({**outcome.slots, "place": {**place, "besides": found}}) if found else outcome


async def _unmarked(reading: Reading) -> Outcome:
    """A whole question may name a place that was not marked in it: one with typos, or one abroad."""
    rest = set(re.findall(r"[^\W\d_]+", without_entities(reading).lower())) - _REGIONS
    talk = chatter(reading, 1) or all(is_everyday(word) for word in rest)  # "yang di kota aja, yang puskesmas"
    if reading.intent != "find_nearest_facility" or talk or len(reading.text.split()) > ASKING_WORDS:
        return None
    found = await call(reading, "GET", "/facilities/places", params={"q": reading.text[:LONGEST_NAME]})
    return _understood(found, reading.text, marked=False)


def leaves(reading: Reading, own: frozenset[str]) -> bool:
    """A message that names a place but wants something else; a bare name is an answer whatever it was taken for."""
    if reading.intent in ANSWER_INTENTS | own or reading.confidence < LEAVE_CONFIDENCE or reading.location:
        return False
    if _strange_name(reading) and not reading.pressed:
        return False
    named = reading.entity("facility_name") or last_place(reading) or ""
    if reading.requested and len(_place_spans(reading)) > 1 and _DENIES_FIRST.match(reading.text):
        return False  # "eh bukan bandung, surabaya. saya lagi di rumah mertua"
    if named and reading.requested and reading.intent in _SOUNDS_LIKE_A_NAME and not asks_something(reading.text):
        return len(reading.text.split()) > len(named.split()) + TALK_WORDS  # "hehe becanda, banjarmasin"
    return len(reading.text.split()) > len(named.split()) + 1
