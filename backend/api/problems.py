"""Refusals as problem JSON (RFC 9457), in the reader's language."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from backend.errors import ServiceError

MEDIA_TYPE = "application/problem+json"


@lru_cache
def _texts() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "problems.yml").read_text("utf-8"))
    return loaded


def _language(request: Request) -> str:
    return "en" if request.headers.get("accept-language", "id").lower().startswith("en") else "id"


def problem(
    request: Request, code: str, status: int, details: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """A problem document; codes without a text of their own are described by their status."""
    texts = _texts().get(code) or _texts().get(str(status)) or _texts()["500"]
    title = texts[_language(request)]
    body = {"type": f"urn:care165:problem:{code}", "title": title, "status": status, "code": code, "detail": title}
    content = jsonable_encoder({**details, **body})
    return JSONResponse(content, status, headers, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Makes every refusal of the app a problem document."""

    @app.exception_handler(ServiceError)
    def refused(request: Request, error: ServiceError) -> JSONResponse:
        wait = error.details.get("retry_after")
        return problem(request, error.code, error.status, error.details, {"Retry-After": str(wait)} if wait else None)

    @app.exception_handler(HTTPException)
    def failed(request: Request, error: HTTPException) -> JSONResponse:
        return problem(request, f"http_{error.status_code}", error.status_code, {}, error.headers)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        fields = [{"field": ".".join(str(part) for part in e["loc"]), "problem": e["type"]} for e in error.errors()]
        return problem(request, "invalid_request", 422, {"fields": fields})
