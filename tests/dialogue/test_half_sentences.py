"""Which messages only complete what was said before, which steer a form, and in which language they are."""

from typing import Any

import pytest
from rasa_sdk import Tracker

from bot.actions.apphelp import problem_in
from bot.actions.control import says_change, says_go_on, says_skip
from bot.actions.ellipsis import corrects, elliptical, instead
from bot.actions.language import written_in
from bot.actions.mood import angry
from bot.actions.reading import Reading
from bot.components.dates import impossible_date
from bot.components.entities import find_entities


def reading(text: str) -> Reading:
    marked = [{"entity": s.entity, "value": s.value, "start": s.start, "end": s.end} for s in find_entities(text)]
    message: dict[str, Any] = {"text": text, "intent": {"name": "inform"}, "entities": marked}
    return Reading(Tracker("c", {}, message, [], False, None, {}, "listen"))


@pytest.mark.parametrize(
    "text",
    [
        "kalau yang kelas 2?", "yang nomor 3", "rumah sakit itu jam berapa bukanya", "untuk ibu saya",
        "kalau di bantul?", "icu nya?", "bukan icu, kelas 2", "kalau hari senin?",
        "how about class 2?", "terus anak saya gimana",
    ],
)  # fmt: skip
def test_half_a_sentence(text: str) -> None:
    assert elliptical(reading(text))


@pytest.mark.parametrize(
    "text",
    [
        "kamar kelas 2 di sleman",
        "iuran kelas 3 berapa",
        "antrean untuk anak saya",
        "halo",
        "iya",
        "ibu saya sesak napas",
        "",
    ],
)
def test_a_whole_sentence(text: str) -> None:
    assert not elliptical(reading(text))


def test_a_correction_is_half_a_sentence_that_puts_right() -> None:
    assert corrects(reading("bukan besok, lusa")) and corrects(reading("eh salah, di bantul"))
    assert not corrects(reading("kalau besok?"))


def test_the_right_one_after_the_wrong_one() -> None:
    assert instead(reading("bukan gigi, umum aja")) == "umum"
    assert instead(reading("eh bukan poli anak tapi kandungan")) == "kandungan"
    assert instead(reading("bukan begitu maksud saya")) is None


def test_words_that_steer_a_form() -> None:
    assert all(says_go_on(reading(text)) for text in ("lanjut", "ok lanjut ya", "lanjutkan yang tadi", "continue"))
    assert all(says_skip(reading(text)) for text in ("lewati", "skip aja", "lewatin dulu dong"))
    assert all(says_change(reading(text)) for text in ("ubah", "ada yang ganti", "mau ubah dulu"))
    others = ("terus saya disuruh pulang", "saya lewat jalan itu", "ganti nomor hp", "ubah poli mata")
    assert not any(says(reading(text)) for says in (says_go_on, says_skip, says_change) for text in others)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("how much is the contribution", "en"),
        ("where is the nearest puskesmas", "en"),
        ("saya mau cek tagihan", "id"),
        ("ambil antrean poli mata besok", None),
        ("RSUD Sleman", None),
        ("i want to complain about rsud sleman", "en"),
        ("hello", None),
        ("hello, does BPJS cover foreigners?", "en"),
    ],
)
def test_language_is_told_by_small_words(text: str, language: str | None) -> None:
    assert written_in(text) == language


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("otp ga masuk masuk", "otp"),
        ("nomor saya sudah ganti jadi ga dapat sms", "phone"),
        ("lupa kata sandi mobile jkn", "password"),
        ("verifikasi wajah gagal terus", "face"),
        ("nik tidak ditemukan di aplikasi", "data"),
        ("aplikasinya loading terus", "error"),
        ("aplikasi mobile jkn bermasalah", None),
    ],
)
def test_what_of_the_app_fails(text: str, problem: str | None) -> None:
    assert problem_in(reading(text)) == problem


def test_anger() -> None:
    assert angry(reading("kecewa banget sama pelayanannya")) and not angry(reading("tolong cek tagihan"))


@pytest.mark.parametrize("words", ["30 februari", "tgl 31/4", "31 juni aja"])
def test_a_day_that_no_calendar_has(words: str) -> None:
    assert impossible_date(words)


def test_days_that_there_are() -> None:
    assert not any(impossible_date(words) for words in ("29 februari", "lusa", "31/12", "tanggal 30"))
