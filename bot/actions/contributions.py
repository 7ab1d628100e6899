"""Contributions: the bill and the arrears of a family, all together, by person, or by month."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, FollowupAction

from bot.actions.backend import call
from bot.actions.money_words import SCHEDULE
from bot.actions.payment_complaint import about_payment
from bot.actions.payment_reported import say_reported
from bot.actions.payment_trouble import paid_in_trouble
from bot.actions.personal import Meant, Personal, person_meant, person_words
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.shown import remember, shown
from bot.actions.texts import Button, Say

INTENT = "check_contribution"
WHOM = "whom"
"""The part of a bill that tells for whom it is: "itu buat berempat atau saya saja?"."""
SHOWN = "shown"
"""Instead of the id of a member: the one whose bill is on the screen."""
_BY_PERSON = re.compile(
    r"\b(?:per|tiap|setiap|masing)[\s-]*(?:orang|jiwa|kepala|anggota|masing|person|member)"
    # "kok banyak banget": what a sum is made of explains it
    r"|\b(?:buat|untuk) siapa (?:aja|saja)\b|\bkok (?:bisa )?(?:banyak|besar|gede|mahal|tinggi|se(?:gitu|gini|banyak"
    r"|besar))"
    r"|\b(?:banyak|mahal|gede) (?:banget|amat|bgt)\b"
    r"|\bwhy so (?:much|high)\b|\bthat(?:'s| is) (?:a lot|too much)\b",
    re.I,
)
_BY_MONTH = re.compile(
    r"\b(?:per|tiap|setiap)[\s-]*(?:bulan|month)\b|\b(?:rinci\w*|detail\w*)\s+bulan\b"
    r"|\b(?:bulan|month)s?\s+(?:apa|mana)\b|\bwhich months?\b|\bmonth by month\b",
    re.I,
)

_TOGETHER = re.compile(
    r"\b(?:sama|ama|bareng|beserta|dan|plus|dengan|dgn|termasuk|karo|jeung|with|and)\s+"
    r"(?:istri|suami|anak|bini|laki|bojo|ibu|bapak|wife|husband|my (?:wife|husband|children|kids)|children|kids)\w*\b",
    re.IGNORECASE,
)
""" "sama istri berapa": the bill of all of them, not the wife's alone."""


def part_of(text: str) -> str | None:
    """Which part of a bill words ask for: ``people``, ``months``, or None."""
    if _BY_PERSON.search(text):
        return "people"
    return "months" if _BY_MONTH.search(text) else None


