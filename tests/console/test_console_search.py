"""Finding conversations again."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text

from backend import clock
from backend.complaints.access import Asker
from backend.complaints.schemas import Filing
from backend.complaints.service import file_complaint
from backend.console.limits import SEARCHES_PER_WINDOW
from backend.console.search_pages import MOST_VIEWS
from backend.db import session_scope
from backend.handover.models import Handover
from backend.privacy.models import AuditEntry
from tests.support.console import agent_id_of, asks, claims, csrf_of, writes
from tests.support.people import known_member

Browser = Callable[[str], TestClient]


@pytest.fixture
def talks(api: TestClient, rina: str, bayu: str) -> dict[str, UUID]:
    """Rina's, Bayu's and a waiting conversation; Bayu's member is known."""
    made = {
        "rina": writes("a", "ibu saya ditolak di IGD", display_name="Siti Rahmawati"),
        "bayu": writes("b", "mau bayarkan iuran yang menunggak", display_name="Budi"),
        "waiting": writes("c", "antrean penuh <b>terus</b>", display_name="Wati"),
    }
    claims(asks(made["rina"], "P1"), agent_id_of(rina))
    claims(asks(made["bayu"]), agent_id_of(bayu))
    asks(made["waiting"])
    with session_scope() as session:
        found = known_member(session, "Budi Santoso", sex="M", nik="9999011403880001")
        handover = session.scalars(select(Handover).where(Handover.conversation_id == made["bayu"])).one()
        handover.member_id, handover.identity_level, handover.labels = found.id, 2, ["denda"]
    return made


def found(client: TestClient, talks: dict[str, UUID], **wanted: object) -> set[str]:
    answer = client.post("/console/search", data=wanted | {"csrf": csrf_of(client)}, headers={"HX-Request": "true"})
    assert answer.status_code == 200, answer.text
    ids = set(re.findall(r"/console/conversations/([0-9a-f-]{36})", answer.text))
    return {name for name, conversation_id in talks.items() if str(conversation_id) in ids}


def test_everything_that_one_may_know_leads_to_the_conversation(
    browser: Browser, tari: str, talks: dict[str, UUID]
) -> None:
    client = browser(tari)
    with session_scope() as session:
        number = session.scalars(select(Handover.number).where(Handover.conversation_id == talks["bayu"])).one()
        filing = Filing(category="room_refused", chronology="Kamar penuh", reporter="family", consent_version="1")
        ticket = file_complaint(session, filing, Asker(talks["rina"]), locale="id", key=None, now=clock.now()).ticket
    ways = {
        number: {"bayu"},
        number.lower(): {"bayu"},
        ticket: {"rina"},
        "081299000101": {"bayu"},
        "0009900000001": {"bayu"},
        "0009******001": {"bayu"},
        "budi sant": {"bayu"},
        "rahmawati": {"rina"},
        "bayar iuran": {"bayu"},
        "tolak igd": {"rina"},
        "tidak ada yang begini": set(),
    }
    assert {typed: found(client, talks, q=typed) for typed in ways} == ways


def test_filters_narrow(browser: Browser, tari: str, talks: dict[str, UUID]) -> None:
    client = browser(tari)
    assert found(client, talks) == set()
    assert found(client, talks, state="waiting") == {"waiting"}
    assert found(client, talks, priority="P1") == {"rina"}
    assert found(client, talks, label="Denda") == {"bayu"}
    assert found(client, talks, channel="telegram") == set()
    assert found(client, talks, topic="complaints", q="penuh") == {"waiting"}


def test_agents_find_only_what_they_may_open(browser: Browser, rina: str, talks: dict[str, UUID]) -> None:
    client = browser(rina)
    assert found(client, talks, topic="complaints") == {"rina", "waiting"}
    assert found(client, talks, mine="true") == {"rina"}
    assert found(client, talks, q="081299000101") == set()


@pytest.mark.parametrize("number", ["0009900000001", "0009******001"])
def test_looking_for_a_number_is_recorded_and_stands_in_no_address(
    browser: Browser, tari: str, talks: dict[str, UUID], number: str
) -> None:
    client = browser(tari)
    found(client, talks, q=number)
    with session_scope() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.what == "member.search")).one()
        assert entry.member_id is not None and entry.purpose == "search"
    assert 'method="post" action="/console/search"' in client.get("/console/search").text


def test_words_found_are_marked_and_nothing_else_is_markup(browser: Browser, tari: str, talks: dict[str, UUID]) -> None:
    client = browser(tari)
    answer = client.post("/console/search", data={"q": "penuh", "csrf": csrf_of(client)}).text
    assert "antrean <mark>penuh</mark>" in answer and "<b>" not in answer


def test_searches_are_kept_without_members_numbers(
    browser: Browser, rina: str, bayu: str, talks: dict[str, UUID]
) -> None:
    client = browser(rina)

    def keep(**data: object) -> int:
        return client.post(
            "/console/search/views", data=data | {"csrf": csrf_of(client)}, headers={"HX-Request": "true"}
        ).status_code

    assert keep(name="Darurat", priority="P1") == keep(name="Darurat", priority="P1", mine="true") == 204
    assert keep(name="x", q="0009900000001") == keep(name=" ") == 422
    for n in range(MOST_VIEWS - 1):
        assert keep(name=f"Lain {n}") == 204
    assert (keep(name="Satu lagi"), keep(name="Lain 1", mine="true")) == (409, 204)
    for other_view in re.findall(r"/console/search\?view=([0-9a-f-]+)", client.get("/console/search").text)[1:]:
        client.post(f"/console/search/views/{other_view}/delete", data={"csrf": csrf_of(client)})
    (view,) = re.findall(r"/console/search\?view=([0-9a-f-]+)", client.get("/console/search").text)
    assert str(talks["rina"]) in client.get(f"/console/search?view={view}").text
    other = browser(bayu)
    assert other.get(f"/console/search?view={view}").status_code == 404
    data = {"csrf": csrf_of(client)}
    assert client.post(f"/console/search/views/{view}/delete", data=data).status_code == 303
    assert "view=" not in client.get("/console/search").text


def test_words_are_found_by_the_index(api: TestClient) -> None:
    with session_scope() as session:
        session.execute(text("SET LOCAL enable_seqscan = off"))
        query = (
            "SELECT 1 FROM messages WHERE to_tsvector('indonesian', messages.text) @@ to_tsquery('indonesian', 'iuran')"
            " AND consultation_id IS NULL"
        )
        plan = "\n".join(session.scalars(text(f"EXPLAIN {query}")))
    assert "ix_messages_words" in plan


def test_listing_members_by_searching_is_slowed_down(browser: Browser, rina: str) -> None:
    client = browser(rina)
    data = {"q": "x", "csrf": csrf_of(client)}
    answers = [client.post("/console/search", data=data).status_code for _ in range(SEARCHES_PER_WINDOW + 1)]
    assert set(answers[:-1]) == {200} and answers[-1] == 429
