"""Messages that name no service of ours though one is wanted: "mau pindah", "kalau saya?", "anak saya demam".

What is meant is asked, with the services that it can be; outside forms only, and after what was shown has not explained
the message.
"""

import re
from functools import lru_cache
from typing import Any

import yaml

from bot.actions.danger import tells_more
from bot.actions.ellipsis import elliptical
from bot.actions.offer_words import content_of, words_of
from bot.actions.reading import Reading
from bot.actions.wordlists import FOLDER

NOT_UNDERSTOOD = frozenset({"nlu_fallback", "out_of_scope", "inform", ""})
MOST_WORDS = 6
STORY_WORDS = 25
"""A longer story of an illness is about something else."""
SUBJECTS = frozenset(
    {"kelas", "kls", "klas", "kelasnya", "poli", "polinya", "klinik", "hari", "harinya", "tanggal", "tgl", "jam"}
    | {"class", "clinic", "day", "date"}
)
"""Small words elsewhere that say here what is meant: "pindah kelas"."""
_FOR_ME = re.compile(
    r"^\W*(?:(?:ya ?udah|yaudah|ya sudah|ok|oke|udah|eh)\W+)*(?:data|punya|yang|yg|cek|milik)\s+(?:punya\s+)?"
    r"(?:saya|sy|aku|gue|gw)\s+(?:sendiri|sndiri|dewe)(?:\W+(?:aja|saja|deh|dulu|ya))*\W*$"
    r"|^\W*(?:(?:kalau|kalo|klo|kl|nek|lek|lamun|kalu|terus|trus|and|what about|how about)\s+)+"
    r"(?:(?:untuk|utk|buat|for|punya)\s+)?"
    r"(?:saya|sy|aku|gue|gw|abdi|kula|kulo|ambo|ulun|me|myself|mine)(?:\s+(?:sendiri|gimana|gmn|bagaimana|piye))*\W*$",
    re.IGNORECASE,
)


_DOCTOR = re.compile(
    r"\b(?:ber)?(?:konsul|tele|dokter|dok|dr|doctor|doc|tanya|nanya|bertanya|chat|online|daring|talk|ask|consult)\w*\b",
    re.I,
)


@lru_cache
def table() -> dict[str, dict[str, Any]]:
    """What is unclear, by name: the words, and what is offered (see ``data/unclear.yml``)."""
    loaded: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "unclear.yml").read_text("utf-8"))
    return loaded


def _only_tells(reading: Reading, name: str) -> bool:
    """An illness is told of, and no doctor is asked for: a talk with one is only one of the ways."""
    return name == "ill" and reading.intent == "teleconsultation" and not _DOCTOR.search(reading.text)


def unclear(reading: Reading) -> str | None:
    """Which kind of unclear wish a message is; None for any that says what it wants."""
    if reading.pressed:
        return None
    if _FOR_ME.match(reading.text):
        return "for_me"
    words = words_of(reading)
    short = len(words) <= MOST_WORDS and not SUBJECTS & set(words)
    content = content_of(words) if short else []
    for name, one in table().items():
        if content and set(content) <= set(one.get("words", [])):
            return name
        guessed = (
            reading.intent in NOT_UNDERSTOOD or _only_tells(reading, name) or reading.confidence < one.get("below", 0)
        )
        if (
            guessed
            and len(words) <= STORY_WORDS
            and any(re.sub(r"(?:nya|ku)$", "", word) in one.get("any", []) for word in words)
        ):
            return name
    return None


def begins_nothing(reading: Reading) -> bool:
    """Half a sentence, an unclear wish, an aside, a question further, or the wish that waits for the page said again
    begins no form, whatever it resembles.
    """
    from bot.actions.asides import aside_in  # noqa: PLC0415 - asides are built on answers
    from bot.actions.further import asks_alike  # noqa: PLC0415 - so are further questions
    from bot.actions.verification import wished_again  # noqa: PLC0415 - and what is said of the page

    danger = tells_more(reading)  # of a danger that was asked about: no complaint
    if wished_again(reading):
        return True
    return bool(danger or elliptical(reading) or unclear(reading) or aside_in(reading) or asks_alike(reading))
