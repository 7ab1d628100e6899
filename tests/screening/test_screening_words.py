"""Answers of the screening in members' words."""

from typing import Any

import pytest
from rasa_sdk import Tracker

from backend.screening.questions import QUESTIONS
from bot.actions.reading import Reading
from bot.actions.screening_reading import about_another, answer_to, measures, of_relative
from bot.actions.screening_told import LIMITS, tells_family_illness

WEIGHT = {"name": "weight", "kind": "number", "choices": []}
HEIGHT = {"name": "height", "kind": "number", "choices": []}
WAIST = {"name": "waist", "kind": "number", "choices": ["unknown"]}
YES_NO = {"name": "smoker", "kind": "choice", "choices": ["yes", "no"]}
ACTIVE = {"name": "active", "kind": "choice", "choices": ["yes", "no"]}
KNOWN = {"name": "high_glucose", "kind": "choice", "choices": ["yes", "no", "unknown"]}
FAMILY = {"name": "family_diabetes", "kind": "choice", "choices": ["none", "relative", "close", "unknown"]}
PARENTS = {"name": "parents_hypertension", "kind": "choice", "choices": ["none", "one", "both", "unknown"]}
PRESSURE = {"name": "pressure", "kind": "pressure", "choices": ["unknown"]}


def said(text: str, intent: str = "inform", entities: tuple[dict[str, Any], ...] = ()) -> Reading:
    message = {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": list(entities)}
    return Reading(Tracker("t", {}, message, [], False, None, {}, None))


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        (WEIGHT, "65", "65"),
        (WEIGHT, "berat saya 71,5 kg", "71.5"),
        (WEIGHT, "enam puluh lima kilo", "65"),
        (WEIGHT, "antara 60 dan 65", None),
        (HEIGHT, "1,6 meter", "160"),
        (HEIGHT, "1.58", "158"),
        (HEIGHT, "tinggi 170 cm", "170"),
        (WAIST, "gak tau", "unknown"),
        (WAIST, "belum pernah diukur", "unknown"),
        (YES_NO, "iya", "yes"),
        (YES_NO, "sudah tidak", "no"),
        (YES_NO, "kadang-kadang", "yes"),
        (ACTIVE, "kadang2", "no"),
        (KNOWN, "kadang2", None),
        (KNOWN, "lewatin", "unknown"),
        (YES_NO, "lewati aja", None),
        (YES_NO, "yang nomor 2", "no"),
        (YES_NO, "saya mau tanya dulu soal iuran bulan ini berapa ya", None),
        (KNOWN, "belum pernah", "no"),
        (KNOWN, "belum pernah cek", "unknown"),
        (KNOWN, "pernah", "yes"),
        (FAMILY, "ibu dan nenek", "close"),
        (FAMILY, "kakek saya", "relative"),
        (FAMILY, "tidak ada", "none"),
        (PARENTS, "dua-duanya", "both"),
        (PARENTS, "ayah saja", "one"),
        (PARENTS, "nggak ada", "none"),
        (PRESSURE, "130/85", "130/85"),
        (PRESSURE, "tensi saya 130 per 85", "130/85"),
        (PRESSURE, "do not know", "unknown"),
        (PRESSURE, "130", None),
    ],
)
def test_what_an_answer_says(question: dict[str, Any], text: str, answer: str | None) -> None:
    assert answer_to(question, said(text)) == answer


def test_a_question_about_a_place_is_no_answer() -> None:
    place = {"entity": "place", "value": "sleman"}
    assert answer_to(WEIGHT, said("puskesmas di sleman ada 3", entities=(place,))) is None


@pytest.mark.parametrize(("intent", "answer"), [("affirm", "yes"), ("deny", "no")])
def test_yes_and_no_by_button(intent: str, answer: str) -> None:
    assert answer_to(YES_NO, said(f"/{intent}", intent)) == answer


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        (KNOWN, "172 cm 80 kg", {"height": "172", "weight": "80"}),
        (WEIGHT, "172 cm 80 kg", {"height": "172", "weight": "80"}),
        (KNOWN, "balik, tinggi saya salah 158", {"height": "158"}),
        (WAIST, "eh berat saya 65,5", {"weight": "65.5"}),
        (HEIGHT, "80 kg", {"weight": "80"}),
        (HEIGHT, "1,6 meter", {}),
        (WAIST, "90 cm", {}),
        (WEIGHT, "tb 160 bb 55", {"height": "160", "weight": "55"}),
        (PRESSURE, "130/85", {}),
        (YES_NO, "iya", {}),
    ],
)
def test_figures_that_say_what_they_are(question: dict[str, Any], text: str, told: dict[str, str]) -> None:
    assert measures(question, said(text)) == told


def test_an_illness_of_the_family_is_not_the_members_own() -> None:
    assert of_relative(KNOWN, said("bapak saya diabetes"))
    assert not of_relative(KNOWN, said("iya saya sendiri"))
    assert not of_relative(FAMILY, said("bapak saya diabetes"))


def test_a_habit_that_another_question_asks_for() -> None:
    assert about_another(ACTIVE, said("ga ngerokok")) == ("smoker", "no")
    assert about_another(YES_NO, said("ga ngerokok")) is None
    assert about_another(KNOWN, said("iya")) is None


def test_a_measure_told_early_has_the_limits_of_its_question() -> None:
    assert {one.name: (one.lowest, one.highest) for one in QUESTIONS if one.kind == "number"} == LIMITS


@pytest.mark.parametrize(
    "text", ["my mum had a heart attack in 2010", "bapak dulu pernah stroke", "riwayat kakek sakit jantung"]
)
def test_what_a_relative_once_had_is_no_danger(text: str) -> None:
    assert tells_family_illness(said(text, "emergency"))


@pytest.mark.parametrize(
    "text",
    ["bapak stroke tolong", "dad is having a stroke now", "ibu dulu jantung, sekarang sesak", "saya pernah stroke"],
)
def test_a_danger_of_today_is_one(text: str) -> None:
    assert not tells_family_illness(said(text, "emergency"))
