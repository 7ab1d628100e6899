"""In the middle of a talk a label that begins another matter needs a word of its own."""

import pytest

from bot.components.in_talk import FORM, GOING_ON, has_own_words, weighed
from bot.components.normalise import normalise
from bot.components.tones import tone_marks

RANKING = [("app_problem", 0.8), ("book_queue", 0.15), ("deny", 0.05)]


@pytest.mark.parametrize(
    ("label", "text", "own"),
    [
        ("app_problem", "aplikasinya ngeblank", True),
        ("app_problem", "kodenya gak nyampe nyampe", True),
        ("app_problem", "repot amat, biarin BRI aja gak usah diganti", False),
        ("give_feedback", "semoga loketnya nambah", True),
        ("give_feedback", "tabungan saya yang hijau itu", False),
        ("bot_challenge", "kamu robot?", True),
        ("bot_challenge", "yang sabtu yang mana", False),
        ("register_newborn", "yang mana saja", True),
    ],
)
def test_words_of_their_own(label: str, text: str, own: bool) -> None:
    assert has_own_words(label, normalise(text)) is own


@pytest.mark.parametrize(("talk", "first"), [(None, "app_problem"), (FORM, "book_queue")])
def test_without_them_a_label_loses_only_in_a_talk(talk: str | None, first: str) -> None:
    assert weighed(RANKING, "biar bri saja", talk, danger_named=False)[0][0] == first


def test_what_it_loses_may_be_nothing_that_has_a_label() -> None:
    ranking = dict(weighed(RANKING, "biar bri saja", FORM, danger_named=False))
    assert 0.15 < ranking["book_queue"] < 0.8
    assert sum(ranking.values()) < 1


def test_who_is_very_sure_stays_first() -> None:
    ranking = weighed([("app_problem", 0.999), ("deny", 0.001)], "biar bri saja", GOING_ON, danger_named=False)
    assert ranking[0][0] == "app_problem"


@pytest.mark.parametrize(("named", "first"), [(True, "emergency"), (False, "inform")])
def test_pains_told_as_an_answer_are_no_danger_but_signs_are(named: bool, first: str) -> None:
    ranking = [("emergency", 0.9), ("inform", 0.1)]
    assert weighed(ranking, "linu kena air dingin", FORM, danger_named=named)[0][0] == first


def test_to_change_is_no_word_of_the_app() -> None:
    assert tone_marks(normalise("gak usah diganti")) == []
