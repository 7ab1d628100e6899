"""What each message asks the database, built once: building such a query takes longer than running it."""

from sqlalchemy import bindparam, func, or_, select

from backend.conversations.models import ChatToken, Conversation, Message
from backend.helpers.models import HelperSession

_HERE = Message.conversation_id == bindparam("conversation")
_THIS = Conversation.id == bindparam("conversation")

OPENED_BY_TOKEN = (
    select(Conversation)
    .join(ChatToken, ChatToken.conversation_id == Conversation.id)
    .where(ChatToken.token_hash == bindparam("token_hash"))
    .execution_options(populate_existing=True)
)
LOCKED_BY_TOKEN = OPENED_BY_TOKEN.with_for_update(of=Conversation)
LOCKED = select(Conversation).where(_THIS).with_for_update().execution_options(populate_existing=True)
SEQ_OF = select(Message.seq).where(_HERE, Message.external_id == bindparam("external_id"))
BUTTONS_BEHIND = (
    select(Message.buttons, Message.sealed)
    .where(_HERE, Message.seq > bindparam("after"), or_(Message.buttons.is_not(None), Message.sealed.is_not(None)))
    .order_by(Message.seq)
)
UNANSWERED = (
    select(Message, Conversation.locale)
    .join(Conversation, Conversation.id == Message.conversation_id)
    .where(
        _THIS,
        Conversation.handled_by == "bot",
        Message.author == "member",
        Message.seq > Conversation.answered_seq,
    )
    .order_by(Message.seq)
    .limit(bindparam("most"))
)
NEXT = UNANSWERED.add_columns(
    select(HelperSession.since).where(HelperSession.conversation_id == Conversation.id).exists()
)
"""The same, and whether the conversation acts for somebody else."""
_LAST_WORD = select(func.max(Message.seq)).where(
    _HERE, Message.seq > bindparam("after"), Message.author.in_(("agent", "bot")), Message.internal.is_(False)
)
ANSWERED_AWAY = select(func.max(Message.seq)).where(
    _HERE,
    Message.seq > bindparam("after"),
    Message.seq < _LAST_WORD.scalar_subquery(),
    Message.author == "member",
)
"""The last member message behind ``after`` on which the agent or doctor has written, or the bot beside the line."""
DUE = select(Conversation.id).where(
    _THIS, Conversation.handled_by == "bot", Conversation.answered_seq < Conversation.last_member_seq
)
SHOWN = (
    select(Message)
    .where(
        _HERE,
        Message.seq > bindparam("after"),
        Message.internal.is_(False),
        Message.kind.not_in(bindparam("unshown", expanding=True)),
    )
    .order_by(Message.seq)
    .limit(bindparam("most"))
)
