"""Words of the verification page and of the text message, in Indonesian and English."""

from functools import lru_cache
from pathlib import Path

import yaml

LANGUAGES = ("id", "en")


@lru_cache
def _texts() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("texts.yml").read_text("utf-8"))
    return loaded


def language_of(locale: str) -> str:
    """The language to speak to somebody with that locale; Indonesian unless we know better."""
    return locale if locale in LANGUAGES else "id"


def text_of(key: str, locale: str) -> str:
    """One text, still with its ``{placeholders}``."""
    return _texts()[key][language_of(locale)]


def has_text(key: str) -> bool:
    """Whether a text of that name exists."""
    return key in _texts()


def texts_of(locale: str) -> dict[str, str]:
    """All texts in one language, for templates."""
    return {key: values[language_of(locale)] for key, values in _texts().items()}
