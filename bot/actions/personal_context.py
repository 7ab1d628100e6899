"""Short messages about one's own matter that mean something only after what was said: a bare number, "per bulan"."""

from bot.actions.contribution_penalty import months_in
from bot.actions.contributions import part_of
from bot.actions.membership_identification import REFERENCE_KINDS, holds_number, is_birth_date
from bot.actions.reading import Reading
from bot.actions.registration import RECEIPT
from bot.actions.shown import shown

_ABOUT_PEOPLE = {
    "bill": "action_check_contribution",
    "payments": "action_payment_history",
    "membership": "action_check_membership_status",
    "surgery": "action_surgery_schedule",
}
"""Answers that can be asked for again about somebody else of the family: "kalau anak saya?"."""
_ABOUT_DOCTORS = ("poli", "doctor", "date", "facility_name")


def personal_follow_up(reading: Reading) -> str | None:
    """The action that answers such a message; None where it is no such message."""
    if not reading.pressed and RECEIPT.search(reading.text):
        return "action_register"
    kinds = {item["kind"] for item in reading.metadata.get("identifiers") or []}
    if holds_number(reading) or kinds & REFERENCE_KINDS or is_birth_date(reading):
        return "action_membership_typed"
    kind = shown(reading).get("kind")
    if kind in _ABOUT_PEOPLE and reading.entity("relation"):
        return _ABOUT_PEOPLE[kind]
    return _other_part(reading, kind)


def _other_part(reading: Reading, kind: str | None) -> str | None:
    """The same answer about another part: a day, a month, a bank, a figure."""
    if kind == "doctors" and any(reading.entity(name) for name in _ABOUT_DOCTORS):
        return "action_doctor_schedule"
    if kind == "bill" and part_of(reading.text):
        return "action_check_contribution"
    if kind in ("bill", "accounts") and reading.entity("bank"):
        return "action_virtual_account"
    if kind == "penalty" and (reading.entity("amount") or months_in(reading)):
        return "action_estimate_penalty"
    return None
