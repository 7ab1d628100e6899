"""A conversation of somebody who helps, and what the tests of helping look at."""

from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select

from backend import clock
from backend.conversations.models import Message
from backend.conversations.service import open_conversation
from backend.db import session_scope
from backend.demo.people import person
from backend.helpers.models import HelperPermission
from backend.identity import service as identity
from backend.identity.models import DemoSms
from backend.identity.viewer import VERIFIED
from tests.identity.test_pages import Browser
from tests.support.texting import send_texts

SITI, RINA = person("Siti Rahmawati"), person("Dewi Anggraini")
SITIS = {"number": SITI.card_number, "birth_date": "14-3-1988"}
CADRE = {"helper_name": "Rina Kader", "helper_kind": "cadre"}


class Chat:
    """A conversation, as the actions call for it."""

    def __init__(self, api: TestClient, name: str) -> None:
        self.api = api
        with session_scope() as session:
            self.id: UUID = open_conversation(session, "webchat", name, now=clock.now()).id

    def call(self, method: str, path: str, headers: dict[str, str] | None = None, **arguments: object) -> Response:
        headers = {"X-Conversation-Id": str(self.id), **(headers or {})}
        return self.api.request(method, f"/service/v1{path}", headers=headers, **arguments)

    def verified_as(self, member_id: str) -> "Chat":
        with session_scope() as session:
            identity.open_session(session, self.id, member_id=member_id, level=VERIFIED, method="code", now=clock.now())
        return self

    def page(self, kind: str = "cadre") -> Browser:
        url = self.call("POST", "/helpers/links", json={"kind": kind}).json()["url"]
        return Browser(self.api, "/verify/" + url.split("/verify/")[1])

    def helps(self, **fields: str) -> "Chat":
        page = self.page()
        page.send("identity", **CADRE, **SITIS, **fields)
        assert page.heading() == "Langkah 2 dari 2: kode", page.page.text
        page.send("code", code=newest_helper_code())
        assert page.heading() == "Izin diberikan", page.page.text
        return self

    def prompts(self) -> list[str]:
        with session_scope() as session:
            query = select(Message.payload).where(Message.conversation_id == self.id, Message.kind == "prompt")
            return [payload or "" for payload in session.scalars(query.order_by(Message.seq))]

    def code(self, method: str, path: str, **arguments: object) -> str:
        answer = self.call(method, path, **arguments)
        return str(answer.json().get("code", answer.status_code)) if answer.content else str(answer.status_code)


def newest_helper_code() -> str:
    return sms()[0][:6]


def sms() -> list[str]:
    send_texts()
    with session_scope() as session:
        return list(session.scalars(select(DemoSms.text).order_by(DemoSms.sent_at.desc(), DemoSms.id.desc())))


def permission() -> HelperPermission:
    with session_scope() as session:
        return session.scalars(select(HelperPermission).order_by(HelperPermission.created_at.desc())).first() or (
            pytest.fail("no permission")
        )


def change(**values: object) -> None:
    with session_scope() as session:
        one = session.scalars(select(HelperPermission)).one()
        for name, value in values.items():
            setattr(one, name, value)
