"""What is collected from the assistant's memory, labelled, exported and counted."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import yaml
from sqlalchemy.orm import Session

from backend.conversations.memory import outline
from backend.conversations.messages import InboundMessage
from backend.conversations.models import RasaTurn
from backend.conversations.service import receive
from backend.errors import ServiceError
from backend.handover import service as handover
from backend.learning.collect import KEPT, SETTLED, collect, forget
from backend.learning.export import export, learned_file, refresh, training_data
from backend.learning.labels import labels
from backend.learning.models import LearningMessage
from backend.learning.nameless import nameless
from backend.learning.review import decision, listed, numbers, review
from backend.learning.usage import together, usage

ROOT = Path(__file__).parents[2]
AGENT = UUID("00000000-0000-0000-0000-00000000000a")
Turn = Callable[..., UUID]


def understood(name: str, confidence: float, *others: tuple[str, float]) -> dict[str, Any]:
    ranking = [{"name": n, "confidence": c} for n, c in ((name, confidence), *others)]
    return {"intent": ranking[0], "intent_ranking": ranking}


@pytest.fixture
def turn(session: Session, now: datetime) -> Turn:
    """A member's message, and what the assistant remembers of it."""

    def made(text: str, parsed: dict[str, Any], *actions: str, chat: str | None = None) -> UUID:
        inbound = InboundMessage("webchat", chat or str(uuid4()), str(uuid4()), text, locale="id")
        receipt = receive(session, inbound, now=now)
        message_id = f"{receipt.conversation_id}:{receipt.seq}"
        events: list[dict[str, Any]] = [
            {"event": "user", "text": text, "parse_data": parsed, "message_id": message_id},
            *({"event": "action", "name": name} for name in actions),
        ]
        kept = {"session": 1, "events": outline(events), "sealed": events, "created_at": now}
        session.add(RasaTurn(sender_id=str(receipt.conversation_id), **kept))
        session.flush()
        return receipt.conversation_id

    return made


def collected(session: Session, now: datetime) -> list[LearningMessage]:
    collect(session, now + SETTLED + timedelta(seconds=1))
    return list(listed(session))


def test_unsure_messages_are_kept_with_what_they_may_mean(session: Session, turn: Turn, now: datetime) -> None:
    turn("cek tagihan", understood("check_contribution", 0.98), "action_check_contribution")
    turn("yg itu lho", understood("facility_info", 0.4, ("faq", 0.3)), "action_facility_info")
    (found,) = collected(session, now)
    assert (found.text, found.reason, found.understood) == ("yg itu lho", "unsure", "facility_info")
    assert [one["label"] for one in found.suggestions] == ["facility_info", "faq"]
    assert collected(session, now) == [found], "reading on takes nothing twice"


def test_a_message_that_ended_with_a_person_is_kept_however_sure(session: Session, turn: Turn, now: datetime) -> None:
    conversation = turn("terserah", understood("deny", 0.9), "action_default_fallback")
    context: dict[str, Any] = {}
    handover.request(
        session, conversation, reason="not_understood", topic="smalltalk", priority="P3", context=context, now=now
    )
    turn("sambungkan petugas", understood("talk_to_agent", 0.99), "action_talk_to_agent")
    (found,) = collected(session, now)
    assert (found.text, found.reason) == ("terserah", "person")


def test_identifiers_and_pressed_buttons_are_not_kept(session: Session, turn: Turn, now: datetime) -> None:
    turn("kartu 0009900000001 gimana", understood("inform", 0.3), "action_default_fallback")
    turn('/inform{"code": "x"}', understood("inform", 0.2))
    (found,) = collected(session, now)
    assert "0009900000001" not in found.text


def test_turns_that_may_still_be_written_are_left_for_later(session: Session, turn: Turn, now: datetime) -> None:
    turn("yg itu lho", understood("facility_info", 0.4))
    assert collect(session, now) == 0
    assert collect(session, now + SETTLED + timedelta(seconds=1)) == 1


def test_labelled_messages_become_training_data(session: Session, turn: Turn, now: datetime, home: Path) -> None:
    turn("brp sih [bayar] nya\nkelas 3", understood("inform", 0.3), "action_default_fallback")
    turn("asdf", understood("inform", 0.3), "action_default_fallback")
    nonsense, question = sorted(collected(session, now), key=lambda one: len(one.text))
    review(session, question.id, "faq/contribution_rates", agent_id=AGENT, now=now)
    review(session, nonsense.id, "useless", agent_id=AGENT, now=now)
    assert numbers(session) == {"waiting": 0, "labelled": 1, "useless": 1}
    learned = yaml.safe_load(training_data(session))["nlu"]
    assert learned == [{"intent": "faq/contribution_rates", "examples": "- brp sih bayar nya kelas 3\n"}]
    assert export(session) == learned_file() and yaml.safe_load(learned_file().read_text())["nlu"] == learned
    review(session, question.id, "", before="faq/contribution_rates", agent_id=AGENT, now=now)
    assert [one.id for one in listed(session)] == [question.id], "what was taken back waits again"
    refresh(session)
    assert not learned_file().exists(), "and is not learned from"


