"""Paying arrears in stages (REHAB): who may, why not, and the plan of who has one."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.amounts import values_today
from bot.actions.backend import Refusal, call
from bot.actions.installment_form import (
    FORM,
    LIGHTEST,
    OWES,
    names_stages,
    out_of_range,
    plan_buttons,
    say_missed,
    shown_options,
    stages_in,
)
from bot.actions.money_words import BILL, PAY, PERSON, buttons
from bot.actions.personal import Personal
from bot.actions.plan_words import takes_plan
from bot.actions.reading import Reading
from bot.actions.shown import open_form, remember, shown
from bot.actions.texts import Say
from bot.actions.topic import topic_of_service

HEAD_ONLY = "head_of_family_only"
MISSED = "missed"
"""What a button, or a question, asks for: the rule about a missed stage."""
_WITHDRAW = re.compile(
    r"\b(?:batal\w*|dibatalkan|mundur|mengundurkan|berhenti|stop|keluar|cabut|tidak jadi|ga jadi|gak jadi"
    r"|withdraw|quit|leave|cancel)\b",
    re.I,
)
_LATE = (
    r"(?:telat|terlambat|kelewat\w*|terlewat\w*|lupa|bolong|skip|(?:ga|gak|nggak|tidak|belum) (?:ke|di)?bayar"
    r"|(?:ga|gak|nggak|tidak) (?:sanggup|bisa|mampu) bayar|miss(?:ed|ing)?|late)"
)
_STAGE = r"(?:cicilan(?!nya bisa)|angsuran|tahap|setoran|instal+ments?|stage)\w*"
_MISSED = re.compile(rf"\b{_LATE}\W+(?:\w+\W+){{0,3}}{_STAGE}|\b{_STAGE}\W+(?:\w+\W+){{0,4}}{_LATE}\b", re.I)
PAYS_LATE = re.compile(
    rf"\b{_LATE}\W+(?:\w+\W+){{0,3}}(?:bayar|setor|pay)\w*|\b(?:bayar|setor)\w*\W+(?:\w+\W+){{0,2}}{_LATE}\b", re.I
)
"""A missed payment; behind an offer of instalments it is one of theirs."""
_IN_GENERAL = re.compile(r"\?|\b(?:kalau|kalo|klo|gimana|bagaimana|gmn|apa|apakah|what|if)\b", re.I)
_HAPPENED = re.compile(
    r"\b(?:sudah|udah|udh|sdh|wis|(?:me)?nunggak\w*|tunggakan\w*|coba|nyoba|klik|tried|already)\b", re.I
)
"""Tells what was, and names no number of stages."""
ADDED_WORDS = 6
_SCHEDULE = re.compile(r"\b(?:jadwal|rincian|schedule|semua tahap)\b", re.I)


class Installments(Personal):
    """The plan of who has one; else whether and how one may pay in stages."""

    action = "action_installments"
    wish_slot = "installments_wish"
    resumes = False

    def read(self, reading: Reading) -> dict[str, Any]:
        """Perhaps a number of stages, or the wish to see the schedule."""
        asked = reading.pressed_value == "schedule" or bool(_SCHEDULE.search(reading.text))
        leaves = not reading.pressed and bool(_WITHDRAW.search(reading.text))
        tells_owed = OWES.search(reading.text) and not names_stages(reading)  # "nunggak 13 bulan, bisa dicicil"
        return {"stages": None if tells_owed else stages_in(reading), "schedule": asked, "withdraw": leaves}

    def adds(self, reading: Reading, wish: Mapping[str, Any]) -> dict[str, Any]:
        """A number of stages that is told while the page is waited for: "dua kali wae"."""
        short = len(reading.text.split()) <= ADDED_WORDS and not _HAPPENED.search(reading.text)
        stages = stages_in(reading) if short else None
        return {"stages": stages} if stages else {}

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """What a missed stage does is a rule: told without a login."""
        offered = shown(reading).get("kind") == "rehab_offer" and PAYS_LATE.search(reading.text)
        missed = (_MISSED.search(reading.text) or offered) and _IN_GENERAL.search(reading.text)
        if reading.pressed_value != MISSED and (reading.pressed or not missed):
            try:
                return await super().answer(reading, say)
            except Refusal as refusal:
                if refusal.code != HEAD_ONLY:
                    raise
            # whether it can be done is a rule for everybody; only the figures and the enrolling are the head's
            limits = await values_today(reading, least="installments.arrears_min", most="installments.arrears_max")
            say("utter_installments_head_enrols", buttons=buttons(say, bill=BILL), **limits)
            return topic_of_service("rehab_installment")
        mine = say.button("utter_installments_button_mine", "/rehab_installment")
        await say_missed(reading, say, [mine, *buttons(say, person=PERSON)])
        return topic_of_service("rehab_installment")

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """Status, simulation, or why not."""
        offer = await call(reading, "GET", "/installments/simulation")
        if offer["reason"] == "already_enrolled":
            plan = await call(reading, "GET", "/installments/plan")
            if wish.get("withdraw"):
                say_withdrawal(say, plan)
                return [remember("plan")]
            if wish.get("stages") not in (None, len(plan["stages"])):  # "berapa kalau 4 kali saja"
                say("utter_installments_fixed", stages=len(plan["stages"]), buttons=buttons(say, person=PERSON))
            say_plan(say, plan, schedule=bool(wish.get("schedule")))
            return [remember("plan")]
        if wish.get("withdraw"):
            say("utter_installments_no_plan_to_leave", buttons=buttons(say, bill=BILL))
            return []
        if not offer["eligible"]:
            again = shown(reading).get("kind") == "rehab_offer" and offer["options"]
            agreed = bool(again and not reading.pressed and takes_plan(reading.text))
            if not again or agreed:
                say_why_not(say, offer, ways=agreed or not offer["options"])
            if agreed:
                return [remember("rehab_waits"), *topic_of_service("rehab_installment")]
            stages = offer["options"][-1]["stages"] if again and LIGHTEST.search(reading.text) else wish.get("stages")
            return self._estimate(say, offer, stages)
        chosen = wish.get("stages")
        fits = chosen in [option["stages"] for option in offer["options"]]
        if chosen and not fits:
            out_of_range(offer).said(say)
        return open_form(reading, FORM, offer=offer, stages=chosen if fits else None)

    def _estimate(self, say: Say, offer: Mapping[str, Any], stages: int | None) -> list[EventType]:
        """Where only the last day of enrolling has passed: what a plan would cost, for those stages or all."""
        options = offer["options"]
        if not options:
            return []
        chosen = [option for option in options if option["stages"] == stages] or shown_options(options)
        lines = "\n".join(
            say.text("utter_installments_estimate_line", stages=one["stages"], amount=say.rupiah(one["per_month"]))
            for one in chosen
        )
        ways = buttons(say, pay=PAY, bill=BILL, person=PERSON)
        say("utter_installments_estimate", buttons=ways, lines=lines, most=options[-1]["stages"])
        return [remember("rehab_offer"), *topic_of_service("rehab_installment")]


def say_why_not(say: Say, offer: Mapping[str, Any], *, ways: bool) -> None:
    """The reason, and with ``ways`` the next possible steps as buttons; an estimate below has them itself."""
    values: dict[str, Any] = {
        "least": offer["least_months"],
        "most": offer["most_months"],
        "months": offer["months"],
        "arrears": say.rupiah(offer["arrears"]),
        "last_day": offer["last_day"],
        "opens_on": say.short_day(offer["opens_on"] or offer["as_of"]),
    }
    steps = {"nothing_owed": {"bill": BILL}}.get(offer["reason"], {"pay": PAY, "bill": BILL, "person": PERSON})
    say(f"utter_installments_{offer['reason']}", buttons=buttons(say, **steps) if ways else [], **values)


def say_withdrawal(say: Say, plan: Mapping[str, Any]) -> None:
    """What leaving the plan would mean, as far as any rule says; where none does, an agent looks into it."""
    missed = say.text(f"utter_installments_missed_{plan['missed_rule']}")
    values = {"paid": plan["paid"], "stages": len(plan["stages"]), "missed": missed}
    values |= {"settled": say.rupiah(plan["settled"]), "left": say.rupiah(plan["left"])}
    ways = [*buttons(say, person=PERSON), *plan_buttons(say)]
    say(f"utter_installments_withdrawal_{plan['withdrawal_rule']}", buttons=ways, **values)


def say_plan(say: Say, plan: Mapping[str, Any], *, schedule: bool) -> None:
    """Where the plan stands; with its schedule where that was asked for."""
    missed = [stage for stage in plan["stages"] if stage["state"] == "missed"]
    values: dict[str, Any] = {
        "paid": plan["paid"],
        "stages": len(plan["stages"]),
        "due": say.rupiah(plan["due"]),
        "due_on": say.short_day(plan["next_due"] or plan["last_due"]),
        "left": say.rupiah(plan["left"]),
        "last": say.short_day(plan["last_due"]),
    }
    lines = [say.text("utter_installments_status", **values)]
    if missed:
        rule = say.text(f"utter_installments_missed_{plan['missed_rule']}")
        lines.append(say.text("utter_installments_missed", count=len(missed), due=values["due"], rule=rule))
    if schedule:
        lines += [_stage_line(say, stage) for stage in plan["stages"]]
    lines.append(say.text(f"utter_installments_activation_{plan['activation']}"))
    say.plain("\n".join(lines), buttons=plan_buttons(say))


def _stage_line(say: Say, stage: Mapping[str, Any]) -> str:
    state = say.text(f"utter_installments_state_{stage['state']}")
    values = {"number": stage["number"], "month": say.month(stage["due_on"]), "amount": say.rupiah(stage["amount"])}
    return say.text("utter_installments_stage_line", state=state, **values)
