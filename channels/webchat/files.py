"""The chat's files as a slow phone should get them: without comments, compressed once, kept by the browser.

The sources are served as they stand but for comments and white space, so there is no build step and nothing to go
stale: the process prepares them when it starts.
"""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import rcssmin
import rjsmin
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

STATIC = Path(__file__).parent / "static"
MAX_AGE_S = 300
"""After an update members run the old chat for at most this long; within it no question goes to the server."""
COMPRESSIBLE = frozenset({".js", ".css", ".svg"})


@dataclass(frozen=True)
class Prepared:
    """A file ready to be sent: ``packed`` is its gzip form, None where that would gain nothing."""

    media_type: str
    plain: bytes
    packed: bytes | None
    etag: str


def _smaller(path: Path, text: str) -> str:
    if path.suffix == ".js":
        return str(rjsmin.jsmin(text))
    return str(rcssmin.cssmin(text)) if path.suffix == ".css" else text


def _prepare(path: Path) -> Prepared:
    content = path.read_bytes()
    if path.suffix in COMPRESSIBLE:
        content = _smaller(path, content.decode("utf-8")).encode("utf-8")
    packed = gzip.compress(content, 9, mtime=0) if path.suffix in COMPRESSIBLE else None
    media_type = mimetypes.types_map.get(path.suffix, "application/octet-stream")
    return Prepared(media_type, content, packed, f'"{hashlib.sha256(content).hexdigest()[:16]}"')


@lru_cache
def prepared() -> dict[str, Prepared]:
    """All files by their path below ``static``."""
    files = [path for path in STATIC.rglob("*") if path.is_file()]
    return {path.relative_to(STATIC).as_posix(): _prepare(path) for path in files}


def static_response(name: str, request: Request, *, anywhere: bool = False) -> Response:
    """The file of this name; 304 where the browser has it already.

    ``anywhere`` allows pages of other sites to read it.

    Raises:
        HTTPException: 404, there is no such file.
    """
    if (file := prepared().get(name)) is None:
        raise HTTPException(404)
    headers = {"Cache-Control": f"public, max-age={MAX_AGE_S}", "ETag": file.etag, "Vary": "Accept-Encoding"}
    headers |= {"X-Content-Type-Options": "nosniff"} | ({"Access-Control-Allow-Origin": "*"} if anywhere else {})
    if request.headers.get("if-none-match") == file.etag:
        return Response(status_code=304, headers=headers)
    if file.packed and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.packed, headers=headers | {"Content-Encoding": "gzip"}, media_type=file.media_type)
    return Response(file.plain, headers=headers, media_type=file.media_type)
