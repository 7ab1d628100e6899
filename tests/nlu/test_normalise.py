"""The normaliser: many spellings, one canonical word; a masked number looks like an unmasked one."""

import pytest

from bot.components.normalise import lexicon, normalise


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("gmn cr dftr bpjs", "bagaimana cara daftar bpjs"),
        ("kartu sy aktif ga", "kartu saya aktif tidak"),
        ("lamaaaa bangettt", "lama banget"),
        ("coba2 lagi", "coba coba lagi"),
        ("pinten iuran kula", "berapa iuran saya"),
        ("sabaraha tunggakan abdi", "berapa tunggakan saya"),
        ("OTP GA MASUK", "kode otp tidak masuk"),
        ("rmh skt di sleman", "rumah sakit di sleman"),
        ("bayar 600rb", "bayar jumlahuang"),
        ("cek kode K7XM2PQRW9AB", "cek kode kodeantrean"),
        ("kode 99abc12", "kode kodeantrean"),
    ],
)
def test_spellings_become_one(written: str, canonical: str) -> None:
    assert normalise(written) == canonical


@pytest.mark.parametrize(
    ("masked", "unmasked"),
    [
        ("kartu ⟦card⟧ aktif?", "kartu 0009900000005 aktif?"),
        ("nik ⟦nik⟧", "nik 9999021708640005"),
        ("nomor saya ⟦phone⟧", "nomor saya 081299000201"),
        ("va ⟦va⟧ benar?", "va 8888809900000017 benar?"),
    ],
)
def test_masks_read_like_numbers(masked: str, unmasked: str) -> None:
    assert normalise(masked) == normalise(unmasked)


def test_nothing_remains_nothing() -> None:
    assert normalise("") == ""
    assert normalise("🐈🌵") == ""


def test_signs_count_only_where_they_stand_alone() -> None:
    assert normalise("👍👍") == "ya"
    assert normalise("kartu aktif? 👍") == "kartu aktif ?"


def test_canonical_words_stay_as_they_are() -> None:
    changed = {word for word in set(lexicon().values()) if "_" not in word and lexicon().get(word, word) != word}
    assert changed == set()
