"""A mail server on the loopback interface that speaks SMTP (RFC 5321) and misbehaves when told to."""

import base64
import socketserver
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any


@dataclass
class Habits:
    """``replies`` maps a command (or ``text``, for the end of a mail) to what is answered instead; empty: silence.

    ``unknown`` receivers do not exist here. ``tls``: it speaks TLS, when it is asked to (STARTTLS) or ``at_once``.
    """

    replies: dict[str, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    tls: ssl.SSLContext | None = None
    at_once: bool = False


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps what it accepts in ``mails``: receiver and message; who logged in; and what it heard without TLS."""

    allow_reuse_address, daemon_threads, block_on_close = True, True, False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.habits = Habits()
        self.mails: list[tuple[str, Message]] = []
        self.logins: list[str] = []
        self.in_the_clear: list[str] = []
        self.over = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def __enter__(self) -> "MailServer":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.shutdown()
        self.server_close()


class _Talk(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        self.receiver, self.secure = "", False
        with suppress(ssl.SSLError, ConnectionError):  # who does not trust us goes away
            if self.server.habits.at_once:
                self._begin_tls()
            self._talk()
        if self.secure:
            self.connection.close()

    def _talk(self) -> None:
        self._say("220 twin ready")
        while line := self.rfile.readline():
            command = line[:4].decode().strip().upper()
            if not self.secure:
                self.server.in_the_clear.append(command)
            if not self._answer(command, line.decode().strip()):
                return

    def _begin_tls(self) -> None:
        self.connection = self.server.habits.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)
        self.secure = True

    def _say(self, reply: str) -> None:
        self.wfile.write(f"{reply}\r\n".encode())

    def _answer(self, command: str, line: str) -> bool:
        told = self.server.habits.replies.get(command)
        if told is not None:
            return self._misbehave(told)
        if command == "STAR" and self.server.habits.tls:
            self._say("220 go on")
            self._begin_tls()
        elif command == "AUTH":
            self.server.logins.append(base64.b64decode(line.split()[2]).decode())
            self._say("235 welcome")
        elif command == "RCPT":
            self.receiver = line.partition("<")[2].rstrip(">")
            gone = self.receiver in self.server.habits.unknown
            self._say("550 no such mailbox" if gone else "250 ok")
        elif command == "DATA":
            self._say("354 go on")
            return self._take_text()
        else:
            self._say({"EHLO": self._features(), "QUIT": "221 bye"}.get(command, "250 ok"))
        return command != "QUIT"

    def _features(self) -> str:
        if self.server.habits.tls is None:
            return "250 twin"
        return "250-twin\r\n250 AUTH PLAIN" if self.secure else "250-twin\r\n250 STARTTLS"

    def _misbehave(self, told: str) -> bool:
        if not told:
            self.server.over.wait(10)
            return False
        self._say(told)
        return True

    def _take_text(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        told = self.server.habits.replies.get("text")
        if told is None or not told:  # a silent one has it all the same
            self.server.mails.append((self.receiver, message_from_bytes(b"".join(lines), policy=default)))
        if told is not None:
            return self._misbehave(told)
        self._say("250 taken")
        return True
