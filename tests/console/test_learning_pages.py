"""The review page of the console."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete

from backend import clock
from backend.console.rendering import LANGUAGES, Texts
from backend.db import session_scope
from backend.learning.labels import labels
from backend.learning.models import LearningMessage
from backend.learning.review import learned_file
from tests.support.console import csrf_of

Browser = Callable[[str], TestClient]


@pytest.fixture
def unsure(api: TestClient) -> Iterator[UUID]:
    made = LearningMessage(
        id=uuid4(), conversation_id=uuid4(), seq=1, said_at=clock.now(), text="brp sih ⟦card⟧", reason="unsure",
        understood="inform", confidence=0.4, useless=False,
        suggestions=[{"label": "payment_history", "confidence": 0.4}],
    )  # fmt: skip
    with session_scope() as session:
        session.add(made)
    yield made.id
    with session_scope() as session:
        session.execute(delete(LearningMessage))


def test_one_click_labels_a_message_and_the_export_goes_to_the_training(
    browser: Browser,
    tari: str,
    unsure: UUID,
) -> None:
    console = browser(tari)
    page = console.get("/console/learning").text
    assert "brp sih" in page and "⟦card⟧" not in page and 'value="payment_history"' in page
    token = csrf_of(console)
    labelled = console.post(f"/console/learning/{unsure}", data={"csrf": token, "label": "payment_history"})
    assert labelled.status_code == 303
    assert "brp sih" not in console.get("/console/learning").text
    assert console.post("/console/learning/export", data={"csrf": token}).status_code == 303
    assert "intent: payment_history" in learned_file().read_text("utf-8")
    learned_file().unlink()
    assert console.get("/console/learning/usage?days=30").status_code == 200


def test_only_supervisors_review(browser: Browser, bayu: str, unsure: UUID) -> None:
    console = browser(bayu)
    assert console.get("/console/learning").status_code == 403
    refused = console.post(f"/console/learning/{unsure}", data={"csrf": csrf_of(console), "label": "payment_history"})
    assert refused.status_code == 403


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_has_a_name(language: str) -> None:
    texts = Texts(language)
    assert [label for label in (*labels(), "nlu_fallback") if texts.find(f"labels.{label}") is None] == []
