"""What Prometheus reads: who waits and for how long, for whoever has the token."""

from datetime import timedelta

from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from backend import clock
from backend.conversations import service
from backend.conversations.messages import InboundMessage, Receipt
from backend.db import session_scope
from backend.handover import service as handover
from backend.settings import get_settings


def figures(api: TestClient) -> dict[str, float]:
    answer = api.get("/metrics", headers={"Authorization": f"Bearer {get_settings().metrics_token}"})
    assert answer.status_code == 200
    lines = [line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


def written(session: Session, text: str) -> Receipt:
    then = clock.now() - timedelta(minutes=3)
    return service.receive(session, InboundMessage("webchat", "m", "1", text), now=then)


def test_an_unanswered_message_counts_with_its_age_and_its_job(api: TestClient) -> None:
    with session_scope() as session:
        written(session, "halo")
    found = figures(api)
    assert found["care165_unanswered_conversations"] == 1
    assert found["care165_unanswered_age_seconds"] >= 180
    assert found['care165_jobs{queue="turns",status="todo"}'] == 1
    assert found["care165_handover_wait_seconds"] == 0


def test_who_waits_for_an_agent_counts_by_priority(api: TestClient) -> None:
    with session_scope() as session:
        receipt = written(session, "mau petugas")
        then = clock.now() - timedelta(minutes=2)
        handover.request(
            session, receipt.conversation_id, reason="asked", topic="faq", priority="P2", context={}, now=then
        )
    found = figures(api)
    assert found['care165_handovers{priority="P2",state="waiting"}'] == 1
    assert found["care165_handover_wait_seconds"] >= 120


def test_nobody_else_reads_them(api: TestClient) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}):
        assert api.get("/metrics", headers=headers).status_code == 403
