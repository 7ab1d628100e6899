"""Acting for somebody else: with their code or an agent's approval, only what is needed, and seen by the member."""

from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from helping_chat import CADRE, RINA, SITI, SITIS, Chat, change, newest_helper_code, permission, sms
from sqlalchemy import select

from backend import clock
from backend.contributions import news
from backend.contributions.models import News, PaymentWatch
from backend.conversations.models import Message
from backend.db import session_scope
from backend.demo.people import person
from backend.helpers.models import HelperSession
from backend.identity import service as identity
from backend.identity.retention import purge
from backend.identity.viewer import VERIFIED, Viewer
from backend.membership.models import Member
from backend.notifications import service as notices
from backend.privacy.audit import Access
from backend.privacy.models import AuditEntry

TURN = {"Idempotency-Key": "turn-1"}


def test_the_members_code_lets_a_helper_act_for_that_member_and_says_so(chat: Chat) -> None:
    chat.helps()
    viewer = chat.call("GET", "/identity/viewer").json()
    assert (viewer["level"], viewer["member_id"]) == (VERIFIED, SITI.member_id)
    assert chat.call("GET", "/membership/me").json()["name"] == "Siti Rahmawati"
    assert chat.prompts() == ['/helping{"value": "begun"}']
    told, asked = sms()
    assert "Rina Kader (kader)" in told and "cabut izin" in told
    assert "Rina Kader (kader kesehatan)" in asked and "dalam satu percakapan" in asked


NOT_ALLOWED = (
    *("POST /history/page", "GET /history/visits", "GET /screening", "GET /surgery/schedule", "GET /ratings/visits"),
    *("GET /privacy/overview", "POST /privacy/erase", "POST /privacy/copy", "POST /notifications/on"),
    *("GET /autodebit", "GET /membership/class-change", "POST /membership/cards", "GET /helpers/over-me"),
)


def test_what_no_errand_needs_is_refused(chat: Chat) -> None:
    chat.helps()
    for call in NOT_ALLOWED:
        method, path = call.split()
        body = {"json": {}} if method == "POST" else {}
        assert chat.code(method, path, **body) == "helper_not_allowed", call


def test_of_all_changes_only_the_clinic(chat: Chat) -> None:
    chat.helps()
    wish = {"kind": "email", "text": "x@example.com"}
    assert chat.code("POST", "/membership/changes", json=wish) == "helper_not_allowed"
    assert chat.call("GET", "/membership/fktp-change").status_code == 200


def test_a_village_officer_neither_books_nor_pays(loaded: TestClient) -> None:
    chat = Chat(loaded, "officer")
    page = chat.page("village_officer")
    page.send("identity", **SITIS, helper_name="Pak Tono", helper_kind="village_officer")
    page.send("code", code=newest_helper_code())
    assert chat.code("GET", "/queues/options") == "helper_not_allowed"
    assert chat.code("GET", "/contributions/virtual-accounts") == "helper_not_allowed"
    assert chat.call("GET", "/contributions/bill").status_code == 200


def test_the_rest_of_the_family_is_not_the_helpers_business(chat: Chat) -> None:
    family = chat.helps().call("GET", "/membership/family").json()
    assert [one["member_id"] for one in family["members"]] == [SITI.member_id]
    with session_scope() as session:
        siti = session.get_one(Member, SITI.member_id)
        other = next(one.id for one in siti.family.members if one.id != siti.id)
    assert chat.code("GET", f"/membership/me?member={other}") == "own_code_needed"


def test_every_look_stands_in_the_members_log_with_name_and_role(chat: Chat) -> None:
    chat.helps().call("GET", "/membership/me")
    own = Chat(chat.api, "siti").verified_as(SITI.member_id)
    (helper,) = own.call("GET", "/privacy/overview").json()["helpers"]
    assert (helper["name"], helper["kind"]) == ("Rina Kader", "cadre")
    assert helper["times"] >= 2
    with session_scope() as session:
        kinds = session.scalars(select(AuditEntry.actor_kind).where(AuditEntry.what == "member.overview"))
        assert set(kinds) == {"helper"}


def test_the_member_sees_who_may_act_and_takes_it_back_in_the_middle(chat: Chat) -> None:
    chat.helps()
    own = Chat(chat.api, "siti").verified_as(SITI.member_id)
    (helper,) = own.call("GET", "/helpers/over-me").json()
    revoked = [own.call("POST", f"/helpers/{helper['id']}/revoke", headers=TURN) for _ in range(2)]
    assert revoked[0].status_code == 200 and revoked[1].json() == revoked[0].json()
    assert own.call("GET", "/helpers/over-me").json() == []
    refused = chat.call("GET", "/contributions/bill").json()
    assert (refused["code"], refused["sex"], refused["name"]) == ("helper_over_revoked", "F", "S***")
    assert chat.code("GET", "/contributions/bill") == "verification_required"  # said once; never somebody else's bill


def test_somebody_elses_permission_cannot_be_revoked(chat: Chat) -> None:
    chat.helps()
    stranger = Chat(chat.api, "rina").verified_as(RINA.member_id)
    assert stranger.code("POST", f"/helpers/{permission().id}/revoke") == "permission_not_found"


def test_a_permission_whose_time_is_over_is_said_to_be_so(chat: Chat) -> None:
    chat.helps()
    change(expires_at=clock.now() - timedelta(minutes=1))
    assert chat.code("GET", "/membership/me") == "helper_over_expired"


