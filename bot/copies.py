"""Things that Rasa does for each message, event and slot, thousands of times a minute, done without the detour."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.slots import Slot


def _copy_slot(self: Slot) -> Slot:
    copied: Slot = object.__new__(type(self))
    copied.__dict__.update(self.__dict__)
    return copied


def install() -> None:
    """Spares three detours.

    A slot is copied without the pickling protocol; an event's class is looked up among all classes once; and the empty
    domain, with which every message's domain is compared, is made once.
    """
    Slot.__copy__ = _copy_slot
    find: Any = Event.resolve_by_type
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(find))
    empty = Domain.empty()
    Domain.empty = staticmethod(lambda: empty)
