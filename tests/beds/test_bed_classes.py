"""The 16 Aplicares classes and the words of members for them."""

import pytest

from backend.beds.classes import bed_classes, resolve_class


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("kelas 3", "KL3"),
        ("kelas tiga", "KL3"),
        ("kls 3", "KL3"),
        ("kelas III", "KL3"),
        ("KL3", "KL3"),
        ("kamar kelas 3 kosong ga", "KL3"),
        ("kelas satu", "KL1"),
        ("kelas loro", "KL2"),
        ("kelas telu", "KL3"),
        ("class 2", "KL2"),
        ("vip", "VIP"),
        ("kamar VVIP", "VVP"),
        ("icu", "ICU"),
        ("ruang icu", "ICU"),
        ("icu anak", "PIC"),
        ("PICU", "PIC"),
        ("ruang bayi", "NIC"),
        ("nicu", "NIC"),
        ("iccu", "ICC"),
        ("icu jantung", "ICC"),
        ("hcu", "HCU"),
        ("kamar isolasi", "ISO"),
        ("isolsi", "ISO"),
        ("bersalin", "SAL"),
        ("kamar bersalin", "SAL"),
        ("igd", "IGD"),
        ("ugd", "UGD"),
        ("ICCU", "ICC"),
        ("utama", "UTM"),
    ],
)
def test_words_of_members(typed: str, code: str) -> None:
    assert [one.code for one in resolve_class(typed)] == [code]


def test_a_bare_kelas_may_be_any_ward() -> None:
    assert [one.code for one in resolve_class("kamar kelas berapa aja")] == ["KL1", "KL2", "KL3"]


@pytest.mark.parametrize("typed", ["", "garasi", "kucing", "ic"])
def test_other_words_are_no_class(typed: str) -> None:
    assert resolve_class(typed) == ()


def test_there_are_16_and_every_own_name_resolves() -> None:
    assert len(bed_classes()) == 16
    assert all(
        resolve_class(name) == (one,) for one in bed_classes().values() for name in (one.code, one.name, one.name_en)
    )
