"""Telling a member what the privacy officer answered, in the conversation in which they asked."""

from datetime import datetime

from sqlalchemy.orm import Session

from backend.conversations.messages import Reply
from backend.conversations.service import lock_known, post
from backend.privacy.export_words import TEXTS
from backend.privacy.identifiers import mask_text
from backend.privacy.models import PrivacyRequest


def tell_closed(session: Session, request: PrivacyRequest, *, now: datetime) -> bool:
    """Posts the answer; ``False`` where the conversation is gone. The officer's words are masked like all others."""
    conversation = lock_known(session, request.conversation_id)
    if conversation is None:
        return False
    answer = mask_text(request.answer or "").text
    text = TEXTS(f"tell_{request.state}", conversation.locale, number=request.number, answer=answer)
    post(session, conversation, Reply(text), author="system", now=now)
    return True
