"""Membership: the registered data, the family, the own first-level facility and class."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.backend import call
from bot.actions.change_kit import day_words
from bot.actions.ellipsis import elliptical
from bot.actions.personal import Personal, person_meant, person_words
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.shown import remember, shown
from bot.actions.texts import Button, Say

INTENT = "show_member_data"
_PARTS = (
    ("family", re.compile(r"\b(?:keluarga|anggota|tanggungan|siapa saja|family|dependants?)\b", re.I)),
    ("fktp", re.compile(r"\b(?:faskes|fktp|puskesmas|klinik|dokter|facility|clinic)\b", re.I)),
    ("class", re.compile(r"\b(?:kelas|kls|class)\b", re.I)),
)
_CHANGES = ("change_fktp", "update_member_data", "get_digital_card")


class ShowMemberData(Personal):
    """The part that was asked for, or all of it."""

    action = "action_show_member_data"
    wish_slot = "membership_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """Which part, and whose."""
        value = reading.pressed_value
        named = next((part for part, pattern in _PARTS if pattern.search(reading.text)), None)
        seen = shown(reading)
        before = seen.get("part") if seen.get("kind") == "member_data" and elliptical(reading) else None
        part = value or named or before  # "kalau istri?" behind the class asks for hers
        return {**person_words(reading), "part": part}

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """Says it."""
        if wish.get("part") == "family" and not wish.get("member"):
            return await self._family(reading, say)
        meant = await person_meant(reading, say, wish, intent=INTENT)
        if not meant.settled:
            return []
        params = {"member": meant.member_id}
        member = await call(reading, "GET", "/membership/me", params=params)
        say_data(say, member, wish.get("part"))
        clinic = member["fktp_code"] if wish.get("part") == "fktp" else None
        part = wish.get("part")
        of = f"data_{part}" if part else None
        return [remember("member_data", member=meant.member_id, facility=clinic, part=part, of=of)]

    async def _family(self, reading: Reading, say: Say) -> list[EventType]:
        family = await call(reading, "GET", "/membership/family")
        lines = [family_line(say, number, person) for number, person in enumerate(family["members"], 1)]
        if family["others"]:
            lines.append(say.text("utter_data_family_others", count=family["others"]))
        buttons = [_person_button(person) for person in family["members"]]
        say("utter_data_family", buttons=[*buttons, say.button("utter_data_button_add", "/add_family_member")],
            lines="\n".join(lines))  # fmt: skip
        return [remember("member_data")]


def _person_button(person: Mapping[str, Any]) -> Button:
    return {"title": person["name"], "payload": press(INTENT, code=person["member_id"])}


def family_line(say: Say, number: int, person: Mapping[str, Any]) -> str:
    """One member of the family: name, place in it, card and whether it is active."""
    state = say.text("utter_data_active" if person["active"] else "utter_data_inactive")
    relation = say.text(f"utter_data_relation_{person['relation']}")
    return f"{number}. {person['name']} ({relation}), {person['card_number']}: {state}"


def say_data(say: Say, member: Mapping[str, Any], part: str | None) -> None:
    """One part in a sentence, or everything line by line."""
    fktp = member["fktp_name"] or say.text("utter_membership_no_fktp")
    facts = {"name": member["name"], "fktp": fktp, "level": member["contribution_class"]}
    if part == "fktp":
        change = say.button("utter_choice_change_fktp", "/change_fktp")
        say("utter_data_fktp", buttons=[change], since=day_words(say, member["fktp_since"]) or "-", **facts)
    elif part == "class":
        say("utter_data_class", buttons=[say.button("utter_choice_change_class", "/change_class")], **facts)
    else:
        _say_all(say, member, facts)


def _say_all(say: Say, member: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
    missing = say.text("utter_data_missing")
    known: dict[str, Any] = {key: member[key] or missing for key in ("phone", "email", "address", "city")}
    known |= {key: member[key] for key in ("card_number", "nik")}
    known["segment"] = say.text(f"utter_membership_segment_{member['segment']}")
    known["state"] = say.text("utter_data_active" if member["active"] else "utter_data_inactive")
    buttons = [say.button(f"utter_choice_{intent}", f"/{intent}") for intent in _CHANGES]
    family = say.button("utter_data_button_family", press(INTENT, value="family"))
    say("utter_data_all", buttons=[family, *buttons], born=day_words(say, member["birth_date"]), **known, **facts)
