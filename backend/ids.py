"""Identifiers of our own rows."""

import os
import time
from datetime import timedelta
from uuid import UUID

_RANDOM_BITS = 74
_TIME_SHIFT = 80


def uuid7() -> UUID:
    """A time-ordered UUID (RFC 9562, version 7): unguessable in 74 bits, and kind to B-tree indexes."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big") & ((1 << _RANDOM_BITS) - 1)
    value = (
        (milliseconds & ((1 << 48) - 1)) << _TIME_SHIFT
        | 0x7 << 76
        | (random >> 62) << 64
        | 0b10 << 62
        | random & ((1 << 62) - 1)
    )
    return UUID(int=value)


def uuid7_before(known: UUID, span: timedelta) -> UUID:
    """A bound below all that ``uuid7`` has made since so long before it made ``known``."""
    milliseconds = (known.int >> _TIME_SHIFT) - int(span.total_seconds() * 1000)
    return UUID(int=max(milliseconds, 0) << _TIME_SHIFT)
