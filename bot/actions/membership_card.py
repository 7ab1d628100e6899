"""Membership: the digital card as a picture or PDF, for oneself, a family member or the whole family."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.backend import call
from bot.actions.personal import Personal, person_meant, person_words
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.shown import remember, shown
from bot.actions.texts import Button, Say
from bot.components.values import relation

INTENT = "get_digital_card"
_FAMILY = re.compile(r"\b(?:keluarga|semua|sekeluarga|seluruh|kami|family|everybody|all)\b", re.I)
_PDF = re.compile(r"\b(?:pdf|cetak|print)\b", re.I)


class DigitalCard(Personal):
    """The picture, with buttons for the PDF and the family."""

    action = "action_digital_card"
    wish_slot = "membership_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """Whose card, and in which form."""
        value = (reading.entity("value") or "") if reading.pressed else ""
        people = {relation(one) for one in reading.entities("relation")}  # "anak saya yang bungsu" is one
        several = len(people) > 1 or _FAMILY.search(reading.text) is not None
        family = "family" in value or (not reading.pressed and several)
        pdf = "pdf" in value or (not reading.pressed and bool(_PDF.search(reading.text)))
        return {**person_words(reading), "family": family, "form": "pdf" if pdf else "png"}

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """One message a file."""
        family = bool(wish.get("family"))
        if family and await _alone(reading):
            say("utter_card_alone", buttons=[say.button("utter_data_button_add", "/add_family_member")])
            if shown(reading).get("kind") == "digital_card":
                return [remember("digital_card")]
            family = False
        meant = None if family else await person_meant(reading, say, wish, intent=INTENT)
        if meant is not None and not meant.settled:
            return []
        member = meant.member_id if meant else None
        body = {"member": member, "family": family, "form": wish["form"]}
        made = await call(reading, "POST", "/membership/cards", step=f"{family}{wish['form']}", json=body)
        for file in made["files"]:
            say.plain(file["alt"], card=file)
        inactive = await _inactive(reading, member, family=family)
        way_back = [say.button("utter_choice_reactivate_membership", "/reactivate_membership")] if inactive else []
        if inactive:
            say("utter_card_inactive", names=", ".join(inactive))
        say("utter_card_note", buttons=[*way_back, *_buttons(say, member, family=family, form=wish["form"])])
        return [remember("digital_card")]


async def _alone(reading: Reading) -> bool:
    """Whether nobody but the member is registered on the family card."""
    family = await call(reading, "GET", "/membership/family")
    return len(family["members"]) == 1 and not family["others"]


async def _inactive(reading: Reading, member: str | None, *, family: bool) -> list[str]:
    """Whose card is not active: a picture of it alone would send them to the counter in vain."""
    if family:
        people = (await call(reading, "GET", "/membership/family"))["members"]
    else:
        people = [await call(reading, "GET", "/membership/me", params={"member": member})]
    return [one["name"] for one in people if not one["active"]]


def _buttons(say: Say, member: str | None, *, family: bool, form: str) -> list[Button]:
    other = "png" if form == "pdf" else "pdf"
    scope = "family_" if family else ""
    shown = [say.button(f"utter_card_button_{other}", press(INTENT, value=f"{scope}{other}", code=member))]
    if not family:
        shown.append(say.button("utter_card_button_family", press(INTENT, value=f"family_{form}")))
    return shown
