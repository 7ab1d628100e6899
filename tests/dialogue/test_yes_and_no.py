"""What is a yes to what was read back, and what gives it up."""

from typing import Any

import pytest
from rasa_sdk import Tracker

from bot.actions.control import no_yes_by_chance
from bot.actions.form_passing import takes_back
from bot.actions.given_up import drops, gives_up
from bot.actions.put_off import says_later
from bot.actions.reading import Reading


def said(text: str, intent: str = "affirm", sure: float = 0.97) -> Reading:
    slots: dict[str, Any] = {"requested_slot": "queues_confirm"}
    message = {"text": text, "intent": {"name": intent, "confidence": sure}, "entities": []}
    return Reading(Tracker("t", slots, message, [], False, None, {"name": "queues_form"}, None))


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("ya betul, ambilkan", True),
        ("iya jam 9 juga boleh", True),
        ("sudah benar semua", True),
        ("jam 9 tepat ya", False),
        ("ini saya endang sudah konfirmasi", False),
        ("sudah verifikasi tadi ya", False),
    ],
)
def test_an_hour_or_a_page_that_is_done_is_no_yes(text: str, yes: bool) -> None:
    reading = said(text)
    no_yes_by_chance(reading)
    assert (reading.intent == "affirm") is yes


@pytest.mark.parametrize(
    ("text", "up"),
    [
        ("waduh. gak jadi deh, istri saya mau operasi soalnya", True),
        ("ga jadi, uangnya belum ada soalnya", True),
        ("ga jadi siang, pagi saja", False),
        ("okay forget about the booking, i'll just go there", True),
        ("lupakan saja pendaftarannya", True),
        ("i forgot the number", False),
        ("nggak jadi bikin pengaduan lah, kelamaan", True),
        ("ga jadi lapor ke polisi", False),
    ],
)
def test_a_reason_behind_it_gives_up_too(text: str, up: bool) -> None:
    assert gives_up(said(text, "cancel_flow")) is up


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("jangan jadi ah, nomor yang lama masih hidup", True),
        ("ga jadi deh nomor lama masih kupakai", True),
        ("tidak usah diganti, alamatnya tetap", True),
        ("ga jadi yang lama, pakai yang baru", False),
    ],
)
def test_that_the_old_still_does_drops_the_change(text: str, dropped: bool) -> None:
    assert drops(said(text, "inform", 0.4)) is dropped


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("engke deui we", True),
        ("engke wae, hatur nuhun", True),
        ("engke deui wae nya", True),
        ("nanti aja lanjutnya, ngantuk", True),
        ("ntar pi deh saya omongin sama bapak dulu. makasih di", True),
        ("engke kumaha carana", False),
    ],
)
def test_later_in_other_words(text: str, later: bool) -> None:
    assert says_later(said(text, "thank", 0.9)) is later


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("ga jadi siang, pagi saja", True),
        ("gak jadi daftar, repot banget", False),
        ("tidak jadi booking, males ah", False),
    ],
)
def test_a_reason_is_no_other_answer(text: str, back: bool) -> None:
    assert takes_back(said(text, "cancel_flow")) is back
