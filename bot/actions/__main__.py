"""The ``actions`` process: Rasa's own action server, on the loopback interface, for callers with the internal secret.

``rasa run actions`` serves the same actions but answers anybody on any interface, so ``care165 up`` starts this.
"""

import hmac
import logging
import os
from typing import Any
from urllib.parse import urlsplit

from rasa_sdk.endpoint import create_app
from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.actions.alike import likeness_of_all
from bot.actions.backend import hang_up
from bot.actions.faq import entries
from bot.actions.further_questions import known_by_words
from bot.actions.texts import has_response

OPEN_PATHS = frozenset({"/health"})
DEFAULT_PORT = 5055


def warm_up() -> None:
    """Reads texts, general answers and the questions behind them: seconds, in which the first member got no answer."""
    has_response("")
    entries()
    known_by_words()
    likeness_of_all()


def main() -> None:
    """Serves until told to stop."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    app = create_app("bot.actions", cors_origins=[])
    secret = os.environ["CARE165_INTERNAL_SECRET"].encode()

    @app.middleware("request")
    async def internal_only(request: Request) -> HTTPResponse | None:
        given = request.headers.get("x-internal-secret", "").encode()
        if request.path in OPEN_PATHS or hmac.compare_digest(given, secret):
            return None
        return response.json({"code": "internal_only"}, 403)

    @app.before_server_start
    async def read_all(_app: Any, _loop: Any) -> None:
        warm_up()

    @app.after_server_stop
    async def close(_app: Any, _loop: Any) -> None:
        await hang_up()

    port = urlsplit(os.environ.get("CARE165_ACTIONS_URL", "")).port or DEFAULT_PORT
    app.run("127.0.0.1", port, workers=1, access_log=False, motd=False)


if __name__ == "__main__":
    main()
