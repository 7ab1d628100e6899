"""A limit for what anybody may send us, before it is read into memory or onto the disk.

The framework's own ``max_body_size`` answers in plain text where the length is told; ours are problem documents.
"""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.api.problems import problem

_TOO_LARGE = 413
_CLOSE = {"Connection": "close"}
"""The server would otherwise read the rest of a body that nobody wants."""


class BodyLimit:
    """Refuses larger requests with 413: at once where their length is told, else as soon as they are seen to be."""

    def __init__(self, app: ASGIApp, *, most_bytes: int) -> None:
        self._app, self._most = app, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        told = request.headers.get("content-length", "")
        if told.isdecimal() and int(told[:20]) > self._most:
            await problem(request, "http_413", _TOO_LARGE, {}, _CLOSE)(scope, receive, send)
            return
        await self._app(scope, self._counted(receive), send)

    def _counted(self, receive: Receive) -> Receive:
        seen = 0

        async def counting() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._most:
                raise HTTPException(_TOO_LARGE, headers=_CLOSE)
            return message

        return counting
