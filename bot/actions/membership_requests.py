"""Membership: where one's changes and registrations are, and taking one back."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.backend import Refusal, call
from bot.actions.change_kit import Begins, day_words, new_value, withdraw_button, yes_no
from bot.actions.forms import Form
from bot.actions.outcomes import Filled, Outcome
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import finish_form, open_form
from bot.actions.texts import Say
from bot.actions.verify import REQUIRED

INTENT = "check_request"
OPEN = ("code_sent", "in_review", "pending", "draft", "submitted", "needs_documents")
_WITHDRAW = ("tarik", "batal", "cabut", "urung", "withdraw", "cancel")


class CheckRequest(Begins):
    """Lists what was asked for; "tarik" takes back the only open one, or asks which."""

    action = "action_check_request"
    wish_slot = "membership_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """The receipt, and whether it is to be taken back."""
        said = reading.entity("value") == "withdraw" if reading.pressed else _says_withdraw(reading.text)
        agent = reading.pressed and reading.entity("value") == "agent"
        return {"withdraw": said, "agent": agent, "receipt": reading.entity("code")}

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """The list, or the question whether to take one back."""
        if wish.get("agent"):
            path = f"/membership/changes/{wish['receipt']}/agent"
            done = await call(reading, "POST", path, step="agent")
            say("utter_change_in_review", receipt=done["receipt"])
            return []
        changes = await _all(reading)
        open_ones = [one for one in changes if one["state"] in OPEN]
        if wish.get("withdraw"):
            chosen = [one for one in open_ones if wish.get("receipt") in (None, one["receipt"])]
            if len(chosen) == 1:
                return open_form(reading, "withdraw_form", change=chosen[0])
        say_requests(say, changes, open_ones)
        return []


async def _all(reading: Reading) -> list[dict[str, Any]]:
    """Registrations, and the changes of who is verified.

    Raises:
        Refusal: ``verification_required``, where there is no registration of this conversation to be shown.
    """
    found = [_as_change(one) for one in await call(reading, "GET", "/registrations")]
    try:
        return [*found, *await call(reading, "GET", "/membership/changes")]
    except Refusal as refusal:
        if refusal.code != REQUIRED or not found:
            raise
        return found


def _as_change(registration: Mapping[str, Any]) -> dict[str, Any]:
    """A registration as one more line of the list."""
    shown = registration["shown"]
    people = shown.get("choice") or shown.get("name") or ", ".join(shown["people"]) or "-"
    same = {key: registration[key] for key in ("receipt", "state")}
    return {**same, "kind": "registration", "shown": {"to": people}, "effective_on": registration["pay_from"]}


def _says_withdraw(text: str) -> bool:
    low = text.lower()
    return any(word in low for word in _WITHDRAW)


def say_requests(say: Say, changes: list[dict[str, Any]], open_ones: list[dict[str, Any]]) -> None:
    """One line each, newest first; a button for each that can still be taken back."""
    if not changes:
        say("utter_request_none")
        return
    lines = "\n".join(request_line(say, one) for one in changes)
    buttons = [{**withdraw_button(say, one["receipt"]), "title": _title(say, one)} for one in open_ones]
    say("utter_request_list", buttons=buttons, lines=lines)


def _title(say: Say, change: Mapping[str, Any]) -> str:
    return f"{say.text('utter_change_button_withdraw')} {change['receipt']}"


def request_line(say: Say, change: Mapping[str, Any]) -> str:
    """ "UBH-… faskes pertama → Puskesmas X: menunggu, berlaku 1 Desember 2026"."""
    what = say.text(f"utter_request_kind_{change['kind']}")
    state = say.text(f"utter_request_state_{change['state']}", date=day_words(say, change["effective_on"]))
    return f"{change['receipt']} · {what} → {new_value(say, change)}: {state}"


class ValidateWithdrawForm(Form):
    """Yes or no."""

    form = "withdraw_form"
    own_intents = frozenset({INTENT})

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Only the answer."""
        return ["withdraw_confirm"]

    async def extract_withdraw_confirm(self, reading: Reading, say: Say) -> Outcome:
        """Yes takes it back."""
        if reading.requested != "withdraw_confirm" or reading.intent not in ("affirm", "deny"):
            return None
        return Filled({"withdraw_confirm": reading.intent})


class AskWithdrawConfirm(Answer):
    """Reads back what would be taken back."""

    action = "action_ask_withdraw_confirm"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """With yes and no."""
        say("utter_withdraw_read_back", buttons=yes_no(say), line=request_line(say, reading.slot("withdraw_change")))
        return []


class WithdrawFinish(Answer):
    """Runs after the answer."""

    action = "action_withdraw_finish"
    ends = "withdraw"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Takes it back, or leaves it."""
        change = reading.slot("withdraw_change")
        done = finish_form(reading, self.ends)
        if reading.slot("withdraw_confirm") == "affirm":
            where = "/registrations" if change["kind"] == "registration" else "/membership/changes"
            await call(reading, "DELETE", f"{where}/{change['receipt']}", step="withdraw")
            say("utter_withdraw_done", receipt=change["receipt"])
        else:
            say("utter_withdraw_kept", receipt=change["receipt"])
        return [SlotSet("form_tries", 0), *done]
