"""The form for paying in stages: the table, the choice, the reading back, the enrolment."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.amounts import values_today
from bot.actions.backend import Refusal, call
from bot.actions.form_passing import only_asks
from bot.actions.forms import Form
from bot.actions.further import asks_question
from bot.actions.given_up import drops
from bot.actions.money_words import BILL, PAY, SCHEDULE, buttons
from bot.actions.offers import refuses
from bot.actions.outcomes import Filled, Outcome, Unusable, refuse
from bot.actions.penalty_words import months_in
from bot.actions.plan_words import afforded, takes_plan
from bot.actions.press import inform
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import finish_form, remember, shown
from bot.actions.texts import Button, Say
from bot.actions.topic import asks_something
from bot.components.values import months, number

FORM = "installments_form"
OFFERED = 6
"""Rows of the table and buttons: more do not fit a small screen; other numbers may be typed."""
_STAGES = re.compile(r"\b(?!sekali\b)(\w+)\s*(?:x|kali|tahap\w*|cicilan|stages?|times|instal?lments?)\b", re.I)
_DENIED = re.compile(
    r"\b(?:jangan|jgn|bukan|bkn|ojo|ulah|(?:ga|gak|nggak|tidak) (?:usah|jadi|mau)|not)"
    r"\s+(?:yang |yg |the )?$",
    re.I,
)
"""Before a number: another one is meant."""
OWES = re.compile(
    r"\b(?:me)?nunggak\w*\b|\b(?:belum|blm|ga|gak|nggak|tidak|tak) (?:di)?bayar\b|\bbehind\b|\bin arrears\b", re.I
)
"""Months told beside these are those unpaid."""
MOST_WORDS = 9
"""A longer message says more than a number of stages."""
_BARE = re.compile(
    r"(?<![a-z\d])\d{1,2}(?![\d.,]*\d)(?!\s*(?:menit|jam|hari|minggu|orang|anak|juta|jt|ribu|rb|persen|%))", re.I
)
LIGHTEST = re.compile(
    r"\b(?:(?:paling|plg) (?:lama|panjang|ringan|enteng|murah|kecil|banyak|rendah)"
    r"|(?:yang|yg|sing|nu) penting (?:\w+ )?(?:murah|ringan|enteng|kecil)"
    r"|(?:yang|yg|sing|nu) (?:murah|ringan|enteng)|(?:pokoknya|asal(?:kan)?) (?:\w+ )?(?:murah|ringan|enteng|kecil)"
    r"|terlama|teringan|terenteng|termurah|terkecil|terendah|maksimal|max|longest|most"
    r"|cheapest|lightest|smallest|lowest|as (?:cheap|low|small) as possible)\b",
    re.I,
)
"""As little a month as can be: the longest plan."""
_SHRUGS = re.compile(
    r"\b(?:gitu|gitulah|begitu|begitulah)\s*(?:deh|lah|dah|aja|sih)?\W*$|\b(?:terserah|mungkin|kayaknya|whatever|maybe"
    r"|i guess|up to you)\b",
    re.IGNORECASE,
)
"""No clear yes: "ya gitu deh", "ya terserah"."""
_ENROLS = re.compile(
    r"(?<!jangan )(?<!jgn )\b(?:di)?(?:daftar(?:kan|in)|proses|ambil)\b|\b(?:setuju|deal|enrol+|sign me up|go ahead)\b",
    re.IGNORECASE,
)
_ASKS_NUMBER = re.compile(
    r"\b(?:berapa|brp|brapa|piro|pinten|sabaraha|bara)\s*(?:kali|x|bulan|bln|tahap|lama|banyak|ping)?\b"
    r"|\bhow (?:many|long)\b|\bwhat(?:'s| is) the (?:most|longest|maximum|minimum|fewest)\b",
    re.IGNORECASE,
)
"""Such a question chooses nothing: "paling banyak berapa kali?"."""
_LEAST = re.compile(r"\b(?:paling (?:cepat|singkat|sedikit|pendek)|tercepat|minimal|fewest|shortest)\b", re.I)


def stages_in(reading: Reading) -> int | None:
    """A number of stages in a message: "4 bulan", "enam kali", "setahun"."""
    if reading.pressed:
        return None
    if found := _meant(_STAGES, reading.text):
        return number(found[1])
    named = months_in(reading)
    if named:
        return months(named)
    bare = _meant(_BARE, reading.text) if shown(reading).get("kind") == "rehab_offer" else None
    return int(bare[0]) if bare else None


def _meant(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first number that is not denied: of "jangan 4, 6 kali saja" the second."""
    return next((found for found in pattern.finditer(text) if not _DENIED.search(text[: found.start()])), None)


def names_stages(reading: Reading) -> bool:
    """ "6 kali", "empat tahap": a number of stages and not only of months."""
    return not reading.pressed and any(number(found[1]) for found in _STAGES.finditer(reading.text))


