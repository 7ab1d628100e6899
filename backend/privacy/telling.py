"""Telling a member what the privacy officer answered, in the conversation in which they asked."""

from datetime import datetime

from sqlalchemy.orm import Session

from backend.conversations.messages import Reply
from backend.conversations.models import Conversation
from backend.conversations.service import lock_conversation, post
from backend.privacy.export_words import Words
from backend.privacy.identifiers import mask_text
from backend.privacy.models import PrivacyRequest


def tell_closed(session: Session, request: PrivacyRequest, *, now: datetime) -> bool:
    """Posts the answer; ``False`` where the conversation is gone. The officer's words are masked like all others."""
    if request.conversation_id is None or session.get(Conversation, request.conversation_id) is None:
        return False
    conversation = lock_conversation(session, request.conversation_id)
    answer = mask_text(request.answer or "").text
    text = Words(conversation.locale)(f"tell_{request.state}", number=request.number, answer=answer)
    post(session, conversation, Reply(text), author="system", now=now)
    return True
