"""What members want to come of a complaint, told in passing."""

import pytest

from bot.actions.complaint_wish import wish_in


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("saya ingin ada penjelasan. Tolong dikirim saja", "saya ingin ada penjelasan"),
        ("saya sendiri, tolong petugasnya ditegur", "tolong petugasnya ditegur"),
        ("maunya sih obatnya disediakan", "maunya sih obatnya disediakan"),
        ("I just want an explanation", "I just want an explanation"),
    ],
)
def test_a_wish_is_found_beside_other_words(text: str, wish: str) -> None:
    assert wish_in(text) == wish


@pytest.mark.parametrize(
    "text",
    [
        "saya minta penjelasan malah dibentak",
        "kemarin saya minta penjelasan tapi petugasnya diam",
        "saya mau lapor soal penjelasan dokter",
        "saya bilang tolong dilayani dulu",
        "saya mau kontrol lagi minggu depan",
    ],
)
def test_what_happened_is_no_wish(text: str) -> None:
    assert wish_in(text) is None


def test_in_a_story_the_wish_is_its_end() -> None:
    assert wish_in("petugas kasar. saya mau petugasnya minta maaf", story=True) == "saya mau petugasnya minta maaf"
    assert wish_in("saya mau obatnya diganti, lalu pulang. besoknya ditolak lagi", story=True) is None
