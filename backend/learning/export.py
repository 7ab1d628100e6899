"""What was labelled, as training data for the next ``care165 train``."""

import os
import re
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.learning.models import LearningMessage
from backend.learning.nameless import NAMELESS
from backend.settings import get_settings

_MARKUP = re.compile(r"[\[\](){}]|" + "|".join(NAMELESS.values()))
"""Signs that mean something in training data; and placeholders that no message has when it is understood."""


def training_data(session: Session) -> str:
    """All labelled messages as Rasa training data (YAML), each once, with the label that it got last."""
    labelled = select(LearningMessage).where(LearningMessage.label.is_not(None))
    meaning: dict[str, str] = {}
    for row in session.scalars(labelled.order_by(LearningMessage.reviewed_at, LearningMessage.id)):
        if words := " ".join(_MARKUP.sub(" ", row.text).split()).lstrip("/-# "):
            meaning[words] = str(row.label)
    by_label: dict[str, list[str]] = defaultdict(list)
    for words, label in meaning.items():
        by_label[label].append(words)
    parts = ['version: "3.1"', "nlu:"] if by_label else ['version: "3.1"', "nlu: []"]
    for label in sorted(by_label):
        parts += [f"  - intent: {label}", "    examples: |", *(f"      - {words}" for words in by_label[label])]
    return "\n".join(parts) + "\n"


def learned_file() -> Path:
    """Where the next training looks for what was learned."""
    return get_settings().home / "learned" / "nlu.yml"


def exported_at() -> datetime | None:
    """When the training data was last written."""
    path = learned_file()
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.exists() else None


def export(session: Session) -> Path:
    """Writes the training data where ``care165 train`` takes it from; without any it removes what was there."""
    path, text = learned_file(), training_data(session)
    if text.endswith("[]\n"):
        path.unlink(missing_ok=True)
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.new")
    temporary.write_text(text, "utf-8")
    temporary.replace(path)
    return path


def refresh(session: Session) -> None:
    """Writes it again where it was exported before: what a member had erased is not learned from."""
    if learned_file().exists():
        export(session)
