"""Published risk scores that need no laboratory, as pure functions of what a person knows of themselves.

Each was made on people abroad (Finland, the United States) and none was calibrated for Indonesia, so they sort people
into "look closer" and "carry on"; none is a diagnosis.
"""

from dataclasses import dataclass
from math import exp, log

from backend.screening.profile import Profile


def findrisc(person: Profile) -> int:
    """FINDRISC, 0 to 26 points: the risk of type 2 diabetes within ten years.

    Source: Lindström J, Tuomilehto J. The Diabetes Risk Score. Diabetes Care 2003;26:725-731, in the form of eight
    questions of the Finnish Diabetes Association (with the family question of the later form).
    """
    age = _points(person.age, ((45, 2), (55, 3), (65, 4)))
    weight = 3 if person.bmi > 30 else 1 if person.bmi >= 25 else 0  # noqa: PLR2004 - the score's own limits
    wide, very_wide = (94, 102) if person.male else (80, 88)
    waist = 4 if person.waist > very_wide else 3 if person.waist >= wide else 0
    habits = 2 * (not person.active) + (not person.vegetables)
    past = 2 * person.pressure_medicine + 5 * person.high_glucose
    return age + weight + waist + habits + past + {"close": 5, "relative": 3}.get(person.family_diabetes, 0)


def _points(value: float, steps: tuple[tuple[int, int], ...]) -> int:
    """The points of the highest step that a value reaches."""
    return max((points for least, points in steps if value >= least), default=0)


def hypertension_risk(person: Profile) -> float:
    """Framingham hypertension risk score, percent: new high blood pressure within four years.

    For people of 20 to 69 years without hypertension and without diabetes. Source: Parikh NI et al. A Risk Score for
    Predicting Near-Term Incidence of Hypertension. Ann Intern Med 2008;148:102-110 (its Weibull regression).
    """
    sum_ = (
        22.949536
        - 0.156412 * person.age
        - 0.202933 * (not person.male)
        - 0.033881 * person.bmi
        - 0.059330 * person.systolic
        - 0.128468 * person.diastolic
        - 0.190731 * person.smoker
        - 0.166121 * person.parents_with_hypertension
        + 0.001624 * person.age * person.diastolic
    )
    return 100 * (1 - exp(-exp((log(4) - sum_) / 0.876925)))


@dataclass(frozen=True)
class _Sex:
    """Coefficients of one sex in the Framingham model."""

    age: float
    bmi: float
    untreated: float
    treated: float
    smoker: float
    diabetes: float
    mean: float
    survival: float


_WOMEN = _Sex(2.72107, 0.51125, 2.81291, 2.88267, 0.61868, 0.77763, 26.0145, 0.94833)
_MEN = _Sex(3.11296, 0.79277, 1.85508, 1.92672, 0.70953, 0.53160, 23.9388, 0.88431)


def heart_risk(person: Profile) -> float:
    """Framingham general cardiovascular risk without laboratory, percent: within ten years.

    Coronary disease first of all, and stroke, failing heart and blocked arteries; for 30 to 74 years without any of
    them. Source: D'Agostino RB et al. General Cardiovascular Risk Profile. Circulation 2008;117:743-753 (office model).
    """
    b = _MEN if person.male else _WOMEN
    pressure = (b.treated if person.pressure_medicine else b.untreated) * log(person.systolic)
    habits = b.smoker * person.smoker + b.diabetes * person.diabetes
    sum_ = b.age * log(person.age) + b.bmi * log(person.bmi) + pressure + habits - b.mean
    return 100 * (1 - float(b.survival ** exp(sum_)))


def scored(person: Profile) -> int:
    """SCORED, 0 to 12 points: the chance of kidney disease that nobody has noticed; 4 or more: have it tested.

    Source: Bang H et al. SCreening for Occult REnal Disease. Arch Intern Med 2007;167:374-381.
    """
    age = _points(person.age, ((50, 2), (60, 3), (70, 4)))
    conditions = (person.anemia, person.hypertension, person.diabetes, person.heart_disease)
    others = (person.heart_failure, person.leg_arteries, person.protein_in_urine)
    return age + (not person.male) + sum(conditions) + sum(others)
