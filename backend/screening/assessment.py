"""From answers to results: which score may be used on whom, what its figure means, and what to do next."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from backend.screening import scores
from backend.screening.profile import Profile, profile_of

Condition = Literal["diabetes", "hypertension", "heart", "kidney"]
Band = Literal["low", "slight", "moderate", "high", "very_high"]
Reason = Literal["known", "waist_missing", "pressure_missing", "age", "measured_high", "with_diabetes"]
Step = Literal["urgent", "see_doctor", "carry_on"]
OVERWEIGHT = 25.0
"""kg/m², WHO."""


@dataclass(frozen=True)
class Result:
    """One condition: the score and its band, or the reason why the score does not apply to this person."""

    condition: Condition
    score: float | None = None
    band: Band | None = None
    reason: Reason | None = None

    @property
    def needs_doctor(self) -> bool:
        """A doctor should look closer: a raised risk, or something known that must be followed up."""
        return self.band in ("moderate", "high", "very_high") or self.reason in ("known", "measured_high")


@dataclass(frozen=True)
class Assessment:
    """All results, the next step, and what the person can change."""

    results: tuple[Result, ...]
    step: Step
    habits: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for storing."""
        return asdict(self)


def _band(score: float, steps: tuple[tuple[float, Band], ...]) -> Band:
    return [band for least, band in steps if score >= least][-1]


def _diabetes(person: Profile) -> Result:
    """Bands of FINDRISC: 7, 12, 15, 21 points (1, 4, 17, 33 and 50 % within ten years)."""
    if person.diabetes:
        return Result("diabetes", reason="known")
    if not person.waist:
        return Result("diabetes", reason="waist_missing")
    score = scores.findrisc(person)
    steps: tuple[tuple[float, Band], ...] = (
        (0, "low"),
        (7, "slight"),
        (12, "moderate"),
        (15, "high"),
        (21, "very_high"),
    )
    return Result("diabetes", score, _band(score, steps))


def _hypertension(person: Profile) -> Result:
    """Bands of the source: below 5 % low, 5 to 10 % medium, above high, within four years."""
    if reason := _no_hypertension_score(person):
        return Result("hypertension", reason=reason)
    score = round(scores.hypertension_risk(person), 1)
    return Result("hypertension", score, _band(score, ((0, "low"), (5, "moderate"), (10.1, "high"))))


def _no_hypertension_score(person: Profile) -> Reason | None:
    if person.hypertension or person.pressure_medicine:
        return "known"
    if not person.systolic:
        return "pressure_missing"
    if person.measured_high:
        return "measured_high"
    if person.diabetes:
        return "with_diabetes"
    return None if 20 <= person.age < 70 else "age"  # noqa: PLR2004 - the people the score was made on


def _heart(person: Profile) -> Result:
    """Bands of the source: below 10 % low, from 20 % high, within ten years."""
    if person.heart_disease or person.heart_failure or person.leg_arteries:
        return Result("heart", reason="known")
    if not 30 <= person.age < 75:  # noqa: PLR2004 - the people the score was made on
        return Result("heart", reason="age")
    if not person.systolic:
        return Result("heart", reason="pressure_missing")
    score = round(scores.heart_risk(person), 1)
    return Result("heart", score, _band(score, ((0, "low"), (10, "moderate"), (20, "high"))))


def _kidney(person: Profile) -> Result:
    """From 4 points one in five has kidney disease; below, one in a hundred."""
    if person.kidney_disease:
        return Result("kidney", reason="known")
    score = scores.scored(person)
    return Result("kidney", score, _band(score, ((0, "low"), (4, "high"))))


_CONDITIONS: tuple[Callable[[Profile], Result], ...] = (_diabetes, _hypertension, _heart, _kidney)


def assess(answers: Mapping[str, str], *, age: int, male: bool) -> Assessment:
    """Everything that the answers of a person of 20 years or more say."""
    person = profile_of(answers, age=age, male=male)
    results = tuple(condition(person) for condition in _CONDITIONS)
    watched = any(result.needs_doctor for result in results)
    step: Step = "urgent" if person.measured_very_high else "see_doctor" if watched else "carry_on"
    return Assessment(results, step, _habits(person))


def _habits(person: Profile) -> tuple[str, ...]:
    can = {
        "smoking": person.smoker,
        "weight": person.bmi >= OVERWEIGHT,
        "activity": not person.active,
        "vegetables": not person.vegetables,
    }
    return tuple(name for name, applies in can.items() if applies)
