"""Anger in a message: met with one sentence of regret, and then with what was asked for."""

import re

from bot.actions.reading import Reading

_ANGRY = re.compile(
    r"\b(?:kecewa\w*|kesal|kesel|sebal|sebel|jengkel|marah|muak|geram|emosi|(?:capek|cape|lelah) (?:banget|sekali)"
    r"|payah|parah (?:banget|sekali)|ga becus|gak becus|tidak becus|dipersulit|dipingpong|dilempar-?lempar|keterlaluan"
    r"|disappoint\w*|angry|furious|fed up|frustrat\w*|ridiculous|unacceptable|outrageous)\b",
    re.IGNORECASE,
)


def angry(reading: Reading) -> bool:
    """Whether the member says that they are upset."""
    return not reading.pressed and _ANGRY.search(reading.text) is not None
