"""How the backend refuses: one error type, rendered as problem JSON (RFC 9457)."""

from typing import Any


class ServiceError(Exception):
    """A refusal with a stable code that the caller can act on.

    Attributes:
        code: snake_case name; the bot answers it with the text ``utter_error_<code>``.
        status: HTTP status of the refusal.
        details: facts that the answer needs, such as the next possible choices. Never an identifier in full.
    """

    def __init__(self, code: str, status: int = 409, /, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.details = details


class NotFound(ServiceError):
    """The thing does not exist, or is not the caller's: the two are not told apart."""

    def __init__(self, code: str = "not_found", /, **details: Any) -> None:
        super().__init__(code, 404, **details)


class Forbidden(ServiceError):
    """The caller is known but may not do this."""

    def __init__(self, code: str = "forbidden", /, **details: Any) -> None:
        super().__init__(code, 403, **details)
