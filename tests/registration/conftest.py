"""A chat whose member is about to register, among the demonstration members."""

import random

import pytest
from fastapi.testclient import TestClient
from registering import Chat

from backend import clock
from backend.db import session_scope
from backend.demo import membership
from tests.support.fktps import few_facilities


@pytest.fixture
def world(api: TestClient) -> None:
    now, rng = clock.now(), random.Random(1)
    with session_scope() as session:
        few_facilities(session, now)
        membership.load(session, now=now, rng=rng)


@pytest.fixture
def chat(api: TestClient, world: None) -> Chat:
    return Chat(api, "somebody")
