"""Contributions: where to pay, and what was paid."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.backend import call
from bot.actions.contributions import day, month
from bot.actions.personal import Personal
from bot.actions.reading import Reading
from bot.actions.shown import remember
from bot.actions.texts import Say, has_response
from bot.components.values import bank, months

FEW_PAYMENTS = 6
"""Payments that are listed when nobody says how many."""


class VirtualAccountInfo(Personal):
    """Where the family pays: masked in the chat, in full on a page of ours."""

    action = "action_virtual_account"
    wish_slot = "contributions_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """The bank that was named."""
        named = reading.entity("bank")
        return {"bank": (bank(named) or named).upper() if named else None, "named": named}

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """The accounts at all banks, or at the named one."""
        page = await call(reading, "POST", "/contributions/payment-page", json={})
        accounts = page["accounts"]
        chosen = [account for account in accounts if account["bank"] == wish.get("bank")]
        if wish.get("named") and not chosen:
            banks = ", ".join(account["bank"] for account in accounts)
            say("utter_contributions_no_such_bank", bank=wish["named"], banks=banks)
        lines = "\n".join(f"{account['bank']}: {account['number']}" for account in chosen or accounts)
        copies = [account["bank"] for account in chosen or accounts]
        title = say.text("utter_contributions_page_button")
        card = {"type": "link", "title": title, "url": page["url"], "copies": copies}
        say("utter_contributions_accounts", card=card, lines=lines, url=page["url"])
        return [remember("accounts")]


class PaymentHistory(Personal):
    """What was paid, newest first."""

    action = "action_payment_history"
    wish_slot = "contributions_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """For how many months."""
        named = reading.entity("months")
        return {"count": months(named) if named else None}

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """One line a payment."""
        payments = await call(reading, "GET", "/contributions/payments")
        if not payments:
            say("utter_contributions_no_payments")
            return []
        shown = payments[: wish.get("count") or FEW_PAYMENTS]
        lines = "\n".join(payment_line(say, payment) for payment in shown)
        say("utter_contributions_payments", count=len(shown), lines=lines)
        return [remember("payments")]


def payment_line(say: Say, payment: Mapping[str, Any]) -> str:
    """ "5 November 2026: Rp140.000 lewat virtual account BRI, untuk November 2026"."""
    way = f"utter_contributions_way_{payment['channel']}"
    words = say.text(way if has_response(way) else "utter_contributions_way_other")
    paid_with = f"{words} {payment['bank']}" if payment["bank"] else words
    paid = [month(say, item) for item in payment["months"]]
    purpose = say.text("utter_contributions_paid_for", months=", ".join(paid)) if paid else ""
    if payment["state"] == "unmatched":
        purpose = say.text("utter_contributions_paid_unmatched")
    facts = {"date": day(say, payment["paid_at"]), "amount": say.rupiah(payment["amount"])}
    return say.text("utter_contributions_payment_line", way=paid_with, purpose=purpose, **facts)
