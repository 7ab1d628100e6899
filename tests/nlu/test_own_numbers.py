"""What numbers of ours decide."""

import pytest

from bot.components.own_numbers import intent_of_number


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("lanjutkan DFT-7KQ2-M4XR-R kode 4XR7KQ", "register_new_member"),
        ("dft 7kq2 m4xr r 4xr7kq", "register_new_member"),
        ("status DFT-7KQ2-M4XR-R", None),
        ("tarik UBH-7KQ2-M4XR-R dong", "check_request"),
        ("UBH7KQ2M4XRR", "check_request"),
        ("kode otp ga masuk 123456", None),
        ("laporan PGD-7KQ2-M4XR-R", None),
    ],
)
def test_a_number_decides(text: str, intent: str | None) -> None:
    assert intent_of_number(text) == intent
