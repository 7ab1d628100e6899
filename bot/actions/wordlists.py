"""Word lists of ``bot/actions/data``: words between blanks; lines that begin with # say what they are."""

from pathlib import Path

FOLDER = Path(__file__).parent / "data"


def word_list(name: str) -> frozenset[str]:
    """The words of a file."""
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
