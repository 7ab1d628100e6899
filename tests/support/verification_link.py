"""A verification link without a browser, and somebody who hears what comes of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.identity import codes, verification
from backend.identity.hooks import AgentReason
from backend.identity.models import Verification
from backend.membership.models import Member


class Listener:
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[tuple[UUID, str]] = []

    def verified(self, _session: Session, conversation_id: UUID, member: Member, _now: datetime) -> None:
        self.heard.append((conversation_id, member.name))

    def needs_agent(self, _session: Session, conversation_id: UUID, reason: AgentReason, _now: datetime) -> None:
        self.heard.append((conversation_id, reason))


class Page:
    """One link, used as the page uses it."""

    def __init__(self, session: Session, conversation_id: UUID, sender: object, now: datetime) -> None:
        self.session, self.sender, self.now = session, sender, now
        self.link = verification.start_verification(session, conversation_id, now)
        self.found = verification.find_verification(session, self.link.url.rpartition("/")[2])

    def open(self) -> Verification:
        assert self.found is not None
        return self.found

    def identity(self, number: str, born: str, **helper: object) -> object:
        typed = {"number_text": number, "birth_text": born}
        return verification.submit_identity(
            self.session, self.open(), **typed, sender=self.sender, now=self.now, **helper
        )

    def code(self, typed: str) -> codes.CodeChecked:
        return verification.submit_code(self.session, self.open(), typed, self.now)

    def resend(self) -> codes.CodeSent:
        return verification.resend(self.session, self.open(), self.sender, self.now)
