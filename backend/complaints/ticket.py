"""Ticket numbers such as ``PGD-7KQ2-M4XR-R`` and access codes.

Eight random characters and a check character, of an alphabet of 23 in which none looks like another: no 0 and O, no 1,
I and L, of 2 and Z, 5 and S, 6 and G, 8 and B, U and V the digit or neither, and no vowel, so that no word comes about.
23^8 is 78 thousand million: numbers tell nothing of their neighbours, and a complaint needs the access code besides.

23 is prime, and the check character is the sum of position times value, modulo 23. So every single wrong character and
every exchange of two characters is noticed.
"""

import re
import secrets

ALPHABET = "23456789CDFHJKMNPQRTWXY"
PREFIX = "PGD"
CODE_LENGTH = 6
_BODY_LENGTH = 8
_MISREAD = str.maketrans("ZSGB", "2568")
"""Letters outside the alphabet that a digit is mistaken for."""
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—−_./]+")
_WRITTEN = re.compile(
    rf"\b{PREFIX}[\s\-‐‑–—_./]*(?:[{ALPHABET}ZSGB][\s\-‐‑–—_./]*){{{_BODY_LENGTH}}}[{ALPHABET}ZSGB]\b", re.IGNORECASE
)


class MistypedError(ValueError):
    """The text has the shape of a ticket number but its check character is wrong, or it has another shape."""


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def check_character(body: str) -> str:
    """The check character of the eight characters of a ticket number."""
    total = sum(position * ALPHABET.index(character) for position, character in enumerate(body, start=1))
    return ALPHABET[total % len(ALPHABET)]


def written(body: str, prefix: str = PREFIX) -> str:
    """The number of eight characters, as members see it."""
    return f"{prefix}-{body[:4]}-{body[4:]}-{check_character(body)}"


def new_number(prefix: str = PREFIX) -> str:
    """A number that cannot be guessed: of a complaint, or of something else that members ask about by its number."""
    return written(_random(_BODY_LENGTH), prefix)


def new_access_code() -> str:
    """Six characters that open the ticket for who was told them."""
    return _random(CODE_LENGTH)


def parse(text: str) -> str:
    """The ticket number that someone typed: any case, spacing and dashes, prefix or not, look-alikes set right.

    Raises:
        MistypedError: it is no ticket number; most likely a character is wrong.
    """
    bare = _SEPARATORS.sub("", text.upper()).removeprefix(PREFIX).translate(_MISREAD)
    body, check = bare[:_BODY_LENGTH], bare[_BODY_LENGTH:]
    if len(body) < _BODY_LENGTH or set(bare) - set(ALPHABET) or check != check_character(body):
        raise MistypedError(text)
    return written(body)


def parse_code(text: str) -> str:
    """An access code as typed, in its stored form; nonsense stays nonsense and matches nothing."""
    return _SEPARATORS.sub("", text.upper()).translate(_MISREAD)


def find(text: str) -> str | None:
    """The first ticket number within a sentence, or None."""
    for match in _WRITTEN.finditer(text):
        try:
            return parse(match.group())
        except MistypedError:
            continue
    return None
