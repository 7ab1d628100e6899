"""Sending after the answer has left: how long the gateway takes must not tell whether somebody was reached."""

from uuid import UUID

from fastapi import BackgroundTasks

from backend import clock
from backend.db import session_scope
from backend.identity.models import VerificationCode
from backend.identity.senders import CodeSender, SenderError, configured_sender


def delivered(sender: CodeSender, phone: str, text: str) -> bool:
    """Sends a text; whether it was accepted."""
    try:
        sender.send(phone, text)
    except SenderError:
        return False
    return True


class AfterAnswer:
    """Keeps messages until the request is committed and answered; then sends them and notes how it went."""

    def __init__(self, tasks: BackgroundTasks) -> None:
        self._tasks = tasks

    def add(self, code_id: UUID, phone: str, text: str) -> None:
        """Notes the message of a code, to be sent later."""
        self._tasks.add_task(_send, code_id, phone, text)


def _send(code_id: UUID, phone: str, text: str) -> None:
    with session_scope() as session:
        accepted = delivered(configured_sender(session, clock.now()), phone, text)
        row = session.get(VerificationCode, code_id)
        if row:
            row.delivered = accepted
