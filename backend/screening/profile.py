"""What the scores know of a person: age and sex from the register, the rest from their answers."""

from collections.abc import Mapping
from dataclasses import dataclass

YES, UNKNOWN = "yes", "unknown"


@dataclass(frozen=True)
class Profile:
    """One person on one day: years, kg/m², cm, mmHg. A measure that was not told is 0; see ``assessment``.

    What somebody does not know of themselves counts as absent, as on the scores' own forms, where one ticks what
    applies.
    """

    age: int
    male: bool
    bmi: float
    waist: float = 0
    systolic: int = 0
    diastolic: int = 0
    active: bool = True
    vegetables: bool = True
    smoker: bool = False
    diabetes: bool = False
    high_glucose: bool = False
    family_diabetes: str = "none"
    hypertension: bool = False
    pressure_medicine: bool = False
    parents_with_hypertension: int = 0
    heart_disease: bool = False
    heart_failure: bool = False
    leg_arteries: bool = False
    anemia: bool = False
    protein_in_urine: bool = False
    kidney_disease: bool = False

    @property
    def measured_high(self) -> bool:
        """140/90 mmHg or more, which is high blood pressure if it is measured again (ESC/ESH 2018)."""
        return self.systolic >= 140 or self.diastolic >= 90  # noqa: PLR2004 - the limits of the guideline above

    @property
    def measured_very_high(self) -> bool:
        """180/110 mmHg or more (grade 3, ESC/ESH 2018): to be seen by a doctor the same day."""
        return self.systolic >= 180 or self.diastolic >= 110  # noqa: PLR2004 - the limits of the guideline above


_PARENTS = {"one": 1, "both": 2}
_FLAGS = (
    "active",
    "vegetables",
    "smoker",
    "diabetes",
    "high_glucose",
    "hypertension",
    "pressure_medicine",
    "heart_disease",
    "heart_failure",
    "leg_arteries",
    "anemia",
    "protein_in_urine",
    "kidney_disease",
)


def profile_of(answers: Mapping[str, str], *, age: int, male: bool) -> Profile:
    """The profile behind complete answers (weight and height are always there)."""
    systolic, diastolic = _pressure(answers.get("pressure"))
    waist = answers.get("waist", UNKNOWN)
    return Profile(
        age=age,
        male=male,
        bmi=float(answers["weight"]) / (float(answers["height"]) / 100) ** 2,
        waist=0 if waist == UNKNOWN else float(waist),
        systolic=systolic,
        diastolic=diastolic,
        family_diabetes=answers.get("family_diabetes", "none"),
        parents_with_hypertension=_PARENTS.get(answers.get("parents_hypertension", ""), 0),
        **{name: answers.get(name) == YES for name in _FLAGS},
    )


def _pressure(value: str | None) -> tuple[int, int]:
    if not value or value == UNKNOWN:
        return 0, 0
    systolic, diastolic = value.split("/")
    return int(systolic), int(diastolic)
