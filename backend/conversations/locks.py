"""Only one worker at a time on one conversation, without waiting and without leaving anything behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import text

from backend.db import each_alone

_TRY = text("SELECT pg_try_advisory_lock(hashtextextended(:key, 165))")
_FREE = text("SELECT pg_advisory_unlock(hashtextextended(:key, 165))")


@contextmanager
def exclusive(work: str, conversation_id: UUID) -> Iterator[bool]:
    """Tries to take the lock of this work on this conversation; tells whether it was free.

    The lock belongs to a database connection, so it is gone the moment its owner dies. Who was refused may leave, if
    the owner looks for more work *after* giving the lock back: whatever the refused one came for was committed by then.
    """
    key = f"{work}:{conversation_id}"
    with each_alone().connect() as connection:
        taken = bool(connection.scalar(_TRY, {"key": key}))
        try:
            yield taken
        finally:
            if taken:
                connection.execute(_FREE, {"key": key})
