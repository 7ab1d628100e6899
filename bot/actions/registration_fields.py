"""Which answer of a registration the member's words name."""

import re
from collections.abc import Collection

from bot.actions.reading import Reading
from bot.actions.registration_reading import takes_answer_back, view_of
from bot.actions.texts import variation

_WORD = re.compile(r"[\w-]+")
_NAMES_NONE = frozenset({"nomor", "yang", "of", "the", "to", "be", "since", "sejak", "end"})
"""Words in the titles of answers that say nothing of which."""
_ALSO_CALLED = {
    "email": "e-mail", "emailnya": "e-mail", "hape": "hp", "hapenya": "hp", "handphone": "hp", "nohp": "hp",
    "kls": "kelas", "puskesmas": "faskes", "puskesmasnya": "faskes", "klinik": "faskes", "clinic": "facility",
    "rekening": "bank", "rekeningnya": "bank", "number": "phone",
}  # fmt: skip


def field_named(reading: Reading, steps: Collection[str]) -> str | None:
    """The answer that typed words name, also as "namanya"; "nomor" alone names none."""
    typed = {_ALSO_CALLED.get(word, word) for word in _WORD.findall(reading.text.lower())}
    titles = {
        field: str(variation(f"utter_registration_field_{field}", reading.language)["text"]).lower() for field in steps
    }
    meant = {
        field: {f"{word}{ending}" for word in _WORD.findall(title) if word not in _NAMES_NONE for ending in ("", "nya")}
        for field, title in titles.items()
    }
    return next((field for field, words in meant.items() if words & typed), None)


def answered_named(reading: Reading) -> str | None:
    """The earlier answer that a message takes back by its name."""
    view = view_of(reading.tracker.slots)
    if not view or not takes_answer_back(reading):
        return None
    asked = (reading.requested or "").removeprefix("registration_")
    answered = [step for step in view["steps"] if step not in view["missing"] and step != asked]
    return field_named(reading, answered)
