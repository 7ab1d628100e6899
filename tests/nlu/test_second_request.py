"""How a second request reaches the actions."""

from typing import Any

from bot.components.entities import find_entities
from bot.components.second_request import second_request
from bot.components.two_requests import Request


def both(text: str, first: str, part: str, label: str) -> tuple[dict[str, Any], dict[str, Any]]:
    marked = [{"entity": s.entity, "value": s.value, "start": s.start, "end": s.end} for s in find_entities(text)]
    other = Request(label, 0.9, part, text.index(part))
    row = {"name": "faq", "faq_id": label[4:]} if label.startswith("faq/") else {"name": label}
    now, also = second_request(text, {"name": first, "confidence": 1.0}, other, {**row, "confidence": 0.9}, marked)
    return now, also["value"]


def test_the_second_request_is_understood_by_itself() -> None:
    text = "denda pelayanan itu berapa persen, terus kamar icu di rsud sleman"
    now, also = both(text, "estimate_service_penalty", "kamar icu di rsud sleman", "check_bed_availability")
    assert now["name"] == "estimate_service_penalty" and also["first"] == "denda pelayanan itu berapa persen"
    assert {e["entity"]: also["text"][e["start"] : e["end"]] for e in also["entities"]} == {
        "room_class": "icu", "facility_name": "rsud sleman",
    }  # fmt: skip


def test_what_asks_questions_first_comes_second() -> None:
    now, also = both(
        "mau ambil antrean sekalian cek tagihan saya", "book_queue", "cek tagihan saya", "check_contribution"
    )
    assert (now["name"], also["first"]) == ("check_contribution", "cek tagihan saya")
    assert (also["intent"], also["text"]) == ("book_queue", "mau ambil antrean")


def test_what_needs_no_login_comes_first() -> None:
    text = "cek tagihan saya dan puskesmas terdekat dari cibiru"
    now, also = both(text, "check_contribution", "puskesmas terdekat dari cibiru", "find_nearest_facility")
    assert (now["name"], also["intent"]) == ("find_nearest_facility", "check_contribution")


def test_a_general_question_keeps_its_id() -> None:
    _, also = both(
        "rs terdekat dari cibiru dan iuran kelas 3 berapa",
        "find_nearest_facility",
        "iuran kelas 3 berapa",
        "faq/contribution_rates",
    )
    assert also["intent"] == "faq"
    assert {"entity": "faq_id", "value": "contribution_rates"} in also["entities"]
