"""Dialogues of this folder on Telegram: the same words and buttons, links on buttons, pictures and papers as files."""

from typing import Any

import pytest

from tests.conversations.test_dialogues import Player, check, dialogues
from tests.support.running import System
from tests.support.telegram_chat import TelegramMember
from tests.telegram.fake_bot_api import FakeBotApi

CHOSEN = {
    "installments: too few months",
    "screening: no consent, nothing kept",
    "ratings: only verified members rate, and only their own visits",
    "payments: history with a picture, then receipts",
    "carrying_on: an offer is declined",
}
"""What leaves nothing behind: the same members play these on web chat."""


def chosen() -> list[Any]:
    return [found for found in dialogues() if found.id in CHOSEN]


def test_all_chosen_dialogues_are_there() -> None:
    assert {found.id for found in chosen()} == CHOSEN


@pytest.mark.parametrize(("number", "dialogue"), [(7100 + n, found.values[0]) for n, found in enumerate(chosen())])
def test_on_telegram(number: int, dialogue: dict[str, Any], assistant: System, telegram: FakeBotApi) -> None:
    player = Player(assistant, dialogue.get("locale", "id"))
    player.member = TelegramMember(telegram, assistant.database_url, number)
    for turn in dialogue["turns"]:
        check(turn, player.play(turn), player.member)
