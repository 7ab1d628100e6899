"""What the message path itself says."""

from functools import lru_cache
from pathlib import Path

import yaml


@lru_cache
def _texts() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("texts.yml").read_text("utf-8"))
    return loaded


def words(key: str, language: str) -> str:
    """A text in the member's language."""
    return _texts()[key]["en" if language == "en" else "id"]
