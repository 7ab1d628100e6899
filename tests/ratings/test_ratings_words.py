"""Stars in members' words."""

import pytest

from bot.actions.ratings_reading import named_stars, stars_for, stars_with_remark
from tests.screening.test_screening_words import said


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("4", 4),
        ("bintang lima", 5),
        ("sangat baik", 5),
        ("bagus", 4),
        ("tidak bagus", 2),
        ("lumayan", 3),
        ("lama banget", 1),
        ("lambat", 2),
        ("9", None),
        ("hmm", None),
        ("kemarin saya datang dari pagi dan pulang sore", None),
    ],
)
def test_stars(text: str, stars: int | None) -> None:
    assert stars_for("waiting", said(text)) == stars


@pytest.mark.parametrize("text", ["tidak dapat obat", "ga dikasih obat", "tanpa obat"])
def test_no_medicine(text: str) -> None:
    assert stars_for("medicine", said(text)) == "none"


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        (
            "pelayanan 5, antre 3, kebersihan 4, obat 2",
            {"service": 5, "waiting": 3, "cleanliness": 4, "medicine": 2},
        ),
        ("waktu tunggu bintang 2 dokternya lima", {"waiting": 2, "service": 5}),
        ("antre dari jam 5 pagi", {}),
        ("obatnya kurang", {}),
        ("antre 2 jam", {}),
    ],
)
def test_stars_by_name(text: str, stars: dict[str, int]) -> None:
    assert named_stars(text) == stars


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("2 aja, antrinya lama bgtttt", (2, "antrinya lama bgtttt")),
        ("3 deh, dokternya baik tapi nunggunya lama", (3, "dokternya baik tapi nunggunya lama")),
        ("bintang 4, dokternya ramah", (4, "dokternya ramah")),
        ("2 jam nunggu dokter", None),
        ("4 orang dokter", None),
        ("2", None),
    ],
)
def test_stars_with_a_remark(text: str, given: tuple[int, str] | None) -> None:
    """Hours and people are counted too, and are no stars."""
    assert stars_with_remark(text) == given
