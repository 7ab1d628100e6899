"""How a message speaks (praise, blame, failure, a wish) and of what (the app, care), by lists of words.

Reviews and posts say the same few things in ever other words: what no example holds is known by its kind of word.
"""

import json
from functools import lru_cache
from importlib import resources

from bot.components.normalise import normalise

_ABOUT = ("app", "care")
_TONES = ("praise", "blame", "fails", "wish")
MARKS = (
    *(f"o:{tone}" for tone in _TONES),
    *(f"o:{tone} {about}" for tone in _TONES for about in _ABOUT),
    "o:praise alone",
    "o:both",
)
"""Names of what :func:`tone_marks` finds: a tone, a tone about something, praise without blame, and both."""
_REACH = 2
"""So many words before it a negation turns a word's tone: "tidak membantu", "ga terlalu ribet"."""
_NONE: frozenset[str] = frozenset()
_STOPS = frozenset({"?"})
"""Past these no negation reaches: "nunggu 14 hari ga? ada yang bilang"."""
_OLD = frozenset({"yang", "nomor", "alamat", "faskes", "kartu", "bank", "rekening", "hp", "kelas", "lebih"})
"""Behind these "lama" is old, or longer, and blames nothing."""


def tone_marks(text: str) -> list[str]:
    """Those of ``MARKS`` that hold for a normalised text."""
    words = text.split()
    kinds = _kinds(words)
    tones = {tone for at, found in enumerate(kinds) if found for tone in _tones(found, _negated(words, kinds, at))}
    about = [each for each in _ABOUT if any(each in found for found in kinds)]
    marks = {f"o:{tone}" for tone in tones} | {f"o:{tone} {each}" for tone in tones for each in about}
    if "praise" in tones:
        marks.add("o:both" if tones & {"blame", "fails"} else "o:praise alone")
    return [mark for mark in MARKS if mark in marks]


def kinds_in(words: list[str]) -> set[str]:
    """The names of the lists of which normalised words have one, whatever turns its tone."""
    return {kind for found in _kinds(words) for kind in found}


def _tones(found: frozenset[str], negated: bool) -> set[str]:
    """What a word says; negated praise is blame and the reverse, and what is not able fails."""
    tones = set(found & {"fails", "wish"})
    if "praise" in found:
        tones.add("blame" if negated else "praise")
    if "blame" in found:
        tones.add("praise" if negated else "blame")
    if negated and "able" in found:
        tones.add("fails")
    return tones


def _negated(words: list[str], kinds: list[frozenset[str]], at: int) -> bool:
    for before in range(at - 1, max(0, at - _REACH) - 1, -1):
        if words[before] in _STOPS:
            return False
        if "negation" in kinds[before]:
            return True
    return False


def _kinds(words: list[str]) -> list[frozenset[str]]:
    """The lists in which a word, or a phrase that begins with it, stands."""
    table, longest = _table()
    kinds = [table.get(word) or table.get(word.removesuffix("nya"), _NONE) for word in words]
    for at, word in enumerate(words):
        for size in range(2, longest.get(word, 1) + 1):
            kinds[at] |= table.get(" ".join(words[at : at + size]), _NONE)
        if word == "lama" and at and words[at - 1] in _OLD:
            kinds[at] -= {"blame"}
    return kinds


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, frozenset[str]], dict[str, int]]:
    """Words and phrases of ``data/tones.json`` as the classifier reads them, with their lists; and how many words the
    longest phrase has that begins with a word.
    """
    written = json.loads(resources.files("bot.components").joinpath("data/tones.json").read_text(encoding="utf-8"))
    table: dict[str, frozenset[str]] = {}
    longest: dict[str, int] = {}
    for name, line in written.items():
        for phrase in (normalise(word.replace("_", " ")) for word in line.split()):
            table[phrase] = table.get(phrase, _NONE) | {name}
            first, size = phrase.split()[0], len(phrase.split())
            longest[first] = max(longest.get(first, 1), size)
    return table, longest
