"""The console's pages without a queue, in a real browser: no findings, nothing cut off, no errors."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from backend import clock
from backend.accounts.invitations import invite
from backend.complaints.access import Asker
from backend.complaints.schemas import Filing
from backend.complaints.service import file_complaint
from backend.contributions import booking
from backend.contributions.models import Payment
from backend.db import session_scope
from backend.demo import facilities
from backend.facilities.models import Facility
from backend.handover.accounts import add_agent
from backend.handover.models import Agent
from backend.helpers.models import HelperPermission
from backend.ratings.models import FacilityRating
from tests.support.console import PASSWORD, agent, asks, signs_in, writes
from tests.support.people import known_member

Open = Callable[..., BrowserContext]
PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def desk(url: str, new_context: Open) -> Callable[..., Page]:
    """Somebody logged in; complaints of the page fail the test."""

    def opened(login: str, **options: object) -> Page:
        page = new_context(**options).new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        signs_in(page, url, login)
        return page

    return opened


def checked(page: Page, address: str) -> None:
    """No findings on a wide and on a narrow screen, and no sideways scrolling of the page."""
    page.goto(address)
    for width in (1366, 360):
        page.set_viewport_size({"width": width, "height": 768})
        found = Axe().run(page).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_steps_of_the_first_login_have_no_findings(url: str, new_context: Open) -> None:
    dewi = agent("dewi", "admin")
    with session_scope() as session:
        add_agent(session, "baru", "Baru", "agent", PASSWORD)
        admin = session.get_one(Agent, dewi)
        invitation = invite(session, admin, login="lain", name="Lain", role="agent", now=clock.now())
    page = new_context().new_page()
    checked(page, f"{url}/console/invitation/{invitation}")

    def opens(login: str) -> None:
        page.goto(f"{url}/console/login")
        page.get_by_label("Nama masuk").fill(login)
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_role("button", name="Masuk").click()

    opens("baru")
    expect(page.get_by_role("img", name="Kode QR")).to_be_visible()
    checked(page, page.url)
    opens("dewi")
    expect(page.get_by_label("Kode")).to_be_visible()
    checked(page, page.url)
    checked(page, f"{url}/console/login")
    checked(page, f"{url}/track")


def test_a_refused_form_keeps_what_was_typed(desk: Callable[..., Page], url: str) -> None:
    agent("dewi", "admin")
    page = desk("dewi")
    page.goto(f"{url}/console/admin/accounts")
    form = page.locator("form", has=page.get_by_label("Nama masuk"))
    form.get_by_label("Nama", exact=True).fill("Budi Baru")
    form.get_by_label("Nama masuk").fill("Budi Baru!")
    form.get_by_role("button").click()
    expect(page.locator("#notice")).to_contain_text("huruf kecil")
    expect(form.get_by_label("Nama", exact=True)).to_have_value("Budi Baru")
    form.get_by_label("Nama masuk").fill("budi")
    form.get_by_role("button").click()
    expect(page.get_by_text("/console/invitation/")).to_be_visible()
    page.goto(f"{url}/console/admin/holidays")
    page.get_by_label("Tanggal").fill("2030-01-02")
    page.get_by_label("Nama", exact=True).fill("Rapat tahunan")
    page.get_by_role("button", name="Tambah").click()
    expect(page.get_by_text("Rapat tahunan")).to_be_visible()


def test_a_request_to_help_has_no_findings(desk: Callable[..., Page], url: str) -> None:
    agent("tari", "supervisor")
    with session_scope() as session:
        member = known_member(session).id
        usual = {"member_id": member, "helper_name": "Rina", "kind": "cadre", "method": "agent", "standing": True}
        now = clock.now()
        made = HelperPermission(**usual, state="requested", reason="Tidak punya HP", created_at=now)
        made.expires_at = now + timedelta(days=7)
        session.add(made)
        session.flush()
        permission_id = made.id
    checked(desk("tari"), f"{url}/console/helpers/{permission_id}")


def test_the_ratings_of_a_facility_have_no_findings(desk: Callable[..., Page], url: str) -> None:
    agent("tari", "supervisor")
    with session_scope() as session:
        facilities.load(session, now=clock.now(), rng=random.Random(1))
        session.flush()
        code = session.scalars(select(Facility.code)).first() or ""
        stars = {"service": 2, "waiting": 1, "cleanliness": 3, "medicine": 2, "comment": "Antre lama"}
        member = known_member(session).id
        session.add(FacilityRating(member_id=member, facility_code=code, rated_at=clock.now(), **stars))
    checked(desk("tari"), f"{url}/console/ratings/{code}")


def test_wall_keeps_itself_fresh(desk: Callable[..., Page], url: str) -> None:
    agent("tari", "supervisor")
    page = desk("tari")
    page.goto(f"{url}/console/wall")
    expect(page.locator("#wall-waiting")).to_have_text("0")
    asks(writes("chat", "halo"))
    expect(page.locator("#wall-waiting")).to_have_text("1")


def test_lists_of_complaints_and_requests_keep_themselves_fresh(desk: Callable[..., Page], url: str) -> None:
    agent("tari", "supervisor")
    page = desk("tari")
    page.goto(f"{url}/console/complaints?show=new")
    expect(page.get_by_role("link", name="Baru")).to_contain_text("0")
    filing = Filing(category="queue", chronology="Menunggu lama", reporter="family", consent_version="1", contact="08")
    with session_scope() as session:
        asker = Asker(writes("chat", "lapor"))
        ticket = file_complaint(session, filing, asker, locale="id", key=None, now=clock.now()).ticket
    expect(page.get_by_role("link", name=ticket)).to_be_visible()
    expect(page.get_by_role("link", name="Baru")).to_contain_text("1")


def test_the_list_of_payments_keeps_itself_fresh_and_one_has_no_findings(desk: Callable[..., Page], url: str) -> None:
    agent("tari", "supervisor")
    page = desk("tari")
    page.goto(f"{url}/console/payments")
    expect(page.get_by_text("Tidak ada yang menunggu keputusan.")).to_be_visible()
    with session_scope() as session:
        now = clock.now()
        facts = {"amount": 1_000, "paid_at": now, "bank": "BRI", "channel": "virtual_account", "reference": "BRI:R"}
        held = Payment(family_id=known_member(session).family_id, state="unmatched", problem="amount_mismatch", **facts)
        session.add(held)
        booking.announce(session, now)
        session.flush()
        payment_id = held.id
    expect(page.get_by_role("link", name="Rp1.000")).to_be_visible()
    checked(page, f"{url}/console/payments/{payment_id}")


def test_reports_are_drawn_and_have_no_findings(desk: Callable[..., Page], url: str) -> None:
    agent("tari", "supervisor")
    asks(writes("chat", "halo"))
    page = desk("tari")
    checked(page, f"{url}/console/reports")
    expect(page.locator(".chart canvas")).to_have_count(2)
