"""The web chat API as design §8 promises it."""

import json
import threading
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from backend.conversations import service
from backend.conversations.events import tell_typing
from backend.conversations.messages import Reply
from backend.conversations.models import Conversation
from backend.db import session_scope
from backend.settings import get_settings
from channels.webchat.shapes import MessagesShape
from tests.support.console import asks, served
from tests.support.running import wait_until

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)


class Chat:
    def __init__(self, client: TestClient, locale: str = "id") -> None:
        opened = client.post("/chat/v1/sessions", json={"locale": locale})
        assert opened.status_code == 201
        self.client, self.id = client, opened.json()["conversation_id"]
        self.headers = {"Authorization": f"Bearer {opened.json()['token']}"}

    def send(self, **body: Any) -> Any:
        return self.client.post("/chat/v1/messages", json={"id": str(uuid.uuid4()), **body}, headers=self.headers)

    def read(self, **params: Any) -> Any:
        return self.client.get("/chat/v1/messages", params=params, headers=self.headers)


@pytest.fixture
def chat(api: TestClient) -> Chat:
    return Chat(api)


def answer(conversation_id: str, seq: int, *texts: str) -> None:
    with session_scope() as session:
        replies = [Reply(text) for text in texts]
        service.record_answer(session, uuid.UUID(conversation_id), seq, replies, now=datetime.now(UTC))


def test_a_message_is_accepted_and_shown(chat: Chat) -> None:
    sent = chat.send(text="halo")
    assert (sent.status_code, sent.json()) == (202, {"seq": 1})
    view = chat.read(after=0).json()
    shown = view["messages"][0]
    assert {key: shown[key] for key in ("seq", "author", "text", "buttons", "card")} == {
        "seq": 1, "author": "member", "text": "halo", "buttons": [], "card": None,
    }  # fmt: skip
    assert (view["handled_by"], view["answered_upto"]) == ("bot", 0)


def test_the_same_id_again_is_the_same_message(chat: Chat) -> None:
    body = {"id": str(uuid.uuid4()), "text": "halo"}
    first, second = (chat.client.post("/chat/v1/messages", json=body, headers=chat.headers) for _ in range(2))
    assert first.json() == second.json() == {"seq": 1}
    assert len(chat.read(after=0).json()["messages"]) == 1


def test_the_answer_is_read_behind_a_number(chat: Chat) -> None:
    seq = chat.send(text="halo").json()["seq"]
    answer(chat.id, seq, "halo juga")
    view = chat.read(after=seq).json()
    assert [m["text"] for m in view["messages"]] == ["halo juga"]
    assert view["answered_upto"] == seq


def test_a_message_sent_again_is_known_even_while_others_are_too_fast(chat: Chat) -> None:
    body = {"id": str(uuid.uuid4()), "text": "halo"}
    first = chat.client.post("/chat/v1/messages", json=body, headers=chat.headers)
    while chat.send(text="x").status_code == 202:
        pass
    again = chat.client.post("/chat/v1/messages", json=body, headers=chat.headers)
    assert (again.status_code, again.json()) == (202, first.json())


def test_text_that_no_database_can_keep_is_kept_as_far_as_it_can_be(chat: Chat) -> None:
    raw = b'{"id": "%s", "text": "ha\\u0000lo \\ud83d dan \\ud83d\\ude00"}' % str(uuid.uuid4()).encode()
    headers = {**chat.headers, "Content-Type": "application/json"}
    assert chat.client.post("/chat/v1/messages", content=raw, headers=headers).status_code == 202
    assert [m["text"] for m in chat.read().json()["messages"]] == ["halo \N{REPLACEMENT CHARACTER} dan 😀"]


def test_a_button_with_a_text_is_refused_rather_than_half_heard(chat: Chat) -> None:
    assert chat.send(text="halo", button="x").json()["code"] == "two_messages"


@pytest.mark.parametrize("body", [{}, {"text": "   "}, {"text": ""}, {"text": "\u200b\x00"}])
def test_an_empty_message_is_refused(chat: Chat, body: dict[str, str]) -> None:
    assert chat.send(**body).status_code == 422


def test_too_long_a_text_is_refused_and_not_stored(chat: Chat) -> None:
    refused = chat.send(text="a" * 4097)
    assert refused.status_code == 413
    assert chat.read(after=0).json()["messages"] == []


