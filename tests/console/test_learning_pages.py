"""The review page of the console."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import yaml
from fastapi.testclient import TestClient
from sqlalchemy import delete

from backend import clock
from backend.console.rendering import LANGUAGES, Texts
from backend.db import session_scope
from backend.learning.export import learned_file
from backend.learning.labels import labels
from backend.learning.models import LearningMessage
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
    assert "brp sih" in page and 'masked">nomor kartu<' in page and 'value="payment_history"' in page
    token = csrf_of(console)
    labelled = console.post(f"/console/learning/{unsure}", data={"csrf": token, "decided": "payment_history"})
    assert labelled.status_code == 303
    assert "brp sih" not in console.get("/console/learning").text
    assert console.post("/console/learning/export", data={"csrf": token}).status_code == 303
    assert "intent: payment_history" in learned_file().read_text("utf-8")
    learned_file().unlink()
    assert console.get("/console/learning/usage?days=30").status_code == 200


def test_a_click_shows_the_decision_where_the_message_is_and_takes_it_back(
    browser: Browser,
    tari: str,
    unsure: UUID,
) -> None:
    console = browser(tari)
    address, form = f"/console/learning/{unsure}", {"csrf": csrf_of(console)}
    nothing = console.post(address, data=form | {"decided": "other"}, headers={"HX-Request": "true"})
    assert nothing.status_code == 422 and "Pilih dulu" in nothing.text
    other = form | {"decided": "other", "other": "register_newborn"}
    labelled = console.post(address, data=other, headers={"HX-Request": "true"}).text
    assert "Maksudnya: Daftar bayi" in labelled and 'id="learning-states"' in labelled
    assert "brp sih" in console.get("/console/learning?shown=labelled").text
    late = console.post(address, data=form | {"decided": "payment_history"}, headers={"HX-Request": "true"})
    assert late.status_code == 409 and "sudah ditinjau" in late.text
    console.post(address, data=form | {"decided": "", "before": "register_newborn"})
    assert "brp sih" in console.get("/console/learning").text


def test_only_supervisors_review(browser: Browser, bayu: str, unsure: UUID) -> None:
    console = browser(bayu)
    assert console.get("/console/learning").status_code == 403
    refused = console.post(f"/console/learning/{unsure}", data={"csrf": csrf_of(console), "decided": "payment_history"})
    assert refused.status_code == 403


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_and_intent_has_a_name(language: str) -> None:
    texts = Texts(language)
    domain = yaml.safe_load((Path(__file__).parents[2] / "domain.yml").read_text("utf-8"))
    intents = {name for intent in domain["intents"] for name in intent}
    assert [label for label in {*labels(), *intents, "nlu_fallback"} if texts.find(f"labels.{label}") is None] == []
