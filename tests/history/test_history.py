"""Past visits: whose, and to whom they are shown."""

from datetime import datetime

import pytest
from fastapi.testclient import TestClient

from backend.api.deps import current_time
from backend.conversations.models import Conversation
from backend.db import session_scope
from backend.demo.people import person
from backend.identity.service import open_session

URL = "/service/v1/history/visits"
SITI, DEDI, RAKA, HASAN = (
    person(name).member_id for name in ("Siti Rahmawati", "Dedi Kurniawan", "Raka Kurniawan", "Hasan Basri")
)


@pytest.fixture
def client(demo: None, api: TestClient, now: datetime) -> TestClient:
    """The service API on the demonstration data."""
    api.app.dependency_overrides[current_time] = lambda: now
    return api


def headers(member_id: str | None, now: datetime) -> dict[str, str]:
    with session_scope() as session:
        talk = Conversation(channel="webchat", external_id=str(member_id), created_at=now, updated_at=now)
        session.add(talk)
        session.flush()
        if member_id:
            open_session(session, talk.id, member_id=member_id, level=2, method="code", now=now)
        return {"X-Conversation-Id": str(talk.id)}


def test_visits_and_who_may_see_them(client: TestClient, now: datetime) -> None:
    siti = headers(SITI, now)
    own = client.get(URL, params={"limit": 1}, headers=siti).json()
    assert (own["total"], [visit["facility_name"] for visit in own["visits"]]) == (2, ["RSUP Dr. Hasan Sadikin"])
    assert set(own["visits"][0]) == {"date", "facility", "facility_name", "poli", "poli_name", "care"}
    older = client.get(URL, params={"limit": 1, "offset": 1}, headers=siti).json()
    assert older["visits"][0]["poli"] == "001"

    child = client.get(URL, params={"member": RAKA}, headers=siti).json()
    assert (child["name"], child["total"]) == ("Raka Kurniawan", 1)

    refused = {
        DEDI: (403, "own_code_needed"),
        HASAN: (404, "member_not_found"),
    }
    for member, expected in refused.items():
        answer = client.get(URL, params={"member": member}, headers=siti)
        assert (answer.status_code, answer.json()["code"]) == expected
    anonymous = client.get(URL, headers=headers(None, now))
    assert (anonymous.status_code, anonymous.json()["code"]) == (401, "verification_required")
    surgery = client.get("/service/v1/surgery/schedule", headers=headers(HASAN, now)).json()
    assert [entry["procedure"] for entry in surgery["surgeries"]] == ["Pemasangan ring jantung"]
