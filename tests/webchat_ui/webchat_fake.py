"""A small web chat server that keeps the contract of ``/chat/v1``, holds everything in memory and can misbehave."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import filetype
import uvicorn
from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from channels.webchat.files import static_response

WEBCHAT = Path(__file__).parents[2] / "channels" / "webchat"
STATIC = WEBCHAT / "static"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https://tile.openstreetmap.org; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
)
GREETING = "Selamat datang di Care Center 165. Apa yang dapat saya bantu?"
MENU = ["Cari faskes", "Cek iuran"]
TEXT_LIMIT = 4096
FILE_LIMIT = 5 * 1024 * 1024
FILE_TYPES = {"image/jpeg", "image/png", "image/webp", "application/pdf"}

Reply = dict[str, Any]


@dataclass
class Conversation:
    """One member's messages."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    accepted: dict[str, int] = field(default_factory=dict)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    handled_by: str = "bot"
    assistant: bool = False
    answered_upto: int = 0

    def add(self, author: str, text: str = "", **more: Any) -> int:
        """Adds a message and returns its number."""
        at = more.pop("at", datetime.now(UTC))
        buttons = [{"id": uuid4().hex, "title": title} for title in more.pop("buttons", [])]
        message = {"seq": len(self.messages) + 1, "author": author, "text": text, "buttons": buttons, "card": None}
        self.messages.append(message | {"at": at.isoformat(), "agent_name": None} | more)
        return len(self.messages)


