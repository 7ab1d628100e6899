"""What clocks a talk or a complaint has, read from what happened in it: nothing is stored that could go stale."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from backend.handover.hours import WorkingHours
from backend.sla.models import Measure
from backend.sla.worktime import after, between

Pause = tuple[datetime, datetime | None]
Side = Literal["member", "staff"]


@dataclass(frozen=True)
class Span:
    """One clock as it should be: from when, paused when, and when it ended. ``answered``: by what was waited for."""

    measure: Measure
    turn: int
    start: datetime
    pauses: Sequence[Pause] = field(default_factory=tuple)
    ended: datetime | None = None
    answered: bool = False

    @property
    def paused(self) -> bool:
        """Whether it stands still at the moment."""
        return self.ended is None and bool(self.pauses) and self.pauses[-1][1] is None


def _running(span: Span) -> Iterator[tuple[datetime, datetime | None]]:
    """The stretches in which time counts. The last has no end unless the clock is paused: what ended is measured as if
    it had gone on, to see what time was left."""
    at = span.start
    for begins, ends in span.pauses:
        yield at, begins
        if ends is None:
            return
        at = ends
    yield at, None


def due(span: Span, allowed: timedelta, hours: WorkingHours) -> datetime | None:
    """When the allowed working time is over; ``None`` while the clock is paused before that."""
    for begins, ends in _running(span):
        end = after(hours, begins, allowed)
        if ends is None or (end is not None and end <= ends):
            return end
        allowed -= between(hours, begins, ends)
    return None


def replies(start: datetime, said: Iterable[tuple[datetime, Side]], ended: datetime | None) -> Iterator[Span]:
    """The first reply, and one clock for each time that the member waits for another."""
    waiting_since: datetime | None = start
    turn = 0
    for at, side in said:
        if side == "staff" and waiting_since is not None:
            yield _reply(turn, waiting_since, at, answered=True)
            waiting_since, turn = None, turn + 1
        elif side == "member" and waiting_since is None:
            waiting_since = at
    if waiting_since is not None:
        yield _reply(turn, waiting_since, ended, answered=False)


def _reply(turn: int, start: datetime, ended: datetime | None, *, answered: bool) -> Span:
    return Span("next_reply" if turn else "first_reply", turn, start, (), ended, answered)


def talk(
    start: datetime, said: Sequence[tuple[datetime, Side]], ended: datetime | None, *, resolved: bool
) -> Iterator[Span]:
    """All clocks of a conversation with an agent; its resolution waits while the agent spoke last."""
    yield from replies(start, said, ended)
    pauses: list[Pause] = []
    for at, side in said:
        open_pause = bool(pauses) and pauses[-1][1] is None
        if side == "staff" and not open_pause:
            pauses.append((at, None))
        elif side == "member" and open_pause:
            pauses[-1] = (pauses[-1][0], at)
    if ended and pauses and pauses[-1][1] is None:
        pauses[-1] = (pauses[-1][0], ended)
    yield Span("resolution", 0, start, tuple(pauses), ended, resolved)


def case(
    start: datetime, steps: Iterable[tuple[datetime, str]], said: Sequence[tuple[datetime, Side]]
) -> Iterator[Span]:
    """All clocks of a complaint; reopening it starts a new clock of its resolution.

    Args:
        start: when it was filed.
        steps: its states in order, with the moment of each change.
        said: who wrote when.
    """
    pauses: list[Pause] = []
    began, turn = start, 0
    ended: datetime | None = None
    for at, status in steps:
        if pauses and pauses[-1][1] is None and status != "waiting_member":
            pauses[-1] = (pauses[-1][0], at)
        if status == "reopened" and ended:
            yield Span("resolution", turn, began, tuple(pauses), ended, answered=True)
            pauses, began, ended, turn = [], at, None, turn + 1
        elif status == "waiting_member":
            pauses.append((at, None))
        elif status in ("resolved", "closed") and ended is None:
            ended = at
    yield Span("resolution", turn, began, tuple(pauses), ended, answered=ended is not None)
    yield from replies(start, said, ended)
