"""A puskesmas that takes consultations on Monday mornings, one of its doctors, and a member registered there."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from backend.conversations.messages import InboundMessage, Reply
from backend.conversations.models import Conversation
from backend.conversations.service import history, receive, record_answer
from backend.handover.accounts import add_agent
from backend.handover.models import Agent
from backend.identity.viewer import VERIFIED, Viewer
from backend.membership.models import Member
from backend.privacy.audit import Access
from backend.teleconsultation import service
from backend.teleconsultation.models import Consultation, ConsultationHours
from backend.teleconsultation.people import Asked
from backend.teleconsultation.service import Wish
from tests.support.fktps import few_facilities
from tests.support.people import known_member

SUNDAY = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
MONDAY_0900 = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
COMPLAINT = "Batuk berdahak dan demam sejak tiga hari."


@dataclass
class Clinic:
    """What the tests of consultations need; ``now`` is the test's to move."""

    session: Session
    member: Member
    doctor: Agent
    chat: Conversation
    now: datetime = SUNDAY

    def asked(self, about: str | None = None, viewer: Member | None = None) -> Asked:
        """A request of the member (or another viewer) from their chat."""
        who = Viewer(VERIFIED, (viewer or self.member).id)
        return Asked(who, about, Access.bot(self.chat.id, "teleconsultation"), self.now)

    def wish(self, **more: Any) -> Wish:
        """A consultation at nine on Monday, nothing dangerous."""
        signs = {"breathing": False, "consciousness": False, "bleeding": False, "pregnancy": False}
        usual = {"complaint": COMPLAINT, "signs": signs, "starts_at": MONDAY_0900, "consent": True}
        return Wish(**{**usual, "share_screening": False, **more})

    def booked(self) -> Consultation:
        """The member has asked, and it is Monday at nine."""
        made = service.request(self.session, self.asked(), self.wish())
        self.now = MONDAY_0900
        return made

    def child(self, born: date = date(2023, 5, 1)) -> Member:
        """A child of the member."""
        made = Member(family=self.member.family, relation="child", name="Dimas", sex="M", birth_date=born, position=1)
        made.nik, made.card_number, made.segment, made.contribution_class = (
            "9999010105230002",
            "0009900000002",
            "PBPU",
            3,
        )
        made.status, made.fktp_code, made.fktp_name = "active", self.member.fktp_code, self.member.fktp_name
        self.session.add(made)
        self.session.flush()
        return made

    def says(self, text: str) -> None:
        """The member writes in the chat."""
        inbound = InboundMessage(self.chat.channel, self.chat.external_id, uuid4().hex, text)
        receive(self.session, inbound, now=self.now)

    def answers(self, text: str) -> None:
        """The bot answers the last that the member wrote."""
        record_answer(self.session, self.chat.id, self.chat.last_member_seq, [Reply(text)], now=self.now)

    def turn(self, said: str, answer: str) -> None:
        """The member writes, and the bot answers."""
        self.says(said)
        self.answers(answer)

    def read(self) -> list[str]:
        """What the member has been told there."""
        return [message.text for message in history(self.session, self.chat.id) if message.author != "member"]

    def later(self, **units: int) -> None:
        """Time goes by."""
        self.now += timedelta(**units)


def chat_of(session: Session, name: str) -> UUID:
    """A web chat in which somebody has written."""
    return receive(session, InboundMessage("webchat", name, uuid4().hex, "halo"), now=SUNDAY).conversation_id


@pytest.fixture
def clinic(session: Session) -> Clinic:
    """Consultations on Monday from nine to ten, fifteen minutes each."""
    few_facilities(session, SUNDAY)
    hours = {"weekday": 1, "starts": time(9), "ends": time(10), "minutes": 15}
    session.add(ConsultationHours(facility_code="A002", **hours))
    member = known_member(session, fktp_code="A002", fktp_name="Puskesmas Panyileukan")
    doctor = add_agent(session, "dokter", "dr. Wening Kartika", "doctor", "a long password", facility="A002")
    chat = session.get_one(Conversation, chat_of(session, "member"))
    chat.answered_seq = chat.last_member_seq
    session.flush()
    return Clinic(session, member, doctor, chat)
