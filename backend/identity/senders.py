"""Ways to send a code: one interface, an HTTP gateway, and the demonstration's inbox."""

from datetime import datetime
from typing import Protocol

import httpx
from sqlalchemy.orm import Session

from backend.identity.models import DemoSms
from backend.identity.settings import SENDER_TIMEOUT_S
from backend.privacy.identifiers import mask_value
from backend.settings import get_settings

_LATER = frozenset({429, 503})


class SenderError(Exception):
    """The message was not accepted for sending; says nothing about the receiver.

    ``not_accepted``: it surely was not, for a reason that may be over soon. Else it may be on its way, or never is.
    """

    def __init__(self, reason: str, *, not_accepted: bool = False) -> None:
        super().__init__(reason)
        self.not_accepted = not_accepted


class CodeSender(Protocol):
    """Sends one text message."""

    def send(self, phone: str, text: str) -> None:
        """Hands a text to the carrier.

        Args:
            phone: receiver in E.164 form.
            text: what to send.

        Raises:
            SenderError: not accepted, or nobody answered in time.
        """


class ConsoleSender:
    """Keeps the message for the demonstration's inbox page instead of sending it."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session, self._now = session, now

    def send(self, phone: str, text: str) -> None:
        """Adds the message to the inbox."""
        self._session.add(DemoSms(phone=mask_value(phone), text=text, sent_at=self._now))


class HttpGatewaySender:
    """A gateway that takes ``{"to": "+62...", "text": "..."}`` by POST, with a bearer token; any 2xx accepts."""

    def __init__(self, url: str, token: str | None, timeout_s: float = SENDER_TIMEOUT_S) -> None:
        self._url, self._timeout_s = url, timeout_s
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def send(self, phone: str, text: str) -> None:
        """Posts the message, once."""
        body = {"to": phone, "text": text}
        try:
            httpx.post(self._url, json=body, headers=self._headers, timeout=self._timeout_s).raise_for_status()
        except httpx.HTTPError as error:
            raise SenderError(type(error).__name__, not_accepted=_surely_not_accepted(error)) from error


def _surely_not_accepted(error: httpx.HTTPError) -> bool:
    """Nothing was handed over, or the gateway says "later"; silence and other faults leave open what happened."""
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code in _LATER
    return isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)


class NoSender:
    """No way to send is configured: every code fails, and the page leads to a person."""

    def send(self, phone: str, text: str) -> None:
        """Refuses."""
        raise SenderError("no gateway is configured")


def configured_sender(session: Session, now: datetime) -> CodeSender:
    """The sender of this installation: the gateway if there is one, else the inbox in demonstrations only."""
    settings = get_settings()
    if settings.sms_gateway_url:
        return HttpGatewaySender(settings.sms_gateway_url, settings.sms_gateway_token)
    return ConsoleSender(session, now) if settings.demo else NoSender()
