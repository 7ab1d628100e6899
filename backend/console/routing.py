"""What is the same for every route of the console: safe headers, and refusals as pages."""

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute

from backend.console.rendering import page, texts_for
from backend.errors import ServiceError

HOME = "/console/"
LOGIN = "/console/login"
CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
_INVALID = 422


class LoginNeeded(Exception):
    """The page is for agents and nobody is logged in."""


def by_htmx(request: Request) -> bool:
    """Whether htmx asks for a part of a page that is open."""
    return request.headers.get("hx-request") == "true"


def _to_login(request: Request) -> Response:
    if by_htmx(request):
        return Response(status_code=401, headers={"HX-Redirect": LOGIN})
    wanted = f"?next={quote(request.url.path)}" if request.method == "GET" else ""
    return RedirectResponse(LOGIN + wanted, 303)


def _came_from(request: Request) -> str:
    """The page of the console that led here, so that nobody is sent to one that their role does not have."""
    page = urlsplit(request.headers.get("referer", ""))
    ours = page.netloc == request.url.netloc and page.path.startswith(HOME) and not page.path.startswith(LOGIN)
    own = page.path == request.url.path and request.method == "GET"
    return f"{page.path}?{page.query}".rstrip("?") if ours and not own else HOME


def refused(request: Request, code: str, status: int, **details: Any) -> Response:
    """A refusal in words: a notice on the open page, or a page of its own."""
    t = texts_for(request)
    text = t(f"errors.{code}", **details) if t.find(f"errors.{code}") else t("errors.other")
    template = "notice.html" if by_htmx(request) else "refused.html"
    response = page(
        request, template, status=status, message=text, problem=True, home=details.get("home") or _came_from(request)
    )
    response.headers["X-Refused"] = code
    if "retry_after" in details:
        response.headers["Retry-After"] = str(details["retry_after"])
    return response


class ConsoleRoute(APIRoute):
    """A route whose refusals are pages or notices, and whose responses carry the console's headers."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wraps the handler; its transaction is rolled back before a refusal is shown."""
        handle = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                response = await handle(request)
            except LoginNeeded:
                response = _to_login(request)
            except ServiceError as refusal:
                at_home = request.url.path == HOME and request.method == "GET"
                if refusal.code == "not_your_role" and at_home:
                    return RedirectResponse(refusal.details["home"], 303)
                response = refused(request, refusal.code, refusal.status, **refusal.details)
            except RequestValidationError:
                response = refused(request, "invalid_form", _INVALID)
            for name, value in _HEADERS.items():
                response.headers.setdefault(name, value)
            return response

        return handler


def console_router() -> APIRouter:
    """A router for a part of the console."""
    return APIRouter(route_class=ConsoleRoute, include_in_schema=False)


def done(request: Request, page_url: str, *changed: str) -> Response:
    """The end of an action: tells htmx what to fetch anew, or sends a browser without it back to the page."""
    if by_htmx(request):
        return Response(status_code=204, headers={"HX-Trigger": ", ".join(changed)})
    return RedirectResponse(page_url, 303)
