"""What is first talked over, thanks alone, numbers of instalments and of a list, and a desk that is closed."""

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.control import says_wait
from bot.actions.installment_form import ValidateInstallmentsForm
from bot.actions.membership_fktp import ValidateFktpForm
from bot.actions.plan_words import asks_of_plan
from bot.actions.put_off import talks_with_own
from bot.actions.queue_desk import DESK, while_desk_closed
from bot.actions.reading import Reading
from bot.actions.small_words import ONLY_THANKS
from bot.actions.texts import Say

DOOR = {"facility": "F1", "name": "RS Jogja", "zone": "WIB"}


def reading(text: str, intent: str = "inform", **slots: Any) -> Reading:
    message: dict[str, Any] = {"text": text, "intent": {"name": intent, "confidence": 0.8}, "entities": []}
    return Reading(Tracker("c", slots, message, [], False, None, {}, "listen"))


@pytest.mark.parametrize(
    ("text", "talks"),
    [
        ("mau runding dulu sama bapak saya", True), ("nanti saya diskusi dengan istri", True),
        ("let me ask my wife first", True), ("arep rembugan karo bojoku", True),
        ("mau bicara sama petugas", False), ("mau ngobrol sama ibu petugasnya", False),
        ("istri saya sudah setuju", False), ("bisa tanya soal istri saya?", False), ("anak saya demam", False),
    ],
)  # fmt: skip
def test_somebody_of_ones_own_is_asked_first(text: str, talks: bool) -> None:
    assert talks_with_own(reading(text)) is talks
    assert says_wait(reading(text)) or not talks


def test_who_talks_it_over_enrols_nothing_and_calls_nobody() -> None:
    form = ValidateInstallmentsForm()
    slots = {"requested_slot": "installments_confirm", "installments_stages": 6, "open_form": form.form}
    member = reading("jangan dulu, runding sama istri", "talk_to_agent", **slots)
    member.tracker.active_loop = {"name": form.form}
    dispatcher = CollectingDispatcher()
    events = form._no_answer(member, Say(dispatcher, member), slots) or []
    assert {"open_form", "can_return"} <= {event.get("name") for event in events}
    assert "belum ada yang diproses" in dispatcher.messages[0]["text"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("4x sebulannya berapa", True), ("kalau 5 kali?", True), ("what about 6 instalments", True),
        ("sudah bayar 2 kali", False), ("kepotong 2x", False), ("3 bulan berapa", False),
    ],
)  # fmt: skip
def test_a_number_of_instalments_behind_a_bill(text: str, asked: bool) -> None:
    assert asks_of_plan(text) is asked


@pytest.mark.parametrize(("text", "number"), [("the 3rd one", 3), ("2nd please", 2), ("1st", 1), ("4th floor", None)])
def test_an_english_ordinal_in_digits_chooses_of_a_list(text: str, number: int | None) -> None:
    assert reading(text).ordinal == number


def test_a_choice_of_a_list_is_no_wish_for_the_menu() -> None:
    form, slots = ValidateFktpForm(), {"requested_slot": "fktp_choice"}
    assert not form._leaves_at_once(reading("3rd please", "show_menu", **slots))
    assert form._leaves_at_once(reading("show me the menu", "show_menu", **slots))


@pytest.mark.parametrize(
    ("text", "ends"),
    [("ya wis matur suwun mas", True), ("ok thanks", True), ("terima kasih infonya", True), ("kediri", False),
     ("makasih, di kediri", False)],
)  # fmt: skip
def test_thanks_alone_are_no_place(text: str, ends: bool) -> None:
    assert (ONLY_THANKS.match(text) is not None) is ends


def at_a_closed_desk(text: str, intent: str = "inform") -> tuple[list[str], dict[str, Any]] | None:
    member = reading(
        text, intent, shown={"kind": DESK, DESK: "05.00 WIB"}, queues_door=DOOR, queues_hints={"date": "x"}
    )
    dispatcher = CollectingDispatcher()
    events = while_desk_closed(member, Say(dispatcher, member))
    if events is None:
        return None
    return [one["text"] for one in dispatcher.messages], {event.get("name"): event.get("value") for event in events}


def test_another_day_is_noted_while_the_desk_is_closed() -> None:
    said, slots = at_a_closed_desk("ga jadi senin, selasa aja", "cancel_flow") or ([], {})
    assert "Selasa" in said[0] and "Senin" not in said[0] and "Belum ada nomor" in said[1]
    assert slots["queues_hints"]["date"] != "x"


def test_a_booking_that_never_was_is_not_to_be_cancelled() -> None:
    said, slots = at_a_closed_desk("ya sudah batal dulu", "cancel_flow") or ([], {})
    assert "tidak ada yang perlu dibatalkan" in said[0] and slots["queues_door"] is None


def test_going_on_opens_the_booking_again_and_questions_are_answered_as_ever() -> None:
    assert "queues_form" in (at_a_closed_desk("lanjut", "affirm") or ([], {}))[1]
    assert at_a_closed_desk("perlu bawa rujukan ga?", "faq") is None
