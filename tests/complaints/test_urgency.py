from pathlib import Path

import pytest
import yaml

from backend.complaints.urgency import Draft, assess

SENTENCES = yaml.safe_load((Path(__file__).parent / "sentences.yml").read_text("utf-8"))
P1 = {"self_harm", "sexual_violence", "danger", "care_refused_now", "money_asked_now"}


def rows(block: str) -> list[tuple[str, str]]:
    return [(reason, text) for reason, texts in SENTENCES[block].items() for text in texts]


@pytest.mark.parametrize(("reason", "text"), rows("alarm"))
def test_a_person_takes_over(reason: str, text: str) -> None:
    urgency = assess(Draft(text))
    assert (urgency.reason, urgency.handover) == (reason, True)
    assert urgency.priority == ("P1" if reason in P1 else "P2")


@pytest.mark.parametrize(("reason", "text"), rows("calm"))
def test_what_is_over_or_harmless_goes_on_with_the_form(reason: str, text: str) -> None:
    urgency = assess(Draft(text))
    assert (urgency.reason, urgency.handover, urgency.ask_in_care_now) == (reason, False, False)
    assert urgency.priority == ("P2" if reason == "money_asked" else "P3")


@pytest.mark.parametrize("text", SENTENCES["unclear"])
def test_one_question_decides_when_no_time_is_told(text: str) -> None:
    assert assess(Draft(text)).ask_in_care_now
    assert not assess(Draft(text)).handover
    assert assess(Draft(text, patient_in_care=True)).priority == "P1"
    later = assess(Draft(text, patient_in_care=False))
    assert (later.handover, later.ask_in_care_now) == (False, False)


def test_the_answer_counts_more_than_a_time_word() -> None:
    text = "kemarin ditolak rumah sakit"
    assert assess(Draft(text, patient_in_care=True)).reason == "care_refused_now"
    assert assess(Draft("sekarang ditolak igd", patient_in_care=False)).reason == "care_refused"


@pytest.mark.parametrize(
    ("category", "money", "in_care", "expected"),
    [
        ("room_refused", None, True, ("P1", True, "care_refused_now", False)),
        ("extra_charges", None, True, ("P1", True, "money_asked_now", False)),
        ("hospital_service", 500_000, True, ("P1", True, "money_asked_now", False)),
        ("hospital_service", None, True, ("P3", False, "routine", False)),
        ("room_refused", None, None, ("P2", False, "routine", True)),
        ("room_refused", None, False, ("P2", False, "routine", False)),
        ("staff_conduct", 50_000, False, ("P2", False, "money_asked", False)),
        ("payment", None, None, ("P2", False, "routine", False)),
        ("app", None, None, ("P3", False, "routine", False)),
    ],
)
def test_answers_decide_where_the_words_say_nothing(
    category: str, money: int | None, in_care: bool | None, expected: tuple[str, bool, str, bool]
) -> None:
    urgency = assess(Draft("begini ceritanya", category, in_care, money))
    assert (urgency.priority, urgency.handover, urgency.reason, urgency.ask_in_care_now) == expected
