"""The web hook: checked, stored, and only then answered with 200."""

import hmac
import json
import logging

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import Bot, Update

from channels.telegram.inbox import Inbox
from channels.telegram.mapping import update_from
from channels.telegram.store import UNAVAILABLE

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


def create_app(bot: Bot, inbox: Inbox, secret: str) -> Starlette:
    """The application that Telegram calls. Any path is ours: a proxy in front may keep or strip its own."""

    async def receive(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("wrong secret token", 403)
        try:
            raw = await request.json()
        except (json.JSONDecodeError, UnicodeDecodeError):
            raw = None
        if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
            log.warning("something that is no update came with the right secret")
            return PlainTextResponse("not an update", 400)
        update = update_from(raw, bot)
        # One that cannot be read is taken all the same: Telegram would repeat it for a day and hold back all others.
        return await _stored(inbox, update) if update else Response(status_code=200)

    async def healthy(_request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(
        routes=[
            Route("/healthz", healthy, methods=["GET"]),
            Route("/{path:path}", receive, methods=["POST"]),
        ]
    )


async def _stored(inbox: Inbox, update: Update) -> Response:
    try:
        await inbox.take(update)
    except UNAVAILABLE as error:
        log.warning("update %d cannot be stored (%s): Telegram sends it again", update.update_id, type(error).__name__)
        return PlainTextResponse("try again", 503, headers={"Retry-After": "5"})
    except Exception:  # the edge of the process: Telegram would repeat a bad update for a day
        log.exception("update %d is left out", update.update_id)
    return Response(status_code=200)


async def serve(app: Starlette, host: str, port: int) -> None:
    """Serves the web hook until the process is told to stop."""
    config = uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False, ws="none", lifespan="off")
    await uvicorn.Server(config).serve()
