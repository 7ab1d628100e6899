"""Faults that a test asks for: the next calls of a method fail in a given way."""

from dataclasses import dataclass

from .errors import ApiError


@dataclass
class Fault:
    """``error`` is answered at once; otherwise the answer hangs or the connection drops, after the call was carried out
    (``carried_out``) or before."""

    method: str
    times: int
    error: ApiError | None = None
    drop: bool = False
    carried_out: bool = True
    after: int = 0
    """Calls of the method that still go well before."""


class Faults:
    """What goes wrong next."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        for fault in self._waiting:
            if fault.method.lower() == method.lower():
                if fault.after > 0:
                    fault.after -= 1
                    return None
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None
