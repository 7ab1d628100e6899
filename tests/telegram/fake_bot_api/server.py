"""HTTP: envelopes, tokens, faults, long polling, file downloads."""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from .errors import ApiError, bad_request, conflict
from .faults import Fault, Faults
from .methods import METHODS, begin_get_updates
from .params import Params
from .world import World

LONGEST_POLL_S = 50
_TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")


class Dropped(Response):
    """An answer that breaks off: the client learns that the server was there, and nothing else."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})


class Server:
    """The ASGI application of one bot."""

    def __init__(self, world: World, faults: Faults, token: str) -> None:
        self.world, self.faults, self.token = world, faults, token
        self.stopping = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._polls: dict[int, asyncio.Event] = {}
        methods = ["GET", "POST"]
        self.app = Starlette(
            routes=[
                Route("/bot{token}/{method}", self._call, methods=methods),
                Route("/file/bot{token}/{path:path}", self._download),
            ]
        )

    def wake(self) -> None:
        """Lets waiting polls look again; from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake_all)

    def stop(self) -> None:
        """Ends everything that waits; from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.stopping.set)
        self.wake()

    def _wake_all(self) -> None:
        for event in self._polls.values():
            event.set()

    def _check_token(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        if token != self.token:
            raise ApiError(401, "Unauthorized")

    async def _call(self, request: Request) -> Response:
        self._loop = asyncio.get_running_loop()
        method = request.path_params["method"]
        try:
            self._check_token(request.path_params["token"])
            params = await Params.read(request)
            with self.world.changed:
                self.world.calls.append((method, params.plain()))
                fault = self.faults.take(method)
                self.world.changed.notify_all()
            return await self._answer(method, params, fault)
        except ApiError as error:
            return JSONResponse(error.envelope(), error.code)

    async def _answer(self, method: str, params: Params, fault: Fault | None) -> Response:
        if fault and fault.error:
            raise fault.error
        if fault and not fault.carried_out:
            return await self._spoil(fault)
        body = await self._carry_out(method, params)
        return await self._spoil(fault) if fault else Response(body, media_type="application/json")

    async def _spoil(self, fault: Fault) -> Response:
        if not fault.drop:
            await self.stopping.wait()
        return Dropped()

    async def _carry_out(self, method: str, params: Params) -> bytes:
        if method.lower() == "getupdates":
            result: Any = await self._get_updates(params)
        elif method.lower() in METHODS:
            with self.world.changed:
                result = METHODS[method.lower()](self.world, params)
                self.world.changed.notify_all()
        else:
            raise ApiError(404, "Not Found: method not found")
        return json.dumps({"ok": True, "result": result}).encode()

    async def _get_updates(self, params: Params) -> list[dict[str, Any]]:
        limit = params.integer("limit", 100)
        if not 1 <= limit <= 100:
            raise bad_request("wrong limit")
        for older in self._polls.values():
            older.set()
        number, event = time.monotonic_ns(), asyncio.Event()
        self._polls = {number: event}
        await asyncio.get_running_loop().run_in_executor(None, self._begin, params)
        deadline = time.monotonic() + min(params.integer("timeout", 0), LONGEST_POLL_S)
        return await self._wait(number, event, deadline, limit)

    def _begin(self, params: Params) -> None:
        with self.world.changed:
            begin_get_updates(self.world, params)
            self.world.changed.notify_all()

    async def _wait(self, number: int, event: asyncio.Event, deadline: float, limit: int) -> list[dict[str, Any]]:
        while True:
            event.clear()
            if number not in self._polls:
                raise conflict(_TERMINATED)
            with self.world.changed:
                waiting = self.world.updates[:limit]
            left = deadline - time.monotonic()
            if waiting or left <= 0 or self.stopping.is_set():
                return waiting
            await _sooner(event.wait, left)

    async def _download(self, request: Request) -> Response:
        try:
            self._check_token(request.path_params["token"])
        except ApiError as error:
            return JSONResponse(error.envelope(), error.code)
        path = request.path_params["path"]
        found = [data for known, data in self.world.files.values() if known == path]
        if not found:
            return JSONResponse(ApiError(404, "Not Found").envelope(), 404)
        return Response(found[0], media_type="application/octet-stream")


async def _sooner(wait: Callable[[], Awaitable[Any]], seconds: float) -> None:
    try:
        await asyncio.wait_for(wait(), seconds)
    except TimeoutError:
        return
