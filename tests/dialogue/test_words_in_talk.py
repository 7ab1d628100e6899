"""What is said in the middle of a talk: too early, too late, or about the talk itself."""

from typing import Any

import pytest
from rasa_sdk import Tracker

from bot.actions.aspect_reading import aspect_in
from bot.actions.complaint_reports import wants_anonymity
from bot.actions.contribution_people import PEOPLE
from bot.actions.control import says_go_on, says_wait
from bot.actions.given_up import drops, gives_up, keeps, leaves_as_it_is, only_for_now
from bot.actions.list_choices import liked
from bot.actions.membership_profile_words import address_in, address_part
from bot.actions.offers import asks_what_next
from bot.actions.own_words import nothing_more
from bot.actions.phone_words import lost_phone
from bot.actions.places import chatter
from bot.actions.put_off import does_it_then, says_later
from bot.actions.queue_early import early_facts
from bot.actions.queue_letters import says_no_letter
from bot.actions.queue_words import masked_letter
from bot.actions.ratings_reading import drops_comment, named_stars
from bot.actions.reading import Reading
from bot.actions.unclear import unclear
from bot.components.entities import find_entities


def reading(text: str, requested: str | None = None, intent: str = "nlu_fallback") -> Reading:
    message: dict[str, Any] = {"text": text, "intent": {"name": intent}, "entities": []}
    return Reading(Tracker("c", {"requested_slot": requested}, message, [], False, None, {}, "listen"))


@pytest.mark.parametrize(
    ("text", "facts"),
    [("umum", {"poli"}), ("senin aja", {"date"}), ("senin pagi", {"date"}), ("pagi aja", {"time"}), ("budi", set())],
)
def test_an_answer_to_a_later_question_of_the_booking(text: str, facts: set[str]) -> None:
    assert set(early_facts(reading(text, "queues_door"))) == facts
    assert not early_facts(reading(text, "queues_confirm"))


def test_a_letter_is_shown_by_its_ends() -> None:
    assert masked_letter("9999R0011126K000012") == "9999R001…0012"


def test_who_has_no_letter_does_not_name_one() -> None:
    assert says_no_letter(reading("ga punya rujukan")) and says_no_letter(reading("i have no referral"))
    assert not says_no_letter(reading("pakai rujukan saya"))


def test_my_child_is_no_clinic_for_children() -> None:
    found = {span.entity for span in find_entities("daftarin antrean anak saya")}
    assert "relation" in found and "poli" not in found
    assert "poli" in {span.entity for span in find_entities("daftar poli anak besok")}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("mau pindah", "move"), ("kalau mandiri?", "self_paying"), ("kalau saya?", "for_me"),
        ("anak saya demam 3 hari", "ill"), ("mau pindah faskes", None), ("daftar mandiri", None), ("kamar icu", None),
    ],
)  # fmt: skip
def test_a_wish_that_leaves_open_what_is_meant(text: str, kind: str | None) -> None:
    assert unclear(reading(text)) == kind


def test_an_illness_is_no_wish_for_a_doctor_by_chat() -> None:
    assert unclear(reading("badan saya panas dari kemarin", intent="teleconsultation")) == "ill"
    assert unclear(reading("panas dari kemarin, mau tanya dokter", intent="teleconsultation")) is None


def test_an_answer_that_takes_time() -> None:
    waits = (
        "bentar ya saya tanya suami dulu",
        "ntar dulu deh nanya istri",
        "tunggu sebentar",
        "let me ask my wife first",
    )
    assert all(says_wait(reading(text)) for text in waits)
    others = ("berapa lama tunggu kartunya?", "besok saya tanya petugas", "di bandung")
    assert not any(says_wait(reading(text)) for text in others)
    assert says_go_on(reading("gapapa lanjut"))


def test_what_comes_next() -> None:
    assert all(
        asks_what_next(reading(text))
        for text in ("terus gimana dong", "trus?", "terus", "lalu saya harus ngapain", "so what now")
    )
    assert not any(asks_what_next(reading(text)) for text in ("terus kalau kelas 2 gimana", "lalu ke puskesmas"))


def test_nobody_to_send_a_code_to() -> None:
    lost = ("hp kulo pun ical", "nomor lama sudah ga aktif", "ga punya akses ke nomor lama", "my old number is dead")
    assert all(lost_phone(text) for text in lost)
    assert not lost_phone("nomor antrean saya berapa")


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("sampe kapan", "validity"), ("udah habis trus gimana", "late"), ("bisa dimajuin ga?", "moved"),
        ("puasa jam berapa?", "prepared"), ("itu bs dibooking dl gk", "reserved"), ("itu buat apa sih", "purpose"),
        ("bisa lewat sini aja ga? saya jauh", "by_chat"), ("anak istri wajib ikut?", "everybody"),
        ("pas balik gimana", "back"), ("mulai kapan?", "duration"),
        ("bisa diundur ga soalnya anak nikah", "moved"),
        ("antrean saya bisa dimajuin ga", None), ("obat buat apa", None),
    ],
)  # fmt: skip
def test_questions_about_the_topic(text: str, aspect: str | None) -> None:
    assert aspect_in(text) == aspect