@pytest.mark.parametrize("header", ["", "Bearer wrong", "Basic abc"])
def test_without_the_token_nothing_is_read(chat: Chat, header: str) -> None:
    refused = chat.client.get("/chat/v1/messages", headers={"Authorization": header})
    assert refused.status_code == 401
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["www-authenticate"] == "Bearer"
    assert refused.json()["code"] == "unknown_token"


def test_a_problem_speaks_the_readers_language(chat: Chat) -> None:
    refusals = [
        chat.client.get("/chat/v1/messages", headers={"Accept-Language": language}) for language in ("id", "en-US")
    ]
    assert [(refusal.json()["title"], refusal.headers["content-language"]) for refusal in refusals] == [
        ("Sesi obrolan tidak dikenal. Mulai sesi baru.", "id"),
        ("This chat session is not known. Start a new one.", "en"),
    ]


@pytest.mark.parametrize(
    ("asked", "title"),
    [(None, "The message is empty."), ("en;q=0.1, id;q=0.9", "Pesan kosong."), ("fr", "The message is empty.")],
)
def test_a_problem_speaks_the_chats_language_unless_another_is_asked_for(
    api: TestClient, asked: str | None, title: str
) -> None:
    chat = Chat(api, "en")
    api.headers.pop("accept-language", None)
    headers = chat.headers | ({"Accept-Language": asked} if asked else {})
    refused = api.post("/chat/v1/messages", json={"id": str(uuid.uuid4()), "text": " "}, headers=headers)
    assert refused.json()["title"] == title


def test_numbers_out_of_range_and_bodies_without_end_are_no_breakdown(chat: Chat) -> None:
    assert chat.read(after=10**15).json()["messages"] == []
    flood = chat.client.post("/chat/v1/messages", content=b"x" * 30_000_000, headers=chat.headers)
    assert (flood.status_code, flood.headers["content-type"]) == (413, "application/problem+json")


def test_a_wrong_method_is_told_all_right_ones(chat: Chat) -> None:
    refused = chat.client.put("/chat/v1/messages")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, POST")


def test_one_chat_cannot_read_another(chat: Chat, api: TestClient) -> None:
    chat.send(text="rahasia")
    assert Chat(api).read(after=0).json()["messages"] == []


def test_too_fast_is_told_when_to_come_back(chat: Chat) -> None:
    limit = get_settings().message_rate_per_minute
    codes = [chat.send(text="x").status_code for _ in range(limit)]
    refused = chat.send(text="x")
    assert set(codes) == {202}
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 60


def test_an_unknown_button_is_refused(chat: Chat) -> None:
    assert chat.send(button="nothing").json()["code"] == "unknown_button"


def test_a_location_is_accepted_and_an_impossible_one_is_not(chat: Chat) -> None:
    assert chat.send(location={"latitude": -6.9, "longitude": 107.6}).status_code == 202
    assert chat.send(location={"latitude": 96, "longitude": 107.6}).status_code == 422


def attach(chat: Chat, name: str, content: bytes) -> Any:
    return chat.client.post("/chat/v1/attachments", files={"file": (name, content)}, headers=chat.headers)


def test_an_attachment_travels_with_a_message(chat: Chat) -> None:
    stored = attach(chat, "bukti.png", PNG)
    assert (stored.status_code, stored.json()["type"]) == (201, "image/png")
    file = stored.json()["id"]
    assert chat.send(attachments=[file]).status_code == chat.send(text="ini", attachment=file).status_code == 202
    assert [message["attachments"] for message in chat.read().json()["messages"]] == [[file], [file]]


def test_attachments_are_what_they_are_not_what_they_are_called(chat: Chat) -> None:
    assert attach(chat, "foto.png", b"MZ this is a program").status_code == 415


def test_too_large_an_attachment_is_refused(chat: Chat) -> None:
    assert attach(chat, "foto.png", PNG + bytes(get_settings().attachment_max_bytes)).status_code == 413


def test_an_attachment_of_another_chat_cannot_be_used(chat: Chat, api: TestClient) -> None:
    stored = attach(chat, "bukti.png", PNG).json()["id"]
    assert Chat(api).send(attachments=[stored]).status_code == 404


