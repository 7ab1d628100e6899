"""The real ``telegram`` process between a Bot API server and the database."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
from sqlalchemy import select, text

from backend.attachments.models import Attachment
from backend.conversations import service
from backend.conversations.messages import Reply
from backend.conversations.models import Conversation, Delivery, Message
from backend.db import get_engine, session_scope
from backend.settings import get_settings
from tests.telegram.conftest import Start
from tests.telegram.fake_bot_api import FakeBotApi

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 400
GROUP = -100_7001


def stored(chat_id: int, author: str = "member") -> list[Message]:
    """Messages of one author in a member's conversation, oldest first."""
    query = select(Message).join(Conversation, Conversation.id == Message.conversation_id)
    mine = Conversation.channel == "telegram", Conversation.external_id == str(chat_id), Message.author == author
    with session_scope() as session:
        return list(session.scalars(query.where(*mine).order_by(Message.seq)))


def texts(chat_id: int, author: str = "member") -> list[str]:
    return [message.text for message in stored(chat_id, author)]


def bot_says(chat_id: int, *titles: str) -> list[dict[str, str]]:
    """Queues a message of the bot with buttons; the buttons with their ids."""
    with session_scope() as session:
        now = datetime.now(UTC)
        conversation = service.open_conversation(session, "telegram", str(chat_id), now=now)
        reply = Reply("Pilih:", [{"title": title, "payload": f"/pilih_{title}"} for title in titles])
        return service.post(session, conversation, reply, author="bot", now=now).buttons or []


def shown(fake: FakeBotApi, chat_id: int, buttons: list[dict[str, str]]) -> int:
    """Puts a keyboard into a chat, as the outbox does, and returns the number of its message."""
    keyboard = [[{"text": button["title"], "callback_data": button["id"]}] for button in buttons]
    body = {"chat_id": chat_id, "text": "Pilih:", "reply_markup": {"inline_keyboard": keyboard}}
    answer = httpx.post(f"{fake.url}/bot{fake.token}/sendMessage", json=body).json()
    number: int = answer["result"]["message_id"]
    return number


def test_an_update_is_stored_before_it_is_confirmed(polling: FakeBotApi) -> None:
    seen: list[list[str]] = []
    polling.world.on_confirm = lambda _ids: seen.append(texts(7001))
    update = polling.member_writes(7001, "halo")
    polling.wait_until(lambda: polling.is_confirmed(update), "the update is confirmed")
    assert seen == [["halo"]]
    assert "typing" in [action for chat, action in polling.world.actions if chat == 7001]


def test_killed_between_storing_and_confirming_nothing_is_lost_or_doubled(fake: FakeBotApi, start: Start) -> None:
    fake.drop("getUpdates", times=1000, after=1, carried_out=False)
    update = fake.member_writes(7001, "halo")
    first = start()
    fake.wait_until(lambda: texts(7001), "the update is stored")
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert not fake.is_confirmed(update)
    fake.faults.clear()
    later = fake.member_writes(7001, "masih di sana?")
    start()
    fake.wait_until(lambda: fake.is_confirmed(later), "both are confirmed")
    assert texts(7001) == ["halo", "masih di sana?"]


def test_killed_before_storing_the_update_comes_again(fake: FakeBotApi, start: Start) -> None:
    update = fake.member_writes(7001, "halo")
    with get_engine().connect() as connection:
        connection.execute(text("LOCK TABLE conversations IN ACCESS EXCLUSIVE MODE"))
        first = start()
        waiting = text("SELECT 1 FROM pg_locks WHERE NOT granted")
        fake.wait_until(lambda: connection.scalar(waiting), "the process waits for the table")
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        connection.rollback()
    assert not fake.is_confirmed(update)
    start()
    fake.wait_until(lambda: fake.is_confirmed(update), "the update is confirmed")
    assert texts(7001) == ["halo"]


def test_what_waited_while_we_were_down_is_taken_and_repetitions_are_not(fake: FakeBotApi, start: Start) -> None:
    updates = [fake.member_writes(7001 + number % 3, f"pesan {number}") for number in range(30)]
    again = fake.update(updates[0])
    start()
    fake.wait_until(lambda: fake.is_confirmed(updates[-1]), "all are confirmed")
    fake.redeliver(updates[0], again)
    last = fake.member_writes(7001, "terakhir")
    fake.wait_until(lambda: fake.is_confirmed(last), "the last is confirmed")
    assert texts(7001) == [*(f"pesan {number}" for number in range(0, 30, 3)), "terakhir"]
    assert texts(7002) == [f"pesan {number}" for number in range(1, 30, 3)]


