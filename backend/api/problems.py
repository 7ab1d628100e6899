"""Refusals as problem JSON (RFC 9457), in the reader's language."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import psycopg
from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from sqlalchemy import exc
from starlette.exceptions import HTTPException
from starlette.routing import Match

from backend.errors import ServiceError
from backend.texts import LANGUAGES, Texts

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_TEXTS = Texts(Path(__file__).with_name("problems.yml"))
CHALLENGES = {"unknown_token": "Bearer"}
"""What a 401 says of how to do better (RFC 9110, 15.5.2), where that is a scheme of HTTP."""
RETRY_AFTER_S = 2
"""A database that restarts is back within seconds."""
_AWAY = (exc.OperationalError, exc.InterfaceError, exc.InternalError, exc.TimeoutError, psycopg.OperationalError)
_UNSTORABLE = (exc.DataError, UnicodeEncodeError)
"""Values that no column takes: numbers out of range, NUL bytes, halves of surrogate pairs."""


def _language(request: Request) -> str:
    """What ``Accept-Language`` asks for (RFC 9110, 12.5.4); without it the conversation's, else Indonesian."""
    wanted: dict[str, float] = {}
    for entry in request.headers.get("accept-language", "").lower().split(","):
        name, _, weight = entry.partition(";")
        language = name.strip().split("-")[0]
        if language in LANGUAGES:
            wanted[language] = max(wanted.get(language, 0), _weight(weight))
    if any(wanted.values()):
        return max(wanted, key=lambda language: wanted[language])
    return getattr(request.state, "language", "id")


def _weight(parameter: str) -> float:
    """The ``q`` of a language, 1 where there is none that can be read."""
    try:
        return float(parameter.partition("q=")[2] or 1)
    except ValueError:
        return 1


def problem(
    request: Request, code: str, status: int, details: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """A problem document; codes without a text of their own are described by their status."""
    known = next(name for name in (code, str(status), "500") if name in _TEXTS)
    language = _language(request)
    title = _TEXTS(known, language)
    body = {"type": f"urn:care165:problem:{code}", "title": title, "status": status, "code": code, "detail": title}
    content = jsonable_encoder({**details, **body})
    spoken = {"Content-Language": language, "Vary": "Accept-Language"}
    return JSONResponse(content, status, {**spoken, **(headers or {})}, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Makes every refusal of the app a problem document."""

    @app.exception_handler(ServiceError)
    def refused(request: Request, error: ServiceError) -> JSONResponse:
        wait, challenge = error.details.get("retry_after"), CHALLENGES.get(error.code)
        headers = {"Retry-After": str(wait)} if wait else {}
        headers |= {"WWW-Authenticate": challenge} if challenge else {}
        return problem(request, error.code, error.status, error.details, headers)

    @app.exception_handler(HTTPException)
    def failed(request: Request, error: HTTPException) -> JSONResponse:
        headers = {"Allow": _allowed(request)} if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED else error.headers
        return problem(request, f"http_{error.status_code}", error.status_code, {}, headers)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        fields = [{"field": ".".join(str(part) for part in e["loc"]), "problem": e["type"]} for e in error.errors()]
        return problem(request, "invalid_request", 422, {"fields": fields})

    def unavailable(request: Request, error: Exception) -> JSONResponse:
        log.warning("the database is away: %s", type(error).__name__)
        return problem(request, "http_503", 503, {}, {"Retry-After": str(RETRY_AFTER_S)})

    def unstorable(request: Request, _error: Exception) -> JSONResponse:
        return problem(request, "invalid_request", 422, {})

    for away in _AWAY:
        app.add_exception_handler(away, unavailable)
    for odd in _UNSTORABLE:
        app.add_exception_handler(odd, unstorable)

    @app.exception_handler(Exception)
    def broken(request: Request, _error: Exception) -> JSONResponse:
        # The server closes the connection after such an error, which a client must know before it sends the next.
        return problem(request, "http_500", 500, {}, {"Connection": "close"})


def _allowed(request: Request) -> str:
    """The methods of all routes of a path (RFC 9110, 10.2.1); the framework knows those of the first one only."""
    routes = iter_route_contexts(request.app.routes)
    found = [route.methods or set() for route in routes if route.matches(request.scope)[0] != Match.NONE]
    return ", ".join(sorted(set().union(*found)))
