"""Names of places: those that the backend knows, and those of ``data/places.txt``."""

import re
from functools import lru_cache

from backend.regions.catalogue import KnownPlace, Province, Regency, known_places, provinces, regencies
from bot.components.vocabulary import names

_KIND = re.compile(r"^(?:kabupaten|kota)\s+", re.I)


@lru_cache(maxsize=1)
def place_names() -> frozenset[str]:
    """Provinces, regencies, towns and districts in small letters, with their other names."""
    areas: list[Province | Regency | KnownPlace] = [*provinces().values(), *regencies().values(), *known_places()]
    found = {_KIND.sub("", name).lower() for area in areas for name in (area.name, *area.aliases)}
    return names("places") | found - names("common_words")


def begins_place(word: str, following: str) -> bool:
    """Whether two words begin the name of a place by their form: "kampung melayu", "tanah abang"."""
    following = following.strip(".'’")
    if word not in names("place_heads"):
        return False
    return following in names("place_tails") or following not in names("name_stops") | names("common_words")