@pytest.mark.parametrize("label", ["no_such_intent", "faq"])
def test_only_known_labels_are_taken(session: Session, turn: Turn, now: datetime, label: str) -> None:
    turn("apa ya", understood("inform", 0.3), "action_default_fallback")
    (found,) = collected(session, now)
    with pytest.raises(ServiceError, match="unknown_label"):
        review(session, found.id, label, agent_id=AGENT, now=now)


def test_what_a_colleague_decided_is_not_overwritten_unseen(session: Session, turn: Turn, now: datetime) -> None:
    turn("apa ya", understood("inform", 0.3), "action_default_fallback")
    (found,) = collected(session, now)
    for _ in "ab":
        review(session, found.id, "payment_history", agent_id=AGENT, now=now)
    with pytest.raises(ServiceError, match="already_reviewed"):
        review(session, found.id, "register_newborn", agent_id=AGENT, now=now)
    review(session, found.id, "register_newborn", before="payment_history", agent_id=AGENT, now=now)
    assert decision(found) == "register_newborn"


def test_a_decision_holds_for_all_that_read_the_same(session: Session, turn: Turn, now: datetime) -> None:
    for text in ("Yg itu naik brp", "yg itu naik brp", "yg lain"):
        turn(text, understood("inform", 0.3), "action_default_fallback")
    first, *_ = (one for one in collected(session, now) if "naik" in one.text)
    review(session, first.id, "faq/contribution_rates", agent_id=AGENT, now=now)
    assert [one.text for one in listed(session)] == ["yg lain"]
    review(session, first.id, "", before="faq/contribution_rates", agent_id=AGENT, now=now)
    assert len(listed(session)) == 3


def test_the_reviewer_takes_out_what_is_left_of_a_person(session: Session, turn: Turn, now: datetime) -> None:
    turn("anaknya dimas blm masuk kk, hubungi 081234567890", understood("inform", 0.3), "action_default_fallback")
    (found,) = collected(session, now)
    words = "anaknya blm masuk kk, hubungi 081298765432"
    review(session, found.id, "register_newborn", words=words, agent_id=AGENT, now=now)
    assert found.text == "anaknya blm masuk kk, hubungi ⟦phone⟧"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "nama saya Joko Susanto tinggal di Jl. Melati No. 12 RT 03 RW 05 Sleman",
            "nama saya ⟦name⟧ tinggal di ⟦address⟧ Sleman",
        ),
        ("nama saya joko susanto, iuran gimana", "nama saya ⟦name⟧, iuran gimana"),
        ("rekening an Siti Aminah gimana", "rekening an ⟦name⟧ gimana"),
        ("atas nama budi hartono belum masuk", "atas nama ⟦name⟧ belum masuk"),
        ("kok begitu ya ibu Sulastri bingung", "kok begitu ya ibu ⟦name⟧ bingung"),
        ("kirim ke joko.s@contoh.id ya", "kirim ke ⟦email⟧ ya"),
        ("my name is John Smith and my card died", "my name is ⟦name⟧ and my card died"),
        ("pindah ke gg kenanga rt 02/03 no 5", "pindah ke ⟦address⟧"),
    ],
)
def test_names_and_addresses_are_taken_out(said: str, kept: str) -> None:
    assert nameless(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "nama saya salah di kartu",
        "nama saya dihapus dari pbi",
        "ibu hamil boleh ga",
        "Bapak Ibu petugas tolong",
        "jalan keluarnya gimana",
        "jkn sy msh jln kan",
        "iuran an istri saya belum masuk",
    ],
)
def test_what_names_nobody_stays(said: str) -> None:
    assert nameless(said) == said


def test_the_labels_are_what_the_assistant_knows() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    intents = {next(iter(intent)) for intent in domain["intents"]}
    files = [yaml.safe_load(path.read_text("utf-8")) for path in (ROOT / "bot/data/faq").glob("*.yml")]
    answers = {f"faq/{name}" for file in files for name in file}
    assert answers <= set(labels()) <= answers | intents


def test_usage_counts_what_became_of_each_intent(session: Session, turn: Turn, now: datetime) -> None:
    turn("cek tagihan", understood("check_contribution", 0.98), "action_check_contribution")
    turn("tagihan", understood("check_contribution", 0.5), "action_default_fallback")
    collect(session, now + SETTLED + timedelta(seconds=1))
    turn("kok gitu", understood("deny", 0.9), "action_default_fallback")
    collect(session, now + SETTLED + timedelta(seconds=1))
    row, other = rows = usage(session, days=7, now=now)
    assert (row.label, row.asked, row.understood, row.fell_back, row.handed_over) == ("check_contribution", 2, 1, 1, 0)
    assert (other.label, together(rows).asked, together(rows).fell_back) == ("deny", 3, 2)
    assert usage(session, days=7, now=now + timedelta(days=8)) == []


def test_what_nobody_labels_is_forgotten(session: Session, turn: Turn, now: datetime) -> None:
    turn("apa ya", understood("inform", 0.3), "action_default_fallback")
    collected(session, now)
    forget(session, now + KEPT + timedelta(days=1))
    assert listed(session) == []
