"""Identifiers in what members write: every vector of the domain notes, and the ways people type."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.privacy.identifiers import check, find, mask_text, mask_value

TODAY = date(2026, 11, 22)


def masked(text: str) -> str:
    return mask_text(text, today=TODAY).text


@pytest.mark.parametrize(
    ("typed", "kind", "value", "problem"),
    [
        ("9999991502900001", "nik", "9999991502900001", "nik_region_unknown"),
        ("9999995502900001 laki-laki", "nik", "9999995502900001", "nik_sex_mismatch"),
        ("9999993202900001", "nik", "9999993202900001", "nik_date_impossible"),
        ("9999994002900001", "nik", "9999994002900001", "nik_date_impossible"),
        ("9999997202900001", "nik", "9999997202900001", "nik_date_impossible"),
        ("9999993102900001", "nik", "9999993102900001", "nik_date_impossible"),
        ("9999991513900001", "nik", "9999991513900001", "nik_date_impossible"),
        ("9999991502900000", "nik", "9999991502900000", "nik_serial_zero"),
        ("1111111111111111", "nik", "1111111111111111", "nik_implausible"),
        ("1234567890123456", "nik", "1234567890123456", "nik_implausible"),
        ("3201011502900001", "nik", "3201011502900001", None),
        ("9999991502900001 lahir 16 februari 1990", "nik", "9999991502900001", "nik_birth_date_mismatch"),
        ("999999150290001", "nik", "999999150290001", "number_wrong_length"),
        ("99999915029000011", "nik", "99999915029000011", "number_wrong_length"),
        ("9900000017", "card", "9900000017", "card_zeros_lost"),
        ("8888809900000017", "va", "8888809900000017", None),
        ("89888 09900000017", "va", "8988809900000017", None),
        ("0050B1070223P000004", "referral", "0050B1070223P000004", None),
        ("0301r0010323v000039", "sep", "0301R0010323V000039", None),
        ("0050B107 1126 K 000123", "control", "0050B1071126K000123", None),
        ("0050B1071126K00012", "referral", "0050B1071126K00012", "reference_wrong_length"),
        ("O8l234567890", "phone", "+6281234567890", "number_has_letters"),
        ("+62 812-9900-0101", "phone", "+6281299000101", None),
        ("0274 868401", "phone", "0274868401", "phone_landline"),
        ("+1 202 555 0123", "phone", "+12025550123", "phone_foreign"),
        ("no kk 9999010101200001", "kk", "9999010101200001", None),
        ("kartu keluarga: 9999.0101.0120.0001", "kk", "9999010101200001", None),
        ("0009900000001", "card", "0009900000001", None),
        ("000 9900 0000 01", "card", "0009900000001", None),
        ("000-9900\u00a00000\u201301", "card", "0009900000001", None),
        ("٠٠٠٩٩٠٠٠٠٠٠٠١", "card", "0009900000001", None),
        ("nik9999015403880001", "nik", "9999015403880001", "nik_region_unknown"),
        ("saya081299000101", "phone", "+6281299000101", None),
    ],
)
def test_one_identifier(typed: str, kind: str, value: str, problem: str | None) -> None:
    found = [item for item in find(typed, today=TODAY) if item.kind != "birth_date"]
    assert [(item.kind, item.value, item.problem) for item in found] == [(kind, value, problem)]


def test_wrong_lengths_say_how_many_digits_there_are_and_should_be() -> None:
    assert [dict(find(number)[0].details) for number in ("999999150290001", "99999915029000011")] == [
        {"typed": 15, "needed": 16},
        {"typed": 17, "needed": 16},
    ]
    assert find("9900000017")[0].details == {"typed": 10, "needed": 13, "suggestion": "0009900000017"}


def test_a_warning_does_not_stop_a_look_up_and_a_problem_does() -> None:
    assert find("9999991502900001")[0].usable
    assert not find("9999993102900001")[0].usable


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("nik 9999.0154-0388 0001 lahir 14 maret 1988 nama siti", "nik ⟦nik⟧ lahir ⟦birth_date⟧ nama siti"),
        ("kartu 0009900000001, 0009900000002 dan 0009900000003", "kartu ⟦card⟧, ⟦card⟧ dan ⟦card⟧"),
        ("081299000101 081299000102", "⟦phone⟧ ⟦phone⟧"),
        ("0812-9900-0101 5 orang", "⟦phone⟧ 5 orang"),
        ("nik9999015403880001hp081299000101", "nik⟦nik⟧hp⟦phone⟧"),
        ("0009900000001 3 orang mau antri 5 desember 2026", "⟦card⟧ 3 orang mau antri 5 desember 2026"),
        ("sejak 3 november 2025 sakit, kartu 0009900000001", "sejak 3 november 2025 sakit, kartu ⟦card⟧"),
        ("siti 9999015403880001 14031988", "siti ⟦nik⟧ ⟦birth_date⟧"),
        ("bayar Rp 1.680.000 ke VA 88888 09900000017", "bayar Rp 1.680.000 ke VA ⟦va⟧"),
    ],
)
def test_what_is_stored_holds_no_personal_number(typed: str, stored: str) -> None:
    assert masked(typed) == stored


@pytest.mark.parametrize(
    "text",
    [
        "kode booking 16032021A001 dan Y03-20#1617068533, ABC0000001, abc0000001",
        "tiket PGD-2611-7K3M9X",
        "rujukan 0050B1071126P000004 ke rsud",
        "lahir 14 maret 1988",
        "iuran 1.456.000 atau 1.680.000.000 atau Rp1456000000",
        "antrean A-12 tanggal 3/12 jam 08.00-10.00, kartu 22-11-2026",
        "kamar kelas 3 tahun 2026",
        "hubungi 165 atau 119",
        "ß" * 30,
        "",
    ],
)
def test_what_names_nobody_stays_as_typed(text: str) -> None:
    assert masked(text) == text


@given(
    st.text(alphabet="abz O.l-\u00a0٣#0189", max_size=40),
    st.sampled_from(["0009900000001", "9999015403880001", "8888809900000017", "081299000101"]),
    st.text(alphabet="abz ,;", max_size=20),
)
def test_no_number_survives_in_any_surroundings(before: str, number: str, after: str) -> None:
    stored = masked(f"{before} / {number} / {after}")
    assert number not in stored
    assert masked(stored) == stored


@given(st.text(max_size=200))
def test_any_text_is_read_without_failing_and_positions_are_those_of_the_text(text: str) -> None:
    result = mask_text(text, today=TODAY)
    for item in result.identifiers:
        assert re.search(r"\d", text[item.start : item.end])


@pytest.mark.parametrize(
    ("kind", "answer", "problem"),
    [
        ("nik", "9999015403880001", "nik_region_unknown"),
        ("nik", "8888809900000017", "va_given"),
        ("nik", "0009900000001", "number_is_other_kind"),
        ("nik", "999999150290001", "number_wrong_length"),
        ("card", "8888809900000017", "va_given"),
        ("card", "081299000101", "number_is_other_kind"),
        ("card", "9900000017", "card_zeros_lost"),
        ("card", "belum ada", "number_missing"),
        ("card", "12", "number_wrong_length"),
        ("card", "kartu saya 0009900000001", None),
        ("kk", "9999010101200001", None),
        ("phone", "0274 868401", "phone_landline"),
        ("phone", "0812 9900 0101", None),
        ("phone", "0812990001xx", "phone_has_letters"),
        ("phone", "nomornya 0812990001", None),
        ("va", "8988809900000017", None),
    ],
)
def test_answers_to_a_question_for_one_kind(kind: str, answer: str, problem: str | None) -> None:
    assert check(kind, answer).problem == problem


def test_a_virtual_account_offers_the_card_it_was_made_from() -> None:
    assert check("card", "8888809900000017").details["suggestion"] == "0009900000017"


def test_a_nik_is_checked_against_what_else_is_known() -> None:
    assert check("nik", "9999015403880001", birth_date=date(1988, 3, 15)).problem == "nik_birth_date_mismatch"
    assert check("nik", "9999015403880001", sex="M").problem == "nik_sex_mismatch"
    assert check("nik", "9999015403880001", birth_date=date(1988, 3, 14), sex="F").usable


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0009900000001", "0009******001"),
        ("3201011502900001", "3201********0001"),
        ("+6281299000101", "0812*****101"),
        ("12345", "*****"),
    ],
)
def test_shown_values_keep_only_their_ends(value: str, shown: str) -> None:
    assert mask_value(value) == shown
