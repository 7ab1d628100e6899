"""Acting for somebody else: with their code or an agent's approval, only what is needed, and seen by the member."""

import random
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select, text

from backend import clock
from backend.contributions import news
from backend.contributions.models import News, PaymentWatch
from backend.conversations.models import Message
from backend.conversations.service import open_conversation
from backend.db import session_scope
from backend.demo import contributions, membership
from backend.demo.people import person
from backend.helpers import granting
from backend.helpers.models import HelperPermission, HelperSession
from backend.helpers.scope import SERVICES
from backend.identity import service as identity
from backend.identity.consent import services_of
from backend.identity.helper_form import KINDS
from backend.identity.models import DemoSms, Verification
from backend.identity.retention import purge
from backend.identity.texts import text_of
from backend.identity.viewer import VERIFIED, Viewer
from backend.membership.models import Member
from backend.notifications import service as notices
from backend.privacy.audit import Access
from backend.privacy.models import AuditEntry
from backend.settings import get_settings
from tests.conftest import truncate_all
from tests.conversations.test_dialogues import PHOTO
from tests.identity.test_pages import Browser

SITI, RINA = person("Siti Rahmawati"), person("Dewi Anggraini")
SITIS = {"number": SITI.card_number, "birth_date": "14-3-1988"}
CADRE = {"helper_name": "Rina Kader", "helper_kind": "cadre"}


class Chat:
    """A conversation, as the actions call for it."""

    def __init__(self, api: TestClient, name: str) -> None:
        self.api = api
        with session_scope() as session:
            self.id: UUID = open_conversation(session, "webchat", name, now=clock.now()).id

    def call(self, method: str, path: str, **arguments: object) -> Response:
        headers = {"X-Conversation-Id": str(self.id)}
        return self.api.request(method, f"/service/v1{path}", headers=headers, **arguments)  # type: ignore[arg-type]

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
    with session_scope() as session:
        return list(session.scalars(select(DemoSms.text).order_by(DemoSms.sent_at.desc(), DemoSms.id.desc())))


TRACES = "conversations, verifications, identity_tries, identity_sessions, demo_sms, helper_permissions, audit_log"
"""What a test leaves; the members are loaded once for all of them."""


@pytest.fixture(scope="module")
def client(database: str) -> Iterator[TestClient]:
    from care165.web import create_app

    with session_scope() as session:
        for topic in (membership, contributions):
            topic.load(session, now=clock.now(), rng=random.Random(1))
            session.flush()
    with TestClient(create_app(), headers={"X-Internal-Secret": get_settings().internal_secret}) as client:
        yield client
    truncate_all()


@pytest.fixture
def loaded(client: TestClient) -> Iterator[TestClient]:
    yield client
    with session_scope() as session:
        session.execute(text(f"TRUNCATE {TRACES} CASCADE"))
        siti = session.get_one(Member, SITI.member_id)
        siti.status_reason, siti.phone = "arrears", SITI.phone


@pytest.fixture
def chat(loaded: TestClient) -> Chat:
    return Chat(loaded, "helper")


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
    assert own.call("POST", f"/helpers/{helper['id']}/revoke").status_code == 200
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


def test_who_helps_must_be_said(chat: Chat) -> None:
    page = chat.page()
    for fields, problem in (
        ({"helper_name": " ", "helper_kind": "cadre"}, "Isi nama Bapak/Ibu"),
        ({"helper_name": "Rina", "helper_kind": "boss"}, "Pilih salah satu"),
        ({"helper_name": "Rina", "helper_kind": "companion", "standing": "true"}, "satu percakapan saja"),
    ):
        page.send("identity", **SITIS, **fields)
        assert problem in page.page.text
    assert sms() == []


MORE = {"helper_name": "Pak Tono", "helper_kind": "child"}


def test_nobody_gets_more_than_the_message_told(chat: Chat) -> None:
    page = chat.page()
    told = page.send("identity", **SITIS, helper_name="Pak Tono", helper_kind="village_officer")
    page.send("identity", **SITIS, **MORE)
    assert page.heading() == "Langkah 2 dari 2: kode"
    page.send("identity", **MORE, number="1", birth_date="x")
    page.page = told
    page.send("code", code=newest_helper_code())
    assert (permission().kind, permission().standing) == ("village_officer", False)


def test_a_refused_form_leaves_nothing_behind(chat: Chat) -> None:
    chat.page().send("identity", **MORE, number="1", birth_date="x")
    with session_scope() as session:
        link = session.scalars(select(Verification)).one()
        assert (link.helper_name, link.helper_kind, link.state) == (None, "cadre", "new")