def test_silence_ends_it_and_the_code_is_used_up(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    chat.helps()
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert chat.code("GET", "/membership/me") == "helper_over_idle"
    assert chat.code("POST", f"/helpers/{permission().id}/use") == "permission_not_found"
    assert chat.call("GET", "/helpers/helped").json() == []


def test_a_helper_goes_back_to_their_own_data(loaded: TestClient) -> None:
    chat = Chat(loaded, "rina").verified_as(RINA.member_id).helps()
    assert chat.call("GET", "/helpers/acting").json()["name"] == "S***"
    assert chat.call("DELETE", "/helpers/acting").json() == {"ended": True}
    assert chat.call("GET", "/membership/me").json()["member_id"] == RINA.member_id


def test_thirty_days_for_a_known_cadre_in_every_conversation_of_hers(loaded: TestClient) -> None:
    chat = Chat(loaded, "rina").verified_as(RINA.member_id).helps(standing="true")
    assert "selama 30 hari" in sms()[1]
    elsewhere = Chat(loaded, "elsewhere")
    assert elsewhere.call("GET", "/helpers/helped").json() == []
    elsewhere.verified_as(RINA.member_id)
    (one,) = elsewhere.call("GET", "/helpers/helped").json()
    assert (one["name"], one["standing"]) == ("S***", True)
    assert elsewhere.call("POST", f"/helpers/{one['id']}/use").status_code == 200
    assert elsewhere.call("GET", "/membership/me").json()["member_id"] == SITI.member_id
    assert len(sms()) == 2  # told at the first use only
    stranger = Chat(loaded, "stranger").verified_as(person("Hasan Basri").member_id)
    assert stranger.code("POST", f"/helpers/{one['id']}/use") == "permission_not_found"
    assert chat.call("DELETE", "/helpers/acting").json() == {"ended": True}
    assert len(chat.call("GET", "/helpers/helped").json()) == 1


def test_who_is_not_known_gets_one_conversation_only(chat: Chat) -> None:
    chat.helps(standing="true")
    found = permission()
    assert not found.standing
    assert found.expires_at < clock.now() + timedelta(hours=13)


def test_the_helpers_own_number_needs_no_permission(loaded: TestClient) -> None:
    page = Chat(loaded, "siti").verified_as(SITI.member_id).page()
    page.send("identity", **CADRE, **SITIS)
    assert "Ini nomor Bapak/Ibu sendiri" in page.page.text
    assert sms() == []


def test_nobody_acts_for_the_dead(chat: Chat) -> None:
    with session_scope() as session:
        session.get_one(Member, SITI.member_id).status_reason = "deceased"
    page = chat.page()
    page.send("identity", **CADRE, **SITIS)
    page.send("code", code=newest_helper_code())
    assert chat.prompts() == ['/helping{"value": "deceased"}']
    assert chat.code("GET", "/membership/me") == "verification_required"


def test_a_death_in_the_middle_ends_it(chat: Chat) -> None:
    chat.helps()
    with session_scope() as session:
        session.get_one(Member, SITI.member_id).status_reason = "deceased"
    assert chat.code("GET", "/contributions/bill") == "helper_over_deceased"


def test_members_with_notices_read_it_in_their_chat_too(chat: Chat) -> None:
    own = Chat(chat.api, "siti")
    with session_scope() as session:
        viewer, access = Viewer(VERIFIED, SITI.member_id), Access.bot(own.id, "notices")
        notices.switch_on(session, viewer, ["bill"], day=None, access=access, now=clock.now())
    chat.helps()
    with session_scope() as session:
        query = select(Message.text).where(Message.conversation_id == own.id, Message.author == "system")
        assert "Rina Kader (kader)" in session.scalars(query).one()


def tell_of_a_payment(key: str) -> int:
    """Money comes; gives how many conversations were told of all that came."""
    with session_scope() as session:
        family_id = session.get_one(Member, SITI.member_id).family_id
        news.tell_family(session, family_id, key, "paid", {}, now=clock.now())
        session.flush()
        return len(session.scalars(select(News)).all())


def test_news_of_payments_ends_with_the_permission(chat: Chat) -> None:
    chat.helps()
    with session_scope() as session:
        news.watch(session, chat.id, session.get_one(Member, SITI.member_id).family_id, now=clock.now())
    assert tell_of_a_payment("first") == 1
    change(state="revoked")
    assert tell_of_a_payment("second") == 1
    change(state="active")
    assert chat.call("DELETE", "/helpers/acting").json() == {"ended": True}
    assert tell_of_a_payment("third") == 1


def test_what_is_long_over_is_forgotten_and_news_with_it(chat: Chat) -> None:
    chat.helps()
    with session_scope() as session:
        news.watch(session, chat.id, session.get_one(Member, SITI.member_id).family_id, now=clock.now())
        assert purge(session, now=clock.now() + timedelta(days=2)) > 0
        assert session.scalars(select(HelperSession)).all() == []
        assert session.scalars(select(PaymentWatch)).all() == []


def test_verifying_oneself_ends_helping(chat: Chat) -> None:
    chat.helps()
    with session_scope() as session:
        identity.verify_by_agent(session, chat.id, RINA.member_id, uuid4(), clock.now())
    assert chat.call("GET", "/membership/me").json()["member_id"] == RINA.member_id
