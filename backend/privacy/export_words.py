"""Words of the page and the printed copy about a member's data (``page_texts.yml``)."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@lru_cache
def _texts() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("page_texts.yml").read_text("utf-8"))
    return loaded


class Words:
    """These words in one language; an unknown one reads as Indonesian."""

    def __init__(self, language: str) -> None:
        self.language = "en" if language.startswith("en") else "id"

    def __call__(self, key: str, **values: Any) -> str:
        """The words of a key."""
        return _texts()[key][self.language].format(**values)

    def table(self, name: str) -> str:
        """What a table holds; its technical name where nobody has written a title."""
        return self._named("table", name)

    def column(self, name: str) -> str:
        """What a column holds."""
        return self._named("column", name)

    def all(self) -> dict[str, str]:
        """Every text, for templates."""
        return {key: texts[self.language] for key, texts in _texts().items()}

    def _named(self, kind: str, name: str) -> str:
        found = _texts().get(f"{kind}_{name}")
        return found[self.language] if found else name.replace("_", " ")
