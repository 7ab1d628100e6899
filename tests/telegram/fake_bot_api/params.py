"""Parameters of a call, from JSON, a form, multipart or the query string, as the Bot API takes them."""

import json
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from .errors import bad_request


class Params:
    """Typed access; values of forms are strings, and nested ones are JSON in strings."""

    def __init__(self, values: dict[str, Any], uploads: dict[str, tuple[str, bytes]]) -> None:
        self.values, self.uploads = values, uploads

    @classmethod
    async def read(cls, request: Request) -> "Params":
        values: dict[str, Any] = dict(request.query_params)
        uploads: dict[str, tuple[str, bytes]] = {}
        if request.headers.get("content-type", "").startswith("application/json"):
            values |= json.loads(await request.body() or b"{}")
        elif request.method == "POST":
            async with request.form() as form:
                for name, value in form.multi_items():
                    if isinstance(value, UploadFile):
                        uploads[name] = (value.filename or name, await value.read())
                    else:
                        values[name] = value
        return cls(values, uploads)

    def text(self, name: str, default: str = "") -> str:
        return str(self.values.get(name, default))

    def integer(self, name: str, default: int | None = None) -> int:
        value = self.values.get(name, default)
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"invalid parameter {name}") from None

    def number(self, name: str) -> float:
        try:
            return float(self.values[name])
        except (KeyError, TypeError, ValueError):
            raise bad_request(f"can't parse {name}: expected a number") from None

    def nested(self, name: str) -> Any:
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except json.JSONDecodeError:
            raise bad_request(f"can't parse {name}: can't parse JSON") from None

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in ("true", "1")

    def plain(self) -> dict[str, Any]:
        """All values with nested ones decoded, for looking at in tests."""
        return {name: self._decoded(value) for name, value in self.values.items()}

    @staticmethod
    def _decoded(value: Any) -> Any:
        if isinstance(value, str) and value[:1] in "[{":
            try:
                return json.loads(value)
            except json.JSONDecodeError:
                return value
        return value
