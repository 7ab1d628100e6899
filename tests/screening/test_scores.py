"""Each published score against worked examples, and which score is used on whom."""

import pytest

from backend.screening.assessment import Result, assess
from backend.screening.profile import Profile
from backend.screening.scores import findrisc, heart_risk, hypertension_risk, scored

ANSWERS = {
    "weight": "60",
    "height": "165",
    "waist": "78",
    "active": "yes",
    "vegetables": "yes",
    "smoker": "no",
    "diabetes": "no",
    "high_glucose": "no",
    "family_diabetes": "none",
    "hypertension": "no",
    "pressure_medicine": "no",
    "pressure": "118/76",
    "parents_hypertension": "none",
    "heart_disease": "no",
    "heart_failure": "no",
    "leg_arteries": "no",
    "anemia": "no",
    "protein_in_urine": "no",
    "kidney_disease": "no",
}


@pytest.mark.parametrize(
    ("person", "points"),
    [
        # Added up by hand on the form of the Finnish Diabetes Association: age, BMI, waist, habits, past, family.
        (Profile(44, male=True, bmi=24.9, waist=93), 0),
        (Profile(45, male=True, bmi=25, waist=94), 2 + 1 + 3),
        (Profile(64, male=True, bmi=30, waist=102, family_diabetes="relative"), 3 + 1 + 3 + 3),
        (Profile(50, male=False, bmi=28, waist=85, active=False, family_diabetes="close"), 2 + 1 + 3 + 2 + 5),
        (
            Profile(
                65,
                male=False,
                bmi=30.1,
                waist=88.5,
                active=False,
                vegetables=False,
                pressure_medicine=True,
                high_glucose=True,
                family_diabetes="close",
            ),
            26,  # the most that the form can give
        ),
    ],
)
def test_findrisc(person: Profile, points: int) -> None:
    assert findrisc(person) == points


@pytest.mark.parametrize(
    ("person", "percent"),
    [
        # The worked examples of the R package CVrisk 1.2 for the office model of D'Agostino 2008.
        (Profile(55, male=True, bmi=30, systolic=140), 16.75),
        (Profile(45, male=False, bmi=27, systolic=125, pressure_medicine=True), 4.91),
    ],
)
def test_heart(person: Profile, percent: float) -> None:
    assert heart_risk(person) == pytest.approx(percent, abs=0.005)


def test_hypertension_step_by_step() -> None:
    """A man of 40, 25 kg/m², 120/80, by the regression of Parikh 2008 with pencil and paper."""
    # 22.949536 - 6.256480 (age) - 0.847025 (BMI) - 7.119600 (120) - 10.277440 (80) + 5.196800 (age x 80) = 3.645791
    # (ln 4 - 3.645791) / 0.876925 = -2.576614; its exponential is 0.076031; 1 - exp(-0.076031) = 7.32 %
    person = Profile(40, male=True, bmi=25, systolic=120, diastolic=80)
    assert hypertension_risk(person) == pytest.approx(7.32, abs=0.01)


@pytest.mark.parametrize(
    ("person", "least", "most"),
    [
        # Figure 2 of Parikh 2008 rounds the regression to points. People in the middle of its classes, and the risks
        # of two points less and two points more than their sum: 4 + 1 + 1 + 6 = 12, then 0, 18 and 12 points.
        (Profile(45, male=False, bmi=27.5, systolic=122, diastolic=82), 8.86, 16.68),
        (Profile(35, male=True, bmi=23, systolic=112, diastolic=72), 1.21, 2.37),
        (Profile(55, male=True, bmi=27.5, systolic=132, diastolic=82, smoker=True), 22.58, 39.55),
        (
            Profile(35, male=False, bmi=27.5, systolic=127, diastolic=77, parents_with_hypertension=2),
            8.86,
            16.68,
        ),
    ],
)
def test_hypertension_against_the_published_points(person: Profile, least: float, most: float) -> None:
    assert least < hypertension_risk(person) < most


@pytest.mark.parametrize(
    ("person", "points"),
    [
        # Bang 2007, figure 2: age 50, 60, 70; woman; and one for each condition.
        (Profile(49, male=True, bmi=22), 0),
        (Profile(50, male=True, bmi=22), 2),
        (Profile(59, male=True, bmi=22, hypertension=True, diabetes=True), 4),
        (Profile(69, male=False, bmi=22), 3 + 1),
        (
            Profile(
                70,
                male=False,
                bmi=22,
                anemia=True,
                hypertension=True,
                diabetes=True,
                heart_disease=True,
                heart_failure=True,
                leg_arteries=True,
                protein_in_urine=True,
            ),
            12,  # the most that the form can give
        ),
    ],
)
def test_scored(person: Profile, points: int) -> None:
    assert scored(person) == points


def _result(condition: str, *, age: int = 40, **changed: str) -> Result:
    results = assess(ANSWERS | changed, age=age, male=True).results
    return next(result for result in results if result.condition == condition)


@pytest.mark.parametrize(
    ("condition", "age", "changed", "reason"),
    [
        ("diabetes", 40, {"diabetes": "yes"}, "known"),
        ("diabetes", 40, {"waist": "unknown"}, "waist_missing"),
        ("hypertension", 40, {"hypertension": "yes"}, "known"),
        ("hypertension", 40, {"pressure": "unknown"}, "pressure_missing"),
        ("hypertension", 40, {"pressure": "128/90"}, "measured_high"),
        ("hypertension", 40, {"diabetes": "yes"}, "with_diabetes"),
        ("hypertension", 70, {}, "age"),
        ("heart", 29, {}, "age"),
        ("heart", 40, {"pressure": "unknown"}, "pressure_missing"),
        ("heart", 40, {"heart_failure": "yes"}, "known"),
        ("kidney", 40, {"kidney_disease": "yes"}, "known"),
    ],
)
def test_no_score_where_it_was_not_made_for(condition: str, age: int, changed: dict[str, str], reason: str) -> None:
    found = _result(condition, age=age, **changed)
    assert (found.score, found.band, found.reason) == (None, None, reason)


@pytest.mark.parametrize(
    ("condition", "age", "changed", "band"),
    [
        ("diabetes", 40, {}, "low"),
        ("diabetes", 50, {"family_diabetes": "close", "waist": "96", "active": "no"}, "moderate"),
        ("hypertension", 30, {}, "low"),
        ("heart", 40, {}, "low"),
        ("heart", 74, {"smoker": "yes"}, "high"),
        ("kidney", 70, {}, "high"),
        ("kidney", 49, {"anemia": "yes", "protein_in_urine": "unknown"}, "low"),
    ],
)
def test_bands(condition: str, age: int, changed: dict[str, str], band: str) -> None:
    assert _result(condition, age=age, **changed).band == band


def test_the_next_step() -> None:
    def step(**changed: str) -> str:
        return assess(ANSWERS | changed, age=30, male=True).step

    assert step() == "carry_on"
    assert step(diabetes="yes") == "see_doctor"
    assert step(pressure="182/100") == "urgent"
    assert assess(ANSWERS | {"smoker": "yes", "weight": "80"}, age=30, male=True).habits == ("smoking", "weight")
