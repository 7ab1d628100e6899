"""What is written has one effect, however often it is sent: the key tells what is sent again from what is new."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from rasa_sdk import Tracker

from bot.actions import backend
from bot.actions.backend import Unavailable, call
from bot.actions.reading import Reading

FILED = {"chronology": "petugasnya galak", "category": "service"}


class Line:
    """Takes down the key of every request, and answers none."""

    def __init__(self) -> None:
        self.keys: list[str | None] = []

    def session(self) -> Any:
        return SimpleNamespace(request=self._request)

    def _request(self, *_: Any, headers: dict[str, str], **__: Any) -> Any:
        self.keys.append(headers.get("Idempotency-Key"))
        raise TimeoutError


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    found = Line()
    monkeypatch.setattr(backend, "_line", found)
    return found


def reading(message_id: str, follows: str | None) -> Reading:
    message = {"text": "ya", "intent": {"name": "affirm"}, "message_id": message_id, "follows": follows}
    return Reading(Tracker("c", {}, message, [], False, None, {}, "listen"))


def write(said: Reading, path: str = "/complaints", **arguments: Any) -> None:
    with pytest.raises(Unavailable):
        asyncio.run(call(said, "POST", path, **{"json": FILED} | arguments))


def test_trying_again_after_an_answer_that_got_lost_is_the_same(line: Line) -> None:
    write(reading("c:5", "c:4"))
    write(reading("c:6", "c:4"))
    assert line.keys[0] and len(line.keys[0]) <= 200 and len(set(line.keys)) == 1


def test_what_is_new_is_another(line: Line) -> None:
    write(reading("c:5", "c:4"))
    write(reading("c:6", "c:5"))
    write(reading("c:6", "c:4"), json={**FILED, "chronology": "petugasnya ramah"})
    write(reading("c:6", "c:4"), path="/complaints/PGD-1/facts")
    write(reading("c:6", "c:4"), step="again")
    assert len(set(line.keys)) == len(line.keys)


def test_the_first_message_of_a_session_stands_for_itself(line: Line) -> None:
    write(reading("c:1", None))
    write(reading("c:2", None))
    assert len(set(line.keys)) == len(line.keys)
