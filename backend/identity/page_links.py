"""Signed links from a chat to a page of ours, for what must not stay in the history of a chat.

A link is for one conversation and one member. It works for a quarter of an hour, as long as a verification lasts
without use, and while they stay verified there; in that time it may be opened again, since phones load a page anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from fastapi import Request
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from backend.conversations.models import Conversation
from backend.identity.service import viewer_of
from backend.identity.viewer import VERIFIED, Viewer
from backend.settings import get_settings
from backend.texts import LANGUAGES, language_of

LINK_LIFE = timedelta(minutes=15)
WhoIs = Callable[[Session, UUID, datetime], Viewer]


@dataclass(frozen=True)
class PageLink:
    """An address that works until ``expires_at``."""

    url: str
    expires_at: datetime


@dataclass(frozen=True)
class Opened:
    """A link that still works: from which conversation, for whom, and about which member."""

    conversation_id: UUID
    viewer: Viewer
    about: str


@dataclass(frozen=True)
class PageLinks:
    """The links to one page below ``path``. None opens another page: each page signs with its own ``salt``."""

    path: str
    salt: str

    def make(self, conversation_id: UUID, member_id: str, now: datetime, *, about: str | None = None) -> PageLink:
        """The link for a verified member; ``about``: whose page it is, where that is somebody else."""
        expires_at = now + LINK_LIFE
        told = [conversation_id.hex, member_id, about or member_id, int(expires_at.timestamp())]
        return PageLink(f"{get_settings().public_base_url}/{self.path}/{self._signer().dumps(told)!s}", expires_at)

    def open(self, session: Session, token: str, now: datetime, who_is: WhoIs = viewer_of) -> Opened | None:
        """What a link opens; ``None`` when it is forged or over, or its member is not verified there any more."""
        try:
            conversation, member_id, about, expires = self._signer().loads(token)
            conversation_id = UUID(conversation)
        except (BadSignature, ValueError):
            return None
        if now >= datetime.fromtimestamp(expires, UTC):
            return None
        viewer = who_is(session, conversation_id, now)
        if viewer.level < VERIFIED or viewer.member_id != member_id:
            return None
        return Opened(conversation_id, viewer, about)

    def _signer(self) -> URLSafeSerializer:
        return URLSafeSerializer(get_settings().signing_key, salt=self.salt)


def language_for(request: Request, session: Session, opened: Opened | None = None) -> str:
    """The language of such a page: as chosen on it, else that of the conversation."""
    wanted = request.query_params.get("lang", "")
    if wanted in LANGUAGES:
        return wanted
    conversation = session.get(Conversation, opened.conversation_id) if opened else None
    return language_of(conversation.locale if conversation else "")
