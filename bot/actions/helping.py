"""Acting for somebody else: asking for their permission, beginning, and going back to one's own data."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.backend import call
from bot.actions.helping_turns import HELPING, INTENT, WISH, wish_of_form
from bot.actions.personal import service_named
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.smalltalk import close_form
from bot.actions.texts import Button, Say
from bot.actions.topic import TOPIC
from bot.actions.turns import heard
from bot.actions.verify import WISH as WAITED
from bot.actions.verify import ask_to_verify, send_link

_WAYS = (
    ("status", "check_membership_status"),
    ("contributions", "check_contribution"),
    ("payments", "virtual_account_info"),
    ("queues", "book_queue"),
    ("fktp", "change_fktp"),
    ("complaints", "submit_complaint"),
)
"""Services of a helper, and the intents of their buttons."""
_BUTTONS = 4
_ACTIONS = {"virtual_account_info": "action_virtual_account", "get_digital_card": "action_digital_card"}
"""Actions that are not named after their intent."""


def called(say: Say, person: Mapping[str, Any]) -> str:
    """ "Ibu S***"."""
    return say.text(f"utter_helping_called_{person['sex']}", name=person["name"])


def _button(say: Say, response: str, value: str, code: str | None = None, **values: Any) -> Button:
    return say.button(response, press(INTENT, value=value, code=code), **values)


class Helping(Answer):
    """Everything about helping that is said or pressed; what was asked for the other person goes on afterwards."""

    action = HELPING
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """By what the button or the wordless message says; whatever form was open belongs to who it was begun for."""
        value, _, kind = (reading.entity("value") or "start").partition(":")
        closed = close_form(reading) if reading.form else []
        if wish := wish_of_form(reading):
            closed.append(SlotSet(WISH, wish))
        return [*closed, *await getattr(self, f"_{value}")(reading, say, kind or "child")]

    async def _start(self, reading: Reading, say: Say, kind: str) -> list[EventType]:
        known = await call(reading, "GET", "/helpers/helped")
        if not known:
            return await self._link(reading, say, kind)
        buttons = [_button(say, "utter_helping_button_use", "use", one["id"], who=called(say, one)) for one in known]
        say("utter_helping_whom", buttons=[*buttons, _button(say, "utter_helping_button_other", f"link:{kind}")])
        return []

    async def _link(self, reading: Reading, say: Say, kind: str) -> list[EventType]:
        link = await call(reading, "POST", "/helpers/links", json={"kind": kind})
        card = {"type": "link", "title": say.text("utter_helping_card"), "url": link["url"]}
        buttons = [_button(say, "utter_helping_button_self", "mine")]
        if not link["known"] and kind != "companion":
            buttons.insert(0, _button(say, "utter_helping_button_known", f"known:{kind}"))
        say("utter_helping_link", card=card, buttons=buttons, url=link["url"])
        return [SlotSet("after_verification", self.action)]

    async def _waits(self, reading: Reading, say: Say, kind: str) -> list[EventType]:
        """Something else of the same person is asked while their permission is waited for."""
        say("utter_helping_waits", buttons=[_button(say, "utter_helping_button_self", "mine")])
        return []

    async def _known(self, reading: Reading, say: Say, kind: str) -> list[EventType]:
        return await ask_to_verify(reading, say, after=self.action)

    async def _mine(self, reading: Reading, say: Say, kind: str) -> list[EventType]:
        """The request was about the writer's own data after all."""
        wish = reading.slot(WISH)
        forgotten = [SlotSet(WISH, None), SlotSet("after_verification", None)]
        if not wish:
            say("utter_menu")
        return [*forgotten, *(heard(reading, wish) if wish else [])]

    async def _alone(self, reading: Reading, say: Say, kind: str) -> list[EventType]:
        """The other person logs in here without a helper; what was asked last goes on as their own."""
        asked = (reading.slot(TOPIC) or {}).get("about") or reading.slot(WAITED)
        service = service_named(_ACTIONS.get(str(asked), f"action_{asked}"))
        say("utter_own_login")
        link = await send_link(reading, say, after=service.action if service else None)
        return [*link, *([SlotSet(service.wish_slot, None)] if service else [])]

    async def _begun(self, reading: Reading, say: Say, kind: str) -> list[EventType]:
        person = await call(reading, "GET", "/helpers/acting")
        if not person:
            say("utter_helping_not_now")
            return []
        return self._goes_on(reading, say, person)

    async def _use(self, reading: Reading, say: Say, kind: str) -> list[EventType]:
        code = reading.entity("code") or ""
        return self._goes_on(reading, say, await call(reading, "POST", f"/helpers/{code}/use", json={}))

    def _goes_on(self, reading: Reading, say: Say, person: Mapping[str, Any]) -> list[EventType]:
        wish, able = reading.slot(WISH), [way for way in _WAYS if way[0] in person["services"]]
        ways = [] if wish else [say.button(f"utter_choice_{intent}", press(intent)) for _, intent in able][:_BUTTONS]
        services = ", ".join(say.text(f"utter_helping_service_{service}") for service, _ in able)
        until, buttons = say.moment(person["expires_at"]), [*ways, _button(say, "utter_helping_stop", "stop")]
        say("utter_helping_begun", buttons=buttons, who=called(say, person), services=services, until=until)
        done = [SlotSet(WISH, None), SlotSet("after_verification", None), SlotSet("shown", None)]
        return [*done, *(_heard_for(reading, wish, person) if wish else [])]

    async def _decided(self, reading: Reading, say: Say, kind: str) -> list[EventType]:
        code = reading.entity("code") or ""
        found = await call(reading, "GET", f"/helpers/requests/{code}")
        if not found:
            return []
        approved = found["state"] == "active"
        buttons = [_button(say, "utter_helping_button_use", "use", code, who=called(say, found))] if approved else []
        response = f"utter_helping_{'approved' if approved else 'refused'}"
        say(response, buttons=buttons, who=called(say, found), note=found["note"] or "")
        return []

    async def _deceased(self, reading: Reading, say: Say, kind: str) -> list[EventType]:
        say("utter_helping_deceased")
        return [SlotSet(WISH, None), SlotSet("after_verification", None)]

    async def _allow(self, reading: Reading, say: Say, kind: str) -> list[EventType]:
        """Somebody shall act for the one who writes: that one begins, in a conversation of their own."""
        say("utter_helping_allow", buttons=[say.button("utter_choice_my_data_request", "/my_data_request")])
        return []

    async def _stop(self, reading: Reading, say: Say, kind: str) -> list[EventType]:
        await call(reading, "DELETE", "/helpers/acting")
        say("utter_helping_stopped")
        return [SlotSet(WISH, None), SlotSet("shown", None)]


def _heard_for(reading: Reading, wish: Mapping[str, Any], person: Mapping[str, Any]) -> list[EventType]:
    """The wish again, now as the member's."""
    events = heard(reading, wish)
    events[-1]["metadata"] = {**reading.metadata, "acting": {"sex": person["sex"], "name": person["name"]}}
    return events
