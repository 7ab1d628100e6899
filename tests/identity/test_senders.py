"""Every way to send a code keeps the same promises."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.identity.models import DemoSms
from backend.identity.senders import (
    CodeSender,
    ConsoleSender,
    HttpGatewaySender,
    NoSender,
    SenderError,
    configured_sender,
)
from backend.settings import Settings, get_settings

Sent = Callable[[], list[str]]


class Gateway(ThreadingHTTPServer):
    """A text message gateway that keeps what it gets, or answers with an error."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.received: list[dict[str, Any]] = []
        self.status = 202

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/sms"


class Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.received.append(body | {"authorization": self.headers["Authorization"]})
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with Gateway() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(params=["console", "gateway"])
def implementation(request: pytest.FixtureRequest, session: Session, now: datetime) -> tuple[CodeSender, Sent]:
    if request.param == "console":
        return ConsoleSender(session, now), lambda: [sms.text for sms in session.scalars(select(DemoSms))]
    server: Gateway = request.getfixturevalue("gateway")
    return HttpGatewaySender(server.url, "secret"), lambda: [body["text"] for body in server.received]


def test_a_sent_text_arrives_once_and_unchanged(implementation: tuple[CodeSender, Sent]) -> None:
    sender, sent = implementation
    sender.send("+6281299000101", "123456 adalah kode – jangan berikan")
    assert sent() == ["123456 adalah kode – jangan berikan"]


def test_the_gateway_gets_the_number_and_the_token(gateway: Gateway) -> None:
    HttpGatewaySender(gateway.url, "secret").send("+6281299000101", "x")
    assert gateway.received == [{"to": "+6281299000101", "text": "x", "authorization": "Bearer secret"}]


def test_the_demo_inbox_does_not_show_the_number(session: Session, now: datetime) -> None:
    ConsoleSender(session, now).send("+6281299000101", "x")
    assert session.scalars(select(DemoSms.phone)).all() == ["0812*****101"]


@pytest.mark.parametrize("status", [400, 500, 503])
def test_a_gateway_that_refuses_is_an_error(gateway: Gateway, status: int) -> None:
    gateway.status = status
    with pytest.raises(SenderError) as refused:
        HttpGatewaySender(gateway.url, None).send("+6281299000101", "x")
    assert refused.value.not_accepted == (status == 503)


def test_nobody_answering_is_an_error_after_which_nothing_is_on_its_way() -> None:
    with pytest.raises(SenderError) as refused:
        HttpGatewaySender("http://127.0.0.1:9/sms", None, timeout_s=1).send("+6281299000101", "x")
    assert refused.value.not_accepted


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"demo": True, "sms_gateway_url": None}, ConsoleSender),
        ({"demo": True, "sms_gateway_url": "http://sms.invalid"}, HttpGatewaySender),
        ({"demo": False, "sms_gateway_url": None}, NoSender),
    ],
)
def test_real_members_never_get_the_demo_inbox(
    session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], kind: type
) -> None:
    settings: Settings = get_settings().model_copy(update=changes)
    monkeypatch.setattr("backend.identity.senders.get_settings", lambda: settings)
    assert isinstance(configured_sender(session, now), kind)
