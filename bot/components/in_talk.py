"""What a message may mean in the middle of a talk, where most say something of what is being talked about.

The examples are messages by which somebody begins. "Biar Mandiri saja, tidak usah diganti" behind a question about the
bank resembles those about the app; so labels that begin another matter, and that members name by few words of its own,
need one of these words once a talk is going on.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from bot.components.normalise import normalise
from bot.components.tones import kinds_in, tone_marks

TALK = "talk"
"""Key of a message's metadata: ``FORM`` while a form asks, ``GOING_ON`` behind an earlier message of the member."""
FORM, GOING_ON = "form", "going_on"
_ODDS = {FORM: 0.01, GOING_ON: 0.1}
"""What the odds of a label without own words are multiplied with."""
_KNOWN = 0.5
"""That share of what it loses goes to the others; the rest to none, as no label may name what was meant."""
_LONGEST = 3
_ENDINGS = ("nya", "ku", "mu", "ne")
Ranking = list[tuple[str, float]]


def weighed(ranking: Ranking, text: str, talk: str | None, *, danger_named: bool) -> Ranking:
    """A ranking (calibrated, best first) of a canonical text as it is in a talk: labels without own words lose, and
    ``emergency`` where no sign of danger is named, as answers tell of pains too. Nothing changes outside a talk. The
    probabilities then add up to less than one.
    """
    if talk not in _ODDS:
        return ranking
    strange = [label for label, _ in ranking if not has_own_words(label, text)]
    strange += [] if danger_named else ["emergency"]
    fewer = {label: _fewer(chance, _ODDS[talk]) for label, chance in ranking if label in strange}
    lost = sum(chance - fewer[label] for label, chance in ranking if label in fewer)
    others = sum(chance for label, chance in ranking if label not in fewer)
    more = 1 + _KNOWN * lost / others if others else 1.0
    return sorted(((label, fewer.get(label, chance * more)) for label, chance in ranking), key=lambda pair: -pair[1])


def _fewer(chance: float, times: float) -> float:
    odds = times * chance / max(1 - chance, 1e-9)
    return odds / (1 + odds)


def has_own_words(label: str, text: str) -> bool:
    """Whether a canonical text has a word by which members name the matter of a label of ``data/own_words.json``; true
    for every other label.
    """
    own = _own_words().get(label)
    if own is None:
        return True
    words = text.split()
    phrases = {" ".join(words[at : at + size]) for at in range(len(words)) for size in range(1, _LONGEST + 1)}
    stems = {word.removesuffix(ending) for word in words for ending in _ENDINGS}
    if (phrases | stems) & own["words"]:
        return True
    marks = {mark.removeprefix("o:") for mark in tone_marks(text)} | kinds_in(words)
    return bool(marks & own["tones"])


@lru_cache(maxsize=1)
def _own_words() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """By label: ``tones`` (names of lists of ``tones.json``) and ``words`` as the classifier reads them."""
    text = resources.files("bot.components").joinpath("data/own_words.json").read_text(encoding="utf-8")
    written: dict[str, Any] = json.loads(text)
    return {
        label: {
            "tones": frozenset(own["tones"]),
            "words": frozenset(normalise(word.replace("_", " ")) for word in own["words"].split()),
        }
        for label, own in written.items()
    }
