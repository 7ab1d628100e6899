"""The outbox with the real sender against the fake server: order, waiting, and never blindly twice."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text, update

from backend import clock
from backend.attachments.cards import file_card
from backend.attachments.service import keep_ours
from backend.conversations import deliveries, service
from backend.conversations.messages import Reply
from backend.conversations.models import Delivery
from backend.db import session_scope
from channels.telegram.sender import TelegramSender
from tests.telegram.fake_bot_api import FakeBotApi

MEMBER = 6001
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
pytestmark = pytest.mark.usefixtures("committed")


def post(*texts: str, chat_id: int = MEMBER, buttons: list[dict[str, str]] | None = None) -> UUID:
    """Queues replies of the bot for a member."""
    with session_scope() as session:
        now = clock.now()
        conversation = service.open_conversation(session, "telegram", str(chat_id), now=now)
        for said in texts:
            service.post(session, conversation, Reply(said, buttons or []), author="bot", now=now)
        return conversation.id


def rows(conversation_id: UUID) -> list[Delivery]:
    with session_scope() as session:
        query = session.query(Delivery).filter(Delivery.conversation_id == conversation_id)
        return list(query.order_by(Delivery.seq))


def states(conversation_id: UUID) -> list[str]:
    return [row.state for row in rows(conversation_id)]


def jobs(conversation_id: UUID) -> list[datetime | None]:
    """When the delivery jobs that wait are due."""
    query = text("SELECT scheduled_at FROM procrastinate_jobs WHERE queueing_lock = :lock AND status = 'todo'")
    with session_scope() as session:
        return list(session.scalars(query, {"lock": f"deliver:{conversation_id}"}))


def run_jobs(conversation_id: UUID, sender: TelegramSender) -> None:
    """What the worker does: the job is taken from the queue, and then runs."""
    with session_scope() as session:
        session.execute(text("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'"))
    deliveries.deliver(conversation_id, sender)


def make_due(conversation_id: UUID) -> None:
    with session_scope() as session:
        past = clock.now() - timedelta(seconds=1)
        change = update(Delivery).where(Delivery.conversation_id == conversation_id, Delivery.next_try_at.is_not(None))
        session.execute(change.values(next_try_at=past))


def test_messages_go_out_in_order_with_their_buttons(fake: FakeBotApi, sender: TelegramSender) -> None:
    fake.member(MEMBER)
    conversation = post("satu", "dua", "tiga ⟦phone⟧", buttons=[{"title": "Ya", "payload": "/affirm"}])
    run_jobs(conversation, sender)
    assert fake.texts(MEMBER) == ["satu", "dua", "tiga (nomor HP)"]
    assert states(conversation) == ["sent"] * 3
    assert [row.external_ids for row in rows(conversation)] == [[m["message_id"]] for m in fake.sent(MEMBER)]
    (row,) = fake.sent(MEMBER)[0]["reply_markup"]["inline_keyboard"]
    assert row[0]["text"] == "Ya"
    assert row[0]["callback_data"] != "/affirm"


def test_two_workers_at_once_send_nothing_twice(fake: FakeBotApi, sender: TelegramSender) -> None:
    fake.member(MEMBER)
    said = [f"pesan {number}" for number in range(12)]
    conversation = post(*said)
    workers = [threading.Thread(target=deliveries.deliver, args=(conversation, sender)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert fake.texts(MEMBER) == said


def test_a_flood_limit_is_obeyed_to_the_second(fake: FakeBotApi, sender: TelegramSender) -> None:
    fake.member(MEMBER)
    fake.fail("sendMessage", 429, "Too Many Requests: retry after 40", retry_after=40)
    conversation = post("satu", "dua")
    before = clock.now()
    run_jobs(conversation, sender)
    first, second = rows(conversation)
    assert (first.state, second.state, fake.texts(MEMBER)) == ("queued", "queued", [])
    assert first.next_try_at is not None
    assert timedelta(seconds=40) <= first.next_try_at - before <= timedelta(seconds=50)
    assert jobs(conversation) == [first.next_try_at]
    run_jobs(conversation, sender)
    assert fake.texts(MEMBER) == []
    assert jobs(conversation) == [first.next_try_at]
    make_due(conversation)
    run_jobs(conversation, sender)
    assert fake.texts(MEMBER) == ["satu", "dua"]
    assert jobs(conversation) == []


def test_failures_that_surely_sent_nothing_back_off(fake: FakeBotApi, sender: TelegramSender) -> None:
    fake.member(MEMBER)
    fake.fail("sendMessage", 502, "Bad Gateway", times=3)
    conversation = post("satu")
    waits = []
    for _ in range(3):
        run_jobs(conversation, sender)
        (row,) = rows(conversation)
        assert row.next_try_at is not None
        waits.append(round((row.next_try_at - row.updated_at).total_seconds()))
        make_due(conversation)
    assert waits == [1, 2, 4]
    run_jobs(conversation, sender)
    assert fake.texts(MEMBER) == ["satu"]
    (row,) = rows(conversation)
    assert (row.state, row.error) == ("sent", None)


def test_an_unreachable_server_loses_nothing(fake: FakeBotApi, database: str) -> None:
    class Nowhere:
        telegram_token = fake.token
        telegram_api_url = "http://127.0.0.1:9"

    conversation = post("satu")
    nowhere = TelegramSender(Nowhere())
    run_jobs(conversation, nowhere)
    nowhere.close()
    (row,) = rows(conversation)
    assert (row.state, row.error) == ("queued", "ConnectError")
    assert jobs(conversation) == [row.next_try_at]


@pytest.mark.parametrize("carried_out", [True, False])
def test_a_send_that_times_out_is_uncertain_and_not_repeated(
    fake: FakeBotApi, sender: TelegramSender, carried_out: bool
) -> None:
    fake.member(MEMBER)
    fake.hang("sendMessage", carried_out=carried_out)
    conversation = post("satu", "dua")
    run_jobs(conversation, sender)
    assert fake.texts(MEMBER) == (["satu", "dua"] if carried_out else ["dua"])
    assert len(fake.calls("sendMessage")) == 2
    first, second = rows(conversation)
    assert (first.state, first.error, second.state) == ("uncertain", "ReadTimeout", "sent")


def test_a_process_that_died_during_a_call_does_not_repeat_it(fake: FakeBotApi, sender: TelegramSender) -> None:
    fake.member(MEMBER)
    conversation = post("satu", "dua")
    with session_scope() as session:
        session.execute(update(Delivery).where(Delivery.seq == 1).values(state="sending", attempts=1))
    run_jobs(conversation, sender)
    assert fake.texts(MEMBER) == ["dua"]
    assert states(conversation) == ["uncertain", "sent"]


def test_a_member_who_blocked_the_bot_ends_all_that_waits(fake: FakeBotApi, sender: TelegramSender) -> None:
    fake.member(MEMBER)
    fake.member_blocks(MEMBER)
    conversation = post("satu", "dua", "tiga")
    run_jobs(conversation, sender)
    assert states(conversation) == ["failed"] * 3
    assert rows(conversation)[2].error == "403 Forbidden: bot was blocked by the user"
    assert len(fake.calls("sendMessage")) == 1
    assert jobs(conversation) == []


def test_a_refused_keyboard_is_left_out(fake: FakeBotApi, sender: TelegramSender) -> None:
    fake.member(MEMBER)
    fake.fail("sendMessage", 400, "Bad Request: BUTTON_DATA_INVALID")
    conversation = post("Lanjut?", buttons=[{"title": "Ya", "payload": "/affirm"}])
    run_jobs(conversation, sender)
    assert fake.texts(MEMBER) == ["Lanjut?\n\n1. Ya"]
    assert states(conversation) == ["sent"]


def test_a_refused_message_does_not_hold_up_the_next(fake: FakeBotApi, sender: TelegramSender) -> None:
    fake.member(MEMBER)
    fake.fail("sendMessage", 400, "Bad Request: message text is wrong")
    conversation = post("satu", "dua")
    run_jobs(conversation, sender)
    assert fake.texts(MEMBER) == ["dua"]
    first, second = rows(conversation)
    assert (first.state, first.error) == ("failed", "400 Bad Request: message text is wrong")
    assert second.state == "sent"


def test_a_long_text_goes_on_with_the_part_that_is_missing(fake: FakeBotApi, sender: TelegramSender) -> None:
    fake.member(MEMBER)
    conversation = post("Peserta aktif. " * 700)
    fake.fail("sendMessage", 502, "Bad Gateway", after=1)
    run_jobs(conversation, sender)
    (row,) = rows(conversation)
    assert (row.state, row.part, len(fake.sent(MEMBER))) == ("queued", 1, 1)
    make_due(conversation)
    run_jobs(conversation, sender)
    texts = fake.texts(MEMBER)
    assert len(texts) == 3
    assert " ".join(texts).split() == ("Peserta aktif. " * 700).split()
    assert states(conversation) == ["sent"]


def test_what_waits_for_a_day_is_given_up(fake: FakeBotApi, sender: TelegramSender) -> None:
    fake.member(MEMBER)
    fake.fail("sendMessage", 500, "Internal Server Error")
    conversation = post("satu")
    with session_scope() as session:
        old = datetime.now(UTC) - deliveries.GIVE_UP_AFTER
        session.execute(text("UPDATE messages SET created_at = :old"), {"old": old})
    run_jobs(conversation, sender)
    assert states(conversation) == ["failed"]


def test_what_lost_its_job_is_queued_again(fake: FakeBotApi, sender: TelegramSender) -> None:
    conversation = post("satu")
    with session_scope() as session:
        session.execute(text("DELETE FROM procrastinate_jobs"))
    with session_scope() as session:
        assert deliveries.queue_forgotten(session, before=clock.now() + timedelta(seconds=1)) == 1
    with session_scope() as session:
        assert deliveries.queue_forgotten(session, before=clock.now() + timedelta(seconds=1)) == 0
    assert len(jobs(conversation)) == 1


def test_a_picture_comes_before_its_words(fake: FakeBotApi, sender: TelegramSender) -> None:
    fake.member(MEMBER)
    with session_scope() as session:
        now = clock.now()
        conversation = service.open_conversation(session, "telegram", str(MEMBER), now=now)
        kept = keep_ours(session, conversation.id, "grafik", PNG, now=now)
        service.post(session, conversation, Reply("Ini grafiknya", [], file_card(kept)), author="bot", now=now)
        conversation_id = conversation.id
    run_jobs(conversation_id, sender)
    assert states(conversation_id) == ["sent"]
    picture, words = fake.sent(MEMBER)
    assert "photo" in picture
    assert words["text"] == "Ini grafiknya"


def test_the_member_sees_that_an_agent_writes(fake: FakeBotApi, sender: TelegramSender) -> None:
    fake.member(MEMBER)
    conversation_id = post("halo")
    query = text("SELECT args FROM procrastinate_jobs WHERE task_name = 'show_typing'")
    with session_scope() as session:
        for _ in range(2):
            deliveries.queue_typing(session, service.lock_conversation(session, conversation_id))
        (job,) = session.scalars(query)
    sender.show_typing(job["chat_id"])
    (shown,) = fake.calls("sendChatAction")
    assert (int(shown["chat_id"]), shown["action"]) == (MEMBER, "typing")
