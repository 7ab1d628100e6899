"""Asking about a place notes its regency and no more; else that of a verified member's own facility counts."""

from datetime import datetime
from uuid import uuid4

from fastapi.testclient import TestClient
from sqlalchemy import select

from backend.conversations.models import ContactRegion, Conversation
from backend.db import session_scope
from backend.facilities.importer import import_facilities
from backend.identity.service import verify_by_agent
from tests.support.people import known_member

CSV = """code,name,type,latitude,longitude,regency_code,aliases
S1,RSUD Sleman,hospital,-7.6905,110.3415,3404,
K1,RSUD Wates,hospital,-7.8610,110.1520,3401,
P1,Puskesmas Mergangsan,puskesmas,-7.8100,110.3700,3471,
"""


def region() -> str | None:
    with session_scope() as session:
        return session.scalar(select(ContactRegion.regency_code).order_by(ContactRegion.day.desc()).limit(1))


def test_every_question_about_a_place(api: TestClient, now: datetime) -> None:
    with session_scope() as session:
        import_facilities(session, CSV.splitlines(keepends=True), now=now)
        talk = Conversation(channel="webchat", external_id="r", created_at=now, updated_at=now)
        session.add(talk)
        member = known_member(session, fktp_code="P1", fktp_name="Puskesmas Mergangsan")
        session.flush()
        verify_by_agent(session, talk.id, member.id, uuid4(), now)
        conversation_id = talk.id
    assert region() == "3471", "at home"
    asked = [
        ("facilities/find?q=kulon progo", "3401"),
        ("facilities/find?lat=-7.69&lon=110.34", "3404"),
        ("facilities/find?q=besok", "3404"),
        ("facilities/search?q=rsud wates", "3401"),
        ("facilities/P1", "3471"),
        ("beds/find?facility=rsud sleman", "3404"),
        ("facilities/places?q=kota magelang", "3371"),
        ("queues/doctor-schedule?facility=S1", "3404"),
    ]
    for path, expected in asked:
        api.get(f"/service/v1/{path}", headers={"X-Conversation-Id": str(conversation_id)})
        assert region() == expected, path
    stranger = api.get("/service/v1/facilities/P1", headers={"X-Conversation-Id": str(uuid4())})
    assert stranger.status_code == api.get("/service/v1/facilities/P1").status_code == 200
