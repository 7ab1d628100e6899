"""Replies of a turn, put together before the channel gives them back."""

from bot.turn import without_doubled


def test_of_buttons_that_do_the_same_the_last_one_stands() -> None:
    bill, due = {"title": "Bill", "payload": "/bill"}, {"title": "Due date", "payload": "/due"}
    said = [{"text": "One", "buttons": [bill, due]}, {"text": "Two", "buttons": [bill]}]
    assert [reply["buttons"] for reply in without_doubled(said)] == [[due], [bill]]
