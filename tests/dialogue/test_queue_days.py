"""Which of the days that a message names is meant, whatever day it is today."""

import pytest
from rasa_sdk import Tracker

from bot.actions.queue_days import days_meant
from bot.actions.reading import Reading


def said(text: str, *days: str) -> Reading:
    entities = [
        {"entity": "date", "value": day, "start": text.index(day), "end": text.index(day) + len(day)} for day in days
    ]
    message = {"text": text, "intent": {"name": "inform", "confidence": 0.9}, "entities": entities}
    return Reading(Tracker("t", {}, message, [], False, None, {}, None))


@pytest.mark.parametrize(
    ("text", "days", "meant"),
    [
        ("eh bukan besok, lusa", ("besok", "lusa"), ["lusa"]),
        ("lusa aja, besok aku kerja", ("lusa", "besok"), ["lusa"]),
        ("jangan senin. selasa saja", ("senin", "selasa"), ["selasa"]),
        ("kamis atau jumat", ("kamis", "jumat"), ["kamis", "jumat"]),
        ("bukan besok", ("besok",), ["besok"]),
    ],
)
def test_days_that_are_denied_or_only_a_reason_are_left_out(text: str, days: tuple[str, ...], meant: list[str]) -> None:
    assert days_meant(said(text, *days)) == meant
