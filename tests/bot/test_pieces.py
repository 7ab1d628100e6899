"""Which message is read together with the one before it."""

from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.pieces import clearer, joined

PIECE = {"text": "istri saya hamil", "seq": 3}
UNSURE = {"intent": {"name": "faq", "confidence": 0.4}}
SURE = {"intent": {"name": "faq", "confidence": 0.9}}
NOTHING = {"intent": {"name": "out_of_scope", "confidence": 0.99}}


def both(
    text: str, seq: int, parsed: dict[str, Any], *, form: str | None = None, before: int | None = None
) -> str | None:
    tracker = DialogueStateTracker("m", [AnySlot("piece", mappings=[{}], initial_value=PIECE)])
    tracker.slots["piece"].value = PIECE
    tracker.change_loop_to(form)
    if before is not None:
        tracker.latest_message = UserUttered("lama rawat inapnya dibatasi ga", metadata={"seq": before})
    return joined(UserMessage(text, metadata={"seq": seq}), tracker, parsed)


@pytest.mark.parametrize("parsed", [UNSURE, NOTHING])
def test_a_message_that_is_not_clear_goes_with_the_one_before(parsed: dict[str, Any]) -> None:
    assert both("bayar ga", 5, parsed) == "istri saya hamil, bayar ga"


def test_a_clear_one_an_old_one_a_button_and_an_answer_stand_alone() -> None:
    assert both("bayar ga", 5, SURE) is None
    assert both("bayar ga", 30, UNSURE) is None
    assert both("/affirm", 5, UNSURE) is None
    assert both("bayar ga", 5, UNSURE, form="queues_form") is None


def test_what_was_understood_in_between_ends_it() -> None:
    assert both("bayar ga", 7, UNSURE, before=2) is not None
    assert both("bayar ga", 7, UNSURE, before=5) is None


def test_together_they_must_be_clearer() -> None:
    assert clearer(SURE, UNSURE) and clearer(SURE, NOTHING)
    assert not clearer(UNSURE, SURE) and not clearer(NOTHING, UNSURE)
