"""Telling a member what became of a change, in the conversation in which it was asked for."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from backend.conversations.messages import Reply
from backend.conversations.models import Conversation
from backend.conversations.service import lock_conversation, post
from backend.membership.models import MemberChange


@lru_cache
def _texts() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("texts.yml").read_text("utf-8"))
    return loaded


def words(key: str, locale: str, **values: Any) -> str:
    """A text of this topic in a language."""
    return _texts()[key]["en" if locale.startswith("en") else "id"].format(**values)


def tell(session: Session, change: MemberChange, event: str, now: datetime) -> None:
    """Posts what happened; nothing where the conversation was deleted meanwhile."""
    if change.conversation_id is None or session.get(Conversation, change.conversation_id) is None:
        return
    conversation = lock_conversation(session, change.conversation_id)
    what = words(f"kind_{change.kind}", conversation.locale)
    values = {"what": what, "receipt": change.receipt, "note": change.note or "", "day": change.effective_on or ""}
    text = words(f"change_{event}", conversation.locale, **values)
    post(session, conversation, Reply(text), author="system", now=now)
