"""The doctor's side: what waits at their facility, opening a consultation, writing, ending it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conversations.messages import Reply
from backend.conversations.models import Conversation, Message
from backend.conversations.service import post
from backend.db import among
from backend.errors import Forbidden, NotFound, ServiceError
from backend.facilities.models import Facility
from backend.handover.models import Agent
from backend.handover.presence import heartbeat
from backend.handover.work import clean_text
from backend.membership.models import Member
from backend.privacy.audit import ONE_LOOK, Access, record_access
from backend.privacy.models import AuditEntry
from backend.teleconsultation.holding import hold, let_go
from backend.teleconsultation.models import OPEN, Consultation
from backend.teleconsultation.service import announce, has_consented
from backend.teleconsultation.telling import QUEUE, button, conversation_of, day_words, tell, words

WAIT = timedelta(minutes=10)
"""How long after the agreed time a doctor waits before the member counts as not come."""
SHOWN_ENDED = timedelta(days=14)
SHORTEST_NOTE = 3
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Ending:
    """What a doctor leaves behind: both texts reach the member; ``come_in_on`` and ``referral`` say what comes next."""

    summary: str
    advice: str
    referral: bool = False
    come_in_on: date | None = None


def _access(doctor: Agent, consultation: Consultation) -> Access:
    return Access.agent(doctor.id, consultation.conversation_id, "teleconsultation")


def agenda(session: Session, doctor: Agent, *, now: datetime) -> list[tuple[Consultation, str]]:
    """The consultations of the doctor's facility with the patients' names: open ones by time, then those of late.

    Each name that is read is in the access record, once for as long as the page is open and fetched anew.
    """
    query = (
        select(Consultation, Member.name)
        .join(Member, Member.id == Consultation.member_id)
        .where(Consultation.facility_code == (doctor.facility_code or ""), Consultation.starts_at > now - SHOWN_ENDED)
        .order_by(Consultation.state.not_in(OPEN), Consultation.starts_at)
    )
    rows = [(row[0], row[1]) for row in session.execute(query)]
    _record_names(session, doctor, [consultation for consultation, _ in rows], now)
    return [row for row in rows if row[0].state in OPEN] + [row for row in rows if row[0].state not in OPEN][::-1]


def _record_names(session: Session, doctor: Agent, shown: list[Consultation], now: datetime) -> None:
    what, members = "consultation.agenda", [each.member_id for each in shown]
    seen = select(AuditEntry.member_id).where(
        among(AuditEntry.member_id, members),
        AuditEntry.actor_id == str(doctor.id),
        AuditEntry.what == what,
        AuditEntry.at > now - ONE_LOOK,
    )
    known = set(session.scalars(seen)) if members else set()
    for each in {one.member_id: one for one in shown if one.member_id not in known}.values():
        record_access(session, _access(doctor, each), member_id=each.member_id, what=what, now=now)


def find(session: Session, doctor: Agent, receipt: str, *, lock: bool = False) -> Consultation:
    """A consultation of the doctor's own facility.

    Raises:
        NotFound: ``consultation_not_found``: there is none, or it is another facility's; the two are not told apart.
    """
    query = select(Consultation).where(Consultation.receipt == receipt)
    query = query.where(Consultation.facility_code == (doctor.facility_code or ""))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("consultation_not_found")
    return found


def read(session: Session, doctor: Agent, receipt: str, *, now: datetime) -> Consultation:
    """The same for reading: it is in the access record.

    Raises:
        NotFound: ``consultation_not_found``.
        ServiceError: ``consultation_consent_withdrawn``.
    """
    found = find(session, doctor, receipt)
    if not has_consented(session, found.member_id):
        raise ServiceError("consultation_consent_withdrawn")
    record_access(session, _access(doctor, found), member_id=found.member_id, what="consultation.read", now=now)
    return found


def start(session: Session, doctor: Agent, receipt: str, *, now: datetime) -> Consultation:
    """Opens a consultation on its day: the member's conversation is the doctor's now, and the member is told.

    Opening one's own again changes nothing. A colleague of the facility may open what nobody has opened.

    Raises:
        NotFound: ``consultation_not_found``.
        ServiceError: ``consultation_not_open``, ``consultation_other_doctor``, ``consultation_too_early``,
            ``consultation_member_busy``: an agent is writing with the member.
    """
    found = read(session, doctor, receipt, now=now)
    conversation = conversation_of(session, found)
    found = find(session, doctor, receipt, lock=True)
    if found.state == "running" and found.doctor_id == doctor.id:
        return found
    if found.state == "running":
        raise ServiceError("consultation_other_doctor")
    if found.state != "booked" or conversation is None:
        raise ServiceError("consultation_not_open")
    facility = session.get_one(Facility, found.facility_code)
    zone = ZoneInfo(facility.time_zone)
    if now.astimezone(zone).date() < found.starts_at.astimezone(zone).date():
        raise ServiceError("consultation_too_early")
    if conversation.handled_by != "bot":
        raise ServiceError("consultation_member_busy")
    found.state, found.doctor_id, found.opened_at = "running", doctor.id, found.opened_at or now
    session.flush()
    heartbeat(doctor, now=now)
    hold(conversation)
    values = {"doctor": doctor.name, "facility": facility.name, "receipt": found.receipt}
    post(session, conversation, Reply(words("opened", conversation.locale, **values)), author="system", now=now)
    announce(session, found, now)
    return found


def running(session: Session, doctor: Agent, receipt: str) -> tuple[Conversation, Consultation]:
    """The conversation and the consultation that this doctor has open, both locked.

    Raises:
        NotFound: ``consultation_not_found``.
        Forbidden: ``not_your_consultation``: it is not running, or another doctor's.
    """
    conversation = conversation_of(session, find(session, doctor, receipt))
    found = find(session, doctor, receipt, lock=True)
    if found.state != "running" or found.doctor_id != doctor.id or conversation is None:
        raise Forbidden("not_your_consultation")
    return conversation, found


def reply(session: Session, doctor: Agent, receipt: str, text: str, *, key: UUID, now: datetime) -> None:
    """Writes to the member; the same ``key`` again writes nothing.

    Raises:
        Forbidden: ``not_your_consultation``.
        ServiceError: ``text_missing``, ``text_too_long``.
    """
    conversation, _ = running(session, doctor, receipt)
    sent = select(Message.seq).where(Message.conversation_id == conversation.id, Message.external_id == str(key))
    if session.scalar(sent) is None:
        by = (doctor.id, doctor.name)
        post(session, conversation, Reply(clean_text(text)), author="agent", now=now, agent=by, external_id=str(key))


def _note(text: str, missing: str) -> str:
    cleaned = text.strip()
    if len(cleaned) < SHORTEST_NOTE:
        raise ServiceError(missing, 422)
    if len(cleaned) > LONGEST_NOTE:
        raise ServiceError("text_too_long", 413, limit=LONGEST_NOTE)
    return cleaned


def finish(session: Session, doctor: Agent, receipt: str, ending: Ending, *, now: datetime) -> None:
    """Ends a consultation: summary and advice are kept and reach the member, who is back with the bot.

    Raises:
        Forbidden: ``not_your_consultation``.
        ServiceError: ``summary_missing``, ``advice_missing``, ``text_too_long``, ``come_in_past``.
    """
    conversation, found = running(session, doctor, receipt)
    facility = session.get_one(Facility, found.facility_code)
    found.summary, found.advice = _note(ending.summary, "summary_missing"), _note(ending.advice, "advice_missing")
    if ending.come_in_on and ending.come_in_on < now.astimezone(ZoneInfo(facility.time_zone)).date():
        raise ServiceError("come_in_past", 422)
    found.referral, found.come_in_on = ending.referral, ending.come_in_on
    found.ended_at = now
    farewell = _farewell(found, doctor, facility, conversation.locale)
    post(session, conversation, farewell, author="system", now=now)
    found.state = "done"
    session.flush()
    let_go(session, conversation)
    announce(session, found, now)
    record_access(session, _access(doctor, found), member_id=found.member_id, what="consultation.finish", now=now)


def _farewell(found: Consultation, doctor: Agent, facility: Facility, locale: str) -> Reply:
    values = {"receipt": found.receipt, "doctor": doctor.name, "summary": found.summary, "advice": found.advice}
    lines = [words("finished", locale, **values)]
    if found.come_in_on:
        lines.append(words("come_in", locale, facility=facility.name, day=day_words(found.come_in_on, locale)))
    if found.referral:
        lines.append(words("referral", locale, facility=facility.name))
    again = found.referral or found.come_in_on
    buttons = [button("queue_button", locale, QUEUE)] if again else []
    return Reply("\n".join([*lines, words("back", locale)]), buttons)


def _member_wrote(session: Session, found: Consultation) -> bool:
    """Whether the member has written since a doctor opened it; asking for it with the bot does not count."""
    if found.opened_at is None:
        return False
    wrote = Message.consultation_id == found.id, Message.author == "member", Message.created_at >= found.opened_at
    return session.scalar(select(Message.seq).where(*wrote).limit(1)) is not None


def no_show(session: Session, doctor: Agent, receipt: str, *, now: datetime) -> None:
    """Closes a consultation to which the member did not come, and tells them.

    Raises:
        NotFound: ``consultation_not_found``.
        ServiceError: ``consultation_not_open``, ``consultation_wait``: they have ten minutes;
            ``consultation_has_begun``: they did write.
    """
    conversation = conversation_of(session, find(session, doctor, receipt))
    found = find(session, doctor, receipt, lock=True)
    if found.state not in OPEN or (found.state == "running" and found.doctor_id != doctor.id):
        raise ServiceError("consultation_not_open")
    if now < found.starts_at + WAIT:
        raise ServiceError("consultation_wait")
    if _member_wrote(session, found):
        raise ServiceError("consultation_has_begun")
    found.state, found.doctor_id, found.ended_at = "no_show", doctor.id, now
    session.flush()
    if conversation is not None:
        let_go(session, conversation)
    tell(session, found, "no_show", now=now, again=True)
    announce(session, found, now)
