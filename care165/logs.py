"""Keeps the logs of processes from filling the disk, while they are written to."""

import contextlib
import os
import shutil
from pathlib import Path

LARGEST_BYTES = 10 * 1024 * 1024
"""Some days of a busy installation; a database needs the disk more than anybody needs older ones."""
KEPT = 4
"""Older logs beside the one that is written, the newest called ``….1``."""


def rotate(log: Path) -> None:
    """Makes room where a log has grown too large: it becomes ``….1``, and what is written next begins a new one.

    Who writes holds the file open, to append: so it is copied and emptied, not renamed. Where there is no room for a
    copy it is emptied all the same.
    """
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size < LARGEST_BYTES:
            return
        with contextlib.suppress(OSError):
            _keep(log)
        os.truncate(log, 0)


def _older(log: Path, age: int) -> Path:
    return log.with_name(f"{log.name}.{age}")


def _keep(log: Path) -> None:
    for age in range(KEPT - 1, 0, -1):
        with contextlib.suppress(FileNotFoundError):
            _older(log, age).replace(_older(log, age + 1))
    try:
        shutil.copyfile(log, _older(log, 1))
    except OSError:
        _older(log, 1).unlink(missing_ok=True)
        raise
