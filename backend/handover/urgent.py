"""What is said at once to who waits for an agent in an emergency, or comes into one while waiting."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.complaints.urgency import Draft, assess
from backend.conversations.messages import Reply
from backend.conversations.models import Message
from backend.handover.at_the_hospital import REFUSED_AT, advice, is_at_stake
from backend.handover.emergency_rooms import TOPIC, rooms_near, told_place
from backend.handover.leaving import leave_button
from backend.handover.models import Handover
from backend.handover.texts import (
    all_languages,
    asks_something,
    judged_mild,
    only_thanks,
    safe_and_reports,
    say,
    says_arrived,
    says_safe,
    speaks_of,
)
from backend.teleconsultation.signs import heard
from backend.texts import language_of

SELF_HARM, DANGER = "self_harm", "danger"
SAFE = "sudah aman menurut peserta"
"""Label for agents: the member wrote that nobody is in danger any more; agents close the handover or lower it."""
_HELPS = ("ambulance_number", "refused", "asked_report", "no_line", "no_vehicle", "ambulance", "no_card", "going")
"""What an emergency message may speak of, and has an answer of its own; the first that fits."""
MILDER = "lebih ringan menurut peserta"
"""The same where what they tell is calmer than it was taken for."""
RECENT = 8
"""So many of the member's last messages tell what the emergency is about."""
_WHERE: dict[str, Any] = {"type": "request_location"}


def becomes_urgent(handover: Handover, message: Message) -> str | None:
    """Why a wait for something else is an emergency from this message on; None where it is not, or was one before."""
    if handover.topic == TOPIC or not message.text:
        return None
    reason = assess(Draft(message.text)).reason
    return reason if reason in (SELF_HARM, DANGER) else None


def raised(handover: Handover, reason: str, locale: str) -> Reply:
    """Puts the wait first in the line, and gives the text that says what to do meanwhile."""
    handover.priority, handover.topic, handover.noticed = "P1", TOPIC, True
    handover.reason = SELF_HARM if reason == SELF_HARM else TOPIC
    return Reply(say(locale, "self_harm_now" if reason == SELF_HARM else "emergency_now"), card=_WHERE)


def urgent_reply(session: Session, handover: Handover, message: Message, *, locale: str, now: datetime) -> Reply | None:
    """The nearest emergency rooms where the message says where they are, kind words where it says that all is well, and
    what an emergency room costs where that is asked. Who asks for beds is answered by the assistant.
    """
    if handover.topic != TOPIC:
        return _care_at_stake(session, handover, message, locale=locale, now=now)
    if handover.reason == SELF_HARM:  # "saya pergi dulu" is no drive to the hospital then
        return _in_despair(session, handover, message, locale=locale, now=now)
    if judged_mild(message.text):
        return Reply(say(locale, "emergency_judged_mild"))
    if (settled := _settled(handover, message.text, locale)) is not None:
        return settled
    if MILDER in handover.labels and _in_danger(message.text):
        handover.labels = [label for label in handover.labels if label != MILDER]
    asks = asks_something(message.text)
    return None if asks and speaks_of("matter", message.text) else _help_now(session, handover, message, locale, now)


def _care_at_stake(
    session: Session, handover: Handover, message: Message, *, locale: str, now: datetime
) -> Reply | None:
    """Kind words or advice for who stands at a hospital; nothing in a wait for anything else."""
    if not is_at_stake(handover):
        return None
    if says_safe(message.text):
        return _safe(handover, locale)
    return advice(session, handover, message, locale=locale, now=now)


def is_over(handover: Handover) -> bool:
    """Whether the member told that nobody is in danger, or that it is milder than it sounded."""
    return bool({SAFE, MILDER} & set(handover.labels))


def _help_now(session: Session, handover: Handover, message: Message, locale: str, now: datetime) -> Reply | None:
    """What helps at once in an emergency that lasts."""
    key = next((key for key in _HELPS if speaks_of(key, message.text)), None)
    refused = _refused(session, handover, message)
    if key == "refused" and says_arrived(message.text):  # who lies in an emergency room is not sent to another
        return Reply(say(locale, "care_at_stake"))
    if key and not (key == "refused" and told_place(session, message.text)):
        return Reply(say(locale, f"emergency_{key}"))
    if asks_something(message.text) and speaks_of("beds", message.text):
        return None
    if speaks_of("unseen", message.text):  # nor here
        return Reply(say(locale, "emergency_worse"))
    rooms = rooms_near(session, message, locale=locale, now=now, refused=refused)
    return rooms or _without_a_place(message.text, locale, treated=is_over(handover))


def _in_despair(session: Session, handover: Handover, message: Message, *, locale: str, now: datetime) -> Reply | None:
    """Stays with who is alone, is glad of company, and takes thanks warmly, each once; where help is, if they say where
    they are. "Sendirian di dapur" is no place to look for.
    """
    text = message.text
    if becomes_despair(text) or asks_of_care(text):
        return None
    alone = speaks_of("alone", text) or (speaks_of("company", text) and speaks_of("nobody", text))
    key = "alone" if alone else next((key for key in ("thanked", "company") if speaks_of(key, text)), None)
    if key and not handover.context.get(f"despair_{key}"):
        handover.context = {**handover.context, f"despair_{key}": True}
        return Reply(say(locale, f"despair_{key}"))
    placed = message.location or (key is None and told_place(session, text))
    return rooms_near(session, message, locale=locale, now=now) if placed else None


