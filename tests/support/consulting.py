"""A consultation that is booked for now, for tests that commit: a member, their facility, its doctor."""

import json
from uuid import UUID

from sqlalchemy import select

from backend import clock
from backend.conversations.models import Conversation
from backend.db import session_scope
from backend.facilities.models import Facility
from backend.membership.models import Member
from backend.teleconsultation.models import Consultation, ConsultationConsent
from tests.support.console import agent
from tests.support.fktps import few_facilities
from tests.support.people import known_member

COMPLAINT = "Batuk berdahak dan demam sejak tiga hari."
FACILITY = "A002"


def doctor(login: str, facility: str = FACILITY) -> str:
    """An account of a doctor."""
    _facilities()
    agent(login, "doctor", facility)
    return login


def _facilities() -> None:
    with session_scope() as session:
        if session.scalar(select(Facility.code).limit(1)) is None:
            few_facilities(session, clock.now())


def booked(conversation_id: UUID, receipt: str = "TLK-AAAA-AAAA-A") -> str:
    """A consultation of now in a conversation; gives its receipt."""
    _facilities()
    with session_scope() as session:
        member = session.scalar(select(Member).limit(1)) or known_member(session, fktp_code=FACILITY)
        now = clock.now()
        session.merge(ConsultationConsent(member_id=member.id, given_by=member.id, given_at=now))
        conversation = session.get_one(Conversation, conversation_id)
        conversation.answered_seq = conversation.last_member_seq
        made = Consultation(receipt=receipt, member_id=member.id, asked_by=member.id, facility_code=FACILITY)
        made.conversation_id, made.starts_at, made.minutes, made.created_at = conversation_id, now, 15, now
        made.complaint, made.signs = COMPLAINT, json.dumps({"breathing": False})
        session.add(made)
    return receipt