def test_an_update_that_cannot_be_read_holds_up_no_other(polling: FakeBotApi) -> None:
    polling.member_writes(7001, "sebelum")
    odd = polling.world.add_update("message", {"message_id": 1, "poll": {"id": "no poll of any server"}})
    polling.member_writes(7001, "sesudah")
    polling.wait_until(lambda: texts(7001) == ["sebelum", "sesudah"], "what came around it is stored")
    polling.wait_until(lambda: polling.is_confirmed(odd), "it is confirmed with them")


def test_edits_are_not_new_messages(polling: FakeBotApi) -> None:
    first = polling.member_writes(7001, "kamar kelas 3")
    polling.wait_until(lambda: polling.is_confirmed(first), "the first is confirmed")
    polling.world.allowed = (*polling.world.allowed, "edited_message")
    edit = polling.member_edits(7001, next(n for c, n in polling.world.messages if c == 7001), "kamar kelas 2")
    polling.wait_until(lambda: polling.is_confirmed(edit), "the edit is confirmed")
    assert texts(7001) == ["kamar kelas 3"]


def test_a_press_is_its_button_and_two_taps_are_one(polling: FakeBotApi) -> None:
    polling.member(7001)
    number = shown(polling, 7001, bot_says(7001, "Ya", "Tidak"))
    again = [polling.press(7001, "Ya"), polling.press(7001, "Ya")]
    polling.wait_until(lambda: polling.is_confirmed(again[-1]), "both taps are confirmed")
    polling.wait_until(lambda: "reply_markup" not in polling.world.messages[7001, number], "the keyboard is gone")
    polling.wait_until(
        lambda: all(query["answered"] for query in polling.world.callbacks.values()), "the presses are answered"
    )
    assert [(message.text, message.payload) for message in stored(7001)] == [("Ya", "/pilih_Ya")]


def test_an_unknown_button_is_answered_with_a_text_and_forges_nothing(polling: FakeBotApi) -> None:
    polling.member(7001)
    shown(polling, 7001, [{"id": "lama", "title": "Lama"}])
    update = polling.press_unknown(7001, '/inform{"nik":"1"}')
    polling.wait_until(lambda: polling.is_confirmed(update), "the press is confirmed")
    assert stored(7001) == []
    (notice,) = texts(7001, "system")
    assert "tidak berlaku" in notice


def test_locations_venues_and_voice_arrive_as_what_they_are(polling: FakeBotApi) -> None:
    polling.member_shares_location(7001, -7.5, 110.25)
    polling.member_shares_venue(7001, -6.2, 106.8, "Monas", "Jakarta")
    polling.member_sends_voice(7001)
    update = polling.member_shares_contact(7001, "+6281299000101")
    polling.wait_until(lambda: polling.is_confirmed(update), "all are confirmed")
    here, venue, voice, contact = stored(7001)
    assert here.location == {"latitude": -7.5, "longitude": 110.25}
    assert venue.location == {"latitude": -6.2, "longitude": 106.8}
    assert (voice.kind, voice.location) == ("voice", None)
    assert (contact.kind, contact.text) == ("text", "⟦phone⟧")


def test_photos_and_documents_are_stored_and_others_refused(polling: FakeBotApi) -> None:
    polling.member_sends_photo(7001, PNG, "bukti bayar")
    polling.member_sends_document(7001, b"%PDF-1.4 surat", "surat.pdf", "application/pdf")
    polling.member_sends_document(7001, b"MZ\x90\0", "virus.pdf", "application/pdf")
    big = b"%PDF" + b"\0" * get_settings().attachment_max_bytes
    update = polling.member_sends_document(7001, big, "besar.pdf", "application/pdf")
    polling.wait_until(lambda: polling.is_confirmed(update), "all are confirmed")
    photo, letter = stored(7001)
    assert photo.text == "bukti bayar"
    with session_scope() as session:
        kept = {str(a.id): (a.media_type, a.size) for a in session.scalars(select(Attachment))}
    assert [kept[message.attachments[0]] for message in (photo, letter) if message.attachments] == [
        ("image/png", len(PNG)),
        ("application/pdf", 14),
    ]
    wrong_type, too_large = texts(7001, "system")
    assert "PDF" in wrong_type
    assert "5 MB" in too_large
    assert len(polling.calls("getFile")) == 3


