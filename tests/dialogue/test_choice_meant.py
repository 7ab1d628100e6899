"""Which of the offered choices is asked about by its number."""

import pytest
from rasa_sdk import Tracker

from bot.actions.choice_meant import choice_asked
from bot.actions.reading import Reading


def said(text: str) -> Reading:
    message = {"text": text, "intent": {"name": "inform", "confidence": 0.9}, "entities": []}
    return Reading(Tracker("a", {"language": "id"}, message, [], False, None, {}, "action_listen"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("yang nomor 3 itu maksudnya apa ya", 3),
        ("pilihan pertama itu buat apa", 1),
        ("what does the second one mean", 2),
        ("sing nomer 2 kui opo", 2),
        ("yang ke-4 artinya?", 4),
        ("yg ke 2 apaan sih itu", 2),
    ],
)
def test_a_choice_is_asked_about_by_its_number(text: str, number: int) -> None:
    assert choice_asked(said(text)) == number


@pytest.mark.parametrize("text", ["yang pertama aja", "nomor antrean itu apa", "apa maksudnya kelas 1", "nomor 2 dong"])
def test_a_choice_that_is_taken_is_not_asked_about(text: str) -> None:
    assert choice_asked(said(text)) is None
