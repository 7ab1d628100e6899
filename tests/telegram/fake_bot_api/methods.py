"""The methods of the Bot API that a chat assistant calls. Each works on the world and returns its result."""

import re
from collections.abc import Callable
from typing import Any

from .errors import bad_request, conflict
from .markup import checked
from .params import Params
from .world import BOT, BOT_AS_SENDER, DEFAULT_UPDATES, FILE_LIMIT, Json, Webhook, World

TEXT_LIMIT, CAPTION_LIMIT, TOAST_LIMIT = 4096, 1024, 200
_ACTIONS = ("typing", "upload_photo", "upload_video", "upload_voice", "upload_document", "find_location")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_HOOKED = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _send(world: World, params: Params, **content: Any) -> Json:
    chat = world.chat_to_send(params.integer("chat_id"))
    markup = checked(params.nested("reply_markup"), chat)
    shown = markup if markup and "inline_keyboard" in markup else None
    message = world.add_message(chat, BOT_AS_SENDER, **content, reply_markup=shown)
    world.keyboards[chat["id"], message["message_id"]] = markup
    return message


def get_me(_world: World, _params: Params) -> Json:
    return BOT


def send_message(world: World, params: Params) -> Json:
    text = params.text("text").strip()
    world.chat_to_send(params.integer("chat_id"))
    if not text:
        raise bad_request("message text is empty")
    if units(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return _send(world, params, text=text)


def _point(params: Params) -> Json:
    latitude, longitude = params.number("latitude"), params.number("longitude")
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise bad_request("wrong latitude or longitude specified")
    return {"latitude": latitude, "longitude": longitude}


def send_location(world: World, params: Params) -> Json:
    return _send(world, params, location=_point(params))


def send_venue(world: World, params: Params) -> Json:
    point, title, address = _point(params), params.text("title"), params.text("address")
    if not title or not address:
        raise bad_request("venue title and address must be non-empty")
    return _send(world, params, location=point, venue={"location": point, "title": title, "address": address})


def _caption(params: Params) -> str | None:
    if units(params.text("caption")) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return params.text("caption") or None


def _upload(world: World, params: Params, name: str, ending: str) -> Json:
    known = params.text(name)
    if known in world.files:
        return {"file_id": known, "file_unique_id": known[4:16], "file_size": len(world.files[known][1])}
    source = known.removeprefix("attach://") if known.startswith("attach://") else name
    if source not in params.uploads:
        raise bad_request(f"there is no {name} in the request")
    return world.add_file(params.uploads[source][1], ending)


def send_photo(world: World, params: Params) -> Json:
    photo = _upload(world, params, "photo", ".jpg") | {"width": 640, "height": 480}
    return _send(world, params, photo=[photo], caption=_caption(params))


def send_document(world: World, params: Params) -> Json:
    document = _upload(world, params, "document", "")
    return _send(world, params, document=document, caption=_caption(params))


def edit_message_reply_markup(world: World, params: Params) -> Json:
    place = params.integer("chat_id"), params.integer("message_id")
    message = world.messages.get(place)
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != BOT["id"]:
        raise bad_request("message can't be edited")
    markup = checked(params.nested("reply_markup"), message["chat"])
    if (markup or {}).get("inline_keyboard", []) == message.get("reply_markup", {}).get("inline_keyboard", []):
        raise bad_request(_SAME)
    message.pop("reply_markup", None)
    message |= {"reply_markup": markup} if markup else {}
    return message


def delete_message(world: World, params: Params) -> bool:
    if world.messages.pop((params.integer("chat_id"), params.integer("message_id")), None) is None:
        raise bad_request("message to delete not found")
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    query = world.callbacks.get(params.text("callback_query_id"))
    if query is None or query["answered"]:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if units(params.text("text")) > TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query |= {"answered": True, "text": params.text("text")}
    return True


def send_chat_action(world: World, params: Params) -> bool:
    chat = world.chat_to_send(params.integer("chat_id"))
    if params.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.actions.append((chat["id"], params.text("action")))
    return True


def get_file(world: World, params: Params) -> Json:
    file_id = params.text("file_id")
    if file_id not in world.files:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    path, data = world.files[file_id]
    if len(data) > FILE_LIMIT:
        raise bad_request("file is too big")
    return {"file_id": file_id, "file_unique_id": file_id[4:16], "file_size": len(data), "file_path": path}


def leave_chat(world: World, params: Params) -> bool:
    chat = world.chat_to_send(params.integer("chat_id"))
    if chat["type"] == "private":
        raise bad_request("chat member status can't be changed in private chats")
    world.left.add(chat["id"])
    return True


def set_my_commands(world: World, params: Params) -> bool:
    commands = params.nested("commands")
    for entry in commands:
        if not _COMMAND.fullmatch(entry["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(entry["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[params.text("language_code")] = commands
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    return world.commands.get(params.text("language_code"), [])


def _remember_allowed(world: World, params: Params) -> None:
    allowed = params.nested("allowed_updates")
    if allowed is not None:
        world.allowed = tuple(allowed) or DEFAULT_UPDATES


def set_webhook(world: World, params: Params) -> bool:
    url, secret = params.text("url"), params.text("secret_token")
    if url and not url.startswith(("https://", "http://127.0.0.1:")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _remember_allowed(world, params)
    world.webhook = Webhook(url, secret)
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    return True


def delete_webhook(world: World, params: Params) -> bool:
    world.webhook = Webhook()
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    return True


def get_webhook_info(world: World, _params: Params) -> Json:
    hook = world.webhook
    info: Json = {"url": hook.url, "has_custom_certificate": False, "pending_update_count": len(world.updates)}
    if hook.url:
        info |= {"max_connections": 40, "allowed_updates": list(world.allowed)}
    if hook.last_error:
        info |= {"last_error_date": hook.last_error_at, "last_error_message": hook.last_error}
    return info


def begin_get_updates(world: World, params: Params) -> None:
    """What getUpdates does before it waits: what lies before the offset is confirmed and forgotten."""
    if world.webhook.url:
        raise conflict(_HOOKED)
    _remember_allowed(world, params)
    offset = params.integer("offset", 0)
    if offset > 0:
        world.confirm_below(offset)
    elif offset < 0:
        world.confirm([update["update_id"] for update in world.updates[:offset]])


METHODS: dict[str, Callable[[World, Params], Any]] = {
    function.__name__.replace("_", ""): function
    for function in (
        get_me, send_message, send_location, send_venue, send_photo, send_document, edit_message_reply_markup,
        delete_message, answer_callback_query, send_chat_action, get_file, leave_chat, set_my_commands,
        get_my_commands, set_webhook, delete_webhook, get_webhook_info,
    )
}  # fmt: skip
"""By lower-case name: the public server does not look at case."""