def test_our_widget_is_greeted_by_the_bot_alone(api: TestClient) -> None:
    opened = api.post("/chat/v1/sessions", json={"locale": "id", "greet": True}).json()
    headers = {"Authorization": f"Bearer {opened['token']}"}
    assert api.get("/chat/v1/messages", headers=headers).json()["messages"] == []
    with session_scope() as session:
        assert [m.payload for m, _ in service.unanswered(session, uuid.UUID(opened["conversation_id"]))] == ["/greet"]


def test_the_description_tells_what_is_answered(chat: Chat) -> None:
    chat.send(text="ini", attachment=attach(chat, "bukti.png", PNG).json()["id"])
    answer(chat.id, 1, "baik")
    MessagesShape.model_validate(chat.read().json())
    described = chat.client.get("/api/openapi.json").json()["paths"]["/chat/v1/messages"]
    read = described["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert read == {"$ref": "#/components/schemas/MessagesShape"}
    assert list(described["post"]["responses"]["429"]["content"]) == ["application/problem+json"]


@pytest.fixture
def base(committed: None) -> Iterator[str]:
    """The application on a real port: waiting requests need a real server."""
    with served() as address:
        yield address


def open_chat(base: str) -> tuple[str, dict[str, str]]:
    opened = httpx.post(f"{base}/chat/v1/sessions", json={"locale": "id"}).json()
    return opened["conversation_id"], {"Authorization": f"Bearer {opened['token']}"}


def test_a_waiting_reader_is_woken_by_the_answer(base: str) -> None:
    conversation_id, headers = open_chat(base)
    body = {"id": str(uuid.uuid4()), "text": "halo"}
    seq = httpx.post(f"{base}/chat/v1/messages", json=body, headers=headers).json()["seq"]
    begun = time.monotonic()
    threading.Timer(0.3, answer, (conversation_id, seq, "halo juga")).start()
    query = {"after": seq, "wait": 25}
    view = httpx.get(f"{base}/chat/v1/messages", params=query, headers=headers, timeout=30).json()
    assert [m["text"] for m in view["messages"]] == ["halo juga"]
    assert time.monotonic() - begun < 25, "it was the end of the wait that answered"


def test_the_stream_resumes_behind_the_last_event(base: str) -> None:
    _, headers = open_chat(base)
    for words in ("satu", "dua"):
        body = {"id": str(uuid.uuid4()), "text": words}
        httpx.post(f"{base}/chat/v1/messages", json=body, headers=headers)
    resume = {**headers, "Last-Event-ID": "1"}
    with httpx.stream("GET", f"{base}/chat/v1/stream", headers=resume, timeout=20) as stream:
        lines = stream.iter_lines()
        event = {line.partition(": ")[0]: line.partition(": ")[2] for line in iter(lambda: next(lines), "")}
    assert event["id"] == "2"
    assert "event" not in event, "clients that listen to messages do not hear events with a name"
    assert [m["text"] for m in json.loads(event["data"])["messages"]] == ["dua"]


def test_what_an_agent_writes_answers_what_was_written_before(chat: Chat) -> None:
    chat.send(text="halo")
    answer(chat.id, 1, "halo juga")
    asks(uuid.UUID(chat.id))
    seq = chat.send(text="saya ditolak").json()["seq"]
    assert chat.read().json()["answered_upto"] == 1
    with session_scope() as session:
        conversation = session.get_one(Conversation, uuid.UUID(chat.id))
        service.post(session, conversation, Reply("Saya bantu."), author="agent", now=datetime.now(UTC))
    chat.send(text="terima kasih")
    assert chat.read().json()["answered_upto"] == seq


def test_agent_and_member_see_each_other_write_and_read(chat: Chat) -> None:
    chat.send(text="halo")
    conversation_id = uuid.UUID(chat.id)
    asks(conversation_id)
    assert chat.read(after=1).json()["typing"] is False
    with session_scope() as session:
        tell_typing(session, conversation_id, "agent")
    wait_until(lambda: chat.read(after=1).json()["typing"], 10, "the sign of writing")
    signs = {"typing": {}, "read": {"seq": 1}}
    for path, body in signs.items():
        assert chat.client.post(f"/chat/v1/{path}", json=body, headers=chat.headers).status_code == 200
    with session_scope() as session:
        assert session.get_one(Conversation, conversation_id).read_seq == 1
