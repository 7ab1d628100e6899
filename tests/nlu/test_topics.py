"""Which messages speak of matters that are not ours, by the words of two lists."""

import pytest

from bot.components.normalise import normalise
from bot.components.topics import MARKS, topic_marks


@pytest.mark.parametrize("text", ["resi paketnya nyangkut", "sapinya gemuk", "beli token listrik dimana"])
def test_a_word_of_another_matter_is_known_also_with_an_ending_or_in_two_parts(text: str) -> None:
    assert "t:other" in topic_marks(normalise(text))


def test_words_of_ours_beside_another_matter_are_told_apart() -> None:
    assert "t:only_other" in topic_marks(normalise("kereta ke Solo jam berapa"))
    assert "t:only_other" not in topic_marks(normalise("naik kereta ke rs, antrean masih ada?"))


def test_a_message_of_ours_has_no_mark() -> None:
    assert topic_marks(normalise("tagihan iuran saya berapa")) == []


def test_marks_are_those_that_the_classifier_has_features_for() -> None:
    assert set(topic_marks("kereta pesawat")) <= set(MARKS)
