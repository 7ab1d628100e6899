"""A yes that names the number of stages that was read back enrols; doubt, refusal and another number do not."""

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.control import says_wait
from bot.actions.given_up import drops
from bot.actions.installment_form import ValidateInstallmentsForm, stages_in
from bot.actions.outcomes import Filled
from bot.actions.reading import Reading
from bot.actions.texts import Say


def said(text: str, intent: str = "rehab_installment", **slots: Any) -> Reading:
    message = {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": []}
    known = {"requested_slot": "installments_confirm", "installments_stages": 6, **slots}
    return Reading(Tracker("t", known, message, [], False, None, {"name": "installments_form"}, None))


def answered(text: str) -> Any:
    reading = said(text)
    outcome = asyncio.run(
        ValidateInstallmentsForm().extract_installments_confirm(reading, Say(CollectingDispatcher(), reading))
    )
    return outcome.slots["installments_confirm"] if isinstance(outcome, Filled) else None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("ya udah daftarin yang 6 kali", "yes"),
        ("ambil yang 6 bulan itu", "yes"),
        ("setuju 6 kali", "yes"),
        ("daftarkan yang 4 kali", None),
        ("jangan daftarkan yang 6 kali", None),
        ("kalau daftar yang 6 kali bisa?", None),
        ("6 kali", None),
    ],
)
def test_the_number_beside_an_order(text: str, answer: str | None) -> None:
    assert answered(text) == answer


@pytest.mark.parametrize(
    ("text", "put_off"),
    [
        ("jangan didaftarkan dulu, saya bilang suami dulu", True),
        ("jangan dulu, nanti saya tanya anak", True),
        ("jangan didaftarkan, eh daftarkan saja", False),
        ("daftarkan saja, nanti saya bilang suami", False),
    ],
)
def test_what_was_read_back_is_put_off_with_its_reason(text: str, put_off: bool) -> None:
    assert drops(said(text)) is put_off


@pytest.mark.parametrize(
    ("text", "waits"),
    [("bentar ya saya cari nomornya", True), ("eh bentar kebalik, yang bener 081355500921", False)],
)
def test_who_has_the_number_at_hand_does_not_ask_to_wait(text: str, waits: bool) -> None:
    assert says_wait(said(text)) is waits


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("eh jangan 6, 10 kali saja", None),
        ("bukan enam, 4 kali", None),
        ("jangan", "no"),
        ("jangan yang 6 kali", "no"),
    ],
)
def test_another_number_is_no_refusal(text: str, answer: str | None) -> None:
    reading = said(text, "deny")
    outcome = asyncio.run(
        ValidateInstallmentsForm().extract_installments_confirm(reading, Say(CollectingDispatcher(), reading))
    )
    assert (outcome.slots["installments_confirm"] if isinstance(outcome, Filled) else None) == answer


@pytest.mark.parametrize(
    ("text", "stages"), [("jangan 4, 8 kali saja", 8), ("bukan 3 kali, 5 kali", 5), ("4 kali, jangan 6 kali", 4)]
)
def test_the_number_that_is_not_denied_is_meant(text: str, stages: int) -> None:
    assert stages_in(said(text)) == stages
