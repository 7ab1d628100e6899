"""The form of autodebit: bank and day, the reading back, and the link to the bank's page."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.backend import Refusal, call
from bot.actions.contributions import current_lines
from bot.actions.form_ends import and_wished, stop
from bot.actions.forms import Form
from bot.actions.given_up import wants_it_to_stay
from bot.actions.money_words import BILL, PAY, PERSON, REHAB, buttons
from bot.actions.outcomes import Filled, Outcome, Unusable, refuse
from bot.actions.press import inform
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import finish_form
from bot.actions.texts import Button, Say
from bot.actions.topic import asks_something
from bot.components.values import bank, number

FORM = "autodebit_form"
START, STOP, CHANGE = "start", "stop", "change"
SHORT = 5
STOP_WORDS = re.compile(
    r"\b(?:(?:di|nge)?se?top(?:in|kan|no|keun)?|nyetop|(?:di|meng?|mem|nge)?(?:ber)?henti\w*|b(?:a|e)?renti\w*|(?:di|me)?matikan"
    r"|(?:di)?matiin|(?:di|me)?nonaktif\w*|(?:di|mem)?batal\w*|(?:di|men)?cabut|nyabut|(?:di|meng)?hapus|(?:di|mem)?putus\w*"
    r"|(?:di|ka)?(?:m|p|ng)andh?e[gk]\w*|(?:di|ng)?(?:leren|eureun)\w*|(?:di)?pareuman|(?:ba|di)?ranti\w*|mareni"
    r"|cancel|end|turn(?:ed)? (?:it )?off)\b",
    re.I,
)
"""That it is to end, in the languages of the country too."""
CHANGE_WORDS = re.compile(
    r"\b(?:(?:meng|me|nge|ng|di)?ganti\w*|(?:di|me|ng)?(?:ubah|rubah|tukar|owah\w*)\w*|(?:di|me|mem|ka|tak)?pindah\w*"
    r"|(?:di)?gentos\w*|(?:di)?alih\w*|change|switch|move)\b",
    re.I,
)


_NAMED = re.compile(r"\bauto ?-?deb[ie]t", re.I)
_LACK = (
    r"\b(?:ga|gak|g|nggak|ngga|enggak|tidak|tdk|ndak|bukan|bkn|jangan|jgn|don't|no|not)\b"
    r"\s*(?:punya|pakai|pake|ada|have|use)?"
)
_LACKS = re.compile(_LACK, re.I)
"""Of "ga punya bca, punyanya btn", "jangan bca, bri saja" the last bank is meant."""


ASKS_DEBIT = re.compile(
    r"\b(?:ter|ke|di)?(?:potong|debet|debit)\w*\b.{0,24}\b(?:belum|blm|ga|gak|nggak|ngga|tidak|kah|kapan|yet|when)\b"
    r"|\b(?:sudah|udah|udh|sdh|apa|apakah|kapan|has|did|was|when)\b.{0,40}\b(?:ter|ke|di)?(?:potong|debet|debit)\w*",
    re.I,
)
"""Whether this month was debited is asked."""
_ASKS_WHICH = re.compile(
    r"\b(?:sekarang|skrg|saat ini|now)\b.{0,30}\b(?:bank|rekening|tanggal|tgl)\b.{0,12}"
    r"\b(?:apa|mana|berapa|brp|which|what)\b"
    r"|\b(?:bank|rekening|tanggal|tgl)\b.{0,12}\b(?:apa|mana|berapa|brp)\b.{0,30}\b(?:sekarang|skrg|saat ini)\b",
    re.I,
)
"""From which account it runs now."""
_ASKS_BANKS = re.compile(
    r"\b(?:bank|bpd)\b.{0,24}\b(?:ada|bisa|boleh|apa|mana|can|which)\b|\b(?:ada|bisa|boleh|apa|can|which)\b.{0,16}\b(?:bank|bpd)\b",
    re.I,
)


def named_bank(reading: Reading) -> str | None:
    """The bank that a message names, as the backend writes it; "dari Mandiri ke bank lain" names none."""
    named = [one for one in reading.entities("bank") if not _left_bank(reading.text, one)]
    if not named:
        return None
    last = named[-1 if _LACKS.search(reading.text) else 0]
    return (bank(last) or last).upper()


def _left_bank(text: str, name: str) -> bool:
    return re.search(rf"\b(?:dari|dr|from)\s+(?:bank\s+)?{re.escape(name)}\b", text, re.I) is not None


def _ends_it(reading: Reading) -> bool:
    """ "cara berhentiin autodebitnya": not another bank, but none any more."""
    return not reading.pressed and bool(STOP_WORDS.search(reading.text) and _NAMED.search(reading.text))


def bank_in(reading: Reading) -> str | None:
    """A bank among the words of an answer: alone, "mandiri" may as well mean a self-paying member."""
    found = [name.upper() for word in re.findall(r"\w+", reading.text) if (name := bank(word))]
    return found[-1 if _LACKS.search(reading.text) else 0] if found else None


class ValidateAutodebitForm(Form):
    """Bank and day, then yes or no to what was read back; stopping only needs the yes."""

    form = FORM
    changes = True
    own_intents = frozenset({"register_autodebit"})

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Nothing but the yes for stopping."""
        if known.get("autodebit_mode") == STOP:
            return ["autodebit_confirm"]
        return ["autodebit_bank", "autodebit_day", "autodebit_confirm"]

    def watched(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Instead of being stopped it may be moved to another bank."""
        stops = known.get("autodebit_mode") == STOP
        return ["autodebit_bank", "autodebit_confirm"] if stops else self.required(reading, known)

    def _leaves_at_once(self, reading: Reading) -> bool:
        # "stop", "hentikan" are the answer to "shall I stop it?", not the end of the conversation about it.
        stopping = reading.slot("autodebit_mode") == STOP and not reading.pressed
        return not (stopping and reading.intent == "cancel_flow" and STOP_WORDS.search(reading.text)) and (
            super()._leaves_at_once(reading)
        )

    def _no_answer(self, reading: Reading, say: Say, known: dict[str, Any]) -> list[EventType] | None:
        """ "biar mandiri saja": the bank that it runs at already is to stay, and nothing to change."""
        mandate = reading.slot("autodebit_offer")["mandate"]
        if mandate and wants_it_to_stay(reading) and bank_in(reading) == mandate["bank"]:
            return and_wished(self, reading, stop(self.form, reading, say))
        return super()._no_answer(reading, say, known)

    async def _beside(self, reading: Reading, say: Say, known: Mapping[str, Any]) -> list[EventType] | None:
        """Whether this month was debited already, and which banks there are."""
        offer = reading.slot("autodebit_offer")
        if not reading.pressed and (ASKS_DEBIT.search(reading.text) or _ASKS_WHICH.search(reading.text)):
            bill = await call(reading, "GET", "/contributions/bill", params={"member": None})
            said = mandate_text(say, offer["mandate"]) if offer["mandate"] else ""
            say.plain("\n".join(line for line in (*current_lines(say, bill), said) if line))
        elif not reading.pressed and _ASKS_BANKS.search(reading.text):
            say("utter_autodebit_banks", banks=", ".join(offer["banks"]), others=", ".join(offer["at_bank"]))
        else:
            return await super()._beside(reading, say, known)
        return [SlotSet("form_tries", 0), *self._ask_next(reading, known)]

    async def extract_autodebit_bank(self, reading: Reading, say: Say) -> Outcome:
        """A bank that agrees by a link."""
        offer, asked = reading.slot("autodebit_offer"), reading.requested == "autodebit_bank"
        if reading.slot("autodebit_mode") == STOP:
            return _moved_instead(reading, offer)
        if reading.pressed_value == CHANGE:
            return Filled({"autodebit_bank": None, "autodebit_day": None})
        if offer["mandate"] and asked and _ends_it(reading):
            return Filled({"autodebit_mode": STOP})
        named = reading.pressed_value if asked else None
        if named is None and not reading.pressed:
            named = named_bank(reading) or (bank_in(reading) if asked else None)
        return _of_banks(named, offer, asked=asked)

    async def extract_autodebit_day(self, reading: Reading, say: Say) -> Outcome:
        """One of the days on which banks debit."""
        offer, asked = reading.slot("autodebit_offer"), reading.requested == "autodebit_day"
        words = reading.pressed_value if asked else None
        if words is None and not reading.pressed:
            words = reading.entity("date") or (reading.text if asked and len(reading.text.split()) <= SHORT else None)
        chosen = number(words) if words else None
        if chosen is None:
            return None
        if chosen not in offer["run_days"]:
            days = [str(one) for one in offer["run_days"]]
            return (
                Unusable("utter_autodebit_days", {"days": ", ".join(days)}, day_buttons(say, offer)) if asked else None
            )
        return Filled({"autodebit_day": chosen})

    async def extract_autodebit_confirm(self, reading: Reading, say: Say) -> Outcome:
        """Yes or no; in doubt everything stays as it is."""
        if reading.requested != "autodebit_confirm" or reading.pressed_value == CHANGE:
            return None
        stops = reading.slot("autodebit_mode") == STOP and not reading.pressed and STOP_WORDS.search(reading.text)
        if reading.intent == "affirm" or (stops and reading.intent != "deny" and not asks_something(reading.text)):
            return Filled({"autodebit_confirm": "yes"})
        return Filled({"autodebit_confirm": "no"}) if reading.intent == "deny" else None

    def shown_value(self, slot: str, values: Mapping[str, Any]) -> str | None:
        """A corrected bank or day."""
        value = values.get(slot)
        return str(value) if slot in ("autodebit_bank", "autodebit_day") and value else None


def _of_banks(named: str | None, offer: Mapping[str, Any], *, asked: bool) -> Outcome:
    """A named bank: one that agrees by a link, one that wants the member at its counter, or none of them."""
    if named is None or named in offer["banks"]:
        return Filled({"autodebit_bank": named}) if named else None
    if named in offer["at_bank"]:
        return Unusable("utter_autodebit_at_bank", {"bank": named})
    return Unusable("utter_autodebit_no_such_bank", {"bank": named}) if asked else None


def _moved_instead(reading: Reading, offer: Mapping[str, Any]) -> Outcome:
    """ "eh jangan dulu, kalau dipindah ke BRI bisa?" where it was to be stopped: another bank is wanted."""
    named = None if reading.pressed else named_bank(reading) or bank_in(reading)
    if named is None or named == offer["mandate"]["bank"] or not CHANGE_WORDS.search(reading.text):
        return None
    outcome = _of_banks(named, offer, asked=True)
    return Filled({"autodebit_mode": CHANGE, **outcome.slots}) if isinstance(outcome, Filled) else outcome


def mandate_text(say: Say, mandate: Mapping[str, Any]) -> str:
    """Bank, day, next debit; how the last one went, where it failed."""
    values: dict[str, Any] = {"bank": mandate["bank"], "day": mandate["run_day"], "account": mandate["account"]}
    text = say.text("utter_autodebit_running", next=say.short_day(mandate["next_run"]), **values)
    if mandate["last_state"] == "failed" and mandate["last_reason"] != "already_paid":
        reason = say.text(f"utter_autodebit_reason_{mandate['last_reason']}")
        text += " " + say.text("utter_autodebit_last_failed", month=say.month(mandate["last_month"]), reason=reason)
    return text


def bank_buttons(offer: Mapping[str, Any]) -> list[Button]:
    """A button for each bank."""
    return [{"title": name, "payload": inform(value=name)} for name in offer["banks"]]


def day_buttons(say: Say, offer: Mapping[str, Any]) -> list[Button]:
    """A button for each day."""
    return [say.button("utter_autodebit_button_day", inform(value=str(one)), day=one) for one in offer["run_days"]]


class AskAutodebitBank(Answer):
    """Which bank."""

    action = "action_ask_autodebit_bank"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """What autodebit does, then the banks."""
        offer = reading.slot("autodebit_offer")
        say("utter_autodebit_ask_bank", others=", ".join(offer["at_bank"]), buttons=bank_buttons(offer))
        return []


class AskAutodebitDay(Answer):
    """Which day of the month."""

    action = "action_ask_autodebit_day"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """The days."""
        say("utter_autodebit_ask_day", buttons=day_buttons(say, reading.slot("autodebit_offer")))
        return []


class AskAutodebitConfirm(Answer):
    """Reads back what was chosen."""

    action = "action_ask_autodebit_confirm"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """For stopping: what it is that ends."""
        mode, offer = reading.slot("autodebit_mode"), reading.slot("autodebit_offer")
        yes = say.button("utter_autodebit_button_yes", "/affirm")
        no = say.button("utter_autodebit_button_no", "/deny")
        if mode == STOP:
            mandate = offer["mandate"]
            say("utter_autodebit_confirm_stop", bank=mandate["bank"], day=mandate["run_day"], buttons=[yes, no])
            return []
        change = say.button("utter_autodebit_button_other", inform(value=CHANGE))
        values: dict[str, Any] = {"bank": reading.slot("autodebit_bank"), "day": reading.slot("autodebit_day")}
        amount = say.rupiah(offer["amount"])
        say(f"utter_autodebit_confirm_{mode}", amount=amount, buttons=[yes, change, no], **values)
        return []


class AutodebitFinish(Answer):
    """Gives the link to the bank's page, stops, or leaves everything as it is."""

    action = "action_autodebit_finish"
    ends = "autodebit"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Says what happened; a refusal comes with its next step."""
        if reading.slot("autodebit_confirm") != "yes":
            say("utter_autodebit_unchanged")
            return finish_form(reading, self.ends)
        try:
            await self._carry_out(reading, say)
        except Refusal as refusal:
            _refuse(say, refusal)
        return finish_form(reading, self.ends)

    async def _carry_out(self, reading: Reading, say: Say) -> None:
        if reading.slot("autodebit_mode") == STOP:
            stopped = await call(reading, "POST", "/autodebit/stop", json={})
            say("utter_autodebit_stopped", bank=stopped["bank"], buttons=buttons(say, pay=PAY))
            return
        body = {"bank": reading.slot("autodebit_bank"), "run_day": reading.slot("autodebit_day")}
        link = await call(reading, "POST", "/autodebit", json=body)
        card = {"type": "link", "title": say.text("utter_autodebit_page_button"), "url": link["url"]}
        say("utter_autodebit_link", bank=link["bank"], url=link["url"], card=card)


def _refuse(say: Say, refusal: Refusal) -> None:
    if refusal.code == "autodebit_arrears":
        say_arrears(say, refusal.details["months"], refusal.details["amount"])
    else:
        refuse(say, refusal)


def say_arrears(say: Say, months: int, amount: int) -> None:
    """Arrears first, with the ways to pay them."""
    choices = buttons(say, pay=PAY, rehab=REHAB, bill=BILL, person=PERSON)
    say("utter_error_autodebit_arrears", months=months, amount=say.rupiah(amount), buttons=choices)
