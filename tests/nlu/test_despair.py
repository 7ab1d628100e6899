"""Who wants to end their life is heard in any wording; things that break and bills are no despair."""

import pytest

from bot.components.danger import despairs, has_sign


@pytest.mark.parametrize(
    "text",
    [
        "rasanya pengen udahan aja hidup ini",
        "aku wis kesel urip, pengin mati wae",
        "udah gak ada alasan lagi buat hidup",
        "mending aku ga ada aja di dunia ini",
        "buat apa lagi saya hidup",
        "kadang mikir mending ga usah hidup lagi",
        "kepikiran mati saja",
        "i am so tired of living",
        "they would be better off without me",
    ],
)
def test_despair(text: str) -> None:
    assert despairs(text)


@pytest.mark.parametrize(
    "text",
    [
        "kartu saya mau mati ya",
        "hp saya mau mati",
        "mau selesaikan tunggakan",
        "orang tua saya masih hidup",
        "kipasnya ga usah hidup",
    ],
)
def test_no_despair(text: str) -> None:
    assert not despairs(text)


@pytest.mark.parametrize(
    "text", ["capek tau gak, ya laporin", "the blood test was not covered", "cek darah bayar ga", "ga sanggup segitu"]
)
def test_anger_and_blood_tests_are_no_danger(text: str) -> None:
    assert not has_sign(text)


@pytest.mark.parametrize("text", ["diajak ngomong ga nyambung habis jatuh", "ibu gak nyambung diajak bicara"])
def test_who_cannot_be_talked_with_is_in_danger(text: str) -> None:
    assert has_sign(text)