def test_stars_for_everything_and_no_comment() -> None:
    assert set(named_stars("5 semua").values()) == {5} and set(named_stars("semuanya bintang 4").values()) == {4}
    assert drops_comment(reading("ga usah komen deh")) and not drops_comment(reading("komentarnya ganti ya"))


def test_everyday_words_are_no_place() -> None:
    assert chatter(reading("alesannya deket rumah"), 3) and not chatter(reading("ngaglik sleman"), 2)


def test_pieces_of_an_address() -> None:
    assert address_in("pindah rumah ke jl melati 5 sleman, ganti alamat") == "jl melati 5 sleman"
    assert address_part("oh iya rt 02 rw 05 nya tambahin") == "rt 02 rw 05"
    assert address_part("betul") is None and address_in("mau ganti alamat") is None


def test_a_complaint_without_a_name_and_without_more() -> None:
    assert wants_anonymity(reading("nama abdi ulah dicatet nya")) and wants_anonymity(reading("gausah pake nama saya"))
    assert nothing_more(reading("kirim aja")) and not nothing_more(reading("kirim uang saya kembali"))


def test_people_that_a_rate_is_asked_for() -> None:
    assert PEOPLE.search("3 orang jadi berapa") and PEOPLE.search("keluarga saya berempat")
    assert not PEOPLE.search("kelas 3 berapa")
    found = PEOPLE.search("kelas 3 wong loro dadi piro")
    assert found and "loro" in found.groups()


@pytest.mark.parametrize(
    "text",
    ["yowes sesuk tak urus dewe", "ok besok saya urus", "ya udah tak bayar besok", "all right, I'll do it tomorrow"],
)
def test_who_sees_to_it_another_day_takes_leave(text: str) -> None:
    assert does_it_then(reading(text))


@pytest.mark.parametrize(
    "text", ["besok bisa diurus ga", "oke", "ya udah bayar besok bisa?", "saya bingung, besok urus ke mana"]
)
def test_a_question_about_another_day_takes_no_leave(text: str) -> None:
    assert not does_it_then(reading(text))


@pytest.mark.parametrize(
    "text",
    [
        "ya sudah, tidak usah dulu",
        "nggak dulu deh",
        "ga jadi pindah",
        "jangan dulu ya",
        "not now",
        "gak usah lah, masih mikir",
    ],
)
def test_what_was_read_back_is_dropped(text: str) -> None:
    assert drops(reading(text))


@pytest.mark.parametrize("text", ["tidak", "tidak, kelas 3", "ga jadi kelas 2, kelas 3 aja", "belum", "bukan yang itu"])
def test_a_correction_drops_nothing(text: str) -> None:
    assert not drops(reading(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("yang paling deket aja", "nearest"), ("yang sisanya banyak", "roomiest"), ("secepatnya", "earliest"),
        ("yang paling sore", "latest"), ("yang mana aja", "any"), ("terserah", "any"), ("hari apa aja boleh", "any"),
        ("ada hari apa aja", None), ("praktek hari apa aja", None), ("yang paling deket yang mana?", None),
    ],
)  # fmt: skip
def test_one_of_a_list_by_what_it_is_like(text: str, kind: str | None) -> None:
    assert liked(reading(text)) == kind


def test_later_at_the_end_of_a_message_but_not_of_a_story() -> None:
    said = reading("belum minta rujukan. nanti aja deh kalau udah")
    assert says_later(said)
    assert not says_later(said, story=True)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("kok ribet. biar bni aja, ga usah diganti", True), ("tetap yang lama saja", True),
        ("ya sudah biar begini aja", True), ("ga jadi, yang 2 aja", False), ("yang lama apa yang baru", False),
        ("kelas 2 saja", False),
    ],
)  # fmt: skip
def test_the_wish_that_nothing_changes_stands_at_the_end(text: str, ends: bool) -> None:
    assert leaves_as_it_is(reading(text)) is ends


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("eh jangan dulu, nanti kambuh gimana", True), ("biarin aja deh. paling lambat batalin kapan", True),
        ("ga usah dibatalin", True), ("batalkan saja, jangan disimpan", False), ("ya batal aja", False),
    ],
)  # fmt: skip
def test_a_place_is_kept_where_that_comes_first(text: str, kept: bool) -> None:
    assert keeps(reading(text)) is kept


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("belum usah lapor, tunggu besok", True), ("ga perlu dilaporkan dulu", True),
        ("ga usah dilaporin", False), ("gak jadi deh takut nanti dipersulit", False),
    ],
)  # fmt: skip
def test_a_report_is_put_off_or_given_up(text: str, now: bool) -> None:
    assert gives_up(reading(text)) and only_for_now(reading(text)) is now
