"""The fake satisfies strict clients, and fails as the real server does."""

import asyncio
import io
from collections.abc import Awaitable, Callable

import httpx
import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from tests.telegram.fake_bot_api import FakeBotApi

MEMBER = 5001


def client(fake: FakeBotApi, token: str | None = None) -> Bot:
    return Bot(token or fake.token, base_url=f"{fake.url}/bot", base_file_url=f"{fake.url}/file/bot")


def with_bot(fake: FakeBotApi, work: Callable[[Bot], Awaitable[None]], token: str | None = None) -> None:
    async def run() -> None:
        async with client(fake, token) as bot:
            await work(bot)

    asyncio.run(run())


def known(message: Message) -> Message:
    """A message in which the library finds nothing that it does not know."""
    assert not message.api_kwargs
    assert message.date.tzinfo is not None
    return message


def test_every_method_answers_what_the_library_expects(fake: FakeBotApi) -> None:
    async def work(bot: Bot) -> None:
        assert bot.username == "uji165_bot"
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Ya", callback_data="y")]])
        text = known(await bot.send_message(MEMBER, "halo", reply_markup=keyboard))
        venue = known(await bot.send_venue(MEMBER, -7.77, 110.38, "RSUD", "Jl. Magelang"))
        assert venue.venue is not None
        assert venue.venue.title == "RSUD"
        known(await bot.send_location(MEMBER, -7.77, 110.38))
        known(await bot.send_photo(MEMBER, io.BytesIO(b"\xff\xd8\xff")))
        document = known(await bot.send_document(MEMBER, io.BytesIO(b"%PDF-1.4"), filename="surat.pdf"))
        assert document.document is not None
        file = await bot.get_file(document.document.file_id)
        assert bytes(await file.download_as_bytearray()) == b"%PDF-1.4"
        edited = await bot.edit_message_reply_markup(MEMBER, text.message_id)
        assert isinstance(edited, Message)
        assert edited.reply_markup is None
        assert await bot.delete_message(MEMBER, text.message_id)
        assert await bot.send_chat_action(MEMBER, "typing")
        assert await bot.set_my_commands([BotCommand("menu", "Daftar layanan")])
        assert [command.command for command in await bot.get_my_commands()] == ["menu"]
        fake.group_writes(-100, "halo")
        assert await bot.leave_chat(-100)
        assert await bot.set_webhook("https://contoh.id/hook", secret_token="rahasia-1")
        assert (await bot.get_webhook_info()).url == "https://contoh.id/hook"
        assert await bot.delete_webhook()

    fake.member(MEMBER)
    with_bot(fake, work)


def test_updates_of_every_kind_are_understood_and_confirmed_by_offset(fake: FakeBotApi) -> None:
    async def work(bot: Bot) -> None:
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Ya", callback_data="y")]])
        await bot.send_message(MEMBER, "?", reply_markup=keyboard)
        ids = [fake.member_writes(MEMBER, "/menu"), fake.press(MEMBER, "Ya")]
        ids += [fake.member_shares_location(MEMBER, -6, 106)]
        ids += [fake.member_shares_venue(MEMBER, -6, 106, "Monas", "Jakarta"), fake.member_sends_voice(MEMBER)]
        ids += [fake.member_sends_photo(MEMBER, b"\xff\xd8\xff" * 50, "bukti"), fake.group_adds_bot(-100)]
        ids += [fake.member_sends_document(MEMBER, b"%PDF", "a.pdf", "application/pdf"), fake.member_blocks(MEMBER)]
        first = await bot.get_updates(limit=2, timeout=0)
        assert [update.update_id for update in first] == ids[:2]
        rest = await bot.get_updates(offset=ids[1] + 1, timeout=5)
        assert [update.update_id for update in rest] == ids[2:]
        for update in (*first, *rest):
            assert isinstance(update, Update)
            assert not update.api_kwargs
            assert not (update.message and update.message.api_kwargs)
        assert fake.is_confirmed(ids[1])
        assert not fake.is_confirmed(ids[2])
        assert not await bot.get_updates(offset=ids[-1] + 1, timeout=0)

    fake.member(MEMBER)
    with_bot(fake, work)


def test_a_waiting_poll_ends_when_something_comes_and_when_another_poller_does(fake: FakeBotApi) -> None:
    async def work(bot: Bot) -> None:
        waiting = asyncio.create_task(bot.get_updates(timeout=20))
        await asyncio.to_thread(fake.wait_until, lambda: fake.calls("getUpdates"), "the poll waits")
        fake.member_writes(MEMBER, "halo")
        (update,) = await waiting
        older = asyncio.create_task(bot.get_updates(offset=update.update_id + 1, timeout=20))
        await asyncio.to_thread(fake.wait_until, lambda: fake.is_confirmed(update.update_id), "the second poll waits")
        async with client(fake) as other:
            assert await other.get_updates(timeout=0) == ()
        with pytest.raises(Conflict):
            await older

    with_bot(fake, work)


def test_refusals_come_with_the_right_codes(fake: FakeBotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")

    async def work(bot: Bot) -> None:
        with pytest.raises(BadRequest, match="Message is too long"):
            await bot.send_message(MEMBER, "x" * 4097)
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(1, "halo")
        wide = InlineKeyboardMarkup([[InlineKeyboardButton("Ya", callback_data="é" * 33)]])
        with pytest.raises(BadRequest, match="Button_data_invalid"):
            await bot.send_message(MEMBER, "halo", reply_markup=wide)
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query("17")
        fake.fail("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7)
        with pytest.raises(RetryAfter):
            await bot.send_message(MEMBER, "halo")
        fake.fail("sendMessage", 500, "Internal Server Error")
        with pytest.raises(NetworkError):
            await bot.send_message(MEMBER, "halo")
        fake.drop("sendMessage")
        with pytest.raises(NetworkError):
            await bot.send_message(MEMBER, "sampai")
        assert fake.texts(MEMBER) == ["sampai"]
        fake.member_blocks(MEMBER)
        with pytest.raises(Forbidden, match="blocked"):
            await bot.send_message(MEMBER, "halo")
        await bot.set_webhook("https://contoh.id/hook")
        with pytest.raises(Conflict):
            await bot.get_updates()

    fake.member(MEMBER)
    with_bot(fake, work)


def test_a_wrong_token_is_unauthorized(fake: FakeBotApi) -> None:
    async def never(bot: Bot) -> None:
        raise AssertionError

    with pytest.raises(InvalidToken):
        with_bot(fake, never, token=fake.token[:-3] + "xxx")
    assert httpx.get(f"{fake.url}/bot{fake.token[:-3]}xxx/getMe").status_code == 401
