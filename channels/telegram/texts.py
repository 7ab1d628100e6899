"""Texts and commands of this channel, from their data files."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent


@lru_cache
def _load(name: str) -> Any:
    return yaml.safe_load((_HERE / name).read_text(encoding="utf-8"))


def say(key: str, locale: str, **values: object) -> str:
    """The text in the member's language, Indonesian where there is no other."""
    languages: dict[str, str] = _load("texts.yml")[key]
    return languages.get(locale, languages["id"]).format(**values)


def has(key: str) -> bool:
    """Whether there is a text of this name."""
    return key in _load("texts.yml")


@dataclass(frozen=True)
class Command:
    """One command of the menu: its name, the text it stands for, and its description by language."""

    command: str
    text: str
    description: dict[str, str]


@lru_cache
def commands() -> dict[str, Command]:
    """The commands by name, in the order of the menu."""
    return {entry["command"]: Command(**entry) for entry in _load("commands.yml")}


def as_text(text: str) -> str:
    """What a member's text means: a command of ours becomes its word, anything else stays as it is.

    ``/menu@bot`` names the bot, ``/start abc`` carries the payload of a link, ``/petugas saya marah`` says more.
    """
    if not text.startswith("/"):
        return text
    name, rest = (*text[1:].split(maxsplit=1), "", "")[:2]
    command = commands().get(name.split("@", 1)[0].lower())
    if command is None:
        return text
    return command.text if command.command == "start" else f"{command.text} {rest}".strip()
