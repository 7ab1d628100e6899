"""The bytes of attachments in the file system: written whole or not at all."""

import hashlib
import io
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from backend.attachments.settings import CHUNK_BYTES, SNIFFED_BYTES
from backend.settings import get_settings

_UNFINISHED = ".part"
ASKED_AT_ONCE = 1000
"""Names in one question to the database, which takes some ten thousand values at the most."""


class TooLarge(Exception):
    """The content goes on behind the limit."""


def directory() -> Path:
    """Where the files lie, readable by the server's user only."""
    path = get_settings().home / "attachments"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(stored_name: str) -> Path:
    """The place of a stored file."""
    return directory() / stored_name


@dataclass(frozen=True)
class Draft:
    """A complete copy of the content under a temporary name; ``publish`` gives it its own, ``discard`` drops it.

    ``beginning`` are the first bytes, enough to recognise the type.
    """

    stored_name: str
    size: int
    sha256: str
    beginning: bytes

    @property
    def _temporary(self) -> Path:
        return path_of(self.stored_name + _UNFINISHED)

    def publish(self) -> None:
        """Makes the file appear under its name, at once and whole."""
        self._temporary.replace(path_of(self.stored_name))

    def discard(self) -> None:
        """Removes the copy; does nothing once it is published."""
        self._temporary.unlink(missing_ok=True)


def _copy(source: BinaryIO, target: BinaryIO, limit: int) -> tuple[int, str, bytes]:
    digest, size, beginning = hashlib.sha256(), 0, b""
    while chunk := source.read(CHUNK_BYTES):
        size += len(chunk)
        if size > limit:
            raise TooLarge
        digest.update(chunk)
        beginning += chunk[: SNIFFED_BYTES - len(beginning)]
        target.write(chunk)
    target.flush()
    os.fsync(target.fileno())
    return size, digest.hexdigest(), beginning


def write(content: bytes | BinaryIO, limit: int) -> Draft:
    """Copies the content to the disk under a random, temporary name.

    Args:
        content: bytes, or a stream that is read to its end in pieces.
        limit: most bytes that are read.

    Raises:
        TooLarge: more bytes than the limit; nothing is left behind.
    """
    name = secrets.token_urlsafe(24)
    temporary = path_of(name + _UNFINISHED)
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    try:
        with temporary.open("xb") as target:
            return Draft(name, *_copy(source, target, limit))
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def remove_unknown(before: datetime, known: Callable[[list[str]], set[str]]) -> int:
    """Removes files last written before a moment whose names ``known`` does not return; returns how many."""
    old = [entry.name for entry in directory().iterdir() if entry.stat().st_mtime < before.timestamp()]
    removed = 0
    for start in range(0, len(old), ASKED_AT_ONCE):
        asked = old[start : start + ASKED_AT_ONCE]
        for name in set(asked) - known(asked):
            path_of(name).unlink(missing_ok=True)
            removed += 1
    return removed
