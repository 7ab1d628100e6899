"""``/metrics`` for Prometheus."""

import hmac

from fastapi import APIRouter, Depends, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from backend.api.deps import Db, Now
from backend.errors import Forbidden
from backend.operations.metrics import exposition
from backend.settings import get_settings

router = APIRouter(tags=["operations"])
_bearer = HTTPBearer(auto_error=False)


def _with_token(given: HTTPAuthorizationCredentials | None = Depends(_bearer)) -> None:  # noqa: B008 - FastAPI's way
    token = given.credentials if given else ""
    if not hmac.compare_digest(token.encode(), get_settings().metrics_token.encode()):
        raise Forbidden("metrics_token")


@router.get("/metrics", dependencies=[Depends(_with_token)])
def metrics(session: Db, now: Now) -> Response:
    """Queues, waiting times and deliveries; for whoever has the metrics token."""
    return Response(exposition(session, now), media_type=CONTENT_TYPE_LATEST)