def becomes_despair(text: str) -> bool:
    """Whether the wish to die is told, again or for the first time."""
    return assess(Draft(text)).reason == SELF_HARM


def asks_of_care(text: str) -> bool:
    """Whether who despairs asks about care, which is answered: "psikiater ditanggung ga?"."""
    asks = asks_something(text) or speaks_of("nearest", text)
    return asks and speaks_of("care_asked", text) and not becomes_despair(text)


def safe_now(handover: Handover, text: str) -> bool:
    """Whether a complaint is wanted instead of help in an emergency that is over, by this message or an earlier one."""
    over = (handover.topic == TOPIC and handover.reason != SELF_HARM) or is_at_stake(handover)
    return over and (safe_and_reports(text) or (is_over(handover) and speaks_of("reports", text)))


def reports_from_hospital(session: Session, handover: Handover, text: str) -> bool:
    """ "mau lapor rs nya" of who came to an emergency room in danger and is turned away or asked for money there."""
    wanted = speaks_of("reports", text) or speaks_of("asked_report", text)
    if not wanted or handover.topic != TOPIC or handover.reason == SELF_HARM or _in_danger(text):
        return False
    told = [said or "" for said in _last_said(session, handover)]
    return any(speaks_of("refused", said) for said in told) and any(map(says_arrived, told))


def _settled(handover: Handover, text: str, locale: str) -> Reply | None:
    """Kind words where all is well, or where what was begun before is not wanted any more."""
    if says_safe(text):
        return _safe(handover, locale)
    form = handover.context.get("form")
    if speaks_of("milder", text) and not _in_danger(text):
        _label(handover, MILDER)
        then = say(locale, "on_with" if form else "back_then")
        return Reply(f"{say(locale, 'milder_now')} {then}", [leave_button(locale)])
    return _dropped(handover, str(form), locale) if form and speaks_of("drops", text) else None


def _safe(handover: Handover, locale: str) -> Reply:
    _label(handover, SAFE)
    on = f" {say(locale, 'on_with')}" if handover.context.get("form") else ""
    return Reply(say(locale, "safe_now") + on)


def _label(handover: Handover, label: str) -> None:
    handover.labels = list(dict.fromkeys([*handover.labels, label]))


def _in_danger(text: str) -> bool:
    """Whether a sign of danger stands in it all the same: "masih bisa jalan tapi sesak"."""
    return assess(Draft(text)).reason == DANGER or heard(text) is not None or speaks_of("weaker", text)


def _dropped(handover: Handover, form: str, locale: str) -> Reply:
    """What was begun before the emergency is not gone on with afterwards."""
    handover.context = {**handover.context, "form": None}
    known: dict[str, str] = all_languages()[language_of(locale)]["dropped_what"]
    return Reply(say(locale, "emergency_dropped", what=known.get(form) or say(locale, "dropped_any")))


def _without_a_place(text: str, locale: str, *, treated: bool) -> Reply | None:
    """What to do where it gets worse, what an emergency room costs, when somebody answers; thanks are taken kindly."""
    if assess(Draft(text)).reason == DANGER:
        return Reply(say(locale, "emergency_worse"), card=_WHERE)
    if speaks_of("weaker", text) and "?" not in text:
        return Reply(say(locale, "emergency_worse"))
    if treated and asks_something(text):
        return None
    for key, answer in (("later", "emergency_later"), ("cost", "emergency_cost"), ("wait", "emergency_when")):
        if speaks_of(key, text):
            return Reply(say(locale, answer))
    return Reply(say(locale, "emergency_thanked")) if only_thanks(text) else None


def _refused(session: Session, handover: Handover, message: Message) -> str | None:
    """The hospital where they were turned away, once its name was written in this emergency; it is kept for later."""
    known: str | None = handover.context.get(REFUSED_AT)
    place = None if known else told_place(session, message.text)
    if place is None or place.kind != "facility" or not _tells_of_refusal(session, handover):
        return known
    code = place.id.removeprefix("f")
    handover.context = {**handover.context, REFUSED_AT: code}
    return code


def _tells_of_refusal(session: Session, handover: Handover) -> bool:
    """Whether the member wrote, in what led to the emergency or since, that help was refused."""
    return any(speaks_of("refused", text or "") for text in _last_said(session, handover))


def _last_said(session: Session, handover: Handover) -> list[str | None]:
    mine = (Message.conversation_id == handover.conversation_id, Message.author == "member")
    last = select(Message.text).where(*mine).order_by(Message.seq.desc()).limit(RECENT)
    return list(session.scalars(last))


def receipt_key(handover: Handover) -> str:
    """Which receipt a message of who waits gets: the first one, or a further one."""
    urgent = handover.topic == TOPIC and not is_over(handover)
    kind = (SELF_HARM if handover.reason == SELF_HARM else TOPIC) if urgent else None
    kind = "care" if is_at_stake(handover) and not is_over(handover) else kind
    if kind is None:
        return "waiting_again" if handover.noticed else "waiting"
    return f"{kind}_again" if handover.noticed else f"{kind}_waiting"
