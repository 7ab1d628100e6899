"""Checks of reply_markup, with the public server's error texts."""

from typing import Any
from urllib.parse import urlsplit

from .errors import bad_request

MOST_BUTTONS = 100
CALLBACK_BYTES = 64
_ACTIONS = ("callback_data", "url", "web_app", "login_url", "switch_inline_query", "copy_text", "pay")


def checked(markup: Any, chat: dict[str, Any]) -> dict[str, Any] | None:
    """The markup if it is valid; raises 400 otherwise."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        _each(markup["inline_keyboard"], _inline)
    elif "keyboard" in markup:
        _each(markup["keyboard"], lambda button: _reply(button, chat))
    elif not (markup.get("remove_keyboard") or markup.get("force_reply")):
        raise bad_request("can't parse reply keyboard markup JSON object")
    return markup


def _each(rows: Any, check: Any) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("field must be of type Array of Arrays")
    buttons = [button for row in rows for button in row]
    if len(buttons) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    for button in buttons:
        check(button)


def _inline(button: Any) -> None:
    if not isinstance(button, dict) or not button.get("text"):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    given = [action for action in _ACTIONS if action in button]
    if len(given) != 1:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        _url(str(button["url"]))


def _url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https", "tg") or (parts.scheme != "tg" and "." not in (parts.hostname or "")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _reply(button: Any, chat: dict[str, Any]) -> None:
    if isinstance(button, str):
        return
    if not isinstance(button, dict) or not button.get("text"):
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    asks = button.get("request_location") or button.get("request_contact")
    if asks and chat["type"] != "private":
        raise bad_request("location can be requested in private chats only")
