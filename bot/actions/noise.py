"""Messages that say nothing: "hmm", "eeee ffff", ".", "12345". No intent that they resemble is believed."""

import re

from bot.actions.reading import Reading

MOST_WORDS = 4
_BABBLE = 3
_FIRST_SIGN = 0x2190
"""Arrows, symbols and emoji stand from here on."""
_WORD = re.compile(r"[^\W_]+")
_FILLER = re.compile(r"^(?:e+h*m+|h+m+|h+e+m+|u+h*m+|a+h+m*|e+h+|e+u+h*|u+h+|m{2,}|h+|err*|anu|eung)$")
_NEVER_A_NUMBER = 3
"""Bare digits up to so many may be the number of a choice, a year of age, an answer."""


def _babble(word: str) -> bool:
    """One letter again and again."""
    return len(word) >= _BABBLE and word.isalpha() and len(set(word)) == 1


def says_nothing(reading: Reading) -> bool:
    """Whether a typed message has no word in it that could mean something."""
    if reading.pressed or reading.location or reading.metadata.get("attachments"):
        return False
    words = _WORD.findall(reading.text.lower())
    if not words:
        return not _meant_sign(reading)
    return len(words) <= MOST_WORDS and all(_FILLER.match(word) or _babble(word) for word in words)


def _meant_sign(reading: Reading) -> bool:
    """A sign that stands for a word (thumbs up) was understood as such."""
    return reading.intent not in ("nlu_fallback", "out_of_scope", "") and any(
        ord(sign) >= _FIRST_SIGN for sign in reading.text
    )


def bare_digits(reading: Reading) -> str | None:
    """A message of digits alone that are no number of a choice: probably a piece of a card number."""
    digits = re.sub(r"[\s.-]", "", reading.text)
    return digits if not reading.pressed and digits.isdigit() and len(digits) > _NEVER_A_NUMBER else None
