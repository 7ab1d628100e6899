"""What members asked about their data, at the console of the privacy officer."""

from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlalchemy import select

from backend import clock
from backend.db import session_scope
from backend.demo import membership
from backend.demo.people import person
from backend.membership.models import Member
from backend.privacy.audit import Access
from backend.privacy.models import AuditEntry
from backend.privacy.subject_requests import note
from tests.support.console import agent

Browser = Callable[[str], TestClient]


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
    page = client.get("/console/privacy")
    assert "Maria Goreti" in page.text and "alamat salah" in page.text
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found
    answer = {"outcome": "done", "text": "Sudah diperbaiki.", "csrf": found.group(1)}
    assert client.post(f"/console/privacy/{request_id}", data=answer | {"text": " "}).status_code == 422
    assert client.post(f"/console/privacy/{request_id}", data=answer).status_code == 303
    assert client.post(f"/console/privacy/{request_id}", data=answer).status_code == 409
    assert "Sudah diperbaiki." in client.get("/console/privacy?finished=true").text
    with session_scope() as session:
        read = select(AuditEntry).where(AuditEntry.member_id == member_id, AuditEntry.what == "privacy.words")
        assert session.scalars(read).first()
