"""What has an answer of its own while an agent is waited for, by its words alone."""

import pytest

from bot.actions.faq import entries
from bot.actions.further_questions import questions
from bot.meanwhile import _known, known_answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("mobil ambulannya nanti bayar sendiri ga", "ambulance"),
        ("kalau tabrakan begini siapa yang bayar", "traffic_accident"),
        ("surat dari polisi bisa menyusul kan", "accident_police_later"),
        ("ada pegawai bpjs ga di rs ini", "hospital_officer"),
        ("ke dinsos bawa berkas apa aja", "pbi_bring"),
        ("alamat dinas sosial di mana ya", "pbi_where"),
        ("hari minggu dinsos buka ga", "pbi_office_closed"),
        ("kenapa ya kartu bpjs suami mati", "wait_card_why"),
        ("tunggakannya harus dilunasi hari ini?", "wait_pay_now"),
    ],
)
def test_questions_beside_a_patient(text: str, answer: str) -> None:
    found = known_answer(text)
    assert found and f'"{answer}"' in found


@pytest.mark.parametrize(
    "text", ["disuruh bayar deposit dulu", "petugasnya kapan bales", "ibu saya di igd", "kartu saya sudah dikasih"]
)
def test_what_is_for_the_agent(text: str) -> None:
    assert known_answer(text) is None


def test_every_answer_exists() -> None:
    names = [payload.split('"')[3] for _, payload in _known()]
    assert all(name in entries() or questions()[name].source().text for name in names)
