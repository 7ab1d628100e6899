"""What words mean: danger or none, what is wanted, the complaint in a request, a time."""

from datetime import UTC, datetime
from typing import Any

import pytest
from rasa_sdk import Tracker

from backend.teleconsultation.signs import all_signs, heard
from bot.actions import zones
from bot.actions.handover import _shown_slots
from bot.actions.reading import Reading
from bot.actions.teleconsultation_reading import complaint_in, corrected_complaint, mode_of, slots_meant

SLOTS = [
    {"starts_at": f"2026-11-30T{hour:02}:{minute:02}:00+07:00", "minutes": 15}
    for hour in (9, 10, 14)
    for minute in (0, 30)
]


def reading(text: str, **slots: Any) -> Reading:
    return Reading(Tracker("c", slots, {"text": text, "entities": []}, [], False, None, {}, "listen"))


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("dari tadi sesak napas", "breathing"),
        ("dadanya sakit seperti ditindih", "breathing"),
        ("I have chest pain", "breathing"),
        ("she can't breathe", "breathing"),
        ("anak saya kejang", "consciousness"),
        ("mulutnya mencong dan bicaranya pelo", "consciousness"),
        ("my father is unconscious", "consciousness"),
        ("muntah darah dua kali", "bleeding"),
        ("darahnya ga berhenti berhenti", "bleeding"),
        ("bayinya tidak mau menyusu", "child"),
        ("anak lemas banget", "child"),
        ("saya hamil dan keluar darah", "pregnancy"),
        ("rasanya mau mati saja", "self_harm"),
        ("batuk tiga hari, tidak sesak", None),
        ("sesaknya tidak ada dok", None),
        ("sesaknya tidak berhenti", "breathing"),
        ("susah napas kalau malam", "breathing"),
        ("bibir anak kelihatan biru", "breathing"),
        ("bapak sulit dibangunkan", "consciousness"),
        ("tangan kanan mati rasa sebelah", "consciousness"),
        ("baby is not breathing", "breathing"),
        ("ketubannya sudah pecah", "pregnancy"),
        ("obat stroke saya habis", None),
        ("it hurts when i step on my foot", None),
        ("no chest pain, only a cough", None),
        ("gatal di tangan sejak minggu lalu", None),
        ("cek gula darah dan tekanan darah", None),
        ("donor darah kemarin", None),
        ("nyeri haid hari pertama", None),
    ],
)
def test_danger_is_heard_and_nothing_else(text: str, sign: str | None) -> None:
    assert heard(text) == sign


def test_every_sign_is_asked_about_or_heard() -> None:
    assert [sign.key for sign in all_signs() if sign.who != "words_only"] == [
        "breathing",
        "consciousness",
        "bleeding",
        "child",
        "pregnancy",
    ]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("mau konsultasi dokter online", "book"),
        ("kapan bisa konsultasi dokter?", "book"),
        ("kenapa perut saya perih, kapan harus ke dokter", "book"),
        ("konsultasi saya jam berapa", "status"),
        ("when is my consultation", "status"),
        ("batalkan konsultasi", "withdraw"),
        ("konsulnya ga jadi", "withdraw"),
        ("ubah jam konsultasi dokter", "move"),
        ("reschedule my consultation", "move"),
    ],
)
def test_what_is_wanted(text: str, mode: str) -> None:
    assert mode_of(reading(text)) == mode


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("mau konsultasi dokter online", None),
        ("konsul sama dokter di rumah sakit", None),
        ("gimana cara konsul dokter pakai bpjs", None),
        ("mau tanya dokter soal batuk anak saya", "batuk anak saya"),
        ("dok, anak saya demam 3 hari, harus gimana", "anak saya demam 3 hari, harus gimana"),
        ("i want to talk to a doctor online about a cough for three days", "a cough for three days"),
        ("I would like to consult a doctor, my knee hurts since monday", "my knee hurts since monday"),
    ],
)
def test_the_complaint_in_a_request(text: str, complaint: str | None) -> None:
    assert complaint_in(reading(text)) == complaint


def test_a_complaint_is_corrected() -> None:
    said = ("keluhannya demam juga", "eh salah, keluhannya bukan batuk tapi sakit gigi", "ubah keluhan", "ya benar")
    assert [corrected_complaint(text) for text in said] == ["demam juga", "sakit gigi", "", None]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("30 november jam 10", ["10:00"]),
        ("30 november siang", ["14:00", "14:30"]),
        ("jam 9", ["09:00"]),
        ("jam 9.15", ["09:00", "09:30"]),
        ("30 november jam 3 pagi", []),
        ("terserah", None),
    ],
)
def test_a_time_in_words(monkeypatch: pytest.MonkeyPatch, text: str, hours: list[str] | None) -> None:
    monkeypatch.setattr(zones, "now", lambda: datetime(2026, 11, 29, 3, tzinfo=UTC))
    found = slots_meant(text, SLOTS, "Asia/Jakarta", [SLOTS[0]["starts_at"]])
    assert hours == (None if found is None else [slot["starts_at"][11:16] for slot in found])


def test_agents_are_not_shown_what_is_told_to_a_doctor() -> None:
    told = reading("petugas", teleconsultation_complaint="wasir kambuh", queues_date="2026-11-30")
    assert _shown_slots(told) == {"queues_date": "2026-11-30"}
