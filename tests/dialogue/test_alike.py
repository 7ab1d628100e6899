"""Questions known by examples, on wordings that stand in no example; ``asked_further.txt`` holds them."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker

from bot.actions.alike import asked_alike, only_supposes
from bot.actions.faq import entries
from bot.actions.further_questions import questions
from bot.actions.reading import Reading
from bot.actions.texts import has_response

ROWS = [
    [part.strip() for part in line.split("|")]
    for line in (Path(__file__).parent / "asked_further.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def said(text: str, intent: str = "inform", sure: float = 0.9, **slots: Any) -> Reading:
    name, _, faq_id = intent.partition("/")
    entities = [{"entity": "faq_id", "value": faq_id}] if faq_id else []
    message = {"text": text, "intent": {"name": name, "confidence": sure}, "entities": entities}
    return Reading(Tracker("t", slots, message, [], False, None, {}, None))


def asked(topic: str, text: str, intent: str, sure: str) -> str | None:
    found = asked_alike(said(text, intent, float(sure)), {topic})
    return next((name for name, one in questions().items() if one is found), None)


def test_other_wordings_are_found_and_other_wishes_left_alone() -> None:
    """Of the questions 7 in 10 are found and hardly one is mistaken; of other messages hardly one is taken for one."""
    counts: Counter[str] = Counter()
    for topic, text, want, intent, sure in ROWS:
        found = asked(topic, text, intent, sure)
        kind = "none" if want == "-" else "question"
        counts[
            f"{kind}: {'right' if found == (None if want == '-' else want) else 'silent' if found is None else 'wrong'}"
        ] += 1
    questions_asked = sum(count for kind, count in counts.items() if kind.startswith("question"))
    assert counts["question: right"] >= 0.7 * questions_asked, counts
    assert counts["question: wrong"] <= 0.05 * questions_asked, counts
    assert counts["none: wrong"] <= 0.06 * (len(ROWS) - questions_asked), counts


def test_every_question_has_an_answer_that_exists() -> None:
    named = {one.removeprefix("faq/") for q in questions().values() for one in q.next if one.startswith("faq/")}
    named |= {q.faq for q in questions().values() if q.faq}
    assert named <= entries().keys()
    assert all(has_response(f"utter_choice_{one}") for q in questions().values() for one in q.next if "/" not in one)
    assert all(q.text is None or set(q.text) == {"id", "en"} for q in questions().values())
    assert all(q.source().text for q in questions().values() if q.says)


@pytest.mark.parametrize(
    ("text", "supposes"),
    [
        ("kalau saya ditolak rs gimana", True),
        ("misal kamarnya penuh terus?", True),
        ("what if they refuse me", True),
        ("kemarin saya ditolak rs", False),
        ("kalau tadi ditolak mau lapor", False),
        ("saya disuruh bayar 500 ribu", False),
    ],
)
def test_what_is_only_supposed_did_not_happen(text: str, supposes: bool) -> None:
    assert only_supposes(said(text, "submit_complaint")) is supposes


@pytest.mark.parametrize(
    ("text", "intent", "question"),
    [
        ("misal nunggak 8 bulan bisa langsung opname?", "estimate_service_penalty", "arrears_inpatient"),
        ("denda rawat inap berapa kalau nunggak setahun", "estimate_service_penalty", None),
        ("berapa tunggakan saya", "check_contribution", None),
        ("syarat daftar mandiri", "register_new_member", None),
    ],
)
def test_behind_nothing_only_what_is_nearly_an_example_is_asked(text: str, intent: str, question: str | None) -> None:
    found = asked_alike(said(text, intent), set())
    assert found is (questions()[question] if question else None)


def test_an_example_counts_whatever_else_it_names() -> None:
    """Its words are those of another general answer's title, and surely; told without asking they are none."""
    assert asked("change_class", "kalau ada tunggakan?", "faq/arrears_effect", "0.99") == "class_with_arrears"
    assert asked("change_class", "ada tunggakan", "faq/arrears_effect", "0.99") is None


def test_only_supposed_it_is_neither_cancelled_nor_put_right() -> None:
    assert asked("book_queue", "kalau nanti ga jadi datang gimana?", "cancel_flow", "0.95") == "queue_if_cancelled"
    assert asked("book_queue", "batal datang", "cancel_flow", "0.95") is None
