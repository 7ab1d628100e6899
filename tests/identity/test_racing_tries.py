"""Guessing in parallel gains nothing."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from backend.conversations.service import open_conversation
from backend.db import session_scope
from backend.demo import membership
from backend.identity import verification
from backend.identity.senders import ConsoleSender


def test_of_twelve_wrong_codes_at_once_four_are_judged_and_the_fifth_locks(committed: None, now: datetime) -> None:
    with session_scope() as session:
        membership.load(session, now=now, rng=random.Random(1))
        conversation = open_conversation(session, "web", "one", now=now)
        link = verification.start_verification(session, conversation.id, now)
        token = link.url.rpartition("/")[2]
        found = verification.find_verification(session, token)
        assert found
        pair = {"number_text": "0009900000010", "birth_text": "5-5-1951"}
        verification.submit_identity(session, found, **pair, sender=ConsoleSender(session, now), now=now)

    def guess(number: int) -> str:
        with session_scope() as session:
            found = verification.find_verification(session, token)
            assert found
            return verification.submit_code(session, found, f"{number:06}", now).outcome

    with ThreadPoolExecutor(12) as threads:
        outcomes = sorted(threads.map(guess, range(12)))
    assert outcomes == ["locked"] * 8 + ["wrong"] * 4