def shown_options(options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """At most six of them, the first and the last included."""
    if len(options) <= OFFERED:
        return options
    step = (len(options) - 1) / (OFFERED - 1)
    return [options[round(index * step)] for index in range(OFFERED)]


def option_line(say: Say, option: Mapping[str, Any]) -> str:
    """ "4 bulan: Rp425.000 per bulan, total Rp1.700.000, selesai 28 Februari 2027"."""
    amounts = {"per_month": say.rupiah(option["per_month"]), "total": say.rupiah(option["total"])}
    return say.text(
        "utter_installments_line", stages=option["stages"], last=say.short_day(option["last_due"]), **amounts
    )


def out_of_range(offer: Mapping[str, Any]) -> Unusable:
    """Which numbers of stages are possible, and why no others."""
    least, most = (offer["options"][at]["stages"] for at in (0, -1))
    values = {"least": least, "most": most, "months": offer["months"]}
    return Unusable("utter_installments_" + ("only" if least == most else "out_of_range"), values)


def _fitting(options: list[dict[str, Any]], money: int, say: Say) -> Filled | Unusable:
    """The plan that is done soonest with so much a month; where none is, the lightest is named."""
    fits = [option["stages"] for option in options if option["per_month"] <= money]
    if fits:
        return Filled({"installments_stages": fits[0]})
    values = {"amount": say.rupiah(money), "line": option_line(say, options[-1])}
    return Unusable("utter_installments_too_little", values)


class ValidateInstallmentsForm(Form):
    """How many stages, and yes or no to what was read back."""

    form = FORM
    read_back = "installments_confirm"
    own_intents = frozenset({"rehab_installment"})
    asks_no_day = True

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Two questions."""
        return ["installments_stages", "installments_confirm"]

    def says_what_is_right(self, reading: Reading) -> bool:
        """ "kembali ke yang 6 kali": the number stands beside the way back."""
        return stages_in(reading) is not None

    def _leaves_at_once(self, reading: Reading) -> bool:
        """ "ga jadi, 5 aja": another number, not the end."""
        number_named = stages_in(reading) or self._bare_number(reading, asked=False)
        return not (reading.intent == "cancel_flow" and number_named) and super()._leaves_at_once(reading)

    async def _beside(self, reading: Reading, say: Say, known: Mapping[str, Any]) -> list[EventType] | None:
        """What a missed stage does is a rule of the dated tables."""
        if asks_question(reading, "plan_missed"):
            await say_missed(reading, say, [])
        elif not (only_asks(reading) and stages_in(reading) == known.get("installments_stages")):
            return await super()._beside(reading, say, known)
        # "kalau 6 kali sebulannya jadi berapa?" of the number that is read back: what is read says it
        return [SlotSet("form_tries", 0), *self._ask_next(reading, known)]

    async def extract_installments_stages(self, reading: Reading, say: Say) -> Outcome:
        """A button, a number, "yang paling ringan"."""
        asked = reading.requested == "installments_stages"
        options = reading.slot("installments_offer")["options"]
        if reading.pressed_value == "change":
            return Filled({"installments_stages": None})
        if (money := afforded(reading)) is not None:
            return _fitting(options, money, say)
        # "kok 24 bulan padahal nunggak 30" tells what is owed
        told = OWES.search(reading.text) and not names_stages(reading)
        chosen = None if told else self._chosen(reading, options, asked=asked)
        if chosen is None:
            return None
        if chosen not in [option["stages"] for option in options]:
            return out_of_range(reading.slot("installments_offer"))
        return Filled({"installments_stages": chosen})

    def _chosen(self, reading: Reading, options: list[dict[str, Any]], *, asked: bool) -> int | None:
        value = reading.pressed_value
        if value is not None:
            return int(value) if asked and value.isdecimal() else None
        if reading.pressed:
            return None
        if asked and len(options) == 1 and (reading.intent == "affirm" or takes_plan(reading.text)):
            return int(options[0]["stages"])  # "setuju, daftarkan" where there is but one
        ends = not _ASKS_NUMBER.search(reading.text)
        if ends and LIGHTEST.search(reading.text):
            return int(options[-1]["stages"])
        if ends and _LEAST.search(reading.text):
            return int(options[0]["stages"])
        return stages_in(reading) or self._bare_number(reading, asked=asked)

    def _bare_number(self, reading: Reading, *, asked: bool) -> int | None:
        """ "hmm 4 aja deh biar cepet lunas": where a yes is waited for, another number changes what was read back."""
        few = len(reading.text.split()) <= MOST_WORDS
        if not few or reading.entity("amount") or reading.entity("date") or not (asked or reading.confirming):
            return None
        digits = _meant(_BARE, reading.text)
        return int(digits[0]) if digits else number(reading.text) if asked else None

    async def extract_installments_confirm(self, reading: Reading, say: Say) -> Outcome:
        """Yes or no; in doubt nothing is enrolled."""
        if reading.requested != "installments_confirm" or reading.pressed_value == "change":
            return None
        if self._enrols_same(reading):
            return Filled({"installments_confirm": "yes"})
        if reading.intent == "affirm":
            return None if _SHRUGS.search(reading.text) else Filled({"installments_confirm": "yes"})
        denied = reading.intent == "deny" and not self._names_other(reading)
        return Filled({"installments_confirm": "no"}) if denied else None

    def _names_other(self, reading: Reading) -> bool:
        """ "eh jangan 4, 6 kali saja": another number is no refusal."""
        named = stages_in(reading) or self._bare_number(reading, asked=False)
        return named not in (None, reading.slot("installments_stages"))

    def _enrols_same(self, reading: Reading) -> bool:
        """ "ya sudah daftarkan yang 6 kali", of the number that was read back."""
        same = stages_in(reading) == reading.slot("installments_stages")
        orders = _ENROLS.search(reading.text) is not None and not (refuses(reading) or drops(reading))
        return bool(same and orders and not asks_something(reading.text) and not _SHRUGS.search(reading.text))

    def shown_value(self, slot: str, values: Mapping[str, Any]) -> str | None:
        """A corrected number."""
        value = values.get(slot)
        return str(value) if slot == "installments_stages" and value else None


async def say_missed(reading: Reading, say: Say, ways: list[Button]) -> None:
    """What happens when a stage is not paid in time."""
    rule = (await values_today(reading, rule="installments.missed"))["rule"]
    say("utter_installments_if_missed", buttons=ways, rule=say.text(f"utter_installments_missed_{rule}"))


def stage_buttons(say: Say, options: list[dict[str, Any]]) -> list[Button]:
    """A button for each number that is shown."""
    shown = shown_options(options)
    return [
        say.button("utter_installments_button_stages", inform(value=str(one["stages"])), stages=one["stages"])
        for one in shown
    ]


class AskInstallmentsStages(Answer):
    """The table, and how many stages it is to be."""

    action = "action_ask_installments_stages"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """What is owed, then a line for each number of stages."""
        offer = reading.slot("installments_offer")
        options = offer["options"]
        values: dict[str, Any] = {
            "months": offer["months"],
            "arrears": say.rupiah(offer["arrears"]),
            "date": say.short_day(offer["as_of"]),
        }
        running = (
            say.text("utter_installments_running", amount=say.rupiah(offer["running"])) if offer["running"] else ""
        )
        lines = "\n".join(option_line(say, option) for option in shown_options(options))
        ends: dict[str, Any] = {"least": options[0]["stages"], "most": options[-1]["stages"]}
        values["range"] = say.text("utter_installments_range", **ends) if len(options) > 1 else ""
        say("utter_installments_table", lines=lines, running=running, buttons=stage_buttons(say, options), **values)
        return []


class AskInstallmentsConfirm(Answer):
    """Reads the choice back, with what it means for the card."""

    action = "action_ask_installments_confirm"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """One line of figures, one of consequences."""
        offer, stages = reading.slot("installments_offer"), reading.slot("installments_stages")
        option = next(one for one in offer["options"] if one["stages"] == stages)
        activation = say.text(f"utter_installments_activation_{offer['activation']}")
        choices = [
            say.button("utter_installments_button_yes", "/affirm"),
            say.button("utter_installments_button_change", inform(value="change")),
            say.button("utter_installments_button_no", "/deny"),
        ]
        running = say.rupiah(offer["running"]) if offer["running"] else ""
        included = say.text("utter_installments_running", amount=running) + " " if running else ""
        line = option_line(say, option)
        say("utter_installments_confirm", line=line, activation=included + activation, buttons=choices)
        return []


class InstallmentsFinish(Answer):
    """Enrols, or leaves everything as it is."""

    action = "action_installments_finish"
    ends = "installments"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Says what happened; after enrolment the first stage and how to pay it."""
        if reading.slot("installments_confirm") != "yes":
            say("utter_installments_not_enrolled", buttons=buttons(say, bill=BILL))
            return finish_form(reading, self.ends)
        body = {"stages": reading.slot("installments_stages")}
        try:
            plan = await call(reading, "POST", "/installments/plan", json=body)
        except Refusal as refusal:
            opens_on = refusal.details.get("opens_on")
            if refusal.code == "installments_stages":  # what is owed has changed since it was shown
                out_of_range(await call(reading, "GET", "/installments/simulation")).said(say)
                return finish_form(reading, self.ends)
            refuse(say, refusal, opens_on=say.short_day(opens_on) if opens_on else "")
            return finish_form(reading, self.ends)
        first: dict[str, Any] = {
            "due": say.rupiah(plan["due"]),
            "due_on": say.short_day(plan["next_due"]),
            "stages": len(plan["stages"]),
        }
        say("utter_installments_enrolled", buttons=plan_buttons(say), **first)
        return [*finish_form(reading, self.ends), remember("plan")]


def plan_buttons(say: Say) -> list[Button]:
    """How to pay a stage, and all of them."""
    return buttons(say, pay=PAY, schedule=SCHEDULE)
