"""Whether a message speaks of matters of ours or of other ones, by two lists of words."""

from functools import lru_cache

from bot.components.normalise import normalise
from bot.components.vocabulary import lines

MARKS = ("t:other", "t:others", "t:only_other", "t:only_others", "t:not_ours")
"""Names of what :func:`topic_marks` finds: one word of other matters or more, and that no word is ours."""
_LONGEST = 3
_ENDINGS = ("nya", "ku", "mu", "e", "ne", "an")
_LEAST_STEM = 3


def topic_marks(text: str) -> list[str]:
    """Those of ``MARKS`` that hold for a normalised text."""
    words = text.split()
    others = sum(_is_in("other_topics", words, at) for at in range(len(words)))
    ours = any(_is_in("our_topics", words, at) for at in range(len(words)))
    held = (others > 0, others > 1, others > 0 and not ours, others > 1 and not ours, not ours)
    return [mark for mark, holds in zip(MARKS, held, strict=True) if holds]


def names_other_matter(text: str) -> bool:
    """Whether a message as written has a word of matters that are not ours."""
    return MARKS[0] in topic_marks(normalise(text))


def names_our_matter(text: str) -> bool:
    """Whether a message as written has a word of ours ("hamil", "obat"), whatever else it speaks of."""
    return MARKS[-1] not in topic_marks(normalise(text))


def _is_in(name: str, words: list[str], at: int) -> bool:
    """Whether a word or phrase of the list begins there."""
    known, word = _words(name), words[at]
    if word in known:
        return True
    if word in _beginnings(name) and any(" ".join(words[at : at + size]) in known for size in range(2, _LONGEST + 1)):
        return True
    stems = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    return any(stem in known for stem in stems if len(stem) >= _LEAST_STEM)


@lru_cache(maxsize=2)
def _beginnings(name: str) -> frozenset[str]:
    """The first words of a list's phrases."""
    return frozenset(phrase.split()[0] for phrase in _words(name) if " " in phrase)


@lru_cache(maxsize=2)
def _words(name: str) -> frozenset[str]:
    """A list's words as the classifier reads them."""
    written = (word.replace("_", " ").strip() for line in lines(name) for word in line.split())
    return frozenset(normalise(word) for word in written)
