"""What a complaint is told to be put right, and which words say that something is over, without a running system."""

import pytest

from backend.handover.texts import safe_and_reports, speaks_of
from bot.actions.complaint_care import past_told, turned_away
from bot.actions.complaint_corrections import amount_instead, facility_instead
from bot.actions.payment_complaint import told_amount


@pytest.mark.parametrize(
    ("text", "known", "right"),
    [
        ("eh bukan Denpasar Barat II, yang benar Denpasar Barat I", "Puskesmas Denpasar Barat II", "Denpasar Barat I"),
        ("yang benar Denpasar Barat I, bukan II", "Puskesmas Denpasar Barat II", "Denpasar Barat I"),
        ("bukan yang II tapi I", "Puskesmas Denpasar Barat II", "Denpasar Barat I"),
        ("bukan di kraton, di jetis", "Puskesmas Kraton", "jetis"),
        ("eh maaf, maksudnya depok 2", "Puskesmas Depok I", "depok 2"),
        ("puskesmasnya salah, yang bener puskesmas jetis ya", "Puskesmas Kraton", "jetis"),
        ("not kraton but jetis", "Puskesmas Kraton", "jetis"),
    ],
)
def test_another_facility_stands_in_the_place_of_the_known_one(text: str, known: str, right: str) -> None:
    """With its kind, though only the name was said."""
    assert facility_instead(text, known).lower() == f"puskesmas {right.lower()}"


@pytest.mark.parametrize(
    "text",
    ["bukan senin, selasa", "yang benar 300 ribu", "petugasnya bukan perawat, dokter", "sudah benar, kirim saja"],
)
def test_a_day_an_amount_or_a_person_is_no_facility(text: str) -> None:
    """Only what names the known facility, or a kind of one, is about it."""
    assert facility_instead(text, "Puskesmas Kraton") is None


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("di rumah sakit, minggu lalu habis kontrol jantung", True),
        ("ya minggu lalu", True),
        ("3 hari yang lalu kok", True),
        ("it was last tuesday", True),
        ("sejak minggu lalu", False),
        ("kemarin, tapi masih di rs", False),
        ("kemarin malam, sekarang masih di igd", False),
        ("tadi pagi", False),
    ],
)
def test_a_day_before_today_is_over_unless_it_goes_on(text: str, over: bool) -> None:
    """What happened this morning may well go on."""
    assert past_told(text) is over


def test_who_is_turned_away_now_is_told_from_who_was_once() -> None:
    """Help goes before the form only where it may still be needed."""
    assert turned_away("IGD NOLAK ANAK SAYA KATANYA KAMAR PENUH")
    assert not turned_away("kemarin igd nolak ibu saya")
    assert not turned_away("ditolak puskesmas")


def test_an_amount_in_words_is_read_from_a_story() -> None:
    """ "lima hari" is none."""
    assert told_amount("lewat ATM BNI tiga ratus ribu") == 300_000
    assert told_amount("tiga ratus ribu, eh 450 ribu") == 450_000
    assert told_amount("sudah lima hari") is None


def test_a_complaint_behind_an_emergency_waits_until_nobody_is_in_danger() -> None:
    """ "belum ditangani" is no time for a report."""
    assert safe_and_reports("udah di igd rumah sakit lain, udah ditangani. tapi saya tetap mau lapor yang tadi")
    assert safe_and_reports("we are at another hospital now. I still want to complain")
    assert not safe_and_reports("sudah di igd tapi belum ditangani, saya mau lapor")
    assert not safe_and_reports("mau lapor anak saya sesak ditolak igd")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("no_card", "bapak pakai bpjs, kartu ketinggalan, gimana"),
        ("no_card", "lupa bawa ktp"),
        ("drops", "antrean saya yang tadi ga usah ya"),
        ("drops", "batalin antriannya"),
        ("later", "nanti aja lah saya urus anak dulu"),
    ],
)
def test_what_is_said_behind_an_emergency(kind: str, text: str) -> None:
    """Each has an answer of its own."""
    assert speaks_of(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [("no_card", "kartu bpjs aktif"), ("drops", "igd penuh antri lama"), ("later", "nanti sore dia kejang lagi")],
)
def test_what_resembles_it_is_not_taken_for_it(kind: str, text: str) -> None:
    """A full emergency room is no queue that is dropped."""
    assert not speaks_of(kind, text)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("sorry, I mistyped, it was 130,000", 130_000),
        ("maaf ralat, 275 ribu", 275_000),
        ("maaf, tanggal 29", None),
        ("maaf, harusnya jam 10.30", None),
        ("saya bayar 275 ribu", None),
    ],
)
def test_an_amount_is_put_right_without_the_wrong_one(text: str, right: int | None) -> None:
    """Only beside words of a slip, and where it is written as money."""
    assert amount_instead(text, 257_000) == right
