"""Diagnoses: on signed pages only, for a doctor with the member's code, and every look is seen by the member."""

import random
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text

from backend.api.deps import current_time
from backend.db import session_scope
from backend.demo import facilities, history, membership, queues
from backend.history.sharing import SHARE_LIFE
from backend.identity.page_links import LINK_LIFE
from backend.identity.service import end_session
from backend.privacy.models import AuditEntry
from backend.reference.calendar import JAKARTA
from backend.settings import get_settings
from tests.history.test_history import DEDI, HASAN, RAKA, SITI, headers

HISTORY = "/service/v1/history"
DIAGNOSIS = "Penyakit jantung koroner"
CODE = re.compile(r"\b[A-Z2-9]{5}-[A-Z2-9]{5}\b")
DOCTOR = {"name": "dr. Contoh", "facility": "RSUD Ulin"}


@pytest.fixture
def at(api: TestClient, now: datetime) -> Callable[..., TestClient]:
    """The application, with the demonstration's visits and letters, at a moment after ``now``."""
    with session_scope() as session:
        for topic in (facilities, membership, queues, history):
            topic.load(session, now=now, rng=random.Random(165))
            session.flush()

    def later(passed: timedelta = timedelta()) -> TestClient:
        api.app.dependency_overrides[current_time] = lambda: now + passed
        return api

    return later


At = Callable[..., TestClient]


def code_of(client: TestClient, who: dict[str, str]) -> str:
    """The code that a member makes on their page."""
    path = path_of(client.post(f"{HISTORY}/page", headers=who).json()["url"])
    assert not CODE.search(client.get(path).text)
    found = CODE.search(client.post(f"{path}/code").text)
    assert found
    return found[0]


def path_of(url: str) -> str:
    return url.removeprefix(get_settings().public_base_url)


def test_the_page_shows_diagnoses_after_a_tap_only(at: At, now: datetime) -> None:
    hasan, client = headers(HASAN, now), at()
    path = path_of(client.post(f"{HISTORY}/page", headers=hasan).json()["url"])
    looked = client.get(path)
    assert (looked.status_code, DIAGNOSIS in looked.text, looked.headers["Cache-Control"]) == (200, False, "no-store")
    tapped = client.post(path, params={"lang": "en"})
    assert all(words in tapped.text for words in (DIAGNOSIS, "Aspirin 80 mg", "dr. Fadli Rahman", "Control letter"))
    with session_scope() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.what == "history.record")).all()
        assert [(entry.actor_kind, entry.member_id) for entry in entries] == [("member", HASAN)]
        assert not [value for value in session.scalars(text("SELECT diagnosis FROM visit_records")) if " " in value]


def test_the_overview_tells_of_letters_that_still_count(at: At, now: datetime) -> None:
    client, next_week = at(), (now + timedelta(days=7)).astimezone(JAKARTA).date()
    (letter,) = client.get(f"{HISTORY}/visits", headers=headers(HASAN, now)).json()["letters"]
    assert (letter["control"], letter["facility_name"], letter["poli_name"]) == (
        True,
        "RSUD Ulin",
        "Jantung dan Pembuluh Darah",
    )
    assert date.fromisoformat(letter["visit_on"]) >= next_week  # the clinic's first day from then on
    siti = headers(SITI, now)
    assert client.get(f"{HISTORY}/visits", headers=siti).json()["letters"] == []  # hers is over
    child = client.get(f"{HISTORY}/visits", params={"member": RAKA}, headers=siti).json()["letters"]
    assert [(one["control"], one["visit_on"]) for one in child] == [(False, None)]


def test_the_link_ends(at: At, now: datetime) -> None:
    hasan = headers(HASAN, now)
    path = path_of(at().post(f"{HISTORY}/page", headers=hasan).json()["url"])
    assert {at(LINK_LIFE).post(path + end).status_code for end in ("", "/code")} == {410}
    assert at().post(f"{path}x").status_code == 410
    with session_scope() as session:
        end_session(session, UUID(hasan["X-Conversation-Id"]))
    assert at().post(path).status_code == 410


def test_whose_history_is_opened(at: At, now: datetime) -> None:
    mother, nobody, client = headers(SITI, now), headers(None, now), at()
    for member, status in ((DEDI, 403), (HASAN, 404), (RAKA, 201)):
        answer = client.post(f"{HISTORY}/page", params={"member": member}, headers=mother)
        assert (member, answer.status_code) == (member, status)
    assert client.post(f"{HISTORY}/page", headers=nobody).status_code == 401
    assert client.get(f"{HISTORY}/readings", headers=nobody).status_code == 401


def test_a_doctor_with_the_code_for_half_an_hour_and_the_member_sees_who(at: At, now: datetime) -> None:
    hasan = headers(HASAN, now)
    code = code_of(at(), hasan)
    assert at().get("/doctor").status_code == 200
    opened = at(timedelta(minutes=29)).post("/doctor", data={"code": code.lower().replace("-", " "), **DOCTOR})
    assert (opened.status_code, DIAGNOSIS in opened.text) == (200, True)
    over = at(SHARE_LIFE).post("/doctor", data={"code": code, **DOCTOR})
    assert (over.status_code, DIAGNOSIS in over.text) == (422, False)
    seen = at().get(f"{HISTORY}/readings", headers=hasan).json()
    assert [reading["reader"] for reading in seen] == ["dr. Contoh, RSUD Ulin"]
    assert at().get(f"{HISTORY}/readings", headers=headers(SITI, now)).json() == []


def test_taken_back_and_replaced(at: At, now: datetime) -> None:
    hasan, client = headers(HASAN, now), at()

    def opens(code: str) -> bool:
        return client.post("/doctor", data={"code": code, **DOCTOR}).status_code == 200

    first = code_of(client, hasan)
    second = code_of(client, hasan)
    assert (opens(first), opens(second)) == (False, True)
    assert client.delete(f"{HISTORY}/shares", headers=headers(SITI, now)).json() == {"revoked": 0}
    assert opens(second)
    assert client.delete(f"{HISTORY}/shares", headers=hasan).json() == {"revoked": 1}
    assert not opens(second)


def test_a_doctor_says_who_they_are(at: At, now: datetime) -> None:
    code = code_of(at(), headers(HASAN, now))
    for missing in ("code", "name", "facility"):
        answer = at().post("/doctor", data={"code": code, **DOCTOR, missing: " "})
        assert (answer.status_code, DIAGNOSIS in answer.text) == (422, False)
