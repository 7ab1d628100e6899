"""Contributions: where to pay, and what was paid."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, FollowupAction

from bot.actions.backend import call
from bot.actions.money_words import REPORT, buttons
from bot.actions.payment_trouble import paid_in_trouble
from bot.actions.personal import Personal
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.said_months import month_named, names_month
from bot.actions.shown import remember
from bot.actions.texts import Button, Say, has_response
from bot.components.values import bank, months

FEW_PAYMENTS = 6
"""Payments that are listed when nobody says how many."""
FEW_RECEIPTS = 3
BANK_WORDS = 6
"""A longer message with the name of a bank is no answer for which one."""
RECEIPTS = re.compile(
    r"\b(?:bukti|struk|k[uw]i?tansi|nota|receipts?|proof|pdf|cetak|print|file|berkas|unduh|download)\w*\b", re.I
)
_NUMBER = re.compile(r"\b(?:no|nomor|nomer|nmr|va|virtual|kode|number)\w*\b", re.I)
_WHETHER = re.compile(
    r"\b(?:sudah|udah|udh|sdh|masuk|kebayar|terbayar|lunas|tercatat|kecatat|belum|blm|been|paid|recorded)\b", re.I
)
_TWICE = re.compile(r"\b(?:(?:dua|2)\W?(?:kali|x)|dobel|double|twice|ganda)\b", re.I)


_NOT_THAT_BANK = re.compile(
    r"\b(?:bukan|bkn|jangan|jgn|not|sanes|sanés|dudu|(?:ga|gak|nggak) jadi)\s+(\w+)", re.IGNORECASE
)


def _bank_named(reading: Reading) -> str | None:
    """The bank that is meant; of "bukan bri deng, mandiri aja" the other one."""
    no = {found.lower() for found in _NOT_THAT_BANK.findall(reading.text)}
    left = [name for name in reading.entities("bank") if name.lower() not in no]
    return left[0] if left else reading.entity("bank")


class VirtualAccountInfo(Personal):
    """Where the family pays: masked in the chat, in full on a page of ours."""

    action = "action_virtual_account"
    wish_slot = "contributions_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """The bank that was named."""
        named = _bank_named(reading)
        if not named and not reading.pressed and _NUMBER.search(reading.text):  # "kalau mandiri nomornya beda?"
            named = self.adds(reading, {}).get("named")
        return {"bank": (bank(named) or named).upper() if named else None, "named": named}

    def adds(self, reading: Reading, wish: Mapping[str, Any]) -> dict[str, Any]:
        """The bank that is told while the page is waited for: there "mandiri" is no self-paying member."""
        words = re.findall(r"\w+", reading.text)
        told = (
            next((name.upper() for word in words if (name := bank(word))), None) if len(words) <= BANK_WORDS else None
        )
        return {"bank": told, "named": told} if told else {}

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
    """What was paid, newest first, with a picture; or the receipt of one payment."""

    action = "action_payment_history"
    wish_slot = "contributions_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """For how many months; or whether a receipt is wanted, and of which payment."""
        named = reading.entity("months")
        receipt = reading.pressed_value == "receipt" or bool(not reading.pressed and RECEIPTS.search(reading.text))
        counted = months(named) if named else None
        words = "" if reading.pressed else reading.text
        return {"count": counted, "receipt": receipt, "payment": reading.entity("code"), "words": words}

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """ "itu kan sudah saya bayar kemarin" behind the bill: the payment is looked for."""
        if paid_in_trouble(reading):
            return [FollowupAction("action_complaints_start")]
        return await super().answer(reading, say)

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """One line a payment, then the picture of the last months."""
        payments = await call(reading, "GET", "/contributions/payments")
        if not payments:
            say("utter_contributions_no_payments")
            return []
        if wish.get("receipt") and not wish.get("count"):
            return await self._receipt(reading, say, payments, wish)
        if not wish.get("count") and (paid := _of_month(say, payments, wish.get("words") or "")):
            of_month = [payment_line(say, payment) for payment in paid]
            asks = _WHETHER.search(wish["words"]) and any(payment["state"] == "matched" for payment in paid)
            head = [say.text("utter_contributions_month_paid")] if asks else []
            say.plain("\n".join([*head, *of_month]), buttons=receipt_buttons(say, paid))
            if _TWICE.search(wish["words"]):
                say("utter_contributions_paid_twice", buttons=buttons(say, report=REPORT))
            return [remember("payments")]
        if not wish.get("count") and (month := month_named(say, wish.get("words") or "")):
            say("utter_contributions_month_unpaid", month=say.month(month))
        shown = payments[: wish.get("count") or FEW_PAYMENTS]
        lines = "\n".join(payment_line(say, payment) for payment in shown)
        card = await call(reading, "POST", "/contributions/history-picture", json={})
        receipts = receipt_buttons(say, shown)
        say("utter_contributions_payments", count=len(shown), lines=lines, card=card, buttons=receipts)
        return [remember("payments")]

    async def _receipt(
        self, reading: Reading, say: Say, payments: list[dict[str, Any]], wish: Mapping[str, Any]
    ) -> list[EventType]:
        meant = wish.get("payment") or _named_month(say, payments, wish.get("words") or "")
        body = {"payment": meant} if meant else {}
        card = await call(reading, "POST", "/contributions/receipts", json=body)
        payment = next((one for one in payments if one["id"] == meant), None)
        newest = next((one for one in payments if one["state"] == "matched"), payments[0])
        line = payment_line(say, payment or newest)
        say("utter_contributions_receipt", line=line, card=card, buttons=receipt_buttons(say, payments))
        return [remember("payments")]


def _named_month(say: Say, payments: list[dict[str, Any]], words: str) -> str | None:
    """The newest payment for a month that is named: "bukti bayar oktober"."""
    return next((str(payment["id"]) for payment in _of_month(say, payments, words)), None)


def _of_month(say: Say, payments: list[dict[str, Any]], words: str) -> list[dict[str, Any]]:
    """The payments for the month that words name, newest first: "oktober", "bulan kemarin"."""
    return [payment for payment in payments if any(names_month(say, words, month) for month in payment["months"])]


def receipt_buttons(say: Say, payments: list[dict[str, Any]]) -> list[Button]:
    """A button for the receipt of each of the newest payments that are in the books."""
    booked = [payment for payment in payments if payment["state"] == "matched"][:FEW_RECEIPTS]
    return [
        say.button(
            "utter_contributions_button_receipt",
            press("payment_history", value="receipt", code=payment["id"]),
            date=say.short_day(payment["paid_at"]),
        )
        for payment in booked
    ]


def payment_line(say: Say, payment: Mapping[str, Any]) -> str:
    """ "5 November 2026: Rp140.000 lewat virtual account BRI, untuk November 2026"."""
    way = f"utter_contributions_way_{payment['channel']}"
    words = say.text(way if has_response(way) else "utter_contributions_way_other")
    paid_with = f"{words} {payment['bank']}" if payment["bank"] else words
    paid = [say.month(item) for item in payment["months"]]
    purpose = say.text("utter_contributions_paid_for", months=", ".join(paid)) if paid else ""
    if payment["state"] == "unmatched":
        purpose = say.text("utter_contributions_paid_unmatched")
    facts = {"date": say.short_day(payment["paid_at"]), "amount": say.rupiah(payment["amount"])}
    return say.text("utter_contributions_payment_line", way=paid_with, purpose=purpose, **facts)
