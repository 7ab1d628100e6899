"""Telling a member that somebody acts for them: by text message, and in the chats where they asked for notices."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conversations.messages import Reply
from backend.conversations.models import Conversation
from backend.conversations.service import lock_conversation, post
from backend.helpers.models import HelperPermission
from backend.identity import text_messages
from backend.notifications.models import Subscription
from backend.reference.calendar import jakarta_moment
from backend.texts import Texts

words = Texts(Path(__file__).with_name("texts.yml"))
WARNING_LIFE = timedelta(days=1)
"""How long a gateway that fails is asked again."""


def _said(permission: HelperPermission, locale: str) -> str:
    helper = f"{permission.helper_name} ({words(f'kind_{permission.kind}', locale)})"
    return words("begun", locale, helper=helper, until=jakarta_moment(permission.expires_at))


def tell_member(session: Session, permission: HelperPermission, *, now: datetime) -> None:
    """Says who may act for them and until when, and how to take it back. Not held back at night: it is a warning.

    A member without a phone finds it in their log; a gateway that fails must not undo the permission.
    """
    if phone := permission.member.phone:
        said = _said(permission, "id")
        text_messages.queue(session, f"helper {permission.id}", phone, said, now=now, good_for=WARNING_LIFE)
    chats = select(Subscription.conversation_id).where(
        Subscription.member_id == permission.member_id,
        Subscription.conversation_id.is_distinct_from(permission.conversation_id),
    )
    for conversation_id in sorted(set(session.scalars(chats))):
        _post(session, session.get_one(Conversation, conversation_id), permission, now)


def _post(session: Session, conversation: Conversation, permission: HelperPermission, now: datetime) -> None:
    button = {
        "title": words("button_who", conversation.locale),
        "payload": '/my_data_request{"value": "helpers"}',
    }
    locked = lock_conversation(session, conversation.id)
    post(session, locked, Reply(_said(permission, conversation.locale), [button]), author="system", now=now)
