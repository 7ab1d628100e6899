"""What training makes of the examples: slips, corrected spelling, and those whose meaning is worth computing."""

import random

import numpy as np
from scipy.sparse import csr_matrix

from bot.components.slips import with_opening, with_slips
from bot.components.spelling import Speller
from bot.components.telling import most_telling

TEXT = "bagaimana caranya mendaftar antrean rumah sakit kabupaten sleman"


def test_slips_change_letters_and_keep_words() -> None:
    slipped = with_slips(TEXT, random.Random(1))
    assert slipped != TEXT
    assert len(slipped.split()) == len(TEXT.split())
    assert all(abs(len(a) - len(b)) <= 1 for a, b in zip(TEXT.split(), slipped.split(), strict=True))


def test_short_words_and_numbers_have_no_slips() -> None:
    assert with_slips("rs di 0812990002", random.Random(1)) == "rs di 0812990002"


def test_some_texts_stand_behind_words_that_open_a_talk() -> None:
    rng = random.Random(1)
    opened = [with_opening(TEXT, rng) for _ in range(200)]
    assert all(text.endswith(TEXT) for text in opened)
    assert 5 < sum(text != TEXT for text in opened) < 50


def test_unknown_words_become_the_nearest_frequent_one() -> None:
    speller = Speller.fit(["antrean"] * 4 + ["antrian"] * 3 + ["kartu"] * 2)
    assert speller.correct("antrena saya") == "antrean saya"
    assert speller.correct("antrian") == "antrian"
    assert speller.correct("kartv") == "kartv"


def test_two_letters_make_another_word_but_for_endings_and_vowels() -> None:
    speller = Speller.fit(["kelurahan perhatikan seharusnya berlaku"] * 3)
    assert speller.correct("kemudahan perhentian") == "kemudahan perhentian"
    assert speller.correct("sehrsnya berlakuna") == "seharusnya berlaku"


def test_most_telling_examples_differ() -> None:
    rows = np.zeros((60, 4), np.float32)
    rows[:40, 0] = 1
    rows[40:, 1] = 1
    rows[7] = (0, 0, 1, 0)
    chosen = most_telling(csr_matrix(rows), np.repeat([0, 1], [40, 20]), 31).tolist()
    assert len(chosen) == 31
    assert 7 in chosen
    assert chosen == sorted(chosen)


def test_fewer_examples_than_wanted_are_all_telling() -> None:
    assert most_telling(csr_matrix(np.eye(3)), np.array([0, 1, 1]), 10).tolist() == [0, 1, 2]
