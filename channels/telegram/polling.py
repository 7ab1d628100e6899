"""Long polling that asks for the next updates only when all before are stored.

The library's own ``Updater`` confirms a batch once it is in memory; what a crash finds there is lost.
"""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from channels.telegram.inbox import Inbox
from channels.telegram.mapping import ALLOWED_UPDATES, update_from
from channels.telegram.store import UNAVAILABLE

log = logging.getLogger(__name__)

POLL_S = 30
"""How long Telegram holds an empty answer back; NATs drop connections that are silent much longer."""
ANSWER_S = 10.0
"""How long the answer may take beyond that."""
LONGEST_PAUSE_S = 30.0


def pauses(first: float = 0.5) -> Iterator[float]:
    """Seconds to wait between attempts: doubling, up to half a minute."""
    pause = first
    while True:
        yield pause
        pause = min(2 * pause, LONGEST_PAUSE_S)


def pause_told(error: TelegramError) -> float | None:
    """Seconds that Telegram told us to wait, if it did."""
    if not isinstance(error, RetryAfter):
        return None
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def explain(error: TelegramError) -> str:
    """One line for the log; without the library's own texts, some of which hold the token."""
    if isinstance(error, Conflict):
        return "another process receives this bot's updates (409): stop it, or give this one its own token"
    return f"Telegram does not answer ({type(error).__name__}): trying again"


async def poll(bot: Bot, inbox: Inbox) -> None:
    """Takes updates in until it is cancelled.

    Raises:
        InvalidToken: Telegram does not know the token (any more).
    """
    offset, waits = None, pauses()
    while True:
        try:
            raw = await _get_updates(bot, offset)
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("%s", explain(error))
            await asyncio.sleep(pause_told(error) or next(waits))
            continue
        waits = pauses()
        await _take_all(inbox, [update for one in raw if (update := update_from(one, bot)) is not None])
        offset = raw[-1]["update_id"] + 1 if raw else offset


async def _get_updates(bot: Bot, offset: int | None) -> list[dict[str, Any]]:
    """Updates as they came: the library's own method fails on a batch with one that it cannot read, again and again."""
    asked = {"offset": offset, "timeout": POLL_S, "allowed_updates": list(ALLOWED_UPDATES)}
    came: Any = await bot.do_api_request("getUpdates", api_kwargs=asked, read_timeout=POLL_S + ANSWER_S)
    return list(came)


async def _take_all(inbox: Inbox, updates: Sequence[Update]) -> None:
    """Stores a batch: each chat in its order, chats beside each other, so that a large photo holds up only its own."""
    chats: dict[int, list[Update]] = {}
    for update in updates:
        chat = update.effective_chat
        chats.setdefault(chat.id if chat else 0, []).append(update)
    await asyncio.gather(*(_in_order(inbox, waiting) for waiting in chats.values()))


async def _in_order(inbox: Inbox, updates: Sequence[Update]) -> None:
    for update in updates:
        await _until_stored(inbox, update)


async def _until_stored(inbox: Inbox, update: Update) -> None:
    for pause in pauses():
        try:
            await inbox.take(update)
        except UNAVAILABLE as error:
            log.warning("update %d cannot be stored yet (%s): trying again", update.update_id, type(error).__name__)
            await asyncio.sleep(pause)
        except Exception:  # the edge of the process: one bad update must not stop all that follow
            log.exception("update %d is left out", update.update_id)
            return
        else:
            return
