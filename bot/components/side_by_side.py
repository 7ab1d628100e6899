"""Work on many texts on all cores: Python itself uses one, and reading the training texts is a third of a training."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")
_LEAST = 2_000
"""Fewer texts are sooner read than other processes are started."""
_PARTS = 4
"""So many slices for each core: none waits long for the last one."""
_work: Callable[[Sequence[str]], Any] | None = None


def in_parts(work: Callable[[Sequence[str]], T], texts: Sequence[str]) -> list[T]:
    """What ``work`` makes of slices of ``texts``, in their order; only its results are sent between processes."""
    cores = len(os.sched_getaffinity(0))
    if cores < 2 or len(texts) < _LEAST:  # noqa: PLR2004 - one core has nothing beside it
        return [work(texts)]
    size = -(-len(texts) // (cores * _PARTS))
    slices = [texts[at : at + size] for at in range(0, len(texts), size)]
    with ProcessPoolExecutor(cores, get_context("fork"), _take, (work,)) as pool:
        return list(pool.map(_done, slices))


def _take(work: Callable[[Sequence[str]], Any]) -> None:
    """In each new process, which inherits ``work`` with all that it knows."""
    global _work  # noqa: PLW0603 - how a process of a pool gets what cannot be sent with every call
    _work = work


def _done(texts: Sequence[str]) -> Any:
    return _work(texts) if _work is not None else None
