"""A neutral message as calls of the Bot API."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from backend.conversations.outgoing import Outgoing, OutgoingFile
from channels.rendering import map_url, numbered, rows, split_text, utf16_length
from channels.telegram.texts import say

log = logging.getLogger(__name__)

TEXT_LIMIT = 4096
"""UTF-16 units of one message (Bot API, sendMessage)."""
MAX_ROWS = 8
"""More rows of buttons push their own question off a small screen; then the choices are listed and numbered."""
LINK_TITLE = 40
"""Characters of a facility's name on a button that opens its map."""

Button = dict[str, Any]
Keyboard = list[list[Button]]


@dataclass(frozen=True)
class Call:
    """One call; ``plain`` is the same message without what Telegram might refuse, tried once if it does."""

    method: str
    params: dict[str, Any]
    plain: "Call | None" = None
    file: OutgoingFile | None = None
    """Sent along under the name that the method gives it (``photo``, ``document``)."""


def calls_for(message: Outgoing) -> list[Call]:
    """The calls that bring one message, in order; the keyboard comes with the last of them, next to the thumb."""
    text = message.text.strip()
    if text and message.agent_name:
        who = "doctor_says" if message.doctor else "agent_says"
        text = f"{say(who, message.locale, name=message.agent_name)}\n{text}"
    before, links, reply_keyboard = _card(message)
    choices, listed = _choices(message.buttons, MAX_ROWS - len(links))
    inline = choices + links
    if reply_keyboard and inline:
        asking = _texts(text, reply_keyboard, "")
        return [*before, *asking, *_texts(_joined(say("or_choose", message.locale), listed), *_markup(inline))]
    return [*before, *_texts(_joined(text, listed), *(_markup(inline) if inline else (reply_keyboard, "")))]


def _joined(*blocks: str) -> str:
    return "\n\n".join(block for block in blocks if block)


def _texts(text: str, markup: dict[str, Any] | None, spoken: str) -> list[Call]:
    """The text in parts. ``spoken`` says in words what the keyboard offers, for the part without it."""
    calls = [_text(part) for part in split_text(text, TEXT_LIMIT)]
    if calls and markup:
        params = calls[-1].params
        words = _joined(params["text"], spoken)
        plain = _text(words) if utf16_length(words) <= TEXT_LIMIT else calls[-1]
        calls[-1] = Call("sendMessage", params | {"reply_markup": markup}, plain)
    return calls


def _text(text: str) -> Call:
    """A preview would make Telegram open the link, and our links may be good for one visit only."""
    return Call("sendMessage", {"text": text, "link_preview_options": {"is_disabled": True}})


def _markup(keyboard: Keyboard) -> tuple[dict[str, Any], str]:
    buttons = [button for row in keyboard for button in row]
    choices = numbered([button["text"] for button in buttons if "callback_data" in button])
    links = "\n".join(f"{button['text']}: {button['url']}" for button in buttons if "url" in button)
    return {"inline_keyboard": keyboard}, _joined(choices, links)


def _choices(buttons: list[dict[str, str]], most_rows: int) -> tuple[Keyboard, str]:
    """The keyboard of the choices, and their list for the text where they are too many to be read on buttons."""
    titles, listed = [button["title"] for button in buttons], ""
    if len(rows(titles)) > most_rows:
        listed = numbered(titles)
        titles = [str(number) for number in range(1, len(titles) + 1)]
    made = [{"text": title, "callback_data": button["id"]} for title, button in zip(titles, buttons, strict=True)]
    return [[made[index] for index in row] for row in rows(titles)], listed


Shown = tuple[list[Call], Keyboard, dict[str, Any] | None]
"""What a card adds: calls before the text, rows of links, a reply keyboard."""


def _card(message: Outgoing) -> Shown:
    """A card that cannot be shown is left out: the text beside it is complete."""
    card = message.card or {}
    show = _CARDS.get(str(card.get("type")))
    try:
        return show(card, message) if show else ([], [], None)
    except (KeyError, TypeError, ValueError):
        log.exception("a card of type %s is malformed", card.get("type"))
        return [], [], None


def _map(card: dict[str, Any], _message: Outgoing) -> Shown:
    latitude, longitude = float(card["latitude"]), float(card["longitude"])
    address = card.get("address") or f"{latitude:.5f}, {longitude:.5f}"
    venue = {"latitude": latitude, "longitude": longitude, "title": card["name"], "address": address}
    plain = _text(f"{card['name']}\n{address}\n{map_url(latitude, longitude)}")
    return [Call("sendVenue", venue, plain)], [], None


def _link(card: dict[str, Any], _message: Outgoing) -> Shown:
    return [], [[{"text": card["title"], "url": card["url"]}]], None


def _file(_card: dict[str, Any], message: Outgoing) -> Shown:
    """A picture as a photo, anything else as a document; a picture that Telegram cannot scale goes as a document."""
    if message.file is None:
        return [], [], None
    document = Call("sendDocument", {}, file=message.file)
    picture = message.file.media_type.startswith("image/")
    return [Call("sendPhoto", {}, document, message.file) if picture else document], [], None


def _facilities(card: dict[str, Any], message: Outgoing) -> Shown:
    """A map link for each: by name if all fit under the choices, else by its number in the text."""
    found = [(n, item) for n, item in enumerate(card["items"], 1) if item.get("latitude") is not None]
    urls = [map_url(float(item["latitude"]), float(item["longitude"])) for _, item in found]
    titles = [f"📍 {item['name'][:LINK_TITLE]}" for _, item in found]
    if len(rows([button["title"] for button in message.buttons])) + len(titles) > MAX_ROWS:
        titles = [f"📍 {n}" for n, _ in found]
    made = [{"text": title, "url": url} for title, url in zip(titles, urls, strict=True)]
    return [], [[made[index] for index in row] for row in rows(titles)], None


def _request_location(_card: dict[str, Any], message: Outgoing) -> Shown:
    button = {"text": say("share_location", message.locale), "request_location": True}
    return [], [], {"keyboard": [[button]], "resize_keyboard": True, "one_time_keyboard": True}


_CARDS: dict[str, Callable[[dict[str, Any], Outgoing], Shown]] = {
    "map": _map,
    "link": _link,
    "facilities": _facilities,
    "file": _file,
    "request_location": _request_location,
}
