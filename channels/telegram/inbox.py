"""Takes updates in: stored first, then everything that may fail without loss."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any
from weakref import WeakValueDictionary

from telegram import Bot, CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError

from backend.conversations.messages import InboundMessage, Receipt
from channels.telegram import store
from channels.telegram.downloads import TooLarge, Unavailable, fetch
from channels.telegram.mapping import file_of, from_message, from_press, locale_of
from channels.telegram.texts import say

log = logging.getLogger(__name__)


class Inbox:
    """The door of this channel."""

    def __init__(self, bot: Bot, *, file_limit: int) -> None:
        """``file_limit``: most bytes of a photo or document."""
        self._bot, self._file_limit = bot, file_limit
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._running: set[asyncio.Task[None]] = set()
        self._leaving: set[int] = set()

    async def take(self, update: Update) -> None:
        """Stores what an update says; when this returns, Telegram may forget it.

        Raises:
            OperationalError, OSError …: one of ``store.UNAVAILABLE``: nothing was stored, try again.
        """
        chat = update.effective_chat
        lock = self._chats.setdefault(chat.id if chat else 0, asyncio.Lock())
        async with lock:
            if update.callback_query:
                await self._press(update.callback_query)
            elif update.my_chat_member:
                await self._membership(update.my_chat_member)
            elif update.message:
                await self._message(update, update.message)

    async def close(self) -> None:
        """Ends what still runs beside: none of it is needed for anything to be kept."""
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _message(self, update: Update, message: Message) -> None:
        if message.chat.type != Chat.PRIVATE:
            self._beside(self._refuse_group(message.chat, locale_of(message.from_user)))
            return
        inbound = from_message(update, message)
        receipt = await self._keep(inbound, message) if inbound else None
        if receipt is None:
            return
        if receipt.sensitive:
            await self._quietly(self._bot.delete_message(message.chat.id, message.message_id))
        if not receipt.duplicate:
            self._beside(self._bot.send_chat_action(message.chat.id, ChatAction.TYPING))

    async def _keep(self, inbound: InboundMessage, message: Message) -> Receipt | None:
        file = file_of(message, self._file_limit)
        if file is None:
            return await asyncio.to_thread(store.keep, inbound)
        try:
            content = await fetch(self._bot, file, self._file_limit)
        except TooLarge:
            await asyncio.to_thread(store.answer, inbound, "attachment_too_large", limit=self._file_limit)
        except Unavailable:
            await asyncio.to_thread(store.answer, inbound, "file_unavailable")
        else:
            return await asyncio.to_thread(store.keep, inbound, content)
        return None

    async def _press(self, query: CallbackQuery) -> None:
        message = query.message
        if message is None or query.data is None:  # a button that is none of ours; the app waits all the same
            self._beside(self._bot.answer_callback_query(query.id))
            return
        await asyncio.to_thread(store.keep, from_press(query, query.data, message.chat.id, message.message_id))
        self._beside(self._bot.answer_callback_query(query.id))
        self._beside(self._bot.edit_message_reply_markup(message.chat.id, message.message_id))
        self._beside(self._bot.send_chat_action(message.chat.id, ChatAction.TYPING))

    async def _membership(self, change: ChatMemberUpdated) -> None:
        status = change.new_chat_member.status
        if change.chat.type == Chat.PRIVATE:
            if status == ChatMember.BANNED:
                await asyncio.to_thread(store.forget_waiting, str(change.chat.id))
        elif status not in (ChatMember.LEFT, ChatMember.BANNED):
            self._beside(self._refuse_group(change.chat, locale_of(change.from_user)))

    async def _refuse_group(self, chat: Chat, locale: str) -> None:
        """One text, then out: a bot that stayed would go on reading other people's talk. Channels get no text."""
        if chat.id in self._leaving:  # being added and the first message arrive together
            return
        self._leaving.add(chat.id)
        if chat.type != Chat.CHANNEL:
            text = say("group_refused", locale, link=f"https://t.me/{self._bot.username}")
            await self._quietly(self._bot.send_message(chat.id, text))
        await self._quietly(self._bot.leave_chat(chat.id))
        self._leaving.discard(chat.id)

    def _beside(self, work: Coroutine[Any, Any, Any]) -> None:
        """Runs what nobody has to wait for."""
        task = asyncio.create_task(self._quietly(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    @staticmethod
    async def _quietly(work: Coroutine[Any, Any, Any]) -> None:
        try:
            await work
        except TelegramError as error:
            log.info("Telegram: %s", error.message)
