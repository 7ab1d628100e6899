"""An action that fails, hangs or returns rubbish: the member is told, has a way on, and is not stuck."""

import pytest

from tests.chaos.conftest import FakeActions
from tests.support.chat import WebMember


@pytest.mark.parametrize("mode", ["error", "rubbish", "cut", "hang"])
def test_the_member_is_told_and_not_stuck(mode: str, actions: FakeActions, web_url: str) -> None:
    member = WebMember(web_url)
    actions.mode = mode
    told = member.say("halo")
    assert "terganggu" in " ".join(told)
    assert [button["title"] for button in member.buttons] == ["Coba lagi", "Bicara dengan petugas"]
    actions.mode = "good"
    assert member.press("Coba lagi") == ["baik"]


def test_nothing_of_a_failed_turn_stays_in_the_conversation(actions: FakeActions, web_url: str) -> None:
    member = WebMember(web_url)
    actions.mode = "good"
    member.say("halo")
    actions.mode = "error"
    member.say("puskesmas terdekat")
    actions.mode = "good"
    assert member.say("menu") == ["baik"]


def test_trying_again_follows_the_message_that_the_failed_one_followed(actions: FakeActions, web_url: str) -> None:
    member = WebMember(web_url)
    actions.mode = "good"
    member.say("halo")
    answered = actions.messages[-1]
    actions.mode = "error"
    member.say("puskesmas terdekat")
    failed = actions.messages[-1]
    actions.mode = "good"
    member.press("Coba lagi")
    again = actions.messages[-1]
    assert failed["message_id"] != again["message_id"]
    assert failed["follows"] == again["follows"] == answered["message_id"]
    member.say("menu")
    assert actions.messages[-1]["follows"] == again["message_id"]


def test_an_english_member_is_told_in_english(actions: FakeActions, web_url: str) -> None:
    member = WebMember(web_url, locale="en")
    actions.mode = "error"
    assert "Sorry" in " ".join(member.say("hello"))
