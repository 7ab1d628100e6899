"""Titles and messages of complaints (``data/texts.yml``), in the reader's language."""

from functools import lru_cache
from pathlib import Path

import yaml

from backend.complaints.catalogue import categories
from backend.complaints.models import Complaint
from backend.conversations.service import TEXT_LIMIT
from backend.texts import language_of

STATUS_PREFIX = "status_"
MESSAGE_LIMIT = TEXT_LIMIT - 200
"""Characters that an agent may write to a change of state: the heading (``status_message``) stands before them."""


@lru_cache
def _texts() -> dict[str, dict[str, dict[str, str]]]:
    path = Path(__file__).parent / "data" / "texts.yml"
    loaded: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def category_title(code: str, locale: str) -> str:
    """The name of a category; a code that is no longer in the catalogue stands for itself."""
    category = categories().get(code)
    return category.title[language_of(locale)] if category else code


def status_title(status: str, locale: str) -> str:
    """The name of a state."""
    return _texts()["status"][status][language_of(locale)]


def entry_title(code: str, locale: str) -> str:
    """The name of what a timeline entry tells."""
    if code.startswith(STATUS_PREFIX):
        return status_title(code.removeprefix(STATUS_PREFIX), locale)
    return _texts()["entry"][code][language_of(locale)]


def told_of(status: str, locale: str) -> str:
    """What a state means for the member, where the agent wrote nothing."""
    return _texts()["told"][status][language_of(locale)]


def status_message(ticket: str, status: str, message: str, locale: str) -> str:
    """What the member is told when an agent changes the state of their complaint."""
    head = _texts()["message"]["status"][language_of(locale)]
    return f"{head.format(ticket=ticket, status=status_title(status, locale))}\n{message}"


def filed_message(complaint: Complaint, locale: str) -> str:
    """What the member is told when an agent files a complaint for them."""
    return _texts()["message"]["filed"][language_of(locale)].format(
        category=category_title(complaint.category, locale),
        ticket=complaint.ticket,
        code=complaint.access_code,
        due=f"{complaint.due_on:%d-%m-%Y}",
    )
