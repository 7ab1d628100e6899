"""Two requests in one message: found where both are clear, never in stories, complaints or greetings."""

import pytest

from bot.components.two_requests import other_request

KNOWN = {
    "cek tagihan": "check_contribution",
    "ambil antrean gigi": "book_queue",
    "apakah scaling ditanggung": "faq/dental_care",
    "selamat pagi": "greet",
    "rs menolak saya": "submit_complaint",
}


def best(part: str) -> tuple[str, float]:
    return (KNOWN[part], 0.95) if part in KNOWN else ("book_queue", 0.4)


@pytest.mark.parametrize(
    ("text", "label", "other_label", "part"),
    [
        ("cek tagihan, sekalian ambil antrean gigi", "book_queue", "check_contribution", "cek tagihan"),
        ("apakah scaling ditanggung? ambil antrean gigi", "faq/dental_care", "book_queue", "ambil antrean gigi"),
        ("cek tagihan terus apakah scaling ditanggung", "check_contribution", "faq/dental_care",
         "apakah scaling ditanggung"),
    ],
)  # fmt: skip
def test_two_requests_are_found(text: str, label: str, other_label: str, part: str) -> None:
    other = other_request(text, [label], best)
    assert other is not None
    assert (other.label, other.text) == (other_label, part)
    assert text[other.start :].startswith(part)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("selamat pagi, sekalian cek tagihan", "check_contribution"),
        ("rs menolak saya terus cek tagihan", "submit_complaint"),
        ("cek tagihan dan besok pagi saja", "check_contribution"),
        ("cek tagihan, sekalian ambil antrean gigi", "find_nearest_facility"),
        ("cek tagihan dan ambil antrean gigi " + "lalu begini begitu " * 10, "book_queue"),
        ("cek tagihan", "check_contribution"),
    ],
)
def test_one_request_stays_one(text: str, label: str) -> None:
    assert other_request(text, [label], best) is None
