"""What a member writes while an agent is waited for: going back, places, good news, despair, sudden danger."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from backend.conversations.models import Conversation, Message
from backend.conversations.service import unanswered
from backend.handover import service
from backend.handover.leaving import wants_instead, wants_to_leave, wants_to_report
from backend.handover.line import open_handover
from backend.handover.texts import says_safe, speaks_of
from backend.handover.urgent import MILDER, SAFE, is_over
from tests.support.transcripts import transcript

Write = Callable[..., UUID]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("iya tolong laporin aja", True),
        ("bikinin laporan dong sekarang", True),
        ("please report this", True),
        ("file a complaint about it", True),
        ("saya lapor dulu ke pak rt", False),
        ("mau laporkan ke polisi", False),
    ],
)
def test_who_wants_it_reported_in_an_emergency(text: str, asked: bool) -> None:
    assert speaks_of("asked_report", text) is asked


@pytest.mark.parametrize(
    ("text", "going"),
    [("ok brgkt", True), ("siap otw", True), ("udah di jalan", True), ("belum berangkat, ga ada mobil", False)],
)
def test_who_is_on_the_way(text: str, going: bool) -> None:
    assert speaks_of("going", text) is going


@pytest.mark.parametrize(
    ("text", "unseen"),
    [
        ("kami di RS swasta, dia dibaringkan tapi belum diapa2kan", True),
        ("udah di igd dari tadi blm diperiksa", True),
        ("we are in the ER but nobody has seen him", True),
        ("kami di surabaya timur", False),
        ("sudah ditangani dokter", False),
    ],
)
def test_who_lies_in_an_emergency_room_unseen(text: str, unseen: bool) -> None:
    assert bool(speaks_of("unseen", text)) is unseen


@pytest.mark.parametrize(
    "text",
    [
        "eh ga usah, lanjut sendiri",
        "balik ke bot aja",
        "ga jadi orangnya",
        "lanjut yang faskes tadi",
        "ga usah disambungkan",
        "no need, back to the bot",
        "ah malas tunggu, balik ke laporan tadi saja",
        "never mind, I'll call later",
        "ga jadi deh, nanti saya telepon aja",
    ],
)
def test_words_that_take_the_wish_for_a_person_back(text: str) -> None:
    assert wants_to_leave(text)


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        ("ga jadi nunggu orang, bikin laporan aja", True),
        ("malas nunggu, lapor aja deh", True),
        ("no need to wait, i'll make a complaint", True),
        ("ga jadi lapor", False),
        ("saya mau bikin laporan", False),
    ],
)
def test_a_complaint_instead_of_the_person(text: str, reports: bool) -> None:
    assert wants_to_report(text) is reports


@pytest.mark.parametrize(
    "text",
    ["ga mau sama bot, mau orang", "ga usah dibales template", "lanjut ke petugas", "ga ada orang?", "obat ditolak"],
)
def test_words_that_are_for_the_agent(text: str) -> None:
    assert not wants_to_leave(text)


def test_in_despair_a_bare_refusal_leaves_nobody() -> None:
    assert not wants_to_leave("ga usah", firmly=True)
    assert wants_to_leave("tidak apa2 sudah, lanjut saja cicilannya", firmly=True)


@pytest.mark.parametrize(("text", "safe"), [
    ("udah di igd makasih", True),
    ("ga ada yg sakit kok nanya aja buat jaga2", True),
    ("already at the hospital, thanks", True),
    ("udah di igd tapi ditolak", False),
    ("sudah di rs disuruh bayar dulu", False),
    ("belum, masih sesak", False),
])  # fmt: skip
def test_good_news_after_an_emergency(text: str, safe: bool) -> None:
    assert says_safe(text) is safe


@pytest.mark.parametrize(("text", "said"), [
    ("udah telpon 119", "siapkan KTP"),
    ("ditolak igd katanya penuh", "wajib menolong"),
    ("badannya biru", "Jangan menunggu"),
])  # fmt: skip
def test_what_helps_at_once(session: Session, write: Write, urgent: Callable[..., UUID], text: str, said: str) -> None:
    conversation_id = urgent()
    write(text)
    assert said in last(session, conversation_id).text


@pytest.fixture
def urgent(session: Session, write: Write, now: datetime) -> Callable[..., UUID]:
    """A conversation whose member waits in an emergency."""

    def begun(reason: str = "emergency", **context: object) -> UUID:
        conversation_id = write("anak saya kejang")
        asked = {"reason": reason, "topic": "emergency", "priority": "P1", "context": context}
        service.request(session, conversation_id, now=now, **asked)
        return conversation_id

    return begun


def last(session: Session, conversation_id: UUID) -> Message:
    return transcript(session, conversation_id)[-1]


def test_who_was_in_a_form_goes_on_with_it(session: Session, write: Write, urgent: Callable[..., UUID]) -> None:
    conversation_id = urgent(form="fktp_form")
    write("lanjut yang faskes tadi")
    assert session.get_one(Conversation, conversation_id).handled_by == "bot"
    assert [m.payload for m, _ in unanswered(session, conversation_id)] == ['/resume_form{"value": "fktp_form"}']


def test_good_news_is_noted_for_agents(session: Session, write: Write, urgent: Callable[..., UUID]) -> None:
    conversation_id = urgent()
    write("udah di igd makasih")
    handover = open_handover(session, conversation_id)
    assert handover and (handover.state, handover.labels) == ("waiting", [SAFE])
    assert "Syukurlah" in last(session, conversation_id).text


def test_what_gets_worse_is_no_place(session: Session, write: Write, urgent: Callable[..., UUID]) -> None:
    conversation_id = urgent()
    write("ibu saya sesak napas dari pagi saya takut")
    assert "perawat atau dokter IGD" in last(session, conversation_id).text


def test_who_despairs_is_never_only_told_that_it_is_noted(
    session: Session, write: Write, urgent: Callable[..., UUID]
) -> None:
    conversation_id = urgent("self_harm")
    told = []
    for text in ("ga usah dibales template", "iya sendirian", "ga ada yg peduli"):
        write(text)
        told.append(last(session, conversation_id).text)
    assert all("119 lalu tekan 8" in text for text in told) and len(set(told)) == len(told)
    assert open_handover(session, conversation_id) is not None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("anak saya kejang", "emergency"),
        ("mending mati aja", "self_harm"),
    ],
)
def test_danger_in_a_wait_for_something_else_comes_first(
    session: Session, write: Write, ask: Callable[..., object], text: str, reason: str
) -> None:
    conversation_id = write("mau bicara dengan petugas")
    ask(conversation_id, "P3")
    write(text)
    handover = open_handover(session, conversation_id)
    assert handover and (handover.priority, handover.topic, handover.reason) == ("P1", "emergency", reason)
    assert "119" in last(session, conversation_id).text


@pytest.mark.parametrize(("text", "answer"), [
    ("ga tau, saya sendirian di dapur", "Bangunkan atau telepon"),
    ("kakak saya mau kesini", "ada yang menemani"),
    ("suami saya sudah datang, makasih ya", "bertahan"),
    ("adik saya ga bisa datang", "Bangunkan atau telepon"),
])  # fmt: skip
def test_who_despairs_is_stayed_with(
    session: Session, write: Write, urgent: Callable[..., UUID], text: str, answer: str
) -> None:
    conversation_id = urgent("self_harm")
    write(text)
    assert answer in last(session, conversation_id).text


@pytest.mark.parametrize(("text", "milder"), [
    ("tangannya memar tapi masih bisa gerak", True),
    ("ga parah kok, cuma keseleo", True),
    ("kepencet, ga ada sesak", True),
    ("she can still walk, it is only swollen", True),
    ("ga pingsan tapi lemes banget", False),
    ("masih bisa ngomong, tapi sesak", False),
    ("masih bisa ditolong ga dok", False),
    ("ga sadar", False),
])  # fmt: skip
def test_a_calmer_account_is_no_alarm(
    session: Session, write: Write, urgent: Callable[..., UUID], text: str, milder: bool
) -> None:
    conversation_id = urgent(form="teleconsultation_form")
    write(text)
    handover = open_handover(session, conversation_id)
    assert handover and (handover.labels == [MILDER]) is milder and handover.priority == "P1"
    assert ("lanjut" in last(session, conversation_id).text) is milder


@pytest.mark.parametrize("text", ["ya lanjut konsultasi aja", "lanjut aja"])
def test_behind_a_calmer_account_the_form_goes_on(
    session: Session, write: Write, urgent: Callable[..., UUID], text: str
) -> None:
    conversation_id = urgent(form="teleconsultation_form")
    write("cuma lecet, masih bisa jalan")
    write(text)
    payloads = [m.payload for m, _ in unanswered(session, conversation_id)]
    assert payloads == ['/resume_form{"value": "teleconsultation_form"}']


def test_a_bare_going_on_is_none_while_the_alarm_stands(
    session: Session, write: Write, urgent: Callable[..., UUID]
) -> None:
    conversation_id = urgent(form="teleconsultation_form")
    write("lanjut aja")
    assert open_handover(session, conversation_id) is not None


def test_good_news_and_going_on_in_one_message(session: Session, write: Write, urgent: Callable[..., UUID]) -> None:
    conversation_id = urgent(form="queues_form")
    write("sudah ditangani, alhamdulillah. lanjut antreannya")
    assert [m.payload for m, _ in unanswered(session, conversation_id)] == ['/resume_form{"value": "queues_form"}']


@pytest.fixture
def turned_away(session: Session, write: Write, now: datetime) -> UUID:
    """A conversation whose member stands at an emergency room that refuses, and waits."""
    conversation_id = write("bapak saya ditolak igd")
    asked = {"reason": "care_refused_now", "topic": "complaints", "priority": "P1", "context": {}}
    service.request(session, conversation_id, now=now, **asked)
    return conversation_id


def test_who_is_turned_away_is_told_what_to_do_with_every_message(
    session: Session, write: Write, turned_away: UUID
) -> None:
    told = []
    for text in ("panggil petugasnya cepat", "kami masih di depan", "tolong", "belum ada yang datang"):
        write(text)
        told.append(last(session, turned_away).text)
    assert all("BPJS SATU" in text and "165" in text for text in told)


@pytest.mark.parametrize("text", ["laporin aja deh igdnya", "lapor sekalian", "please report them"])
def test_who_is_turned_away_has_it_reported_and_keeps_the_place(
    session: Session, write: Write, turned_away: UUID, text: str
) -> None:
    write(text)
    conversation = session.get_one(Conversation, turned_away)
    handover = open_handover(session, turned_away)
    assert (conversation.handled_by, conversation.person_asked) == ("bot", True)
    assert handover and (handover.state, handover.priority) == ("waiting", "P1")
    assert [m.payload for m, _ in unanswered(session, turned_away)] == ['/submit_complaint{"value": "beside"}']


@pytest.mark.parametrize("text", ["dokter igd bilang ga termasuk darurat", "the ER says it is not an emergency"])
def test_what_others_judged_is_no_good_news(
    session: Session, write: Write, turned_away: UUID, urgent: Callable[..., UUID], text: str
) -> None:
    write(text)
    assert "165" in last(session, turned_away).text
    conversation_id = urgent()
    write(text)
    assert "165" in last(session, conversation_id).text
    handover = open_handover(session, conversation_id)
    assert handover and not is_over(handover)


@pytest.mark.parametrize(
    "text", ["ada kamar icu kosong ga", "kalau kelas 2?", "kalau ke rs lain harus bikin rujukan lagi ga?"]
)
def test_beds_are_for_the_assistant(session: Session, write: Write, turned_away: UUID, text: str) -> None:
    write(text)
    assert last(session, turned_away).text == text


def test_polite_words_are_no_place(session: Session, write: Write, urgent: Callable[..., UUID]) -> None:
    conversation_id = urgent()
    write("ok")
    assert "IGD terdekat dari" not in last(session, conversation_id).text


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("ga usah nunggu orangnya, kasih tau aja nomor va", True),
        ("gak jadi petugasnya. cek tagihan saya dong", True),
        ("no need for an agent, just show my bill", True),
        ("gausah deh petugasnya, udah jelas kok", False),
        ("ga usah nunggu petugas, lanjut yang tadi", False),
        ("petugasnya lama, cek tagihan saya dong", False),
    ],
)
def test_what_is_wanted_instead_of_a_person(text: str, wishes: bool) -> None:
    assert wants_instead(text) is wishes
