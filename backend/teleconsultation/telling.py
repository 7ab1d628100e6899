"""What the system itself writes to the member of a consultation (``texts.yml``), in the conversation's language."""

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date
from sqlalchemy.orm import Session

from backend.conversations.messages import Reply
from backend.conversations.models import Conversation
from backend.conversations.service import lock_conversation, post
from backend.facilities.models import Facility
from backend.teleconsultation.models import Consultation

AGAIN, QUEUE = "/teleconsultation", "/book_queue"


@lru_cache
def _texts() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("texts.yml").read_text("utf-8"))
    return loaded


def words(key: str, locale: str, **values: Any) -> str:
    """A text of this topic in a language."""
    return _texts()[key]["en" if locale.startswith("en") else "id"].format(**values)


def button(key: str, locale: str, payload: str) -> dict[str, str]:
    """A button of this topic."""
    return {"title": words(key, locale), "payload": payload}


def day_words(day: date, locale: str) -> str:
    """A date in words: "Senin, 30 November 2026"."""
    return str(format_date(day, "EEEE, d MMMM yyyy", locale="en" if locale.startswith("en") else "id"))


def conversation_of(session: Session, consultation: Consultation) -> Conversation | None:
    """Where the member is written to, locked; None where the conversation was deleted meanwhile."""
    known = consultation.conversation_id
    if known is None or session.get(Conversation, known) is None:
        return None
    return lock_conversation(session, known)


def tell(session: Session, consultation: Consultation, key: str, *, now: datetime, again: bool = False) -> None:
    """Says what happened, with the button that leads to another time where that is the next step."""
    conversation = conversation_of(session, consultation)
    if conversation is None:
        return
    facility = session.get_one(Facility, consultation.facility_code)
    values = {"receipt": consultation.receipt, "facility": facility.name, "phone": facility.phone or "165"}
    buttons = [button("again_button", conversation.locale, AGAIN)] if again else []
    post(session, conversation, Reply(words(key, conversation.locale, **values), buttons), author="system", now=now)
