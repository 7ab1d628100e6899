"""What short messages mean by what stands on the screen: noise, refusals, moods, questions about the topic."""

from typing import Any

import pytest
from rasa_sdk import Tracker

from bot.actions.aspect_reading import aspect_in, sentences_about
from bot.actions.mood import angry, apologises, impatient
from bot.actions.noise import bare_digits, says_nothing
from bot.actions.offer_words import names_intent
from bot.actions.offers import refuses
from bot.actions.opening import opening_asked
from bot.actions.put_off import says_later
from bot.actions.reading import Reading
from bot.actions.shown_lists import asks_age, wants_nearest
from bot.components.lead_ins import behind_lead_in

GLASSES = (
    "Kacamata dibantu paling cepat setiap 2 tahun: kelas I Rp330.000. Alurnya rujukan ke dokter mata, lalu resepnya"
    " dibawa ke optik. Harga di atas itu dibayar sendiri."
)


def reading(text: str, intent: str = "inform") -> Reading:
    message: dict[str, Any] = {"text": text, "intent": {"name": intent}, "entities": []}
    return Reading(Tracker("c", {}, message, [], False, None, {}, "listen"))


@pytest.mark.parametrize("text", ["hmm", "hmmmm", "ehm", "eeee ffff", ".", "???", "aaa bbb ccc", "h"])
def test_nothing_was_said(text: str) -> None:
    assert says_nothing(reading(text, "affirm"))


@pytest.mark.parametrize("text", ["p", "ya", "ok", "apa", "icu", "rs", "www.bpjs", "hm iya"])
def test_short_words_say_something(text: str) -> None:
    assert not says_nothing(reading(text))


def test_digits_that_are_no_choice() -> None:
    assert bare_digits(reading("0812 3456")) == "08123456"
    assert bare_digits(reading("12")) is None


@pytest.mark.parametrize(
    "text", ["ga usah", "nggak perlu dihubungkan", "jangan sambungkan ke petugas", "no need, thanks"]
)
def test_refusals(text: str) -> None:
    assert refuses(reading(text))


@pytest.mark.parametrize("text", ["jangan lupa ingatkan saya", "ga jadi, cek tagihan aja", "ga aktif kartunya", "iya"])
def test_no_refusals(text: str) -> None:
    assert not refuses(reading(text))


def test_words_that_name_what_a_button_does() -> None:
    assert names_intent("talk_to_agent", ["hubungkan"]) and names_intent("register_autodebit", ["daftarin"])
    assert not names_intent("register_autodebit", ["hubungkan"])


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("syaratnya apa saja?", "requirements"),
        ("itu gratis?", "cost"),
        ("how many times am I allowed", "how_often"),
        ("berapa kali boleh diambil", "how_often"),
        ("prosesnya berapa lama ya", "duration"),
        ("kalau udah lewat?", "late"),
        ("berapa lama batasnya", "limit"),
        ("berlaku sampe kapan ya", "validity"),
        ("brp lama baru bisa dipakai", "duration"),
        ("brp persen", "share"),
        ("hrs bawa apa", "requirements"),
        ("bayar?", "cost"),
        ("disini bisa?", "by_chat"),
        ("syarat pindah kelas apa", None),
        ("iuran kelas 3 berapa", None),
    ],
)
def test_what_is_asked_of_the_topic(text: str, aspect: str | None) -> None:
    assert aspect_in(text) == aspect


def test_only_the_sentences_that_say_it() -> None:
    assert sentences_about("how_often", GLASSES) == "Kacamata dibantu paling cepat setiap 2 tahun: kelas I Rp330.000."
    assert "rujukan" in sentences_about("requirements", GLASSES)
    assert sentences_about("duration", GLASSES) == ""


def test_moods() -> None:
    assert impatient(reading("kok ga dijawab sih")) and impatient(reading("lama banget"))
    assert not impatient(reading("antre di rsud lama banget"))
    assert apologises(reading("maaf ya tadi emosi")) and not angry(reading("maaf ya tadi emosi"))
    assert apologises(reading("maaf mas tadi kesel"))
    assert not apologises(reading("maaf kartu saya hilang"))


def test_later_is_not_a_day() -> None:
    assert says_later(reading("nanti aja deh")) and says_later(reading("later"))
    assert not says_later(reading("nanti siang"))


def test_what_is_asked_of_a_list() -> None:
    assert opening_asked(reading("yang 24 jam")) == "always" and opening_asked(reading("yang buka sekarang")) == "now"
    assert opening_asked(reading("jam bukanya")) is None
    assert wants_nearest(reading("yang paling deket aja")) and asks_age(reading("itu datanya jam berapa?"))


def test_the_wish_behind_a_lead_in() -> None:
    labels = {"halo kak": "greet", "eh ga jadi": "cancel_flow", "cek tagihan aja dong": "check_contribution"}

    def ranker(part: str) -> tuple[str, float]:
        return labels.get(part, "faq/contribution_rates"), 0.9

    assert behind_lead_in("eh ga jadi, cek tagihan aja dong", ranker, ranker) == "cek tagihan aja dong"
    assert behind_lead_in("halo kak. iuran kelas 3 berapa", ranker, ranker) == "iuran kelas 3 berapa"
    assert behind_lead_in("iuran kelas 2, kelas 3 berapa", ranker, ranker) is None
