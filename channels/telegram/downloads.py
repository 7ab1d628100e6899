"""Fetching members' files from Telegram."""

import asyncio
import logging

from telegram import Bot
from telegram.error import BadRequest, NetworkError, TelegramError

from channels.telegram.mapping import IncomingFile
from channels.telegram.store import Content

log = logging.getLogger(__name__)

ATTEMPTS = 3
PAUSE_S = 1.0


class TooLarge(Exception):
    """The file is larger than the limit; nothing, or no more than its size, was fetched."""


class Unavailable(Exception):
    """Telegram does not give the file out."""


async def fetch(bot: Bot, file: IncomingFile, limit: int) -> Content:
    """The file's bytes; its size is checked before anything is downloaded.

    Raises:
        TooLarge: more than ``limit`` bytes.
        Unavailable: Telegram refused, or could not be reached three times.
    """
    if (file.size or 0) > limit:
        raise TooLarge
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return await _download(bot, file, limit)
        except TelegramError as error:
            log.warning("a file could not be fetched: %s", type(error).__name__)
            if isinstance(error, BadRequest) or not isinstance(error, NetworkError):
                break  # a refusal stays one, however often we ask
        if attempt < ATTEMPTS:
            await asyncio.sleep(PAUSE_S)
    raise Unavailable


async def _download(bot: Bot, file: IncomingFile, limit: int) -> Content:
    remote = await bot.get_file(file.file_id)
    if (remote.file_size or 0) > limit:
        raise TooLarge
    return Content(file.name, bytes(await remote.download_as_bytearray()))
