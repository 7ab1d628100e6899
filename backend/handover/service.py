"""The member's side of a handover: asking for a person, waiting, leaving the line, rating."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from backend.conversations.closing import DOCTOR, open_waiting
from backend.conversations.events import emit
from backend.conversations.messages import Reply
from backend.conversations.models import Conversation, Message
from backend.conversations.service import lock_conversation, post, prompt_bot
from backend.errors import NotFound
from backend.handover import line
from backend.handover.at_the_hospital import REFUSED_AT, note_place, wants_it_reported
from backend.handover.emergency_rooms import TOPIC
from backend.handover.jobs import queue_assignment
from backend.handover.leaving import LEAVE, goes_on_settled, leave_button, wants_to_leave, wants_to_report
from backend.handover.models import Handover, Priority
from backend.handover.origin import region_of
from backend.handover.presence import agents_online
from backend.handover.texts import asks_about_the_wait, asks_how_long, asks_something, only_thanks, opening, say
from backend.handover.tickets import HandoverTicket, new_number, ticket_of
from backend.handover.urgent import (
    SELF_HARM,
    becomes_urgent,
    is_over,
    raised,
    receipt_key,
    reports_from_hospital,
    safe_now,
    urgent_reply,
)
from backend.handover.whois import known_as
from backend.privacy.identifiers import mask_text

RECEIPT_AGAIN = timedelta(minutes=1)
"""After so long a silence a further message of who waits gets a receipt again."""
FURTHER = {"self_harm_again": "self_harm_more", "emergency_again": "emergency_more", "care_again": "care_more"}
SETTLED_RECEIPTS = 4
"""So many messages of an emergency that is over are told where they stand, whatever they say."""
COMPLAIN = "/submit_complaint"
"""Payload with which the bot begins a complaint."""
COMPLAIN_AFTER = '/submit_complaint{"value": "after"}'
"""The same behind an emergency that is over; what was told of it before is kept."""


def announce(session: Session, handover: Handover, *, now: datetime) -> None:
    """Tells the open consoles that a handover changed."""
    emit(
        session,
        "handover",
        conversation_id=handover.conversation_id,
        now=now,
        handover_id=str(handover.id),
        state=handover.state,
        priority=handover.priority,
    )


def request(
    session: Session,
    conversation_id: UUID,
    *,
    reason: str,
    topic: str,
    priority: Priority,
    context: dict[str, Any],
    now: datetime,
    assistant_stays: bool = False,
) -> HandoverTicket:
    """Puts a conversation in the waiting line and sends the bot away; one that is in it already is not put in twice.

    Asking again can raise the priority, never lower it. Nothing is said to the member here: the caller does it.

    Args:
        reason: stable code of why (``asked``, ``care_now``, ``bot_failed`` …).
        context: what the agent should know; identifiers in it are masked before it is stored.
        assistant_stays: while no agent is online the bot goes on until one takes the conversation (decision 0034).
    """
    conversation = lock_conversation(session, conversation_id)
    handover = line.open_handover(session, conversation_id)
    stays = assistant_stays and not agents_online(session, now=now)
    if handover is None:
        handover = Handover(conversation_id=conversation_id, reason=reason, topic=topic, priority=priority)
        _enters_the_line(session, conversation, handover, context, now)
    elif priority < handover.priority:
        handover.priority, handover.reason = priority, reason
    if conversation.handled_by == "bot" and not stays:  # who is with a doctor waits until that is over
        handover.topic, handover.requested_seq = topic, _being_answered(session, conversation)
        send_bot_away(session, conversation)
    conversation.person_asked = conversation.handled_by == "bot"
    session.flush()
    announce(session, handover, now=now)
    if handover.state == "waiting":
        queue_assignment(session)
    return ticket_of(session, handover, now=now)


def _enters_the_line(
    session: Session, conversation: Conversation, handover: Handover, context: dict[str, Any], now: datetime
) -> None:
    handover.number, handover.state, handover.requested_at = new_number(), "waiting", now
    handover.queued_at = now
    handover.context, handover.requested_seq = _masked(context), _being_answered(session, conversation)
    viewer = known_as(session, conversation.id, now=now)
    handover.identity_level, handover.member_id = viewer.level, viewer.member_id
    handover.region = region_of(session, handover.member_id, context)
    session.add(handover)


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _masked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_masked(item) for item in value]
    return mask_text(value).text if isinstance(value, str) else value


def _being_answered(session: Session, conversation: Conversation) -> int | None:
    query = select(func.min(Message.seq)).where(
        Message.conversation_id == conversation.id,
        Message.author == "member",
        Message.seq > conversation.answered_seq,
    )
    return session.scalar(query)


def finishes_request(session: Session, conversation_id: UUID, member_seq: int) -> bool:
    """Whether the bot's answer to this member message is the one in which it asked for a person.

    The bot is away from the moment it asked; this one answer, with which it says so, is still the member's to read.
    """
    handover = line.open_handover(session, conversation_id)
    return handover is not None and handover.requested_seq == member_seq


def current(session: Session, conversation_id: UUID, *, now: datetime) -> HandoverTicket | None:
    """The open handover of a conversation; ``None`` when the bot has it."""
    handover = line.open_handover(session, conversation_id)
    return ticket_of(session, handover, now=now) if handover else None


def send_bot_away(session: Session, conversation: Conversation) -> None:
    """From now on the bot hears nothing more of a locked conversation, and agents read what it left unanswered."""
    conversation.handled_by, conversation.person_asked = "agent", False
    open_waiting(session, conversation)


def give_back(session: Session, conversation: Conversation) -> None:
    """The bot has the conversation again; what was written while it was away is not for it to answer.

    A conversation that is with a doctor by now stays there.
    """
    if conversation.handled_by == DOCTOR:
        return
    conversation.handled_by = "bot"
    conversation.answered_seq = conversation.last_member_seq
    kept = update(Message).where(Message.conversation_id == conversation.id, Message.identifiers.is_not(None))
    session.execute(kept.values(identifiers=None))


def member_leaves(
    session: Session,
    conversation_id: UUID,
    *,
    now: datetime,
    then: str | None = None,
    said: str | None = None,
    resumes: bool = True,
) -> bool:
    """Takes a waiting member out of the line and back to the bot; ``then``: the payload of what they want instead,
    ``said``: the text that goes before it. ``resumes``: a form from which they asked is gone on with.

    Returns:
        False when there was nothing to leave: no open handover, or an agent has the conversation by now.
    """
    conversation = lock_conversation(session, conversation_id)
    handover = line.open_handover(session, conversation_id)
    if handover is None or handover.state != "waiting":
        return False
    handover.state, handover.resolved_at = "abandoned", now
    beside, form = conversation.handled_by == "bot", handover.context.get("form") if resumes else None
    conversation.person_asked = False
    if not beside:
        give_back(session, conversation)
    key = "abandoned_beside" if beside else "abandoned"
    key = "abandoned_then" if then else "abandoned_form" if form else key
    key = "abandoned_self_harm" if handover.reason == SELF_HARM else said or key
    post(session, conversation, Reply(say(conversation.locale, key)), author="system", now=now)
    session.flush()
    announce(session, handover, now=now)
    if then or form:
        prompt_bot(session, conversation_id, then or f'/resume_form{{"value": "{form}"}}', now=now)
    return True


def member_wrote(session: Session, conversation: Conversation, message: Message, *, now: datetime) -> None:
    """What follows when a member writes while the bot is away; the conversation is locked.

    By button or words a waiting member leaves the line. In an emergency what helps at once is said. General
    questions go to the assistant (``meanwhile``). Otherwise the first messages get a receipt that says where they
    stand in it, with the button; later ones only where they ask, or where nothing was said for a while.
    """
    from backend.handover import meanwhile  # noqa: PLC0415 - it posts through this module

    handover = line.open_handover(session, conversation.id)
    if handover is not None and handover.snoozed_until is not None:
        handover.snoozed_until = None
        announce(session, handover, now=now)
    if handover is None or handover.state != "waiting":
        return
    if message.payload == LEAVE or wants_to_leave(message.text, firmly=handover.reason == SELF_HARM):
        member_leaves(session, conversation.id, now=now)
        return
    if safe_now(handover, message.text):
        member_leaves(session, conversation.id, now=now, then=COMPLAIN_AFTER, said="abandoned_safe")
        return
    if handover.reason != SELF_HARM and goes_on_settled(message.text, calm=is_over(handover)):
        member_leaves(session, conversation.id, now=now)
        return
    reports = wants_it_reported(handover, message.text) or reports_from_hospital(session, handover, message.text)
    if reports and not agents_online(session, now=now):
        note_place(session, handover, message.text)
        _reports_beside(session, conversation, handover, now=now)
        return
    if wants_to_report(message.text):
        member_leaves(session, conversation.id, now=now, then=COMPLAIN)
        return
    reply = _urgent(session, conversation, handover, message, now=now)
    if reply is not None:
        post(session, conversation, reply, author="system", now=now)
    elif meanwhile.is_for_the_assistant(handover, message):
        meanwhile.ask_the_assistant(session, message)
    else:
        receipt(session, conversation, handover, message, now=now)


def _reports_beside(session: Session, conversation: Conversation, handover: Handover, *, now: datetime) -> None:
    """Who is turned away has it reported while nobody is there yet: the assistant takes it down, the wait stays."""
    give_back(session, conversation)
    conversation.person_asked = True
    post(session, conversation, Reply(say(conversation.locale, "care_report_now")), author="system", now=now)
    session.flush()
    told = {"value": "beside", "code": handover.context.get(REFUSED_AT)}
    prompt_bot(session, conversation.id, COMPLAIN + json.dumps({k: v for k, v in told.items() if v}), now=now)


def receipt(
    session: Session, conversation: Conversation, handover: Handover, message: Message, *, now: datetime
) -> None:
    """Says that a message is noted, and where they stand where that was not just said; the conversation is locked."""
    if not handover.noticed or _wants_receipt(session, handover, message, now):
        reply = _receipt(session, conversation, handover, message, now)
    else:
        reply = Reply(say(conversation.locale, "noted"))
    post(session, conversation, reply, author="system", now=now)


def _urgent(
    session: Session, conversation: Conversation, handover: Handover, message: Message, *, now: datetime
) -> Reply | None:
    if (reason := becomes_urgent(handover, message)) is None:
        return urgent_reply(session, handover, message, locale=conversation.locale, now=now)
    reply = raised(handover, reason, conversation.locale)
    session.flush()
    announce(session, handover, now=now)
    queue_assignment(session)
    return reply


def _receipt(
    session: Session, conversation: Conversation, handover: Handover, message: Message, now: datetime
) -> Reply:
    key, first = receipt_key(handover), not handover.noticed
    key = "waiting_asked" if key == "waiting_again" and asks_how_long(message.text) else key
    key = "waiting_thanked" if key.startswith("waiting") and only_thanks(message.text) else key
    handover.noticed = True
    text = say(conversation.locale, key, standing=standing(session, handover, conversation.locale, now))
    if text in _told(session, handover) and (more := FURTHER.get(key)):
        text = say(conversation.locale, more)
    alone = handover.reason == SELF_HARM and first
    return Reply(text, [] if alone else [leave_button(conversation.locale)])


def _of_system(handover: Handover) -> tuple[ColumnElement[bool], ...]:
    here = Message.conversation_id == handover.conversation_id
    return here, Message.author == "system", Message.created_at >= handover.requested_at


def _told(session: Session, handover: Handover) -> list[str]:
    """What the system said last in this wait; nobody is comforted twice in the same words."""
    newest = select(Message.text).where(*_of_system(handover)).order_by(Message.seq.desc()).limit(1)
    return list(session.scalars(newest))


def _wants_receipt(session: Session, handover: Handover, message: Message, now: datetime) -> bool:
    """The second message that waits, a question, any after a silence, and all where care or life is at stake."""
    of_system = select(Message.created_at).where(*_of_system(handover))
    told = list(session.scalars(of_system.order_by(Message.created_at.desc())))
    urgent = not receipt_key(handover).startswith("waiting")
    few = urgent or len(told) <= (SETTLED_RECEIPTS if handover.topic == TOPIC else 1)
    asks = asks_about_the_wait(message.text) or asks_something(message.text)
    return few or asks or only_thanks(message.text) or told[0] <= now - RECEIPT_AGAIN


def standing(session: Session, handover: Handover, locale: str, now: datetime) -> str:
    """Where a handover stands in the line, in words."""
    ticket = ticket_of(session, handover, now=now)
    position = str(ticket.position)
    if ticket.opens_at is not None:
        return say(locale, "standing_closed", opens=opening(locale, ticket.opens_at), position=position)
    if not ticket.agents_online:
        return say(locale, "standing_nobody", position=position)
    return say(locale, "standing_next" if ticket.position == 1 else "standing", position=position)


def rate(session: Session, conversation_id: UUID, rating: int, *, now: datetime) -> None:
    """Keeps the member's mark, 1 to 5, for the newest finished handover; a second mark replaces the first.

    Raises:
        NotFound: ``nothing_to_rate``.
    """
    query = select(Handover).where(Handover.conversation_id == conversation_id, Handover.state == "resolved")
    newest = query.order_by(Handover.resolved_at.desc()).limit(1).with_for_update()
    handover = session.scalars(newest).one_or_none()
    if handover is None:
        raise NotFound("nothing_to_rate")
    handover.rating = rating
    session.flush()
    announce(session, handover, now=now)
