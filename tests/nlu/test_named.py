"""Names read as one word a kind: which hospital or town it is says nothing of what is wanted."""

import pytest

from bot.components.named import without_names
from bot.components.normalise import normalise


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("batalkan antrean RSUP Dr. Sardjito besok", "batal antrean rsup namafaskes besok"),
        ("puskesmas dekat cibiru", "puskesmas dekat namatempat"),
        ("panti rapih ada vip?", "namafaskes ada vip ?"),
        ("jadwal dr. Hendra", "jadwal namadokter"),
        ("kartu saya aktif", "kartu saya aktif"),
    ],
)
def test_a_name_is_read_as_its_kind(text: str, read: str) -> None:
    assert normalise(without_names(text)) == read
