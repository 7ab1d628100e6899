"""The inbox and the outbox: messages become rows, in order, once."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend import clock
from backend.attachments.cards import with_address
from backend.conversations import deliveries, queries
from backend.conversations.closing import DOCTOR, consultation_of, may_be_closed, settle
from backend.conversations.events import emit, tell_both
from backend.conversations.messages import InboundMessage, Receipt, Reply
from backend.conversations.models import Conversation, Delivery, Message
from backend.conversations.sensitive import protect
from backend.conversations.texts import readable, words
from backend.errors import NotFound, ServiceError
from backend.ids import uuid7
from backend.jobs.defer import defer

TEXT_LIMIT = 4096
PROMPT = "prompt"
"""Kind of the wordless messages by which the bot is asked to speak: the chat was opened, the member was verified."""
ERASED = "erased"
"""Kind of a message whose content was erased at the member's wish; its number keeps the order."""
_UNSHOWN = (PROMPT, ERASED)


def open_conversation(
    session: Session, channel: str, chat_id: str, *, now: datetime, locale: str | None = None, name: str | None = None
) -> Conversation:
    """The conversation of a member on a channel, locked for this transaction; made on first contact."""
    query = select(Conversation).where(Conversation.channel == channel, Conversation.external_id == chat_id)
    query = query.with_for_update().execution_options(populate_existing=True)
    if (known := session.scalars(query).one_or_none()) is not None:
        return known
    values = {"id": uuid7(), "channel": channel, "external_id": chat_id, "created_at": now, "updated_at": now}
    values |= {"locale": locale or "id", "display_name": name}
    values |= {"handled_by": "bot", "last_seq": 0, "last_member_seq": 0, "answered_seq": 0}
    session.execute(insert(Conversation).values(values).on_conflict_do_nothing())
    return session.scalars(query).one()


def lock_conversation(session: Session, conversation_id: UUID) -> Conversation:
    """The conversation, locked until the transaction ends.

    Raises:
        NotFound: ``conversation_not_found``.
    """
    found = lock_known(session, conversation_id)
    if found is None:
        raise NotFound("conversation_not_found")
    return found


def lock_known(session: Session, conversation_id: UUID | None) -> Conversation | None:
    """The same where it may be gone; ``None``: there is none any more."""
    return session.scalars(queries.LOCKED, {"conversation": conversation_id}).one_or_none()


def receive(session: Session, inbound: InboundMessage, *, now: datetime) -> Receipt:
    """Stores a member's message and queues its turn, in the caller's transaction; a repeated delivery does nothing.

    Raises:
        ServiceError: ``text_too_long`` (413), ``unknown_button`` (409): the button is not one of this conversation.
    """
    _check_length(inbound)
    conversation = open_conversation(
        session, inbound.channel, inbound.chat_id, now=now, locale=inbound.locale, name=inbound.display_name
    )
    return receive_in(session, conversation, inbound, now=now)


def receive_in(session: Session, conversation: Conversation, inbound: InboundMessage, *, now: datetime) -> Receipt:
    """The same for a conversation that is locked already."""
    _check_length(inbound)
    if (seq := seq_of(session, conversation.id, inbound.external_id)) is not None:
        return Receipt(conversation.id, seq, duplicate=True)
    message, sensitive = _member_message(session, conversation, inbound, now)
    _append(session, conversation, message)
    _tell(session, conversation, [message])
    _route(session, conversation, message, now)
    return Receipt(conversation.id, message.seq, sensitive=sensitive)


def _check_length(inbound: InboundMessage) -> None:
    if len(inbound.text) > TEXT_LIMIT:
        raise ServiceError("text_too_long", 413, limit=TEXT_LIMIT)


def seq_of(session: Session, conversation_id: UUID, external_id: str) -> int | None:
    """The number of the message that a channel knows by this name; None when it has not come."""
    return session.scalar(queries.SEQ_OF, {"conversation": conversation_id, "external_id": external_id})


def _route(session: Session, conversation: Conversation, message: Message, now: datetime) -> None:
    """The one place that decides who gets a member's message: who holds the conversation, or else the bot."""
    from backend.handover import beside  # noqa: PLC0415 - handover posts through this module
    from backend.handover import service as handover  # noqa: PLC0415 - the same
    from backend.teleconsultation import holding  # noqa: PLC0415 - so does this

    if conversation.handled_by == DOCTOR:
        session.flush()
        holding.member_wrote(session, conversation, message, now=now)
    elif conversation.handled_by == "agent":
        session.flush()
        handover.member_wrote(session, conversation, message, now=now)
    elif not beside.heard(session, conversation, message, now=now):
        queue_turn(session, conversation)


