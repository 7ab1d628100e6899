"""Who may act for the member, who did, and taking a permission back."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.backend import call
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.shown import remember
from bot.actions.texts import Say


def helper_looks(say: Say, helpers: list[Mapping[str, Any]]) -> list[str]:
    """ "Penolong: Rina (kader) 3 kali."; nothing where nobody helped."""
    looks = [
        say.text("utter_privacy_helper_look", name=one["name"], kind=_kind(say, one), times=one["times"])
        for one in helpers
    ]
    return [say.text("utter_privacy_helper_looks", helpers=", ".join(looks))] if looks else []


async def tell_helpers(reading: Reading, say: Say, revoked: str | None) -> list[EventType]:
    """Who may act, each with a button that takes it back; with ``revoked`` that one is taken back first."""
    if revoked:
        done = await call(reading, "POST", f"/helpers/{revoked}/revoke", json={})
        say("utter_helping_revoked", name=done["name"])
    found = await call(reading, "GET", "/helpers/over-me")
    if found:
        lines = "\n".join(_line(say, one) for one in found)
        buttons = [
            say.button(
                "utter_helping_button_revoke",
                press("my_data_request", value="revoke", code=one["id"]),
                name=one["name"],
            )
            for one in found
        ]
        say("utter_helping_over_me", buttons=buttons, lines=lines)
    elif not revoked:
        withdraw = say.button("utter_privacy_button_withdraw", press("my_data_request", value="withdraw"))
        say("utter_helping_nobody", buttons=[withdraw])
    return [remember("privacy")]


def _kind(say: Say, one: Mapping[str, Any]) -> str:
    return say.text(f"utter_helping_kind_{one['kind']}")


def _line(say: Say, one: Mapping[str, Any]) -> str:
    until = say.day(one["expires_at"])
    return say.text("utter_helping_over_me_line", name=one["name"], kind=_kind(say, one), until=until)
