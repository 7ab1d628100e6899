"""Words of the page and the printed copy about a member's data (``page_texts.yml``)."""

from pathlib import Path

from backend.texts import Texts

TEXTS = Texts(Path(__file__).with_name("page_texts.yml"))


class Words:
    """These words in one language."""

    def __init__(self, locale: str) -> None:
        self._locale = locale

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key."""
        return TEXTS(key, self._locale, **values)

    def table(self, name: str) -> str:
        """What a table holds; its technical name where nobody has written a title."""
        return self._named("table", name)

    def column(self, name: str) -> str:
        """What a column holds."""
        return self._named("column", name)

    def _named(self, kind: str, name: str) -> str:
        key = f"{kind}_{name}"
        return self(key) if key in TEXTS else name.replace("_", " ")
