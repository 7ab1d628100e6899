"""Word lists of the entities (``data/*.json``, ``data/*.txt``) and the codes that they stand for."""

import json
import re
from functools import lru_cache
from importlib import resources

from rapidfuzz import fuzz, process

# Shorter words are too like each other; 84 of 100 is one letter in six.
_LEAST_LETTERS = 4
_LEAST_LIKENESS = 84


def _read(name: str) -> str:
    return resources.files("bot.components").joinpath(f"data/{name}").read_text(encoding="utf-8")


@lru_cache
def codes(name: str) -> dict[str, str]:
    """Every written form in ``data/<name>.json`` and its code, longest form first."""
    table: dict[str, list[str]] = json.loads(_read(f"{name}.json"))
    pairs = [(form, code) for code, forms in table.items() for form in forms]
    unique: dict[str, str] = {}
    for form, code in sorted(pairs, key=lambda pair: -len(pair[0])):
        unique.setdefault(form, code)
    return unique


def lines(name: str) -> list[str]:
    """Lines of ``data/<name>.txt`` that say something."""
    return [line for line in _read(f"{name}.txt").splitlines() if line and not line.startswith("#")]


@lru_cache
def names(name: str) -> frozenset[str]:
    """Names in ``data/<name>.txt``: separated by lines or by ``|``."""
    return frozenset(item.strip() for line in lines(name) for item in line.split("|") if item.strip())


@lru_cache
def pattern(name: str) -> str:
    """Alternatives of all forms in ``data/<name>.json``, longest first; blanks match any blanks."""
    return "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in codes(name))


def code_of(name: str, text: str) -> str | None:
    """The code of a written value: ``code_of("polis", "poli dalam")`` → ``"INT"``; typos up to one letter in six."""
    low = re.sub(r"\s+", " ", text.lower().strip())
    table = codes(name)
    if low in table:
        return table[low]
    for form, code in table.items():
        if re.search(rf"(?<!\w){re.escape(form)}(?:nya|ku|mu|e|ne)?(?!\w)", low):
            return code
    return _similar(low, table)


def _similar(low: str, table: dict[str, str]) -> str | None:
    forms = [form for form in table if len(form) >= _LEAST_LETTERS]
    match = process.extractOne(low, forms, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS)
    return table[match[0]] if match and len(low) >= _LEAST_LETTERS else None
