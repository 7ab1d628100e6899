"""What an answer says of the kind of members that a message names."""

import pytest

from bot.actions.segments import of_one_segment

ANSWER = "Peserta mandiri membayar sendiri. Pekerja dipotong dari upah. PBI tidak membayar."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("saya punya karyawan, perusahaannya bayar berapa", "Pekerja dipotong dari upah."),
        ("iuran pbi berapa ya", "PBI tidak membayar."),
        ("dari karyawan pindah mandiri jadi berapa", ANSWER),
        ("iurannya berapa", ANSWER),
    ],
)
def test_only_the_one_kind_that_is_named_is_told_of(text: str, said: str) -> None:
    assert of_one_segment(text, ANSWER) == said
