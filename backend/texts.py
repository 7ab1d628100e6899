"""Texts in the two languages that we speak, kept in YAML files beside the code that says them."""

from functools import cached_property
from pathlib import Path

import yaml

LANGUAGES = ("id", "en")


def language_of(locale: str) -> str:
    """The language to speak to somebody with that locale (``en-GB`` is English); Indonesian unless we know better."""
    return "en" if locale.lower().startswith("en") else "id"


class Texts:
    """The texts of a file that reads ``key: {id: …, en: …}``; it is read when the first of them is needed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _loaded(self) -> dict[str, dict[str, str]]:
        loaded: dict[str, dict[str, str]] = yaml.safe_load(self._path.read_text("utf-8"))
        return loaded

    def __contains__(self, key: str) -> bool:
        return key in self._loaded

    def __call__(self, key: str, locale: str, **values: object) -> str:
        """A text in the language of a locale, with its values filled in; without any, its ``{placeholders}`` stay."""
        text = self._loaded[key][language_of(locale)]
        return text.format(**values) if values else text

    def in_language(self, locale: str) -> dict[str, str]:
        """All of them in one language, for templates."""
        language = language_of(locale)
        return {key: texts[language] for key, texts in self._loaded.items()}
