"""A second strict client, which shares no code with the one that we use, is satisfied with the fake too."""

import asyncio
import io

import aiogram
import pytest
from aiogram.bot.api import TelegramAPIServer
from aiogram.utils import exceptions

from tests.telegram.fake_bot_api import FakeBotApi

MEMBER = 5002


def test_another_strict_client_is_satisfied_too(fake: FakeBotApi) -> None:
    async def work() -> None:
        bot = aiogram.Bot(fake.token, server=TelegramAPIServer.from_base(fake.url))
        try:
            keyboard = aiogram.types.InlineKeyboardMarkup()
            keyboard.add(aiogram.types.InlineKeyboardButton("Ya", callback_data="y"))
            await bot.send_message(MEMBER, "Lanjut?", reply_markup=keyboard)
            ids = [fake.member_writes(MEMBER, "/menu"), fake.press(MEMBER, "Ya")]
            assert [update.update_id for update in await bot.get_updates(timeout=5)] == ids
            assert (await bot.send_venue(MEMBER, -7.77, 110.38, "RSUD", "Jl. Magelang")).venue.title == "RSUD"
            document = await bot.send_document(MEMBER, aiogram.types.InputFile(io.BytesIO(b"%PDF"), "a.pdf"))
            assert (await bot.download_file_by_id(document.document.file_id)).read() == b"%PDF"
            with pytest.raises(exceptions.MessageIsTooLong):
                await bot.send_message(MEMBER, "x" * 4097)
            fake.fail("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7)
            with pytest.raises(exceptions.RetryAfter):
                await bot.send_message(MEMBER, "halo")
        finally:
            session = await bot.get_session()
            await session.close()

    fake.member(MEMBER)
    asyncio.run(work())