class CheckContribution(Personal):
    """The bill; "untuk istri saya" narrows it, "per bulan" spreads it out."""

    action = "action_check_contribution"
    wish_slot = "contributions_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """Whose bill, and which part of it. "per bulan" behind a bill is about the same bill."""
        part = reading.entity("value") if reading.pressed else part_of(reading.text)
        wish = {**person_words(reading), "part": part}
        if wish["relation"] and _TOGETHER.search(reading.text):
            wish["relation"] = None
        seen = shown(reading)
        typed = part and not reading.pressed and not wish["relation"] and seen.get("kind") == "bill"
        if typed or wish["member"] == SHOWN:
            wish["member"] = seen.get("member")
        return wish

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """ "sudah bayar kemarin kok masih nunggak, cek tagihan": the payment is looked for."""
        if paid_in_trouble(reading):
            return [FollowupAction("action_complaints_start")]
        return await super().answer(reading, say)

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """Says the part that was asked for."""
        meant = await person_meant(reading, say, wish, intent=INTENT)
        if not meant.settled:
            return []
        params = {"member": meant.member_id}
        bill = await call(reading, "GET", "/contributions/bill", params=params)
        if wish.get("part") == "complain" and bill["pending"]:
            return await complain(reading, say, bill)
        parts = {"people": say_people, "months": say_months, "sum": say_sum, WHOM: say_whom}
        if bill["payer"] != "member":
            say_paid_by_others(say, bill)
        else:
            parts.get(str(wish.get("part")), say_bill)(say, bill, meant)
        pending = next(iter(bill["pending"]), None)
        seen = {"payment": {"bank": pending["bank"], "amount": pending["amount"]}} if pending else {}
        return [remember("bill", member=meant.member_id, of=f"paid_by_{bill['payer']}", **seen)]


def say_paid_by_others(say: Say, bill: Mapping[str, Any]) -> None:
    """Nothing to pay: an employer or the state does. An inactive card has its own next step."""
    values = {"name": bill["people"][0]["name"], "date": say.short_day(bill["as_of"])}
    text = say.text(f"utter_contributions_{bill['payer']}", **values)
    if shares := bill["employer_shares"]:
        amounts = {key: say.rupiah(shares[key]) for key in ("wage", "employer", "worker")}
        text += " " + say.text("utter_contributions_shares", **amounts)
    say.plain(text)
    if not bill["active"]:
        say(f"utter_contributions_{bill['payer']}_stopped")


def _subject(say: Say, bill: Mapping[str, Any], meant: Meant) -> str:
    if meant.member_id:
        return str(bill["people"][0]["name"])
    return say.text("utter_contributions_family", count=len(bill["people"]))


def say_bill(say: Say, bill: Mapping[str, Any], meant: Meant) -> None:
    """The total, the arrears, the running month, what happens if it stays unpaid; then what returning costs."""
    values = {"subject": _subject(say, bill, meant), "date": say.short_day(bill["as_of"])}
    head = "utter_contributions_total" if bill["total_due"] else "utter_contributions_nothing"
    lines = [say.text(head, total=say.rupiah(bill["total_due"]), **values), *_arrears(say, bill)]
    if not (bill["complete"] or meant.member_id):
        lines.append(say.text("utter_contributions_incomplete"))
    lines += [*current_lines(say, bill), *_plan(say, bill)]
    say.plain("\n".join(lines), buttons=[] if bill["arrears_months"] else _buttons(say, bill, meant))
    for payment in bill["pending"]:
        _say_pending(say, payment)
    if bill["arrears_months"]:
        _say_return(say, bill, meant)


def _plan(say: Say, bill: Mapping[str, Any]) -> list[str]:
    plan = bill["plan"]
    if plan is None:
        return []
    values = {"due": say.rupiah(plan["due"]), "next_due": say.short_day(plan["next_due"])}
    return [say.text("utter_contributions_plan", paid=plan["paid"], stages=plan["stages"], **values)]


def _arrears(say: Say, bill: Mapping[str, Any]) -> list[str]:
    if not bill["arrears_months"]:
        return []
    span = {"first": say.month(bill["months"][0]["month"]), "last": say.month(bill["months"][-1]["month"])}
    amount = say.rupiah(bill["arrears_amount"])
    lines = [say.text("utter_contributions_arrears", months=bill["billed_months"], amount=amount, **span)]
    if bill["arrears_months"] > bill["billed_months"]:
        counts = {"months": bill["arrears_months"], "billed": bill["billed_months"]}
        lines.append(say.text("utter_contributions_capped", **counts))
    if bill["suspended_on"]:
        lines.append(say.text("utter_contributions_suspended", date=say.short_day(bill["suspended_on"])))
    return lines


def current_lines(say: Say, bill: Mapping[str, Any]) -> list[str]:
    """The running month: paid, due or overdue."""
    current = bill["current"]
    if current is None:
        return []
    values = {"month": say.month(current["month"]), "due": say.short_day(current["due_on"])}
    values |= {"amount": say.rupiah(current["amount"]), "stops": say.short_day(current["suspends_on"])}
    if current["paid"]:
        return [say.text("utter_contributions_current_paid", **values)]
    state = "overdue" if current["overdue"] else "due"
    lines = [say.text(f"utter_contributions_current_{state}", **values)]
    return [*lines, say.text("utter_contributions_if_unpaid", **values)] if bill["active"] else lines


def _say_pending(say: Say, payment: Mapping[str, Any]) -> None:
    """A payment that came but is in no bill: nothing more to pay, and one tap to have it looked for."""
    button = say.button("utter_contributions_button_complain", press(INTENT, value="complain"))
    say("utter_contributions_pending", buttons=[button], **_payment_values(say, payment))


def _payment_values(say: Say, payment: Mapping[str, Any]) -> dict[str, Any]:
    bank = payment["bank"] or say.text("utter_contributions_bank_unknown")
    return {"amount": say.rupiah(payment["amount"]), "date": say.short_day(payment["paid_at"]), "bank": bank}


def _say_return(say: Say, bill: Mapping[str, Any], meant: Meant) -> None:
    rules = bill["reactivation"]
    values = {"days": rules["window_days"], "percent": rules["percent"], "months": rules["months_max"]}
    text = say.text("utter_contributions_return", amount=say.rupiah(rules["amount_max"]), **values)
    if bill["installments"]["eligible"]:
        text += " " + say.text("utter_contributions_installments", stages=bill["installments"]["stages_max"])
    say.plain(text, buttons=_buttons(say, bill, meant))


def _buttons(say: Say, bill: Mapping[str, Any], meant: Meant) -> list[Button]:
    """Parts of this bill, how to pay it, and what belongs to arrears."""
    parts = [
        say.button(f"utter_contributions_button_{part}", press(INTENT, value=part, code=meant.member_id))
        for part in ("people", "months")
    ]
    buttons = parts if bill["total_due"] else []
    buttons = [*buttons, say.button("utter_contributions_button_pay", "/virtual_account_info")]
    if bill["arrears_months"]:
        buttons.append(say.button("utter_contributions_button_penalty", "/estimate_service_penalty"))
    if bill["plan"]:
        buttons.append(say.button("utter_money_button_schedule", SCHEDULE))
    if bill["installments"]["eligible"]:
        buttons.append(say.button("utter_contributions_button_installments", "/rehab_installment"))
    return buttons


def say_whom(say: Say, bill: Mapping[str, Any], meant: Meant) -> None:
    """For how many people of the family card the sum is, then the part of each."""
    people = bill["people"]
    if not (bill["complete"] or meant.member_id):  # the part of those whom the viewer may act for
        say_people(say, bill, meant)
        return
    which = "one" if len(people) == 1 else "family"
    amounts = {"total": say.rupiah(bill["total_due"]), "count": len(people), "name": people[0]["name"]}
    say(f"utter_contributions_whom_{which}", **amounts)
    if len(people) > 1 and bill["arrears_months"]:
        say_people(say, bill, meant)
    elif len(people) > 1:
        say.plain("\n".join(current_lines(say, bill)), buttons=_buttons(say, bill, meant))


def say_people(say: Say, bill: Mapping[str, Any], meant: Meant) -> None:
    """Each person's part of the arrears."""
    if not bill["arrears_months"]:
        say_bill(say, bill, meant)
        return
    lines = [f"{person['name']}: {say.rupiah(person['amount'])}" for person in bill["people"]]
    lines += [] if bill["complete"] else [say.text("utter_contributions_incomplete")]
    lines += _each_month(say, bill)
    head = say.text("utter_contributions_people", months=bill["billed_months"], date=say.short_day(bill["as_of"]))
    say.plain("\n".join([head, *lines, *_sum(say, bill)]), buttons=_buttons(say, bill, meant))


