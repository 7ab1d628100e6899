"""Telling a member what became of a change, in the conversation in which it was asked for."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from backend.conversations.messages import Reply
from backend.conversations.service import lock_known, post
from backend.membership.models import MemberChange
from backend.texts import Texts

words = Texts(Path(__file__).with_name("texts.yml"))


def tell(session: Session, change: MemberChange, event: str, now: datetime) -> None:
    """Posts what happened; nothing where the conversation was deleted meanwhile."""
    conversation = lock_known(session, change.conversation_id)
    if conversation is None:
        return
    what = words(f"kind_{change.kind}", conversation.locale)
    values = {"what": what, "receipt": change.receipt, "note": change.note or "", "day": change.effective_on or ""}
    text = words(f"change_{event}", conversation.locale, **values)
    post(session, conversation, Reply(text), author="system", now=now)
