"""The questions of the screening: in which order, for whom, and which answers count."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from backend.errors import ServiceError
from backend.screening.profile import UNKNOWN

Answers = Mapping[str, str]
Kind = Literal["choice", "number", "pressure"]
_YES_NO = ("yes", "no")
_KNOWN = ("yes", "no", UNKNOWN)
_PRESSURE = re.compile(r"(\d{2,3})/(\d{2,3})")
_HIGHEST_PRESSURE, _LOWEST_PRESSURE = (260, 160), (70, 40)
"""mmHg, systolic and diastolic: what lies outside is a slip of the pen."""


@dataclass(frozen=True)
class Question:
    """One question. ``choices`` are all answers of a choice, or those besides a figure (``unknown``).

    ``lowest`` and ``highest`` are what a figure may be (kg, cm); ``asked`` says from earlier answers whom it concerns.
    """

    name: str
    kind: Kind = "choice"
    choices: tuple[str, ...] = _YES_NO
    lowest: int | None = None
    highest: int | None = None
    asked: Callable[[Answers], bool] = lambda _: True


def _no_diabetes(answers: Answers) -> bool:
    return answers.get("diabetes") != "yes"


def _no_hypertension(answers: Answers) -> bool:
    return answers.get("hypertension") != "yes"


QUESTIONS = (
    Question("weight", "number", (), 30, 250),
    Question("height", "number", (), 120, 220),
    Question("waist", "number", (UNKNOWN,), 40, 200),
    Question("active"),
    Question("vegetables"),
    Question("smoker"),
    Question("diabetes", choices=_KNOWN),
    Question("high_glucose", choices=_KNOWN, asked=_no_diabetes),
    Question("family_diabetes", choices=("none", "relative", "close", UNKNOWN), asked=_no_diabetes),
    Question("hypertension", choices=_KNOWN),
    Question("pressure_medicine"),
    Question("pressure", "pressure", (UNKNOWN,)),
    Question("parents_hypertension", choices=("none", "one", "both", UNKNOWN), asked=_no_hypertension),
    Question("heart_disease", choices=_KNOWN),
    Question("heart_failure", choices=_KNOWN),
    Question("leg_arteries", choices=_KNOWN),
    Question("anemia", choices=_KNOWN),
    Question("protein_in_urine", choices=_KNOWN),
    Question("kidney_disease", choices=_KNOWN),
)
_BY_NAME = {question.name: question for question in QUESTIONS}


def applicable(answers: Answers) -> list[Question]:
    """The questions that concern somebody with these answers so far, in order."""
    return [question for question in QUESTIONS if question.asked(answers)]


def next_question(answers: Answers) -> Question | None:
    """The first question without an answer; None when all are answered."""
    return next((question for question in applicable(answers) if question.name not in answers), None)


def question_before(answers: Answers, name: str) -> Question | None:
    """The question that was asked before the named one; None at the beginning."""
    order = applicable(answers)
    place = next((number for number, question in enumerate(order) if question.name == name), 0)
    return order[place - 1] if place else None


def checked(name: str, value: str) -> str:
    """The answer as it is stored.

    Raises:
        ServiceError: ``screening_no_such_question``, ``screening_answer_unclear`` (not one of the choices),
            ``screening_number_odd`` (a figure that no person has; ``lowest``, ``highest``),
            ``screening_pressure_odd``.
    """
    question = _BY_NAME.get(name)
    if question is None:
        raise ServiceError("screening_no_such_question", 422)
    if value in question.choices:
        return value
    if question.kind == "number":
        return _figure(question, value)
    if question.kind == "pressure":
        return _pressure(value)
    raise ServiceError("screening_answer_unclear", 422)


def _figure(question: Question, value: str) -> str:
    lowest, highest = question.lowest or 0, question.highest or 0
    if not re.fullmatch(r"\d{1,3}(?:\.\d{1,2})?", value):
        raise ServiceError("screening_answer_unclear", 422)
    if not lowest <= float(value) <= highest:
        raise ServiceError("screening_number_odd", 422, lowest=lowest, highest=highest)
    return value


def _pressure(value: str) -> str:
    if not (found := _PRESSURE.fullmatch(value)):
        raise ServiceError("screening_answer_unclear", 422)
    upper, lower = int(found[1]), int(found[2])
    inside = all(
        least <= said <= most
        for said, least, most in zip((upper, lower), _LOWEST_PRESSURE, _HIGHEST_PRESSURE, strict=True)
    )
    if not inside or upper <= lower:
        raise ServiceError("screening_pressure_odd", 422)
    return value
