"""Many texts in several processes: the same results in the same order as in one."""

import os
from collections.abc import Sequence

from bot.components.features import TfIdf
from bot.components.side_by_side import in_parts

TEXTS = [f"iuran kelas {number % 3} nomor {number}" for number in range(5_000)]


def test_results_come_in_the_order_of_the_texts() -> None:
    lengths = [len(text) for part in in_parts(list, TEXTS) for text in part]
    assert lengths == [len(text) for text in TEXTS]


def test_other_processes_do_the_work() -> None:
    here = os.getpid()

    def where(texts: Sequence[str]) -> tuple[int, int]:
        return os.getpid(), len(texts)

    parts = in_parts(where, TEXTS)
    assert sum(size for _, size in parts) == len(TEXTS)
    assert (len(os.sched_getaffinity(0)) == 1) == (here in {process for process, _ in parts})
    assert in_parts(where, TEXTS[:10]) == [(here, 10)]  # too few to be worth it


def test_rows_are_those_of_one_process() -> None:
    terms = TfIdf.fit(TEXTS)
    whole = terms.matrix(TEXTS)
    assert whole.shape[0] == len(TEXTS)
    assert (whole[:10] != terms.matrix(TEXTS[:10])).nnz == 0
