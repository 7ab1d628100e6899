"""Identification in the chat."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from backend.conversations.messages import InboundMessage
from backend.conversations.service import receive
from backend.identity import service
from backend.identity.identification import identify
from backend.identity.viewer import IDENTIFIED, Viewer
from backend.membership.models import Member

Members = Callable[[str], Member]


@pytest.mark.parametrize(
    ("number", "born", "active"),
    [
        ("0009900000001", "14 maret 1988", False),
        ("9999.0154.0388.0001", "14-3-88", False),
        ("kartu saya 000 9900 0000 05", "1964-08-17", True),
    ],
)
def test_number_and_birth_date_tell_active_or_not(
    *, session: Session, members: Members, conversation_id: UUID, now: datetime, number: str, born: str, active: bool
) -> None:
    found = identify(session, conversation_id, number, born, now)
    assert (found.outcome, found.active) == ("identified", active)
    assert service.viewer_of(session, conversation_id, now).level == IDENTIFIED


def test_an_unknown_number_and_a_wrong_birth_date_get_the_same_answer(
    session: Session, members: Members, now: datetime
) -> None:
    unknown = identify(session, uuid4(), "0009900000099", "14-3-1988", now)
    wrong = identify(session, uuid4(), "0009900000001", "15-3-1988", now)
    assert unknown.outcome == wrong.outcome == "not_found"
    assert unknown.details.keys() == wrong.details.keys()
    assert unknown.active is wrong.active is None


def test_the_number_is_kept_for_the_birth_date_that_follows(
    session: Session, members: Members, conversation_id: UUID, now: datetime
) -> None:
    asked = identify(session, conversation_id, "0009900000001", None, now)
    assert (asked.outcome, asked.details["number"]) == ("birth_date_needed", "0009******001")
    later = now + timedelta(minutes=14)
    assert identify(session, conversation_id, None, "14 maret 1988", later).outcome == "identified"
    assert identify(session, conversation_id, None, "14 maret 1988", later).outcome == "number_needed"


def test_a_birth_date_that_comes_first_waits_for_its_number(
    session: Session, members: Members, conversation_id: UUID, now: datetime
) -> None:
    asked = identify(session, conversation_id, None, "14 maret 1988", now)
    assert (asked.outcome, asked.details) == ("number_needed", {"birth_date_kept": True})
    assert identify(session, conversation_id, "0009900000001", None, now).outcome == "identified"


def test_a_kept_number_is_forgotten_after_a_while(
    session: Session, members: Members, conversation_id: UUID, now: datetime
) -> None:
    identify(session, conversation_id, "0009900000001", None, now)
    later = now + timedelta(minutes=16)
    assert identify(session, conversation_id, None, "14 maret 1988", later).outcome == "number_needed"


def test_a_suggestion_is_taken_by_calling_again(
    session: Session, members: Members, conversation_id: UUID, now: datetime
) -> None:
    asked = identify(session, conversation_id, "9900000017", "1-1-1960", now)
    assert (asked.outcome, asked.details["suggestion"]) == ("card_zeros_lost", "0009******017")
    assert identify(session, conversation_id, None, "1-1-1960", now).outcome == "identified"


def test_what_was_typed_in_the_chat_is_used_though_only_placeholders_are_stored(
    session: Session, members: Members, now: datetime
) -> None:
    typed = "cek kartu 0009900000005 lahir 17 agustus 1964"
    receipt = receive(session, InboundMessage(channel="web", chat_id="chat", external_id="1", text=typed), now=now)
    session.flush()
    found = identify(session, receipt.conversation_id, None, None, now)
    assert (found.outcome, found.active) == ("identified", True)


def test_letters_among_the_digits_are_confirmed_first(session: Session, members: Members, now: datetime) -> None:
    typed = "00O99000OO005"
    receipt = receive(session, InboundMessage(channel="web", chat_id="chat", external_id="1", text=typed), now=now)
    session.flush()
    asked = identify(session, receipt.conversation_id, None, "17-8-1964", now)
    assert (asked.outcome, asked.details["suggestion"]) == ("number_has_letters", "0009******005")


@pytest.mark.parametrize(
    ("number", "born", "outcome"),
    [
        (None, None, "number_needed"),
        ("belum ada", None, "number_needed"),
        ("999999150290001", None, "number_wrong_length"),
        ("8888809900000017", None, "va_given"),
        ("0009900000001", "31-4-1988", "birth_date_impossible"),
        ("0009900000001", "kemarin", "birth_date_unreadable"),
        ("9999015403880001", "2035-01-01", "birth_date_future"),
    ],
)
def test_what_cannot_be_used_says_why(
    *, session: Session, conversation_id: UUID, now: datetime, number: str | None, born: str | None, outcome: str
) -> None:
    assert identify(session, conversation_id, number, born, now).outcome == outcome


def test_five_wrong_pairs_pause_a_number_for_everybody(session: Session, members: Members, now: datetime) -> None:
    for day in range(1, 6):
        assert identify(session, uuid4(), "0009900000001", f"{day}-3-1988", now).outcome == "not_found"
    assert identify(session, uuid4(), "0009900000001", "14-3-1988", now).outcome == "locked"
    later = now + timedelta(minutes=15)
    assert identify(session, uuid4(), "0009900000001", "14-3-1988", later).outcome == "identified"


def test_five_wrong_pairs_pause_a_conversation_for_all_numbers(
    session: Session, members: Members, conversation_id: UUID, now: datetime
) -> None:
    for last in range(31, 36):
        identify(session, conversation_id, f"00099000000{last}", "14-3-1988", now)
    locked = identify(session, conversation_id, "0009900000001", "14-3-1988", now)
    assert (locked.outcome, locked.details["retry_at"]) == ("locked", now + timedelta(minutes=15))
    assert service.viewer_of(session, conversation_id, now) == Viewer()
