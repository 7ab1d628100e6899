"""Files that we send: the same card reaches web chat by a signed address and Telegram by its bytes."""

from datetime import timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from backend import clock
from backend.attachments.cards import file_card, file_of, opened, with_address
from backend.attachments.service import keep_ours
from backend.attachments.settings import DAILY_LIMIT
from backend.conversations import service
from backend.conversations.messages import Reply
from backend.conversations.tokens import issue_token
from backend.db import session_scope
from backend.errors import NotFound

PDF = b"%PDF-1.4\n%%EOF\n"


def sent(channel: str = "web") -> tuple[UUID, str]:
    """A conversation that was sent a receipt, and its token."""
    now = clock.now()
    with session_scope() as session:
        conversation_id, token = issue_token(session, channel, "id", now=now)
        kept = keep_ours(session, conversation_id, "bukti bayar", PDF, now=now)
        conversation = service.lock_conversation(session, conversation_id)
        service.post(session, conversation, Reply("Ini buktinya", [], file_card(kept)), author="bot", now=now)
        return conversation_id, token


def test_web_chat_gets_an_address_of_the_file(api: TestClient) -> None:
    _, token = sent()
    view = api.get("/chat/v1/messages", headers={"Authorization": f"Bearer {token}"}).json()
    card = view["messages"][-1]["card"]
    assert (card["name"], card["media_type"]) == ("bukti bayar.pdf", "application/pdf")
    got = api.get(card["url"])
    assert got.content == PDF
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert api.get(card["url"] + "x").status_code == 404


def test_an_address_ends() -> None:
    now = clock.now()
    card = with_address({"type": "file", "id": "01900000-0000-7000-8000-000000000001"}, now)
    assert card
    token = card["url"].removeprefix("/files/")
    assert opened(token, now)
    with pytest.raises(NotFound):
        opened(token, now + timedelta(hours=14))


def test_another_conversation_cannot_send_it(api: TestClient) -> None:
    conversation_id, _ = sent()
    stranger, _ = sent()
    with session_scope() as session:
        card = service.history(session, conversation_id)[-1].card
        assert file_of(session, conversation_id, card)
        assert file_of(session, stranger, card) is None


def test_our_files_leave_the_member_theirs(api: TestClient) -> None:
    conversation_id, token = sent()
    with session_scope() as session:
        for number in range(DAILY_LIMIT):
            keep_ours(session, conversation_id, "bukti", PDF + str(number).encode(), now=clock.now())
    photo = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
    files = {"file": ("foto.png", photo, "image/png")}
    answer = api.post("/chat/v1/attachments", headers={"Authorization": f"Bearer {token}"}, files=files)
    assert answer.status_code == 201
