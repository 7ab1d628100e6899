"""Which data a message wants changed, and a phone number that is none yet."""

import pytest

from bot.actions.membership_profile_words import digits_of_short_phone, fields_in


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("mau ganti nomor hape ame alamat email", ["phone", "email"]),
        ("ganti alamat rumah dan no hp saya", ["address", "phone"]),
        ("change my email and phone number please", ["email", "phone"]),
        ("ganti email, hp lama saya hilang", []),
        ("ubah nomor hp", []),
        ("alamat saya pindah ke jl mawar no 3", []),
        ("bukan email ya, cuma nomor hp", []),
    ],
)
def test_data_that_are_joined_are_wanted_both(text: str, fields: list[str]) -> None:
    assert fields_in(text) == fields


@pytest.mark.parametrize(
    ("text", "digits"), [("ke 0857 12", 6), ("081234", 6), ("081299887766", 0), ("rt 08 rw 12", 0), ("nik saya", 0)]
)
def test_a_phone_number_may_be_too_short(text: str, digits: int) -> None:
    assert digits_of_short_phone(text) == digits
