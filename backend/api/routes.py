"""Routers for what is called most: the service API of the actions, and web chat."""

import inspect
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from fastapi.routing import APIRoute
from sqlalchemy.orm import Session
from starlette.routing import Match
from starlette.types import Scope


def _answer(endpoint: Callable[..., Any], values: dict[str, Any]) -> Any:
    """Runs the endpoint and commits what it did."""
    answer = endpoint(**values)
    for value in values.values():
        if isinstance(value, Session):
            value.commit()
    return answer


def in_one_go(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """The endpoint with its commit in one thread; left to the framework, each of its steps waits for one of its own.

    A dependency with a transaction open behind that still ends it (``deps.database_session``).
    """
    if inspect.iscoroutinefunction(endpoint):
        return endpoint

    @wraps(endpoint)
    async def answer(**values: Any) -> Any:
        return await to_thread.run_sync(partial(_answer, endpoint, values))

    return answer


class OneGoRoute(APIRoute):
    """A route whose endpoint runs and commits in one go."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, in_one_go(endpoint), **options)


class TopicRouter(APIRouter):
    """The routes below one prefix; none of them is tried for a path that begins otherwise."""

    def __init__(self, *, prefix: str, tags: list[str]) -> None:
        super().__init__(prefix=prefix, tags=[*tags], route_class=OneGoRoute)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """See ``starlette.routing.BaseRoute``."""
        return super().matches(scope) if scope["path"].startswith(self.prefix) else (Match.NONE, {})
