"""Signs that a life may be in danger, and words that tell that it is not so now."""

import re
from functools import lru_cache

from bot.components.vocabulary import lines


@lru_cache(maxsize=2)
def _any_of(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{expression})" for expression in lines(name)), re.I)


def has_sign(text: str) -> bool:
    """Whether a text (best in canonical words) names a sign of ``data/danger_signs.txt``."""
    return bool(_any_of("danger_signs").search(text))


def not_now(text: str) -> bool:
    """Whether a text tells of something that is over, may come one day, or is a joke (``data/not_now.txt``)."""
    return bool(_any_of("not_now").search(text))