def _member_message(
    session: Session, conversation: Conversation, inbound: InboundMessage, now: datetime
) -> tuple[Message, bool]:
    message = Message(author="member", external_id=inbound.external_id, created_at=now, kind=inbound.kind)
    if inbound.button is not None:
        pressed = find_button(session, conversation.id, inbound.button)
        message.text, message.payload = pressed["title"], pressed["payload"]
    else:
        message.text, message.identifiers = protect(inbound.text)
        message.payload = _typed_button(session, conversation, message.text)
    if inbound.location is not None:
        message.text = message.text or words("location", conversation.locale)
        message.location = {"latitude": inbound.location.latitude, "longitude": inbound.location.longitude}
    if inbound.attachments:
        message.attachments = [str(attachment) for attachment in inbound.attachments]
    return message, message.identifiers is not None


def prompt_bot(session: Session, conversation_id: UUID, payload: str, *, now: datetime) -> None:
    """Lets the bot speak without a word of the member: a message that nobody is shown hands it the payload.

    Nothing happens while an agent holds the conversation.
    """
    conversation = lock_conversation(session, conversation_id)
    if conversation.handled_by != "bot":
        return
    prompt = Message(author="member", external_id=str(uuid7()), created_at=now, kind=PROMPT, text="", payload=payload)
    _append(session, conversation, prompt)
    _tell(session, conversation, [prompt])
    queue_turn(session, conversation)


def mark_read(session: Session, conversation_id: UUID, seq: int, *, now: datetime) -> None:
    """Notes up to which message the member's chat has shown the conversation; it never goes back."""
    conversation = lock_conversation(session, conversation_id)
    seen = min(seq, conversation.last_seq)
    if seen > conversation.read_seq:
        conversation.read_seq = seen
        if conversation.handled_by == "agent":
            emit(session, "read", conversation_id=conversation_id, now=now, seq=seen)


def find_button(session: Session, conversation_id: UUID, button_id: str) -> dict[str, str]:
    """The button with this opaque id, among those that this conversation was sent.

    Raises:
        ServiceError: ``unknown_button``.
    """
    query = select(Message).where(
        Message.conversation_id == conversation_id,
        or_(Message.buttons.contains([{"id": button_id}]), Message.sealed.is_not(None)),
    )
    for message in session.scalars(query.order_by(Message.seq.desc())):
        for button in message.buttons or []:
            if button["id"] == button_id:
                return dict(button)
    raise ServiceError("unknown_button", 409)


def _typed_button(session: Session, conversation: Conversation, text: str) -> str | None:
    """The payload of the button whose title the member typed, among those shown since their last message."""
    if conversation.last_seq == conversation.last_member_seq:
        return None
    typed = text.strip().casefold()
    since = {"conversation": conversation.id, "after": conversation.last_member_seq}
    rows = session.execute(queries.BUTTONS_BEHIND, since)
    shown = [button for buttons, sealed in rows for button in (sealed or {}).get("buttons") or buttons or []]
    return next((b["payload"] for b in reversed(shown) if b["title"].casefold() == typed), None)


def queue_turn(session: Session, conversation: Conversation) -> None:
    """Queues the one job that answers all that is unanswered, when the bot is who answers."""
    if conversation.handled_by == "bot":
        arguments = {"conversation_id": str(conversation.id)}
        defer(session, "answer", arguments, queueing_lock=f"turn:{conversation.id}", priority=10)


def _append(session: Session, conversation: Conversation, message: Message, *, closed: bool = False) -> Message:
    """Adds a message; the caller tells of it (``_tell``) when all that belongs together is added."""
    message.consultation_id = consultation_of(session, conversation, message)
    if message.consultation_id or closed or may_be_closed(conversation, message):
        message.seal()
    conversation.last_seq += 1
    conversation.updated_at = message.created_at
    message.conversation_id, message.seq = conversation.id, conversation.last_seq
    if message.author == "member":
        conversation.last_member_seq = message.seq
    session.add(message)
    return message


def _tell(session: Session, conversation: Conversation, messages: Sequence[Message]) -> None:
    """Tells whoever follows the conversation, and the consoles, of messages that were added together."""
    told = [{"seq": m.seq, "author": m.author, "handled_by": conversation.handled_by} for m in messages]
    tell_both(session, "message", conversation.id, told, now=messages[-1].created_at)


def _with_ids(buttons: Iterable[dict[str, str]]) -> list[dict[str, str]] | None:
    made = [{"id": secrets.token_urlsafe(9), "title": b["title"], "payload": b["payload"]} for b in buttons]
    return made or None


