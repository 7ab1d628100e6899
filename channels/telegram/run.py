"""The ``telegram`` process."""

import asyncio
import logging
import os
import signal
import warnings

from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from backend.db import database_url
from backend.settings import Settings, get_settings
from channels.telegram import webhook
from channels.telegram.inbox import Inbox
from channels.telegram.mapping import ALLOWED_UPDATES
from channels.telegram.polling import explain, pause_told, pauses, poll
from channels.telegram.texts import commands

log = logging.getLogger(__name__)

CONNECTIONS = 16
"""Typing signs, deletions and downloads under way at once."""
WRONG_TOKEN, NO_TOKEN, NO_DATABASE = 1, 2, 3


def make_bot(token: str, settings: Settings) -> Bot:
    """The bot at the configured Bot API server."""
    server = settings.telegram_api_url.rstrip("/")
    request = HTTPXRequest(connection_pool_size=CONNECTIONS, read_timeout=10.0)
    return Bot(token, base_url=f"{server}/bot", base_file_url=f"{server}/file/bot", request=request)


async def _introduce(bot: Bot, settings: Settings) -> None:
    """Signs in, and says where updates go. What waited while we were away is never dropped."""
    await bot.initialize()
    for locale in ("id", "en"):
        menu = [BotCommand(entry.command, entry.description[locale]) for entry in commands().values()]
        await bot.set_my_commands(menu, language_code=None if locale == "id" else locale)
    if settings.telegram_webhook_url:
        secret = settings.telegram_webhook_secret
        await bot.set_webhook(settings.telegram_webhook_url, secret_token=secret, allowed_updates=ALLOWED_UPDATES)
    else:
        await bot.delete_webhook()


async def _introduce_patiently(bot: Bot, settings: Settings) -> None:
    for pause in pauses():
        try:
            await _introduce(bot, settings)
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("%s", explain(error))
            await asyncio.sleep(pause_told(error) or pause)
        else:
            return


async def receive_updates(token: str, settings: Settings) -> None:
    """Takes in what members send until the process is told to stop.

    Raises:
        InvalidToken: Telegram does not know the token.
    """
    bot = make_bot(token, settings)
    inbox = Inbox(bot, file_limit=settings.attachment_max_bytes)
    try:
        await _introduce_patiently(bot, settings)
        by = "web hook" if settings.telegram_webhook_url else "long polling"
        log.info("receiving as @%s by %s", bot.username, by)
        if settings.telegram_webhook_url:
            app = webhook.create_app(bot, inbox, settings.telegram_webhook_secret)
            await webhook.serve(app, settings.web_host, settings.telegram_webhook_port)
        else:
            await poll(bot, inbox)
    finally:
        await inbox.close()
        await bot.shutdown()


async def _until_told_to_stop(token: str, settings: Settings) -> None:
    task = asyncio.ensure_future(receive_updates(token, settings))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    await asyncio.wait([task])
    if not task.cancelled():
        task.result()


def main() -> int:
    """Runs the process; the exit status: 0 told to stop, 1 token rejected, 2 no token, 3 no database."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # httpx logs every address, and ours holds the token; the library logs whole updates when it cannot read one.
    for name in ("httpx", "telegram"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    # The library's coming type of time spans, so that it does not warn of the old one.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    warnings.filterwarnings("ignore", "Please use 'Bot.getUpdates'")  # polling.py says why it does not
    settings = get_settings()
    if not settings.telegram_token:
        log.error("no token: set CARE165_TELEGRAM_TOKEN to the one that @BotFather gave")
        return NO_TOKEN
    try:
        database_url()
    except RuntimeError as error:
        log.error("%s", error)
        return NO_DATABASE
    try:
        asyncio.run(_until_told_to_stop(settings.telegram_token, settings))
    except InvalidToken:
        log.error("Telegram rejects the token (401): check CARE165_TELEGRAM_TOKEN")
        return WRONG_TOKEN
    return 0