@pytest.mark.parametrize("name", ["Rina 0812", "Rina evil.com", "Rina https://t.me/x", "R", "Rina\u202e", "R" * 61])
def test_only_a_name_gets_into_the_message(chat: Chat, name: str) -> None:
    page = chat.page()
    page.send("identity", **SITIS, helper_name=name, helper_kind="cadre")
    assert "Tulis nama saja" in page.page.text
    assert sms() == []


@pytest.mark.parametrize("name", ["Bu", "H. Ma\u2019ruf Al-Amin", "\u0b95\u0bbf\u0bb0\u0bbf\u0bb7\u0bcd"])
def test_names_of_all_alphabets_are_names(chat: Chat, name: str) -> None:
    chat.page().send("identity", **SITIS, helper_name=name, helper_kind="cadre")
    assert f" {name.replace(chr(0x2019), chr(39))} (kader" in sms()[0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("locale", ["id", "en"])
def test_page_and_message_tell_all_that_is_allowed_and_no_more(chat: Chat, kind: str, locale: str) -> None:
    page = chat.page(kind)
    page.page = page.client.get(f"{page.path}?lang={locale}")
    asked = page.page.text
    page.send("identity", **SITIS, helper_name="Rina", helper_kind=kind)
    allowed = services_of(kind, clock.now().date())
    for service in SERVICES:
        words = text_of(f"service_{service}", locale)
        assert (words in sms()[0], words in page.page.text) == (service in allowed, service in allowed), service
        assert words in asked


def test_a_wrong_code_and_a_wrong_person_give_nothing(chat: Chat) -> None:
    page = chat.page()
    page.send("identity", **CADRE, **SITIS)
    wrong = "000000" if newest_helper_code() != "000000" else "111111"
    assert "Sisa 4 kali" in page.send("code", code=wrong).text
    other = chat.page()
    other.send("identity", **CADRE, number=SITI.card_number, birth_date="1-1-1990")
    assert other.heading() == "Langkah 2 dari 2: kode"  # it must not be told whether the pair exists
    assert len(sms()) == 1
    assert chat.code("GET", "/membership/me") == "verification_required"


def test_a_code_that_is_too_old(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    page = chat.page()
    page.send("identity", **CADRE, **SITIS)
    later = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "sudah lewat 5 menit" in page.send("code", code=newest_helper_code()).text


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


def asks_an_agent(chat: Chat, member: dict[str, str] = SITIS) -> Browser:
    page = chat.page("child")
    page.send("identity", helper_name="Budi", helper_kind="child", **member)
    page.page = page.client.get(f"{page.path}/approval")
    found = page.page.text.split('name="csrf" value="')[1].split('"')[0]
    form = {"csrf": found, "reason": "Ibu saya tidak punya HP dan tinggal bersama saya."}
    files = {"proof": ("kk.png", PHOTO, "image/png")}
    page.page = page.client.post(f"{page.path}/approval", data=form, files=files)
    return page


def test_a_member_without_a_phone_an_agent_approves(chat: Chat) -> None:
    with session_scope() as session:
        session.get_one(Member, SITI.member_id).phone = None
    assert asks_an_agent(chat).heading() == "Permintaan terkirim"
    assert chat.code("GET", "/membership/me") == "verification_required"
    request = permission()
    assert (request.state, request.kind, len(request.attachments)) == ("requested", "child", 1)
    with session_scope() as session:
        granting.decide(session, request.id, approve=True, note="KK cocok.", agent_id="a", now=clock.now())
    assert chat.prompts() == [f'/helping{{"value": "decided", "code": "{request.id}"}}']
    assert chat.call("POST", f"/helpers/{request.id}/use").status_code == 200
    assert chat.call("GET", "/membership/me").json()["member_id"] == SITI.member_id
    stranger = Chat(chat.api, "stranger")
    assert stranger.code("POST", f"/helpers/{request.id}/use") == "permission_not_found"


def test_a_request_for_nobody_looks_the_same_and_is_nothing(chat: Chat) -> None:
    nobody = {"number": "0009900000099", "birth_date": "14-3-1988"}
    assert asks_an_agent(chat, nobody).heading() == "Permintaan terkirim"
    with session_scope() as session:
        assert session.scalars(select(HelperPermission)).all() == []


def test_reason_and_proof_are_needed(chat: Chat) -> None:
    page = chat.page("child")
    page.send("identity", helper_name="Budi", helper_kind="child", **SITIS)
    page.page = page.client.get(f"{page.path}/approval")
    assert "Tulis alasannya" in page.send("approval", reason="HP").text
    assert "Sertakan foto atau PDF" in page.send("approval", reason="Ibu saya tidak punya HP.").text


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
