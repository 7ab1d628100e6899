"""Teams, hours, days off, targets and categories, as an administrator sets them."""

import re
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from backend import clock
from backend.complaints.catalogue import categories
from backend.db import session_scope
from backend.errors import ServiceError
from backend.handover.models import Agent, Team
from backend.privacy.models import AuditEntry
from backend.sla import policy
from backend.sla.administration import minutes, shifts
from tests.support.console import agent, log_in

ADMIN = "/console/admin"


@pytest.fixture
def dewi(api: TestClient) -> TestClient:
    agent("dewi", "admin")
    client = TestClient(api.app, follow_redirects=False)
    log_in(client, "dewi")
    return client


def post(client: TestClient, path: str, **data: str) -> int:
    csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/console/account").text)
    assert csrf
    return client.post(f"{ADMIN}{path}", data={"csrf": csrf.group(1), **data}).status_code


def audited() -> list[str]:
    with session_scope() as session:
        found = select(AuditEntry.what).where(AuditEntry.what.startswith("settings.")).order_by(AuditEntry.id)
        return list(session.scalars(found))


def test_teams_are_made_renamed_and_ended(dewi: TestClient) -> None:
    rina = agent("rina")
    assert post(dewi, "/teams", name="Rumah sakit") == 303
    assert post(dewi, "/teams", name="Rumah sakit") == 409
    with session_scope() as session:
        team_id = session.scalars(select(Team.id)).one()
    assert post(dewi, f"/teams/{team_id}/name", name="Faskes") == 303
    with session_scope() as session:
        session.get_one(Agent, rina).team_id = team_id
    assert "Faskes" in dewi.get(f"{ADMIN}/teams").text
    assert post(dewi, f"/teams/{team_id}/end") == 303
    with session_scope() as session:
        assert session.get_one(Agent, rina).team_id is None
    assert audited() == ["settings.team_made", "settings.team_renamed", "settings.team_ended"]


def test_hours_with_split_shifts_and_days_off_are_what_is_counted_in(dewi: TestClient) -> None:
    week = {"mon": "08:00-12:00, 13.00 - 17.00", "sat": "20:00-24:00", "zone": "Asia/Makassar"}
    assert post(dewi, "/hours/office", **week, national_holidays="true") == 303
    day = clock.now().date() + timedelta(days=3)
    assert post(dewi, "/holidays", day=day.isoformat(), name="Ulang tahun kantor") == 303
    with session_scope() as session:
        office = policy.calendar(session, "office")
        assert (office.zone, [len(spans) for spans in office.weekly.values() if spans]) == ("Asia/Makassar", [2, 1])
        assert office.closed_on == [day]
        assert policy.calendar(session, "agents").weekly is None
    page = dewi.get(f"{ADMIN}/hours").text
    assert "08:00-12:00, 13:00-17:00" in page and "20:00-24:00" in page
    assert "Ulang tahun kantor" in dewi.get(f"{ADMIN}/holidays").text
    assert post(dewi, f"/holidays/{day}/remove") == 303
    assert post(dewi, "/hours/office", mon="8 sampai 12", zone="Asia/Jakarta") == 422
    assert post(dewi, "/hours/office", mon="12:00-08:00", zone="Asia/Jakarta") == 422
    assert post(dewi, "/hours/office", zone="Asia/Jakarta") == 422
    assert post(dewi, "/hours/agents", always="true", zone="Asia/Jakarta") == 303
    assert audited() == ["settings.hours", "settings.day_off", "settings.day_on", "settings.hours"]


def test_targets_are_set_and_only_changes_recorded(dewi: TestClient) -> None:
    fields = dict(re.findall(r'name="((?:handover|complaint)\.P\d\.\w+)" value="(\d+)"', dewi.get(f"{ADMIN}/sla").text))
    assert len(fields) == 18
    assert post(dewi, "/sla", **(fields | {"handover.P1.first_reply": "2"})) == 303
    assert post(dewi, "/sla", **(fields | {"handover.P1.first_reply": "0"})) == 422
    with session_scope() as session:
        assert policy.target(session, "handover", "P1").first_reply == 2
        assert policy.target(session, "handover", "P2").first_reply == int(fields["handover.P2.first_reply"])
    assert audited() == ["settings.target"]


def test_categories_have_their_own_time_or_that_of_their_priority(dewi: TestClient) -> None:
    empty = {f"{code}.{priority}": "" for code in categories() for priority in policy.PRIORITIES}
    assert post(dewi, "/categories", **(empty | {"app.P3": "60"})) == 303
    with session_scope() as session:
        assert policy.target(session, "complaint", "P3", "app").resolution == 60
        usual = policy.target(session, "complaint", "P3", "queue").resolution
    assert post(dewi, "/categories", **empty) == 303
    assert post(dewi, "/categories") == 422
    with session_scope() as session:
        assert policy.target(session, "complaint", "P3", "app").resolution == usual


@pytest.mark.parametrize("typed", ["8-12", "08:00", "08:00-12:00; 13:00-17:00", "aa:bb-cc:dd"])
def test_shifts_that_cannot_be_read(typed: str) -> None:
    with pytest.raises(ServiceError, match="shift_wrong"):
        shifts(typed)


@pytest.mark.parametrize("typed", ["", "0", "-5", "1.5", "999999", "²"])
def test_minutes_that_are_none(typed: str) -> None:
    with pytest.raises(ServiceError, match="minutes_wrong"):
        minutes(typed)


def test_national_holidays_are_shown(dewi: TestClient) -> None:
    page = dewi.get(f"{ADMIN}/holidays").text
    assert f"1 Jan {date.today().year + 1}" in page  # noqa: DTZ011 - any of the next year
