"""Buttons' payloads are said as they stand.

Stock Rasa fills slots into every string of a response, so the braces of ``/inform{"value": "skip"}`` are taken for a
slot of that name: each such button logs an error with a traceback. ``install`` leaves strings that begin with a slash
alone.
"""

from collections.abc import Mapping
from typing import Any

from rasa.core.nlg import interpolator

_fill = interpolator.interpolate_text


def _interpolate(response: str, values: Mapping[str, Any]) -> str:
    return response if response.startswith("/") else str(_fill(response, dict(values)))


def install() -> None:
    """Makes all responses of this process be filled this way."""
    interpolator.interpolate_text = _interpolate
