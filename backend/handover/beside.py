"""Who waits while the assistant goes on: what they say of the wait itself is answered here, all else by the bot.

The words are those of ``texts.yml``. Right behind what was said of the wait they count as they stand; later they have
to name a person or the waiting, since "ga usah" or "nomor berapa" alone is about what the bot asks (decision 0034).
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conversations.messages import Reply
from backend.conversations.models import Conversation, Message
from backend.conversations.service import post, unanswered
from backend.handover import line
from backend.handover.leaving import LEAVE, wants_instead, wants_to_leave
from backend.handover.models import Handover
from backend.handover.service import member_leaves, standing
from backend.handover.texts import asks_about_the_line, asks_how_long, names_people, say


def heard(session: Session, conversation: Conversation, message: Message, *, now: datetime) -> bool:
    """Answers a message of a locked conversation that is about the wait alone; False where the bot is to hear it.

    What the bot has not answered yet comes first: then nothing is said out of turn. Who takes the wish for a person
    back and says what they want instead is heard by the bot too.
    """
    if not conversation.person_asked:
        return False
    leaves = message.payload == LEAVE or (message.payload is None and wants_to_leave(message.text))
    asks = message.payload is None and bool(message.text) and asks_about_the_line(message.text)
    if not (leaves or asks) or not _is_next(session, message):
        return False
    handover = line.open_handover(session, conversation.id)
    just_told = handover is not None and _just_told(session, handover, message)
    named = message.payload or names_people(message.text) or just_told
    if handover is None or handover.state != "waiting" or not named:
        return False
    if leaves and message.payload is None and wants_instead(message.text):
        member_leaves(session, conversation.id, now=now, said="abandoned_then", resumes=False)
        return False
    conversation.answered_seq, message.identifiers = message.seq, None
    if leaves:
        return member_leaves(session, conversation.id, now=now, resumes=just_told)
    reply = _standing(session, handover, message, conversation.locale, now)
    post(session, conversation, reply, author="system", now=now)
    return True


def _is_next(session: Session, message: Message) -> bool:
    waiting = [each.seq for each, _ in unanswered(session, message.conversation_id)]
    return waiting == [message.seq]


def _just_told(session: Session, handover: Handover, message: Message) -> bool:
    """Whether the newest words to the member were of the wait: the answer to their request, or a receipt."""
    here = Message.conversation_id == message.conversation_id, Message.seq < message.seq
    said = select(Message).where(*here, Message.author != "member", Message.internal.is_(False))
    newest = session.scalars(said.order_by(Message.seq.desc()).limit(1)).one_or_none()
    if newest is None:
        return False
    return newest.author == "system" or newest.reply_to_seq == handover.requested_seq


def _standing(session: Session, handover: Handover, message: Message, locale: str, now: datetime) -> Reply:
    key = "waiting_beside_long" if message.payload is None and asks_how_long(message.text) else "waiting_beside"
    text = say(locale, key, standing=standing(session, handover, locale, now))
    return Reply(text, [{"title": say(locale, "withdraw_button"), "payload": LEAVE}])
