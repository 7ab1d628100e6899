"""What the bot's actions ask of the conversation itself."""

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import select

from backend.api.deps import Caller, Db
from backend.conversations.models import Conversation, Message
from backend.conversations.service import ERASED

router = APIRouter(prefix="/service/v1/conversations", tags=["conversations"])


class Language(BaseModel):
    """The language that the member wants to be answered in."""

    language: Literal["id", "en"]


@router.put("/language", status_code=204)
def set_language(body: Language, caller: Caller, session: Db) -> None:
    """Every answer from the next message on is in this language."""
    session.get_one(Conversation, caller.conversation_id).locale = body.language


@router.get("/last-answer")
def last_answer(caller: Caller, session: Db) -> dict[str, list[dict[str, Any]]]:
    """The bot's newest answer, for "say that again": ``replies`` with text, buttons (with payloads) and card."""
    of_bot = select(Message).where(Message.conversation_id == caller.conversation_id, Message.author == "bot")
    of_bot = of_bot.where(Message.kind != ERASED)
    newest = session.scalars(of_bot.order_by(Message.seq.desc()).limit(1)).first()
    if newest is None:
        return {"replies": []}
    same = of_bot.where(Message.reply_to_seq == newest.reply_to_seq).order_by(Message.seq)
    return {"replies": [{"text": m.text, "buttons": m.buttons or [], "card": m.card} for m in session.scalars(same)]}
