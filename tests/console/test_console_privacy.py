"""What members asked about their data, at the console of the privacy officer."""

from collections.abc import Callable
from uuid import uuid4

from fastapi.testclient import TestClient
from sqlalchemy import select

from backend import clock
from backend.conversations.models import ConsoleEvent
from backend.db import session_scope
from backend.demo import membership
from backend.demo.people import person
from backend.membership.models import Member
from backend.privacy.audit import Access
from backend.privacy.models import AuditEntry
from backend.privacy.subject_requests import note
from tests.support.console import agent

Browser = Callable[[str], TestClient]


def reads(member_id: str) -> int:
    with session_scope() as session:
        read = select(AuditEntry).where(AuditEntry.member_id == member_id, AuditEntry.what == "privacy.words")
        return len(session.scalars(read).all())


def test_the_officer_reads_and_answers(browser: Browser, committed: None) -> None:
    import random
    import re

    agent("laksmi", "privacy")
    member_id = person("Maria Goreti").member_id
    with session_scope() as session:
        membership.load(session, now=clock.now(), rng=random.Random(1))
        session.flush()
        member = session.get_one(Member, member_id)
        asked = note(session, member, "correct", access=Access("system", "test"), now=clock.now(), words="alamat salah")
        request_id = asked.id
    client = browser("laksmi")
    for _ in range(2):
        listed = client.get("/console/privacy").text
        assert asked.number in listed and "Maria" not in listed and "alamat salah" not in listed
    assert reads(member_id) == 0, "a list that keeps itself fresh opens nothing"
    page = client.get(f"/console/privacy/{request_id}")
    assert "Maria Goreti" in page.text and "alamat salah" in page.text
    assert reads(member_id) == 1
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found
    answer = {"outcome": "done", "text": "Sudah diperbaiki.", "csrf": found.group(1)}
    assert client.post(f"/console/privacy/{request_id}", data=answer | {"text": " "}).status_code == 422
    assert client.post(f"/console/privacy/{request_id}", data=answer).status_code == 303
    assert client.post(f"/console/privacy/{request_id}", data=answer).status_code == 409
    assert asked.number in client.get("/console/privacy?finished=true").text
    assert "Sudah diperbaiki." in client.get(f"/console/privacy/{request_id}").text
    with session_scope() as session:
        told = session.scalars(select(ConsoleEvent.kind).where(ConsoleEvent.kind == "privacy")).all()
        assert len(told) == 2, "that it came, and that it was answered"
    assert client.get(f"/console/privacy/{uuid4()}").status_code == 404
