"""The web chat's API (``/chat/v1``): sessions, messages, attachments, long poll and event stream."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, ClassVar
from uuid import UUID

from fastapi import Depends, Header, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from backend.api.deps import Db, Now
from backend.api.routes import TopicRouter
from backend.api.wakeup import Wakeup, wait_for
from backend.attachments import service as attachments
from backend.conversations import service
from backend.conversations.events import CONVERSATION_CHANNEL, TYPING_CHANNEL, tell_typing
from backend.conversations.messages import InboundMessage, is_visible, readable
from backend.conversations.messages import Location as SharedLocation
from backend.conversations.models import Conversation
from backend.conversations.tokens import conversation_of, issue_token
from backend.conversations.views import chat_view
from backend.db import looking, session_scope
from backend.errors import ServiceError
from backend.settings import get_settings
from backend.texts import language_of
from channels.webchat.limits import check_message_rate, check_session_rate
from channels.webchat.shapes import MESSAGES, STREAM, refusals

router = TopicRouter(prefix="/chat/v1", tags=["web chat"])
_EVENT_ID = re.compile(r"[0-9]{1,20}")

CHANNEL = "web"
STREAM_LIFE_S = 600
"""A stream ends by itself after ten minutes, so that a deployment or a moved connection never leaves a dead one."""
KEEP_ALIVE_S = 20
LARGEST_SEQ = 2**31 - 1
MOST_KEYS = 10_000
TYPING_S = 6.0
"""How long somebody counts as writing after the last sign of it; signs come every three seconds."""


class SessionRequest(BaseModel):
    """What a new chat says of itself."""

    locale: str | None = None
    """English for "en" and its kinds, else Indonesian."""
    greet: bool = False
    """Our own widget asks to be greeted; without it nobody speaks before the member does."""


class SessionAnswer(BaseModel):
    """The new conversation and the only key to it."""

    conversation_id: UUID
    token: str


class Location(BaseModel):
    """A point in degrees, WGS 84."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class OutgoingMessage(BaseModel):
    """A member's message; ``id`` is the client's own and makes a repeated delivery a no-op."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    text: Annotated[str, AfterValidator(readable)] | None = None
    button: str | None = Field(default=None, max_length=64)
    location: Location | None = None
    attachments: list[UUID] = Field(default=[], max_length=5)
    attachment: UUID | None = None
    """The same for one file."""

    @property
    def files(self) -> list[UUID]:
        """All files that it carries, each once."""
        return list(dict.fromkeys([*self.attachments, *([self.attachment] if self.attachment else [])]))


async def bearer(authorization: Annotated[str, Header()] = "") -> str:
    """The token of the ``Authorization: Bearer`` header.

    Raises:
        ServiceError: ``unknown_token`` (401).
    """
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise ServiceError("unknown_token", 401)
    return token


def own_conversation(request: Request, session: Db, token: Annotated[str, Depends(bearer)]) -> UUID:
    """The conversation that the token opens; refusals speak its language."""
    found = conversation_of(session, token)
    request.state.language = found.locale
    return found.id


Token = Annotated[str, Depends(bearer)]
Own = Annotated[UUID, Depends(own_conversation)]


@router.post("/sessions", status_code=201, responses=refusals(422, 429))
def open_session(request: Request, session: Db, now: Now, body: SessionRequest | None = None) -> SessionAnswer:
    """Opens a conversation; nothing personal is needed."""
    check_session_rate(request.client.host if request.client else "unknown", now)
    wished = body or SessionRequest()
    conversation_id, token = issue_token(session, CHANNEL, language_of(wished.locale or ""), now=now)
    if wished.greet:
        service.prompt_bot(session, conversation_id, "/greet", now=now)
    return SessionAnswer(conversation_id=conversation_id, token=token)


@router.post("/messages", status_code=202, responses=refusals(401, 404, 409, 413, 422, 429))
def send(body: OutgoingMessage, request: Request, token: Token, now: Now) -> dict[str, int]:
    """Stores a message; the answer comes by ``GET /messages`` or the stream.

    All of it runs in one go, not in a thread for each dependency: this is what members do most.
    """
    with session_scope() as session:
        conversation = conversation_of(session, token, lock=True)
        request.state.language = conversation.locale
        inbound = _inbound(body, conversation)
        if body.files:
            attachments.claim(session, body.files, conversation.id)
        check_message_rate(session, conversation, inbound.external_id, now)
        return {"seq": service.receive_in(session, conversation, inbound, now=now).seq}


def _inbound(body: OutgoingMessage, conversation: Conversation) -> InboundMessage:
    text = body.text if body.text and is_visible(body.text) else ""
    if not any([text, body.button, body.location, body.files]):
        raise ServiceError("empty_message", 422)
    if body.button and (text or body.location):
        raise ServiceError("two_messages", 422)
    return InboundMessage(
        channel=CHANNEL,
        chat_id=conversation.external_id,
        external_id=str(body.id),
        text=text,
        button=body.button,
        location=SharedLocation(body.location.latitude, body.location.longitude) if body.location else None,
        attachments=body.files,
    )


@router.post("/attachments", status_code=201, responses=refusals(401, 413, 415, 422, 429))
def attach(file: UploadFile, conversation_id: Own, session: Db, now: Now) -> dict[str, Any]:
    """Stores a photo or PDF, which a message may carry afterwards."""
    limit = get_settings().attachment_max_bytes
    content = file.file.read(limit + 1)
    stored = attachments.store(session, conversation_id, file.filename or "", content, now=now)
    return {"id": stored.id, "name": stored.name, "type": stored.media_type, "size": stored.size}


@router.post("/typing")
def typing(conversation_id: Own, session: Db) -> dict[str, str]:
    """Shows the agent that the member is writing; nothing of it is kept."""
    tell_typing(session, conversation_id, "member")
    return {}


class Shown(BaseModel):
    """Up to which message the chat has shown the conversation."""

    seq: int = Field(ge=0, le=LARGEST_SEQ)


@router.post("/read")
def read_upto(body: Shown, conversation_id: Own, session: Db, now: Now) -> dict[str, str]:
    """Tells the agent what was read."""
    service.mark_read(session, conversation_id, body.seq, now=now)
    return {}


class Watch:
    """Looks at the conversation that a key opens, waits for what happens there, and knows whether its agent is writing.

    Which conversation that is the first look tells, which is remembered for the next request with this key: it listens
    before it looks, and need not look twice. Whether the key still opens it is asked with every look.
    """

    _opened: ClassVar[dict[str, str]] = {}

    def __init__(self, wakeup: Wakeup, token: str) -> None:
        self._wakeup, self._token = wakeup, token
        self._conversation = self._opened.get(token, "")

    @property
    def knows_where(self) -> bool:
        """Whether one can listen before the first look."""
        return bool(self._conversation)

    @property
    def _typist(self) -> str:
        return f"{self._conversation}:agent"

    @contextmanager
    def subscribed(self) -> Iterator[asyncio.Event]:
        """An event that is set by messages and by signs of writing; look again once you listen."""
        news = self._wakeup.subscription(CONVERSATION_CHANNEL, self._conversation)
        with news as event, self._wakeup.subscription(TYPING_CHANNEL, self._typist, event):
            yield event

    def typing_left(self) -> float:
        """For how many seconds the agent still counts as writing; 0 when they are not."""
        return max(0.0, self._wakeup.typed_at(self._typist) + TYPING_S - time.monotonic())

    async def look(self, after: int) -> dict[str, Any]:
        """The conversation behind a message.

        Raises:
            ServiceError: ``unknown_token`` (401): the key opens it no longer.
        """
        conversation_id, view = await run_in_threadpool(_view, self._token, after)
        self._conversation = str(conversation_id)
        self._remember()
        return view | {"typing": view["handled_by"] == "agent" and self.typing_left() > 0}

    def _remember(self) -> None:
        if self._token not in self._opened and len(self._opened) >= MOST_KEYS:
            del self._opened[next(iter(self._opened))]
        self._opened[self._token] = self._conversation


@router.get("/messages", response_model=None, responses=MESSAGES)
async def read(
    request: Request,
    token: Token,
    after: int = 0,
    wait: Annotated[float, Field(ge=0, le=30)] = 0,
) -> dict[str, Any]:
    """Messages behind ``after``; waits up to ``wait`` seconds for the first one or for a change of who answers."""
    deadline, after = time.monotonic() + wait, min(after, LARGEST_SEQ)
    watch = Watch(request.app.state.wakeup, token)
    first = None if wait and watch.knows_where else await watch.look(after)
    if first is not None and (first["messages"] or not wait):
        return first
    with watch.subscribed() as event:
        view = await watch.look(after)
        first = first or view
        while not _news(first, view) and (left := deadline - time.monotonic()) > 0:
            await wait_for(event, min(left, watch.typing_left() or left))
            view = await watch.look(after)
    return view


@router.get("/stream", response_class=StreamingResponse, responses=STREAM)
async def stream(
    request: Request,
    token: Token,
    after: int = 0,
    last_event_id: Annotated[str | None, Header()] = None,
) -> StreamingResponse:
    """The same as server-sent events; ``Last-Event-ID`` resumes."""
    watch = Watch(request.app.state.wakeup, token)
    await watch.look(LARGEST_SEQ)  # a key that opens nothing is refused before the stream begins
    seen = int(last_event_id) if last_event_id and _EVENT_ID.fullmatch(last_event_id) else after
    start = min(seen, LARGEST_SEQ)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(watch, start), media_type="text/event-stream", headers=headers)


async def _events(watch: Watch, after: int) -> AsyncIterator[str]:
    ends = time.monotonic() + STREAM_LIFE_S
    shown: dict[str, Any] | None = None
    with watch.subscribed() as event:
        while time.monotonic() < ends:
            try:
                view = await watch.look(after)
            except ServiceError:  # the key is not valid any more; the next request is told so
                return
            if shown is None or _news(shown, view):
                after = view["messages"][-1]["seq"] if view["messages"] else after
                yield f"id: {after}\ndata: {json.dumps(view, ensure_ascii=False)}\n\n"
                shown = view
            elif not await wait_for(event, watch.typing_left() or KEEP_ALIVE_S):
                yield ": keep-alive\n\n"


def _news(first: dict[str, Any], view: dict[str, Any]) -> bool:
    return bool(view["messages"]) or any(first[k] != view[k] for k in ("handled_by", "answered_upto", "typing"))


def _view(token: str, after: int) -> tuple[UUID, dict[str, Any]]:
    with looking() as session:
        conversation = conversation_of(session, token)
        return conversation.id, chat_view(session, conversation, after=after)
