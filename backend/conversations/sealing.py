"""Columns of a message that move into its encrypted ``sealed`` column when the message is sealed."""

from typing import Any, Generic, TypeVar, overload

from sqlalchemy.orm import InstrumentedAttribute

T = TypeVar("T")


class Sealable(Generic[T]):
    """One part of a message's content: read and written alike, wherever it is kept.

    In SQL it is the open column, which is empty in messages that are sealed: no search finds them.
    """

    def __init__(self, empty: T) -> None:
        self._empty = empty

    def __set_name__(self, owner: type, name: str) -> None:
        self._name, self._column = name, f"open_{name}"

    @overload
    def __get__(self, message: None, owner: type) -> InstrumentedAttribute[T]: ...
    @overload
    def __get__(self, message: Any, owner: type) -> T: ...
    def __get__(self, message: Any | None, owner: type) -> Any:
        """The content of a message; of the class, the open column."""
        if message is None:
            return getattr(owner, self._column)
        if message.sealed is None:
            return getattr(message, self._column)
        return message.sealed.get(self._name, self._empty)

    def __set__(self, message: Any, value: T) -> None:
        """Changes it where it is kept."""
        if message.sealed is None:
            setattr(message, self._column, value)
        else:
            message.sealed = {**message.sealed, self._name: value}
