"""What the bot's actions ask of the conversation itself."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Header, Query
from pydantic import BaseModel
from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import aliased

from backend.api.deps import Caller, Db, calling_conversation
from backend.api.routes import TopicRouter
from backend.conversations.models import Conversation, Message
from backend.conversations.service import ERASED

router = TopicRouter(prefix="/service/v1/conversations", tags=["conversations"])


def _of_bot(message: type[Message]) -> ColumnElement[bool]:
    here = message.conversation_id == bindparam("conversation")
    return here & (message.author == "bot") & (message.kind != ERASED)


_newest = aliased(Message)
_ANSWERED = select(_newest.reply_to_seq).where(_of_bot(_newest)).order_by(_newest.seq.desc()).limit(1)
_LAST_ANSWER = (
    select(Message)
    .where(_of_bot(Message), Message.reply_to_seq.is_not_distinct_from(_ANSWERED.scalar_subquery()))
    .order_by(Message.seq)
)

_EARLIER = (
    select(Message.reply_to_seq)
    .where(_of_bot(Message), Message.reply_to_seq.is_not(None))
    .group_by(Message.reply_to_seq)
    .order_by(Message.reply_to_seq.desc())
    .limit(1)
    .offset(bindparam("back"))
)
_ANSWER_TO = select(Message).where(_of_bot(Message), Message.reply_to_seq == bindparam("seq")).order_by(Message.seq)


class Language(BaseModel):
    """The language that the member wants to be answered in."""

    language: Literal["id", "en"]


@router.put("/language", status_code=204)
def set_language(body: Language, caller: Caller, session: Db) -> None:
    """Every answer from the next message on is in this language."""
    session.get_one(Conversation, caller.conversation_id).locale = body.language


@router.get("/last-answer")
def last_answer(
    x_conversation_id: Annotated[UUID, Header()], session: Db, back: Annotated[int, Query(ge=0, le=9)] = 0
) -> dict[str, list[Any]]:
    """The bot's newest answer, for "say that again": ``replies`` with text, buttons (with payloads) and card.

    ``back``: so many answers before the newest. Whether there is such a conversation is asked only where it has none:
    the actions look at the last answer for most messages.

    Raises:
        NotFound: ``conversation_not_found``.
    """
    here = {"conversation": x_conversation_id}
    earlier = session.scalar(_EARLIER, {**here, "back": back}) if back else None
    found = session.scalars(_ANSWER_TO, {**here, "seq": earlier}) if back else session.scalars(_LAST_ANSWER, here)
    if not (said := found.all()):
        calling_conversation(session, x_conversation_id)
    return {"replies": [{"text": m.text, "buttons": m.buttons or [], "card": m.card} for m in said]}
