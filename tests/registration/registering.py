"""Steps of a registration by chat, as the tests of this folder take them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select, update

from backend import clock
from backend.attachments.service import store
from backend.conversations.messages import InboundMessage
from backend.conversations.models import Conversation, Message
from backend.conversations.service import receive
from backend.db import session_scope
from backend.demo.people import person
from backend.identity.service import open_session
from backend.membership import repository
from backend.membership.models import FktpRoom, Member
from backend.reference.calendar import today_in_jakarta
from backend.registration import review
from backend.registration.models import Registration
from tests.conversations.test_dialogues import PHOTO

KK, NIK = "9999130101200013", "9999132005870022"
TODAY = today_in_jakarta(clock.now())
Call = Callable[..., Response]


class Chat:
    """One conversation: what is typed is masked, and read by the backend while it is answered."""

    def __init__(self, api: TestClient, name: str) -> None:
        self.api, self.name, self.count = api, name, 0
        self.id: UUID = self.types("halo")

    def types(self, words: str) -> UUID:
        self.count += 1
        inbound = InboundMessage("webchat", self.name, str(self.count), words)
        with session_scope() as session:
            receipt = receive(session, inbound, now=clock.now())
            done = update(Conversation).where(Conversation.id == receipt.conversation_id)
            session.execute(done.values(answered_seq=receipt.seq - 1))
        return receipt.conversation_id

    def verified(self, who: str) -> None:
        with session_scope() as session:
            member_id = person(who).member_id
            open_session(session, self.id, member_id=member_id, level=2, method="code", now=clock.now())

    def call(self, method: str, path: str = "", **body: Any) -> Any:
        headers = {"X-Conversation-Id": str(self.id)}
        arguments = {"json": body} if body else {}
        return self.api.request(method, f"/service/v1/registrations{path}", headers=headers, **arguments).json()

    def answer(self, receipt: str, field: str, words: str = "", code: str | None = None, **more: Any) -> Any:
        if words:
            self.types(words)
        return self.call("POST", f"/{receipt}/answers", field=field, text=words, code=code, **more)

    def photo(self) -> str:
        with session_scope() as session:
            return str(store(session, self.id, "kk.png", PHOTO, now=clock.now()).id)


def free_fktp() -> str:
    with session_scope() as session:
        return str(
            session.scalars(select(FktpRoom.facility_code).where(FktpRoom.capacity > FktpRoom.registered)).first()
        )


def documents(chat: Chat, receipt: str) -> Any:
    chat.answer(receipt, "documents", attachments=[chat.photo()])
    return chat.answer(receipt, "documents", code="done")


def new_family(chat: Chat) -> str:
    receipt: str = chat.call("POST", kind="new")["receipt"]
    chat.answer(receipt, "kk", f"kk {KK}")
    chat.answer(receipt, "person", f"nik {NIK} lahir 20-5-1987")
    chat.answer(receipt, "family", code="yes")
    chat.answer(receipt, "class", code="3")
    chat.answer(receipt, "fktp", code=free_fktp())
    chat.answer(receipt, "phone", "081299001301")
    chat.answer(receipt, "email", "joko.s@contoh.id")
    chat.answer(receipt, "bank", code="BRI")
    assert documents(chat, receipt)["missing"] == []
    return receipt


def decided(receipt: str) -> Registration:
    with session_scope() as session:
        return review.approve(session, receipt, agent_id="a", now=clock.now())


def member_by_nik(nik: str) -> Member | None:
    with session_scope() as session:
        return repository.by_nik(session, nik)


def told() -> str:
    with session_scope() as session:
        return "\n".join(session.scalars(select(Message.text).where(Message.author == "system")))
