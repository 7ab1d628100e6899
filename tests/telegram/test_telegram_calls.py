"""Neutral messages in Telegram's form."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backend.conversations.outgoing import Outgoing
from channels.rendering import rows, split_text, utf16_length
from channels.telegram.calls import MAX_ROWS, calls_for
from channels.telegram.texts import _HERE, as_text, commands

SENTENCES = "Peserta aktif. Iuran lunas! Apa lagi? "


def choices(*titles: str) -> list[dict[str, str]]:
    return [{"id": f"b{number}", "title": title} for number, title in enumerate(titles, 1)]


def inline(params: dict[str, Any]) -> list[list[dict[str, str]]]:
    keyboard: list[list[dict[str, str]]] = params["reply_markup"]["inline_keyboard"]
    return keyboard


@given(st.text(alphabet=st.sampled_from("aé😀.\n !?"), max_size=200), st.integers(8, 60))
def test_parts_keep_every_word_and_the_limit(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert all(part and utf16_length(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_long_text_is_cut_between_sentences() -> None:
    parts = split_text(SENTENCES * 300, 4096)
    assert len(parts) > 1
    assert all(part.endswith((".", "!", "?")) for part in parts)


def test_emoji_count_twice() -> None:
    assert [utf16_length(part) for part in split_text("😀" * 5000, 4096)] == [4096, 4096, 1808]


def test_short_buttons_share_a_row_and_long_ones_do_not() -> None:
    assert rows(["1", "2", "3", "4", "5"]) == [[0, 1, 2, 3, 4]]
    assert rows(["Ya", "Tidak", "RSUP Dr. Sardjito Yogyakarta", "Batal"]) == [[0, 1], [2], [3]]


def test_the_keyboard_comes_with_the_last_part() -> None:
    calls = calls_for(Outgoing(SENTENCES * 150, choices("Ya", "Tidak")))
    assert [("reply_markup" in call.params) for call in calls] == [False, True]
    assert inline(calls[-1].params) == [
        [{"text": "Ya", "callback_data": "b1"}, {"text": "Tidak", "callback_data": "b2"}]
    ]


def test_too_many_choices_are_numbered_in_the_text() -> None:
    titles = [f"Rumah Sakit Umum Daerah nomor {number}" for number in range(1, 13)]
    (call,) = calls_for(Outgoing("Pilih rumah sakit:", choices(*titles)))
    assert "12. Rumah Sakit Umum Daerah nomor 12" in call.params["text"]
    assert len(inline(call.params)) <= MAX_ROWS
    assert inline(call.params)[-1][-1] == {"text": "12", "callback_data": "b12"}


def test_a_refused_keyboard_leaves_its_choices_and_links_in_words() -> None:
    card = {"type": "link", "title": "Verifikasi", "url": "http://localhost/v/1"}
    (call,) = calls_for(Outgoing("Silakan verifikasi.", choices("Batal"), card))
    assert inline(call.params)[-1] == [{"text": "Verifikasi", "url": "http://localhost/v/1"}]
    assert call.plain is not None
    assert "1. Batal" in call.plain.params["text"]
    assert "Verifikasi: http://localhost/v/1" in call.plain.params["text"]


def test_a_map_is_a_venue_before_the_text() -> None:
    card = {"type": "map", "name": "RSUD", "address": None, "latitude": -7.7, "longitude": 110.3}
    venue, text = calls_for(Outgoing("Ini petanya.", choices("Menu"), card))
    assert venue.method == "sendVenue"
    assert (venue.params["title"], venue.params["address"]) == ("RSUD", "-7.70000, 110.30000")
    assert inline(text.params) == [[{"text": "Menu", "callback_data": "b1"}]]


def test_asking_for_a_location_and_offering_choices_are_two_messages() -> None:
    asking, offering = calls_for(Outgoing("Di mana?", choices("Ketik tempat"), {"type": "request_location"}, "en"))
    assert asking.params["reply_markup"]["keyboard"] == [[{"text": "📍 Send my location", "request_location": True}]]
    assert offering.params["text"] == "Or please choose:"


def test_facilities_get_map_links_that_fit_beside_the_choices() -> None:
    items = [{"name": f"Puskesmas {n}", "latitude": -7.0, "longitude": 110.0 + n} for n in range(5)]
    card = {"type": "facilities", "items": [*items, {"name": "Tanpa titik", "latitude": None, "longitude": None}]}
    (few,) = calls_for(Outgoing("Terdekat:", choices("Lainnya"), card))
    shown = [button["text"] for row in inline(few.params) for button in row]
    assert shown == ["Lainnya", *(f"📍 Puskesmas {n}" for n in range(5))]
    (many,) = calls_for(Outgoing("Terdekat:", choices(*(f"Peta Puskesmas nomor {n}" for n in range(5))), card))
    assert [button["text"] for button in inline(many.params)[-1]] == [f"📍 {n}" for n in range(1, 6)]


def test_a_malformed_card_leaves_the_text() -> None:
    (call,) = calls_for(Outgoing("Ini petanya.", card={"type": "map", "latitude": "?"}))
    assert call.params["text"] == "Ini petanya."


def test_a_person_is_named() -> None:
    (call,) = calls_for(Outgoing("Selamat siang.", agent_name="Rina"))
    assert call.params["text"] == "👤 Rina (petugas):\nSelamat siang."
    (call,) = calls_for(Outgoing("Ada demam?", agent_name="dr. Wening", doctor=True))
    assert call.params["text"] == "🩺 dr. Wening (dokter):\nAda demam?"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/start", "halo"),
        ("/start promo_12", "halo"),
        ("/Menu@uji165_bot", "menu"),
        ("/petugas saya ditolak", "petugas saya ditolak"),
        ('/cek{"nik":"1"}', '/cek{"nik":"1"}'),
        ("/", "/"),
        ("menu", "menu"),
    ],
)
def test_commands_are_words_and_other_slashes_are_text(written: str, meant: str) -> None:
    assert as_text(written) == meant


def test_every_text_and_command_has_both_languages() -> None:
    texts = yaml.safe_load((_HERE / "texts.yml").read_text("utf-8"))
    for languages in [*texts.values(), *(entry.description for entry in commands().values())]:
        assert set(languages) == {"id", "en"}
    for languages in texts.values():
        assert {part for part in languages["id"].split() if "{" in part} == {
            part for part in languages["en"].split() if "{" in part
        }
