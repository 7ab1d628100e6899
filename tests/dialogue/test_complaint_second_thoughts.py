"""What only resembles a complaint: no report is wanted."""

import pytest

from bot.actions.complaint_second_thoughts import refuses_report
from tests.dialogue.test_alike import said


@pytest.mark.parametrize(
    ("text", "refuses"),
    [
        ("ga jadi lapor, cuma tanya", True),
        ("nggak jadi ngadu deh min", True),
        ("saya ga mau komplain kok", True),
        ("ga jadi dikasih obat, mau lapor", False),
        ("belum jadi lapor, gimana caranya?", False),
    ],
)
def test_a_dropped_plan_to_report_begins_none(text: str, refuses: bool) -> None:
    assert refuses_report(said(text, "cancel_flow")) is refuses