class FakeChat:
    """The server's state and its moods; tests change them, the handlers read them."""

    def __init__(self) -> None:
        self.conversations: dict[str, Conversation] = {}
        self.replies: dict[str, list[Reply]] = {}
        self.refusals: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        """For an endpoint, the (status, Retry-After) of its next answers."""
        self.lost_answers = 0
        """How many messages will be stored without the client hearing of it."""
        self.silent = False
        self.official = False
        self.leaflet: str | None = None
        self.url = ""
        self.closing = False
        self._numbers = count(1)

    @property
    def conversation(self) -> Conversation:
        """The newest conversation."""
        return list(self.conversations.values())[-1]

    def texts(self, author: str) -> list[str]:
        """What an author has said in the newest conversation."""
        return [message["text"] for message in self.conversation.messages if message["author"] == author]

    def app(self) -> Starlette:
        """The server as an ASGI application."""
        routes = [
            Route("/chat/v1/sessions", self._open, methods=["POST"]),
            Route("/chat/v1/messages", self._send, methods=["POST"]),
            Route("/chat/v1/messages", self._read, methods=["GET"]),
            Route("/chat/v1/attachments", self._attach, methods=["POST"]),
            Route("/chat/embed.js", lambda request: static_response("embed.js", request, anywhere=True)),
            Route("/chat/static/leaflet/{name}", self._leaflet),
            Route("/chat/static/{name:path}", lambda request: static_response(request.path_params["name"], request)),
            Route("/chat/", self._page),
            Route("/foreign", self._foreign),
        ]
        return Starlette(routes=routes, exception_handlers={HTTPException: self._problem})

    def _own(self, request: Request) -> Conversation:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.conversations:
            raise HTTPException(401, "Percakapan tidak dikenal.")
        return self.conversations[token]

    def _refuse(self, endpoint: str) -> None:
        if self.refusals[endpoint]:
            status, after = self.refusals[endpoint].pop(0)
            raise HTTPException(status, "Mohon tunggu sebentar.", headers={"Retry-After": str(after)})

    async def _open(self, request: Request) -> Response:
        locale = (await request.json())["locale"]
        token = f"token-{next(self._numbers)}"
        self.conversations[token] = conversation = Conversation()
        text = "Welcome to Care Center 165." if locale == "en" else GREETING
        conversation.add("bot", text, buttons=MENU)
        return JSONResponse({"conversation_id": str(uuid4()), "token": token}, 201)

    async def _send(self, request: Request) -> Response:
        self._refuse("messages")
        conversation = self._own(request)
        body = await request.json()
        UUID(body["id"])
        if body["id"] not in conversation.accepted:
            self._accept(conversation, body)
        if self.lost_answers:
            self.lost_answers -= 1
            raise HTTPException(502, "Bad gateway")
        return JSONResponse({"seq": conversation.accepted[body["id"]]}, 202)

    def _accept(self, conversation: Conversation, body: dict[str, Any]) -> None:
        if set(body) - {"id", "text", "button", "location", "attachments"} or len(body) == 1:
            raise HTTPException(422, "Isi pesan tidak dikenal.")
        text = body.get("text", "")
        if len(text) > TEXT_LIMIT:
            raise HTTPException(413, "Pesan terlalu panjang.")
        if set(body.get("attachments", [])) - conversation.files:
            raise HTTPException(422, "Lampiran tidak dikenal.")
        if "button" in body:
            text = self._title(conversation, body["button"])
        seq = conversation.add("member", text)
        conversation.accepted[body["id"]] = seq
        conversation.bodies.append(body)
        if conversation.handled_by == "bot" and not self.silent:
            self.answer(conversation, seq, text)

    @staticmethod
    def _title(conversation: Conversation, button: str) -> str:
        for message in conversation.messages:
            for known in message["buttons"]:
                if known["id"] == button:
                    return str(known["title"])
        raise HTTPException(409, "Pilihan ini tidak berlaku lagi.")

    def answer(self, conversation: Conversation, seq: int, text: str) -> None:
        """Lets the bot answer one message."""
        for reply in self.replies.get(text, [{"text": f"Jawaban: {text}"}]):
            conversation.add("bot", **reply)
        conversation.answered_upto = seq

    async def _read(self, request: Request) -> Response:
        self._refuse("read")
        after, wait = int(request.query_params["after"]), float(request.query_params["wait"])
        deadline = datetime.now(UTC) + timedelta(seconds=wait)
        first = view = self._view(self._own(request), after)
        while view == first and not view["messages"] and datetime.now(UTC) < deadline and not self.closing:
            await asyncio.sleep(0.02)
            view = self._view(self._own(request), after)
        return JSONResponse(view)

    @staticmethod
    def _view(conversation: Conversation, after: int) -> dict[str, Any]:
        state: dict[str, Any] = {"handled_by": conversation.handled_by, "answered_upto": conversation.answered_upto}
        state |= {"assistant": True} if conversation.assistant else {}
        return {"messages": [dict(m) for m in conversation.messages if m["seq"] > after], **state}

    async def _attach(self, request: Request) -> Response:
        self._refuse("attachments")
        conversation = self._own(request)
        async with request.form() as form:
            file = form["file"]
            assert not isinstance(file, str)
            content, name = await file.read(), file.filename
        if len(content) > FILE_LIMIT:
            raise HTTPException(413, "Berkas lebih dari 5 MB.")
        if (kind := filetype.guess_mime(content)) not in FILE_TYPES:
            raise HTTPException(415, "Jenis berkas ini tidak diterima.")
        conversation.files.add(identifier := uuid4().hex)
        return JSONResponse({"id": identifier, "name": name, "type": kind, "size": len(content)}, 201)

    async def _leaflet(self, request: Request) -> Response:
        if self.leaflet is None:
            raise HTTPException(404, "Tidak ada.")
        if request.path_params["name"].endswith(".css"):
            return Response("", media_type="text/css")
        return Response(self.leaflet, media_type="text/javascript")

    async def _page(self, request: Request) -> Response:
        templates = Environment(loader=FileSystemLoader(WEBCHAT / "templates"), autoescape=True)
        locale = request.query_params.get("lang", "id")
        page = templates.get_template("chat.html").render(locale=locale, official=self.official)
        return HTMLResponse(page, headers={"Content-Security-Policy": CSP})

    async def _foreign(self, request: Request) -> Response:
        origin = request.query_params["chat"]
        headers = {"Content-Security-Policy": f"default-src 'self'; script-src {origin}; frame-src {origin}"}
        script = f'<script src="{origin}/chat/embed.js" async></script>'
        page = (
            f'<!doctype html><html lang="id"><title>RSUD Contoh</title><body><h1>RSUD Contoh</h1>{script}</body></html>'
        )
        return HTMLResponse(page, headers=headers)

    @staticmethod
    async def _problem(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        body = {"type": "about:blank", "title": error.detail, "detail": error.detail, "status": error.status_code}
        return JSONResponse(body, error.status_code, error.headers, media_type="application/problem+json")


class _Server(uvicorn.Server):
    """A uvicorn that says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.listening.set()


@contextmanager
def serving(chat: FakeChat) -> Iterator[FakeChat]:
    """Serves a fake chat on a free port of this machine, from its own thread."""
    config = uvicorn.Config(
        chat.app(), port=0, ws="none", lifespan="off", log_level="error", timeout_graceful_shutdown=1
    )
    server = _Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert server.listening.wait(10)
    chat.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield chat
    finally:
        chat.closing = server.should_exit = True
        thread.join(10)
