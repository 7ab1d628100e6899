"""What the screening service API takes and gives."""

from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from backend.reference.calendar import today_in_jakarta
from backend.screening.service import Overview, Progress


class QuestionOut(BaseModel):
    """The question to ask: ``kind`` is ``choice``, ``number`` or ``pressure``; ``number`` of ``total``."""

    name: str
    kind: str
    choices: list[str]
    number: int
    total: int


class ProgressOut(BaseModel):
    """What to ask next; None: all is answered, and the result is in the overview."""

    question: QuestionOut | None

    @classmethod
    def of(cls, progress: Progress) -> Self:
        """As the API gives it."""
        asked = progress.question
        if asked is None:
            return cls(question=None)
        question = QuestionOut(
            name=asked.name,
            kind=asked.kind,
            choices=list(asked.choices),
            number=progress.number,
            total=progress.total,
        )
        return cls(question=question)


class ResultOut(BaseModel):
    """One condition; a score (points, or percent) with its band, or the reason why there is none."""

    condition: str
    score: float | None
    band: str | None
    reason: str | None


class AssessmentOut(BaseModel):
    """The results, the next step (``urgent``, ``see_doctor``, ``carry_on``) and habits worth changing."""

    results: list[ResultOut]
    step: str
    habits: list[str]


class ScreeningOut(BaseModel):
    """A member's screening; ``next_on`` None: it may be filled in now."""

    member_id: str
    name: str
    fktp: str | None
    question: QuestionOut | None
    finished_on: date | None
    assessment: AssessmentOut | None
    next_on: date | None

    @classmethod
    def of(cls, seen: Overview) -> Self:
        """As the API gives it."""
        return cls(
            member_id=seen.member.id,
            name=seen.member.name,
            fktp=seen.member.fktp_name,
            question=ProgressOut.of(seen.progress).question if seen.progress else None,
            finished_on=today_in_jakarta(seen.finished_at) if seen.finished_at else None,
            assessment=AssessmentOut.model_validate(seen.assessment) if seen.assessment else None,
            next_on=seen.next_on,
        )


class AnswerIn(BaseModel):
    """One answer: a choice, a figure ("65", "162.5") or a pressure ("120/80")."""

    question: str = Field(max_length=40)
    value: str = Field(max_length=20)
