"""Queueing work in the caller's own transaction: the job exists exactly if the caller's change does."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

_DEFER = text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW("
    ":queue, :task, :priority, :alone, :lock, CAST(:args AS jsonb), :at)::procrastinate_job_to_defer_v1])"
    " WHERE NOT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = :lock AND status = 'todo')"
)


def defer(
    session: Session,
    task: str,
    args: dict[str, Any],
    *,
    queueing_lock: str,
    queue: str = "turns",
    priority: int = 0,
    at: datetime | None = None,
    lock: str | None = None,
) -> None:
    """Queues a job of the named task, unless one with the same ``queueing_lock`` waits already.

    Jobs with the same ``lock`` run one after the other, in the order in which they were queued.

    The caller holds a row lock on what the job works on; so a waiting job that we rely on cannot have looked already:
    it must take that lock too, after us.
    """
    given = {"queue": queue, "task": task, "priority": priority, "lock": queueing_lock, "args": json.dumps(args)}
    session.execute(_DEFER, given | {"at": at, "alone": lock})
