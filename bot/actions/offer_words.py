"""Words of messages, and what they name: without politeness, in all their forms, held against what buttons do."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import yaml

from bot.actions.ellipsis import JOINING
from bot.actions.reading import Reading
from bot.actions.texts import Button
from bot.actions.wordlists import FOLDER

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_INTENT = re.compile(r"^/([a-z_]+)")
_PREFIX = re.compile(r"^(?:di|ke|se|ber|ter|per|memper|mem|men|meng|meny|me|nge|ng|peng|pen|pem|pe)(?=\w{4})")
_SUFFIX = re.compile(r"(?:kan|in|an|nya|lah|i)$")
_LEAST_STEM = 4


@lru_cache
def word_set(kind: str) -> frozenset[str]:
    """The words of a kind ("eager", "agreeing", "refusing", "polite") in ``data/offer_words.yml``."""
    return frozenset(offer_table()[kind].split())


@lru_cache
def offer_table() -> dict[str, Any]:
    """``data/offer_words.yml``: the words by kind, and by intent what its buttons are called besides their titles."""
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "offer_words.yml").read_text("utf-8"))
    return loaded


@lru_cache(maxsize=4096)
def stems(word: str) -> frozenset[str]:
    """A word with and without what Indonesian puts before and behind it: "daftarin" is "daftar" too."""
    found = {word}
    for one in (word, _PREFIX.sub("", word)):
        found |= {one, *(rest for rest in (_SUFFIX.sub("", one),) if len(rest) >= _LEAST_STEM)}
    return frozenset(found)


def intent_of(button: Mapping[str, str]) -> str:
    """The intent that a button says."""
    found = _INTENT.match(button["payload"])
    return found[1] if found else ""


def _meant_by(button: Mapping[str, str], *, title: bool) -> frozenset[str]:
    """All words, in all their forms, that name a button."""
    own = WORD.findall(button["title"].lower())
    others = [] if title else str(offer_table()["actions"].get(intent_of(button), "")).split()
    return frozenset(form for word in [*own, *others] for form in stems(word))


def named_buttons(buttons: Sequence[Button], content: Sequence[str], *, title: bool = False) -> list[Button]:
    """The buttons that every word of the content names; ``title``: with the words of their titles alone."""
    offered = [b for b in buttons if intent_of(b) != "show_on_map"]  # its title is a name, of which more is asked
    return [b for b in offered if all(stems(word) & _meant_by(b, title=title) for word in content)]


def names_intent(intent: str, content: Sequence[str]) -> bool:
    """Whether every word of the content names what an intent does."""
    return bool(content and named_buttons([{"title": "", "payload": f"/{intent}"}], content))


def content_of(words: Iterable[str]) -> list[str]:
    """The words that say what is meant: no yes, no politeness, none that only joins."""
    aside = word_set("eager") | word_set("agreeing") | word_set("refusing") | word_set("polite") | JOINING
    return [word for word in words if word not in aside]


def words_of(reading: Reading) -> list[str]:
    """The words of a message, in small letters."""
    return WORD.findall(reading.text.lower().replace("’", "'"))
