"""Two requests in one message: found where both are clear, never in stories, complaints or greetings."""

import pytest

from bot.components.two_requests import other_request

KNOWN = {
    "cek tagihan": "check_contribution",
    "ambil antrean gigi": "book_queue",
    "apakah scaling ditanggung": "faq/dental_care",
    "selamat pagi": "greet",
    "rs menolak saya": "submit_complaint",
    "jauh dari desa saya": "teleconsultation",
    "saya mau cek tagihan": "check_contribution",
    "cara lapornya gimana": "check_complaint_status",
}


def rank(part: str) -> list[tuple[str, float]]:
    if part == "harga kelas 3":
        return [("faq/contribution_rates", 0.6), ("inform", 0.3), ("faq/class_rule", 0.1)]
    return [(KNOWN[part], 0.95)] if part in KNOWN else [("book_queue", 0.4)]


@pytest.mark.parametrize(
    ("text", "label", "other_label", "part"),
    [
        ("cek tagihan, sekalian ambil antrean gigi", "book_queue", "check_contribution", "cek tagihan"),
        ("apakah scaling ditanggung? ambil antrean gigi", "faq/dental_care", "book_queue", "ambil antrean gigi"),
        ("cek tagihan terus apakah scaling ditanggung", "check_contribution", "faq/dental_care",
         "apakah scaling ditanggung"),
        ("harga kelas 3 dan cek tagihan", "check_contribution", "faq/contribution_rates", "harga kelas 3"),
    ],
)  # fmt: skip
def test_two_requests_are_found(text: str, label: str, other_label: str, part: str) -> None:
    other = other_request(text, [(label, 0.9)], rank)
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
        ("ambil antrean gigi? jauh dari desa saya", "book_queue"),
        ("apakah scaling ditanggung? cara lapornya gimana", "faq/dental_care"),
    ],
)
def test_one_request_stays_one(text: str, label: str) -> None:
    assert other_request(text, [(label, 0.9)], rank) is None


def test_a_grievance_may_stand_beside_a_service_that_is_wished_for() -> None:
    other = other_request("rs menolak saya dan saya mau cek tagihan", [("submit_complaint", 0.9)], rank)
    assert other is not None
    assert (other.label, other.text) == ("check_contribution", "saya mau cek tagihan")
    other = other_request("rs menolak saya dan saya mau cek tagihan", [("check_contribution", 0.9)], rank)
    assert other is not None
    assert (other.label, other.text) == ("submit_complaint", "rs menolak saya")
    assert other_request("rs menolak saya, saya mau cek tagihan", [("submit_complaint", 0.9)], rank) is None


@pytest.mark.parametrize(("share", "found"), [(0.1, True), (0.001, False)])
def test_sentences_are_two_requests_where_the_whole_message_shows_both(share: float, found: bool) -> None:
    ranking = [("book_queue", 0.8), ("check_contribution", share), ("faq/dental_care", 0.0)]
    other = other_request("cek tagihan. ambil antrean gigi", ranking, rank)
    assert (other is not None) is found
