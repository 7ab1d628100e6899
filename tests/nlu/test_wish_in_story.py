"""The wish of a message that also tells something: found where the rest is clear, never past a danger."""

import pytest

from bot.components.wish_in_story import wish_in_story

KNOWN = {
    "nunggak lama kali aku, berapa semuanya": ("check_contribution", 0.95),
    "bayarnya di mana aja bisa?": ("faq/payment_channels", 0.97),
}


def rank(part: str) -> list[tuple[str, float]]:
    return [KNOWN.get(part, ("inform", 0.4)), ("greet", 0.05)]


def ranking(label: str, sure: float, second: str = "greet") -> list[tuple[str, float]]:
    return [(label, sure), (second, 0.1)]


@pytest.mark.parametrize(
    ("text", "first", "second", "found"),
    [
        ("nunggak lama kali aku, surat sudah datang. berapa semuanya", "check_contribution", "greet",
         "check_contribution"),
        ("bayarnya di mana aja bisa? saya pegang uang tunai", "rehab_installment", "faq/payment_channels",
         "faq/payment_channels"),
    ],
)  # fmt: skip
def test_the_rest_is_believed(text: str, first: str, second: str, found: str) -> None:
    best = wish_in_story(text, ranking(first, 0.3, second), rank)
    assert best is not None
    assert best[0][0] == found


@pytest.mark.parametrize(
    ("text", "first", "sure"),
    [
        ("nunggak lama kali aku, surat sudah datang. berapa semuanya", "check_contribution", 0.9),
        ("nunggak lama kali aku, surat sudah datang. berapa semuanya", "submit_complaint", 0.3),
        ("nunggak lama kali aku, ibu pingsan. berapa semuanya", "check_contribution", 0.3),
        ("nunggak lama kali aku, maksud saya lupa. berapa semuanya", "check_contribution", 0.3),
        ("nunggak lama kali aku", "check_contribution", 0.3),
    ],
)
def test_the_whole_counts(text: str, first: str, sure: float) -> None:
    assert wish_in_story(text, ranking(first, sure), rank) is None


def test_the_questions_at_the_end_of_a_long_story_are_believed() -> None:
    told = "saya jualan di pasar, suami ojek, anak masih sekolah semua, dari dulu belum sanggup bayar. "
    told += "minggu lalu dibawa ke klinik, katanya kartunya mati. "
    asked = "kalau mau aktif harus lunas semua ya? bisa dicicil ngga?"

    def sure_of(part: str) -> list[tuple[str, float]]:
        return [("rehab_installment", 0.95) if part == asked else ("inform", 0.4)]

    best = wish_in_story(told + asked, ranking("submit_complaint", 0.4, "rehab_installment"), sure_of)
    assert best is not None
    assert best[0][0] == "rehab_installment"
    assert wish_in_story(told + asked, ranking("submit_complaint", 0.4), sure_of) is None
