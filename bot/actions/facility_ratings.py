"""What members think of a facility, in words; and the wish for the best rated ones."""

import re
from collections.abc import Mapping
from typing import Any

from bot.actions.backend import call
from bot.actions.reading import Reading
from bot.actions.texts import Say

BY_RATING = "rating"
_BEST = re.compile(
    r"\b(?:(?:ter|paling |yang |yg )(?:baik|bagus)"
    r"|(?:rating|penilaian|nilai)(?:nya)? (?:yang |yg )?(?:bagus|tinggi|oke|ok|baik)"
    r"|(?:rating|penilaian|nilai) (?:ter|paling )\w+"
    r"|urut\w* .*(?:rating|nilai|penilaian)|best(?: rated)?|top rated|highest rated|sort by rating)\b",
    re.IGNORECASE,
)


def wants_best(reading: Reading) -> bool:
    """The member asks for the best rated: "puskesmas terbaik di sleman"."""
    return not reading.pressed and _BEST.search(reading.text) is not None


def rating_words(say: Say, item: Mapping[str, Any]) -> str | None:
    """ "★ 4,3 (12 penilaian)"; None where nobody has rated it."""
    if not item["rating_count"]:
        return None
    return say.text("utter_ratings_short", average=say.decimal(item["rating"]), count=item["rating_count"])


async def rating_lines(reading: Reading, say: Say, item: Mapping[str, Any]) -> list[str]:
    """What members think of it, and of which side of it; empty where nobody has rated it."""
    if not item["rating_count"]:
        return []
    found = await call(reading, "GET", f"/ratings/facilities/{item['code']}")
    sides = [f"{say.text('utter_ratings_' + side)} {say.decimal(mean)}" for side, mean in found["aspects"].items()]
    average = say.decimal(found["average"])
    return [say.text("utter_ratings_summary", average=average, count=found["count"], sides="; ".join(sides))]
