"""Signs that a life may be in danger now."""

import re
from functools import lru_cache

from bot.components.vocabulary import lines


@lru_cache(maxsize=1)
def _sign() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{expression})" for expression in lines("danger_signs")), re.I)


def has_sign(text: str) -> bool:
    """Whether a text (best in canonical words) names a sign of ``data/danger_signs.txt``."""
    return bool(_sign().search(text))
