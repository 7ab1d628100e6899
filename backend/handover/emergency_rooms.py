"""Where the member of an emergency is, while they wait for an agent: the nearest emergency rooms at once.

Every hospital must treat emergencies (UU 17/2023 art. 189), so the nearest hospitals are named, contracted or not.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backend.conversations.messages import Reply
from backend.conversations.models import Message
from backend.facilities import service as facilities
from backend.facilities.schemas import FacilityItem, PlaceOut
from backend.facilities.service import Where
from backend.handover.texts import all_languages, plain_words, say
from backend.texts import language_of

TOPIC = "emergency"
NEAREST = 3
FAR_M = 60_000
"""Nobody is sent past this while something is nearer."""
LONGEST_NAME = 3
BARE_NAME = 4
"""A message of so few words may be a name and nothing else."""
_WHERE: dict[str, Any] = {"type": "request_location"}


def rooms_near(
    session: Session, message: Message, *, locale: str, now: datetime, refused: str | None = None
) -> Reply | None:
    """What to say to a shared location or to a place in words; None where it is neither, or nothing is near.

    ``refused``: code of a hospital that has turned them away: others are named.
    """
    told = _told(session, message.text) if not message.location else None
    if isinstance(told, str):
        return Reply(say(locale, told), card=_WHERE)
    where = Where(place_id=told.id) if told else _shared(message)
    if where is None:
        return None
    found = facilities.find(session, where=where, kind="hospital", limit=NEAREST + 1, offset=0, now=now, general=True)
    others = [item for item in found.items if item.code != refused][:NEAREST]
    items = [item for item in others if (item.distance_m or 0) <= FAR_M] or others[:1]
    if not items:
        return None
    lines = "\n".join(f"{number}. {_line(item, locale)}" for number, item in enumerate(items, 1))
    card = {"type": "facilities", "items": [item.model_dump(mode="json") for item in items]}
    key, place = ("emergency_rooms_at", told.label) if told else ("emergency_rooms", "")
    key = "emergency_others_at" if told and told.id == f"f{refused}" else key
    return Reply(say(locale, key, lines=lines, place=place), card=card)


def told_place(session: Session, text: str) -> PlaceOut | None:
    """The one place that a message names as where somebody is."""
    told = _told(session, text)
    return None if isinstance(told, str) else told


def _shared(message: Message) -> Where | None:
    point = message.location
    return Where(point["latitude"], point["longitude"]) if point else None


def _told(session: Session, text: str) -> PlaceOut | str | None:
    """Where a message says that somebody is; the text that asks again for a name of several places or of none."""
    unclear = "emergency_rooms_unknown" if any(_around(plain_words(text))) else None
    for name in _names(text):
        answer = facilities.resolve_place(session, name)
        if answer.status == "ok" and answer.place:
            return answer.place
        unclear = "emergency_rooms_where" if answer.status == "ambiguous" else unclear
    return unclear


def _names(text: str) -> Iterator[str]:
    """What may be the name of a place: the words behind "di", "near" and the like, and a short message as a whole."""
    words = plain_words(text)
    for longest in _around(words):
        yield from (" ".join(longest[:length]) for length in range(len(longest), 0, -1))
    if len(words) > 1 and words[0] in _words("place_lead"):  # "rsnya adam malik medan"
        yield " ".join(words[1 : 1 + LONGEST_NAME + 1])
        yield " ".join(words[1 : 1 + LONGEST_NAME])
    only_polite = set(words) <= _words("polite_words")  # "ok", "iya makasih"
    if len(words) <= BARE_NAME and not (only_polite or _words("no_place") & set(words)):
        yield " ".join(words)


def _around(words: list[str]) -> Iterator[list[str]]:
    """The words behind each "di", "near" and the like, where they can be a name."""
    for at, word in enumerate(words[:-1]):
        if word in _words("around") and words[at + 1] not in _words("no_place") | _words("around"):
            yield words[at + 1 : at + 1 + LONGEST_NAME]


def _words(kind: str) -> set[str]:
    return {word for texts in all_languages().values() for word in texts.get(kind, [])}


def _line(item: FacilityItem, locale: str) -> str:
    kilometres = f"{(item.distance_m or 0) / 1000:.1f} km"
    distance = kilometres if language_of(locale) == "en" else kilometres.replace(".", ",")
    return f"{item.name} – " + ", ".join(fact for fact in (distance, item.address, item.phone) if fact)
