"""The button that watches a hospital for a free bed; apart, as answers about beds and watches need each other."""

from bot.actions.press import press
from bot.actions.texts import Button, Say

WATCH = "watch"


def watch_button(say: Say, code: str, room: str | None) -> Button:
    """Under a hospital without a free bed."""
    return say.button("utter_watch_button", press("manage_notifications", value=WATCH, code=code, room_class=room))