def post(
    session: Session,
    conversation: Conversation,
    reply: Reply,
    *,
    author: str,
    now: datetime,
    reply_to_seq: int | None = None,
    agent: tuple[UUID, str] | None = None,
    internal: bool = False,
    external_id: str | None = None,
    closed: bool = False,
) -> Message:
    """Adds a message of the bot, an agent or the system to a locked conversation, with its delivery, and tells of it.

    ``internal`` messages are notes among agents: they are never delivered and never shown to the member.
    ``external_id`` is the sender's own name of the message, unique in the conversation. ``closed`` ones are about the
    member's health: they are sealed, and no agent reads them.
    """
    message = _message(reply, author, now, reply_to_seq)
    message.internal, message.external_id = internal, external_id
    if agent is not None:
        message.agent_id, message.agent_name = agent
    _append(session, conversation, message, closed=closed)
    _send(session, conversation, [message], now)
    return message


def _message(reply: Reply, author: str, now: datetime, reply_to_seq: int | None) -> Message:
    message = Message(author=author, text=reply.text, buttons=_with_ids(reply.buttons), card=reply.card, created_at=now)
    message.reply_to_seq, message.internal = reply_to_seq, False
    return message


def _send(session: Session, conversation: Conversation, messages: Sequence[Message], now: datetime) -> None:
    """Tells of messages that were added, and queues their deliveries where the channel must be called."""
    _tell(session, conversation, messages)
    if conversation.channel in deliveries.CALLED_CHANNELS:
        for message in messages:
            if not message.internal:
                _queue_delivery(session, conversation, message.seq, now)


def _queue_delivery(session: Session, conversation: Conversation, seq: int, now: datetime) -> None:
    session.add(Delivery(conversation_id=conversation.id, seq=seq, state="queued", updated_at=now, part=0, attempts=0))
    session.flush()
    deliveries.queue(session, conversation.id)


def record_answer(
    session: Session,
    conversation_id: UUID,
    member_seq: int,
    replies: Sequence[Reply],
    *,
    now: datetime,
    closed: bool = False,
) -> bool:
    """Stores the bot's answer to one member message, all of it or nothing.

    ``closed``: question and answer are about the member's health and are sealed. Where the answer hands the member to
    agents they are not: agents have to know what they are called for, and danger above all.

    Returns:
        False when that message was answered already, or the bot was sent away meanwhile by anyone but this answer.
    """
    conversation = lock_conversation(session, conversation_id)
    if conversation.answered_seq >= member_seq or not _may_still_answer(session, conversation, member_seq):
        return False
    closed = closed and conversation.handled_by == "bot"
    settle(session.get_one(Message, (conversation_id, member_seq)), closed)
    conversation.answered_seq, conversation.sealing = member_seq, closed
    said = [_message(reply, "bot", now, member_seq) for reply in replies]
    for message in said:
        _append(session, conversation, message, closed=closed)
    _send(session, conversation, said, now)
    return True


def _may_still_answer(session: Session, conversation: Conversation, member_seq: int) -> bool:
    from backend.handover import service as handover  # noqa: PLC0415 - handover posts through this module

    return conversation.handled_by == "bot" or handover.finishes_request(session, conversation.id, member_seq)


def unanswered(session: Session, conversation_id: UUID, *, limit: int | None = None) -> list[tuple[Message, str]]:
    """Member messages that the bot has yet to answer, oldest first, each with the member's language.

    None while an agent holds the conversation.
    """
    found = session.execute(queries.UNANSWERED, {"conversation": conversation_id, "most": limit})
    return [(message, locale) for message, locale in found]


def is_due(session: Session, conversation_id: UUID) -> bool:
    """Whether the bot has yet to answer something."""
    return session.scalar(queries.DUE, {"conversation": conversation_id}) is not None


def history(session: Session, conversation_id: UUID, *, after: int = 0, limit: int = 500) -> list[Message]:
    """What the member may see of a conversation behind a sequence number, oldest first."""
    asked = {"conversation": conversation_id, "after": after, "most": limit, "unshown": _UNSHOWN}
    return list(session.scalars(queries.SHOWN, asked))


def public_view(message: Message, locale: str = "id") -> dict[str, Any]:
    """A message as channels show it: buttons without their payloads, covered numbers by what they are."""
    buttons = [{"id": b["id"], "title": b["title"]} for b in message.buttons or []]
    view = {
        "seq": message.seq,
        "author": message.author,
        "text": readable(message.text, locale),
        "buttons": buttons,
        "card": with_address(message.card, clock.now()),
    }
    more: dict[str, Any] = {"agent_name": message.agent_name, "reply_to": message.reply_to_seq}
    more |= {"doctor": True} if message.author == "agent" and message.consultation_id else {}
    more |= {"attachments": message.attachments} if message.author == "member" and message.attachments else {}
    return view | {"at": message.created_at.isoformat()} | more
