"""What a message can be labelled as: the intents of the taxonomy and the ids of general answers."""

from functools import lru_cache
from pathlib import Path


@lru_cache
def labels() -> tuple[str, ...]:
    """All labels, sorted; a test holds them against the assistant's own list."""
    lines = (Path(__file__).parent / "data" / "labels.txt").read_text("utf-8").splitlines()
    return tuple(sorted(line for line in lines if line and not line.startswith("#")))
