"""Words about money that several services share: banks, ways to pay, buttons that lead on."""

from typing import Any

from bot.actions.press import press
from bot.actions.texts import Button, Say

PAY, REHAB, BILL, PERSON = "/virtual_account_info", "/rehab_installment", "/check_contribution", "/talk_to_agent"
PAID, REPORT = press("reactivate_membership", value="paid"), press("submit_complaint", value="payment")
SCHEDULE = press("rehab_installment", value="schedule")


def buttons(say: Say, **payloads: str) -> list[Button]:
    """Buttons by the names of their texts ``utter_money_button_<name>``."""
    return [say.button(f"utter_money_button_{name}", payload) for name, payload in payloads.items()]


def bank_of(say: Say, bank: Any) -> str:
    """The bank's name, or simply "the bank"."""
    return str(bank or say.text("utter_contributions_bank_unknown"))
