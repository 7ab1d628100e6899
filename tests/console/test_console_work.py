"""What agents do with a conversation beside answering it."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from backend import clock
from backend.complaints.models import Complaint
from backend.conversations.models import Conversation, Delivery
from backend.conversations.service import history, mark_read
from backend.db import session_scope
from backend.handover import held
from backend.handover.models import Agent, CardOpening, Handover, Team
from backend.handover.settings import handover_settings
from backend.identity.service import open_session
from backend.privacy.models import AuditEntry
from tests.support.console import agent_id_of, asks, claims, csrf_of, writes
from tests.support.people import known_member
from tests.support.transcripts import transcript

Browser = Callable[[str], TestClient]
HTMX = {"HX-Request": "true"}


def post(client: TestClient, path: str, **data: object) -> httpx.Response:
    return client.post(f"/console{path}", data=data | {"csrf": csrf_of(client)}, headers=HTMX)


def said_by_agents(conversation_id: UUID) -> list[str]:
    with session_scope() as session:
        return [message.text for message in history(session, conversation_id) if message.author == "agent"]


@pytest.fixture
def conversation_id(api: TestClient) -> UUID:
    return writes("chat", "halo", display_name="Siti")


@pytest.fixture
def handover_id(conversation_id: UUID, rina: str) -> UUID:
    handover_id = asks(conversation_id)
    claims(handover_id, agent_id_of(rina))
    return handover_id


@pytest.fixture
def client(browser: Browser, handover_id: UUID, rina: str) -> TestClient:
    return browser(rina)


@pytest.fixture
def member(conversation_id: UUID) -> str:
    with session_scope() as session:
        found = known_member(session)
        open_session(session, conversation_id, member_id=found.id, level=2, method="agent", now=clock.now())
        handover = select(Handover).where(Handover.conversation_id == conversation_id)
        for each in session.scalars(handover):
            each.member_id, each.identity_level = found.id, 2
        return found.id


def test_reply_can_be_taken_back_or_hurried(client: TestClient, conversation_id: UUID, handover_id: UUID) -> None:
    post(client, f"/handovers/{handover_id}/reply", text="salah <b>tulis</b>", key=uuid4())
    page = client.get(f"/console/conversations/{conversation_id}").text
    (held_id,) = set(re.findall(r'id="held-([0-9a-f-]{36})"', page))
    assert "salah &lt;b&gt;tulis" in page and said_by_agents(conversation_id) == []
    back = post(client, f"/held/{held_id}/take-back")
    assert back.text.strip() == "<template data-taken-back>salah &lt;b&gt;tulis&lt;/b&gt;</template>"
    assert post(client, f"/held/{held_id}/send").status_code == 404
    key = uuid4()
    for _ in range(2):  # the answer was lost, the page sends again
        post(client, f"/handovers/{handover_id}/reply", text="betul", key=key)
    assert post(client, f"/held/{key}/send").status_code == 204
    post(client, f"/handovers/{handover_id}/reply", text="betul", key=key)
    with session_scope() as session:
        held.send_due(session, now=clock.now() + timedelta(minutes=1))
    assert said_by_agents(conversation_id) == ["betul"]


def test_nobody_touches_a_colleagues_held_reply(
    client: TestClient, browser: Browser, bayu: str, conversation_id: UUID, handover_id: UUID
) -> None:
    key = uuid4()
    post(client, f"/handovers/{handover_id}/reply", text="milik Rina", key=key)
    other = browser(bayu)
    assert post(other, f"/held/{key}/take-back").status_code == post(other, f"/held/{key}/send").status_code == 404
    assert said_by_agents(conversation_id) == []


def test_what_may_not_have_arrived_is_sent_again_from_where_it_broke(
    browser: Browser, rina: str, bayu: str, api: TestClient
) -> None:
    conversation_id = writes("tg", "halo", channel="telegram")
    claims(asks(conversation_id), agent_id_of(rina))
    with session_scope() as session:
        seq = session.get_one(Conversation, conversation_id).last_seq
        delivery = session.get_one(Delivery, (conversation_id, seq))
        delivery.state, delivery.part, delivery.external_ids = "uncertain", 2, [7, None]
    client = browser(rina)
    page = client.get(f"/console/conversations/{conversation_id}").text
    assert f"/console/conversations/{conversation_id}/messages/{seq}/retry" in page
    assert post(browser(bayu), f"/conversations/{conversation_id}/messages/{seq}/retry").status_code == 403
    assert post(client, f"/conversations/{conversation_id}/messages/{seq}/retry").status_code == 204
    with session_scope() as session:
        delivery = session.get_one(Delivery, (conversation_id, seq))
        assert (delivery.state, delivery.part, delivery.external_ids) == ("queued", 1, [7])
    assert post(client, f"/conversations/{conversation_id}/messages/{seq}/retry").status_code == 404


def test_both_see_what_the_other_has_read(client: TestClient, conversation_id: UUID, handover_id: UUID) -> None:
    writes("chat", "masih di sana?")
    assert 'title="2 pesan belum dibaca"' in client.get("/console/queue?tab=mine").text
    client.get(f"/console/conversations/{conversation_id}")
    assert "pesan belum dibaca" not in client.get("/console/queue?tab=mine").text
    key = uuid4()
    post(client, f"/handovers/{handover_id}/reply", text="masih", key=key)
    post(client, f"/held/{key}/send")
    with session_scope() as session:
        last = session.get_one(Conversation, conversation_id).last_seq
        mark_read(session, conversation_id, last + 9, now=clock.now())
        mark_read(session, conversation_id, 1, now=clock.now())
    part = client.get(f"/console/conversations/{conversation_id}/messages?after={last}").text
    assert f'id="d-{last}" class="delivery read"' in part


def test_transfer_goes_to_people_and_teams_that_are_offered(
    client: TestClient, browser: Browser, bayu: str, conversation_id: UUID, handover_id: UUID
) -> None:
    browser(bayu)
    with session_scope() as session:
        session.add(Team(name="Rumah sakit"))
    page = client.get(f"/console/conversations/{conversation_id}").text
    choices = re.findall(r'<option value="((?:agent|team):[^"]+)">', page)
    assert len(choices) == 2
    assert post(client, f"/handovers/{handover_id}/transfer", to="agent:nobody", note="x").status_code == 422
    assert post(client, f"/handovers/{handover_id}/transfer", to=choices[1], note="").status_code == 422
    assert post(client, f"/handovers/{handover_id}/transfer", to=choices[1], note="kamar ICU").status_code == 204
    with session_scope() as session:
        assert session.get_one(Handover, handover_id).state == "waiting"
        assert any(message.text == "→ Rumah sakit: kamar ICU" for message in transcript(session, conversation_id))


def test_marks_and_snooze(client: TestClient, conversation_id: UUID, handover_id: UUID) -> None:
    post(client, f"/handovers/{handover_id}/marks", priority="P1", labels="Rujukan, <i>ICU</i>, rujukan")
    assert post(client, f"/handovers/{handover_id}/snooze", minutes="60").status_code == 204
    assert post(client, f"/handovers/{handover_id}/snooze", minutes="7").status_code == 422
    with session_scope() as session:
        handover = session.get_one(Handover, handover_id)
        assert (handover.priority, handover.labels) == ("P1", ["rujukan", "iicui"])
        assert handover.snoozed_until > clock.now() + timedelta(minutes=59)
    assert "ditunda s.d." in client.get("/console/queue?tab=mine").text


def test_supervisor_whispers_and_takes_over(
    client: TestClient, browser: Browser, tari: str, conversation_id: UUID, handover_id: UUID
) -> None:
    supervisor = browser(tari)
    assert "Bisikan untuk petugas" in supervisor.get(f"/console/conversations/{conversation_id}").text
    post(supervisor, f"/handovers/{handover_id}/note", text="tawarkan REHAB")
    assert 'class="msg whisper' in client.get(f"/console/conversations/{conversation_id}").text
    assert post(client, f"/handovers/{handover_id}/take-over").status_code == 403
    assert post(supervisor, f"/handovers/{handover_id}/take-over").status_code == 204
    assert client.get(f"/console/conversations/{conversation_id}").status_code == 404


def test_member_data_open_for_a_reason_and_a_while(
    client: TestClient, browser: Browser, tari: str, conversation_id: UUID, member: str
) -> None:
    address = f"/conversations/{conversation_id}"
    masked = client.get(f"/console{address}").text
    assert "0009******001" in masked and "0009900000001" not in masked and "9999015403880001" not in masked
    assert post(client, f"{address}/open-member", reason=" x ").status_code == 422
    assert post(client, f"{address}/open-member", reason="cek tagihan ganda").status_code == 204
    opened = client.get(f"/console{address}").text
    assert "0009900000001" in opened and "9999015403880001" in opened
    assert "0009900000001" not in browser(tari).get(f"/console{address}").text
    with session_scope() as session:
        opening = session.scalars(select(CardOpening)).one()
        assert (opening.reason, opening.member_id) == ("cek tagihan ganda", member)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.what == "member.opened")).one()
        assert (entry.member_id, entry.reason) == (member, "cek tagihan ganda")
        late = opening.opened_at - timedelta(minutes=handover_settings().opening_minutes)
        session.execute(update(CardOpening).values(opened_at=late))
    assert "0009900000001" not in client.get(f"/console{address}").text


def test_a_named_colleague_finds_the_conversation(
    client: TestClient, browser: Browser, bayu: str, conversation_id: UUID, handover_id: UUID
) -> None:
    other = browser(bayu)
    assert "tab=mentions" not in other.get("/console/").text
    post(client, f"/handovers/{handover_id}/note", text="@bayu tolong lihat")
    assert 'id="tab-mentions"' in other.get("/console/").text
    assert f"/console/conversations/{conversation_id}" in other.get("/console/queue?tab=mentions").text
    assert other.get(f"/console/conversations/{conversation_id}").status_code == 200
    assert 'id="tab-mentions"' not in other.get("/console/").text


def test_canned_texts_are_filled_in_and_ones_own_go_first(
    client: TestClient, browser: Browser, tari: str, bayu: str, conversation_id: UUID
) -> None:
    supervisor = browser(tari)
    shared = {"code": "/salam", "text": "{salam}, {nama_peserta}. Saya {nama_petugas}. {lain}", "shared": "true"}
    assert post(supervisor, "/canned", **shared).status_code == 204
    assert post(client, "/canned", code="x y", text="x").status_code == 422
    assert post(client, "/canned", **shared).status_code == 403
    page = client.get(f"/console/conversations/{conversation_id}").text
    assert re.search(r'data-text="Selamat \w+, Siti. Saya Rina. {lain}"', page)
    post(client, "/canned", code="salam", text="Halo {nama_peserta}")
    page = client.get(f"/console/conversations/{conversation_id}").text
    assert re.findall(r'data-text="([^"]+)"', page) == ["Halo Siti"]
    own = re.search(r"/console/canned/([0-9a-f-]+)/delete", client.get("/console/canned").text)
    assert post(browser(bayu), f"/canned/{own[1]}/delete").status_code == 404
    assert post(client, f"/canned/{own[1]}/delete").status_code == 204
    assert "Halo" not in client.get("/console/canned").text


def test_back_to_the_bot_asks_for_no_mark(client: TestClient, conversation_id: UUID, handover_id: UUID) -> None:
    assert post(client, f"/handovers/{handover_id}/to-bot").status_code == 204
    with session_scope() as session:
        assert session.get_one(Handover, handover_id).state == "returned"
        assert session.get_one(Conversation, conversation_id).handled_by == "bot"


def test_older_messages_are_fetched_on_demand(client: TestClient, conversation_id: UUID) -> None:
    part = client.get(f"/console/conversations/{conversation_id}/older?before=2").text
    assert re.findall(r'data-seq="(\d+)"', part) == ["1"]


def test_agents_choose_busy(client: TestClient, rina: str) -> None:
    post(client, "/presence", choice="busy")
    with session_scope() as session:
        assert session.scalars(select(Agent.presence).where(Agent.login == rina)).one() == "busy"


def test_supervisor_sets_what_people_can_do(browser: Browser, rina: str, tari: str) -> None:
    client, someone = browser(tari), agent_id_of(rina)
    assert post(client, "/teams", name="Rumah  sakit").status_code == 204
    assert post(client, "/teams", name="Rumah sakit").status_code == 409
    with session_scope() as session:
        team = session.scalars(select(Team)).one()
    wanted = {"capacity": 6, "team": team.id, "topics": ["beds", "queues"], "languages": ["id", "xx"]}
    assert post(client, f"/people/{someone}", regions="Kota Bandung,  kota  MEDAN,", **wanted).status_code == 204
    assert post(client, f"/people/{someone}", capacity=99).status_code == 422
    with session_scope() as session:
        rina_now = session.get_one(Agent, someone)
        assert (rina_now.capacity, rina_now.team_id, rina_now.languages) == (6, team.id, ["id"])
        assert (rina_now.topics, rina_now.regions) == (["beds", "queues"], ["kota bandung", "kota medan"])
    page = client.get("/console/people").text
    assert "Kapasitas 6 · Tempat tidur · Antrean faskes · Indonesia · Kota Bandung · Kota Medan" in page
    assert post(client, f"/teams/{team.id}/delete").status_code == 204
    with session_scope() as session:
        changes = set(session.scalars(select(AuditEntry.what).where(AuditEntry.what.startswith("settings."))))
    assert changes == {"settings.team_made", "settings.skills_set", "settings.team_ended"}


COMPLAINT = {"category": "queue", "chronology": "Menunggu enam jam, kartu 0009900000001", "facility": "RS Contoh"}


def test_an_agent_files_what_the_member_told_once(client: TestClient, conversation_id: UUID, member: str) -> None:
    path, form = f"/conversations/{conversation_id}/complaints", COMPLAINT | {"agreed": "true", "key": str(uuid4())}
    assert [post(client, path, **form).status_code for _ in "ab"] == [204, 204]
    with session_scope() as session:
        (complaint,) = session.scalars(select(Complaint))
        told = [each.text for each in history(session, conversation_id) if complaint.ticket in each.text]
        assert (complaint.member_id, complaint.facility_name) == (member, "RS Contoh")
        assert "0009900000001" not in complaint.chronology
        assert len(told) == 1 and complaint.access_code in told[0]
        assert [each.agent_name for each in complaint.timeline if each.code == "filed_by_agent"] == ["Rina"]
    assert complaint.ticket in client.get(f"/console/conversations/{conversation_id}").text


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"agreed": ""}, "consent_missing"),
        ({"chronology": "  "}, "text_missing"),
        ({"category": "x"}, "unknown_category"),
    ],
)
def test_no_complaint_without_consent_story_and_category(
    client: TestClient, conversation_id: UUID, wrong: dict[str, str], code: str
) -> None:
    form = COMPLAINT | {"agreed": "true"} | wrong
    refused = post(client, f"/conversations/{conversation_id}/complaints", **form)
    assert refused.headers["X-Refused"] == code and "<html" not in refused.text


def test_only_who_holds_the_conversation_files(browser: Browser, bayu: str, conversation_id: UUID, rina: str) -> None:
    asks(conversation_id)
    form = COMPLAINT | {"agreed": "true"}
    refused = post(browser(bayu), f"/conversations/{conversation_id}/complaints", **form)
    assert refused.headers["X-Refused"] == "not_your_conversation"
