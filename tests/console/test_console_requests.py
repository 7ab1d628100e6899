"""Agents decide on changes and registrations after a look at their documents."""

import random
from collections.abc import Callable
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from backend import clock
from backend.attachments.service import store
from backend.conversations.models import Message
from backend.conversations.service import open_conversation
from backend.db import session_scope
from backend.demo import membership
from backend.demo.people import person
from backend.identity.viewer import Viewer
from backend.membership import changes
from backend.membership.asking import Asking
from backend.membership.drafts import Wish, draft
from backend.membership.models import Member
from backend.reference.calendar import today_in_jakarta
from tests.conversations.test_dialogues import PHOTO
from tests.support.console import agent, csrf_of

Browser = Callable[[str], TestClient]


@pytest.fixture
def receipt(api: TestClient) -> str:
    """A corrected name that waits for an agent."""
    now = clock.now()
    with session_scope() as session:
        membership.load(session, now=now, rng=random.Random(1))
        conversation: UUID = open_conversation(session, "webchat", "somebody", now=now).id
        photo = store(session, conversation, "ktp.png", PHOTO, now=now).id
        viewer = Viewer(2, person("Siti Rahmawati").member_id)
        asking = Asking(viewer, conversation, "id", now, today_in_jakarta(now))
        wish = Wish("correction", field="name", text="Siti Rahmawatie", attachments=(photo,))
        change = changes.confirm(session, draft(session, wish, asking).id, asking)
        return str(change.receipt)


def name_now() -> str:
    with session_scope() as session:
        return session.get_one(Member, person("Siti Rahmawati").member_id).name


def test_an_agent_looks_and_approves(browser: Browser, rina: str, receipt: str) -> None:
    console = browser(rina)
    assert receipt in console.get("/console/requests").text
    page = console.get(f"/console/requests/{receipt}").text
    assert "Siti Rahmawatie" in page
    assert "Pembetulan data" in page
    link = page.split(f"/console/requests/{receipt}/files/")[1].split('"')[0]
    assert console.get(f"/console/requests/{receipt}/files/{link}").content == PHOTO
    data = {"csrf": csrf_of(console), "decision": "approve"}
    assert console.post(f"/console/requests/{receipt}", data=data).status_code == 303
    assert name_now() == "Siti Rahmawatie"
    assert receipt not in console.get("/console/requests").text


def test_a_refusal_needs_a_reason_that_the_member_is_told(browser: Browser, rina: str, receipt: str) -> None:
    console = browser(rina)
    data = {"csrf": csrf_of(console), "decision": "refuse"}
    assert console.post(f"/console/requests/{receipt}", data=data).status_code == 422
    assert console.post(f"/console/requests/{receipt}", data=data | {"note": "KTP buram."}).status_code == 303
    assert name_now() == "Siti Rahmawati"
    with session_scope() as session:
        told = session.scalars(select(Message.text).where(Message.author == "system")).all()
    assert "KTP buram." in told[0]


def test_only_with_the_form_of_this_login(browser: Browser, rina: str, receipt: str) -> None:
    console = browser(rina)
    answer = console.post(f"/console/requests/{receipt}", data={"decision": "approve"})
    assert (answer.status_code, name_now()) == (403, "Siti Rahmawati")


def test_not_for_those_who_administer(browser: Browser, receipt: str) -> None:
    agent("dewi", "admin")
    console = browser("dewi")
    assert console.get("/console/requests").status_code == 403
    assert console.get(f"/console/requests/{receipt}").status_code == 403