def test_a_message_with_an_identifier_is_deleted_from_the_chat(polling: FakeBotApi) -> None:
    typed = "NIK saya 3374015803900001"
    update = polling.member_writes(7001, typed)
    polling.wait_until(lambda: polling.is_confirmed(update), "the update is confirmed")
    assert not polling.shows(7001, typed)
    (message,) = stored(7001)
    assert "3374015803900001" not in message.text


def test_groups_are_refused_once_and_left(polling: FakeBotApi) -> None:
    polling.group_adds_bot(GROUP)
    last = polling.group_writes(GROUP, "halo bot")
    polling.wait_until(lambda: polling.is_confirmed(last) and GROUP in polling.world.left, "the bot has left")
    (refusal,) = polling.texts(GROUP)
    assert "https://t.me/uji165_bot" in refusal
    with session_scope() as session:
        assert session.scalars(select(Conversation)).all() == []


def test_who_blocks_the_bot_gets_nothing_more(polling: FakeBotApi) -> None:
    polling.member(7001)
    bot_says(7001, "Ya")
    update = polling.member_blocks(7001)
    polling.wait_until(lambda: polling.is_confirmed(update), "the update is confirmed")
    with session_scope() as session:
        (delivery,) = session.scalars(select(Delivery))
    assert (delivery.state, delivery.error) == ("failed", "blocked by the member")


def test_the_language_of_the_member_and_commands(polling: FakeBotApi) -> None:
    polling.member(7002, "Jane", "en-GB")
    polling.member_writes(7002, "/menu")
    update = polling.member_writes(7002, "/restart")
    polling.wait_until(lambda: polling.is_confirmed(update), "the update is confirmed")
    assert texts(7002) == ["menu", "/restart"]
    with session_scope() as session:
        (conversation,) = session.scalars(select(Conversation))
    assert (conversation.locale, conversation.display_name) == ("en", "Jane")
    menu = [entry["command"] for entry in polling.world.commands[""]]
    assert menu == ["start", "menu", "petugas", "batal", "bantuan"]


def test_a_rejected_token_ends_the_process(start: Start, fake: FakeBotApi) -> None:
    assert start(token=fake.token[:-3] + "xxx").wait(timeout=60) == 1


def test_another_poller_and_a_server_that_fails_do_not_end_it(fake: FakeBotApi, start: Start) -> None:
    fake.fail("getMe", 502, "Bad Gateway")
    fake.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    fake.drop("getUpdates", carried_out=False)
    process = start()
    update = fake.member_writes(7001, "halo")
    fake.wait_until(lambda: fake.is_confirmed(update), "the update is confirmed")
    assert process.poll() is None
    process.terminate()
    assert process.wait(timeout=60) == 0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def tables_away() -> Iterator[None]:
    """The messages' table cannot be reached while the block runs."""

    def rename(old: str, new: str) -> None:
        with get_engine().begin() as connection:
            connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))

    rename("messages", "messages_away")
    try:
        yield
    finally:
        rename("messages_away", "messages")


def test_the_web_hook_checks_its_secret_stores_and_then_answers(fake: FakeBotApi, start: Start) -> None:
    url = f"http://127.0.0.1:{(port := free_port())}/telegram"
    waited = fake.member_writes(7001, "menunggu")
    start(webhook_url=url, webhook_port=str(port), webhook_secret="rahasia-uji")
    fake.wait_until(lambda: fake.is_confirmed(waited), "what waited was pushed")
    chat = {"id": 7001, "type": "private"}
    forged = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": chat, "text": "x"}}
    for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "salah"}):
        assert httpx.post(url, json=forged, headers=headers).status_code == 403
    secret = {"X-Telegram-Bot-Api-Secret-Token": "rahasia-uji"}
    odd = {"update_id": 2, "message": {"message_id": 1, "poll": {}}}
    assert [httpx.post(url, json=body, headers=secret).status_code for body in (odd, [], {})] == [200, 400, 400]
    with tables_away():
        fake.world.webhook.last_error = ""
        update = fake.member_writes(7001, "halo")
        fake.wait_until(lambda: "503" in fake.world.webhook.last_error, "the push is refused")
        assert not fake.is_confirmed(update)
    fake.wait_until(lambda: fake.is_confirmed(update), "the push is repeated")
    assert texts(7001) == ["menunggu", "halo"]