def _each_month(say: Say, bill: Mapping[str, Any]) -> list[str]:
    """How the arrears come about, where everybody owes the same for every month: a month's rate, people and months."""
    owed, months, people = {person["amount"] for person in bill["people"]}, bill["billed_months"], len(bill["people"])
    each = bill["arrears_amount"] // (people * months) if people and months else 0
    if len(owed) != 1 or people * months * each != bill["arrears_amount"]:
        return []
    return [say.text("utter_contributions_each_month", rate=say.rupiah(each), people=people, months=months)]


def _sum(say: Say, bill: Mapping[str, Any]) -> list[str]:
    return [
        say.text("utter_contributions_arrears_sum", amount=say.rupiah(bill["arrears_amount"])),
        *current_lines(say, bill),
    ]


def say_sum(say: Say, bill: Mapping[str, Any], meant: Meant) -> None:
    """What the total is made of, where it is more than one thing."""
    current = bill["current"]
    if not bill["arrears_months"] or current is None or current["paid"]:
        say_bill(say, bill, meant)
        return
    values: dict[str, Any] = {"months": bill["billed_months"], "month": say.month(current["month"])}
    values |= {"total": say.rupiah(bill["total_due"]), "arrears": say.rupiah(bill["arrears_amount"])}
    values |= {"amount": say.rupiah(current["amount"]), "subject": _subject(say, bill, meant)}
    say("utter_contributions_sum", buttons=_buttons(say, bill, meant), **values)


def say_months(say: Say, bill: Mapping[str, Any], meant: Meant) -> None:
    """Each unpaid month."""
    if not bill["arrears_months"]:
        say_bill(say, bill, meant)
        return
    lines = [f"{say.month(item['month'])}: {say.rupiah(item['amount'])}" for item in bill["months"]]
    head = say.text("utter_contributions_months", date=say.short_day(bill["as_of"]))
    say.plain("\n".join([head, *lines, *_sum(say, bill)]), buttons=_buttons(say, bill, meant))


async def pending_payment(reading: Reading) -> dict[str, Any] | None:
    """The newest payment of the family that came and is in no bill yet."""
    bill = await call(reading, "GET", "/contributions/bill", params={"member": None})
    return next(iter(bill["pending"]), None)


async def complain(reading: Reading, say: Say, bill: Mapping[str, Any]) -> list[EventType]:
    """Opens the complaint about a payment that is in no bill, with all that we know of it already filled in."""
    await say_reported(reading, say)
    story = say.text("utter_contributions_complaint", **_payment_values(say, bill["pending"][0]))
    return await about_payment(reading, story)
