"""The button that watches a hospital for a free bed; apart, as answers about beds and watches need each other."""

import json

from bot.actions.texts import Button, Say

WATCH = "watch"


def watch_button(say: Say, code: str, room: str | None) -> Button:
    """Under a hospital without a free bed."""
    entities = {"value": WATCH, "code": code} | ({"room_class": room} if room else {})
    return say.button("utter_watch_button", f"/manage_notifications{json.dumps(entities)}")
