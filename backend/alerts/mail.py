"""Sending an alert: an interface, and a mail server spoken to by SMTP."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from http import HTTPStatus
from typing import Protocol
from uuid import UUID

from backend.alerts.settings import AlertSettings
from backend.conversations.outgoing import Outcome, Result

_FOR_GOOD = 500
"""Replies from here on say never, those below it say not now (RFC 5321, 4.2.1)."""


@dataclass(frozen=True)
class Mail:
    """One mail to one receiver; ``id`` is the same at every try, so that receivers can tell a second one."""

    id: UUID
    receiver: str
    subject: str
    body: str
    at: datetime


class MailSender(Protocol):
    """Something that sends mails."""

    def send(self, mail: Mail) -> Outcome:
        """Sends one mail. Every failure is an outcome, not an exception."""


class SmtpSender:
    """A mail server. A connection for each mail: alerts are few."""

    def __init__(self, settings: AlertSettings) -> None:
        self._to = settings

    def send(self, mail: Mail) -> Outcome:
        """See ``MailSender``. What fails before the text is handed over surely did not arrive; behind that it may."""
        try:
            server = self._connected()
            try:
                return _handed_over(server, self._to.sender, mail)
            finally:
                with suppress(OSError, smtplib.SMTPException):  # how we part says nothing about the mail
                    server.quit()
        except smtplib.SMTPAuthenticationError as error:
            return Outcome(Result.RETRY, reason=f"login refused: {error.smtp_code}")
        except smtplib.SMTPResponseException as error:
            return _refused("connection", error.smtp_code)
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(Result.RETRY, reason=type(error).__name__)

    def _connected(self) -> smtplib.SMTP:
        to = self._to
        if to.smtp_security == "tls":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                to.smtp_host, to.smtp_port, timeout=to.smtp_timeout_s, context=context
            )
        else:
            server = smtplib.SMTP(to.smtp_host, to.smtp_port, timeout=to.smtp_timeout_s)
        try:
            self._open(server)
        except BaseException:
            server.close()
            raise
        return server

    def _open(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if self._to.smtp_security == "starttls":
            server.starttls(context=ssl.create_default_context())
            server.ehlo_or_helo_if_needed()
        if self._to.smtp_user:
            server.login(self._to.smtp_user, self._to.smtp_password)


def _refused(step: str, code: int) -> Outcome:
    result = Result.REFUSED if code >= _FOR_GOOD else Result.RETRY
    return Outcome(result, reason=f"{step} refused: {code}")


def _handed_over(server: smtplib.SMTP, sender: str, mail: Mail) -> Outcome:
    for step, (code, _) in (("sender", server.mail(sender)), ("receiver", server.rcpt(mail.receiver))):
        if code >= HTTPStatus.MULTIPLE_CHOICES:
            return _refused(step, code)
    try:
        code, _ = server.data(_written(sender, mail))
    except smtplib.SMTPDataError as error:
        return _refused("text", error.smtp_code)
    except (OSError, smtplib.SMTPServerDisconnected) as error:
        return Outcome(Result.UNCERTAIN, reason=type(error).__name__)
    return Outcome(Result.SENT) if code < HTTPStatus.MULTIPLE_CHOICES else _refused("text", code)


def _written(sender: str, mail: Mail) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, mail.receiver, mail.subject
    message["Date"], message["Message-ID"] = format_datetime(mail.at), f"<{mail.id}@care165>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message.as_bytes()
