"""Mails and logins go to a mail server that proves who it is, by STARTTLS or TLS from the start, and to no other."""

import ipaddress
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from backend.alerts.mail import Mail, SmtpSender
from backend.alerts.settings import AlertSettings
from backend.conversations.outgoing import Result
from tests.support.mail_server import MailServer

MAIL = Mail(UUID(int=1), "supervisor@contoh.invalid", "Tenggat lewat", "PGD-1 · P2 · ✓", datetime.now(UTC))
LOGIN = {"smtp_user": "alerts", "smtp_password": "rahasia"}
Certified = Callable[[str], None]


def certificate(address: str, folder: Path) -> Path:
    """A certificate for an address, signed by itself, with its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail twin")])
    unsigned = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    unsigned = unsigned.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
    signed = unsigned.add_extension(alternative, critical=False).sign(key, hashes.SHA256())
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "certificate.pem"
    path.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.fixture
def certified(server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Certified:
    """Gives the server a certificate for an address, which this machine trusts."""

    def give(address: str) -> None:
        path = certificate(address, tmp_path)
        server.habits.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.habits.tls.load_cert_chain(path)
        monkeypatch.setenv("SSL_CERT_FILE", str(path))

    return give


def send(server: MailServer, security: str) -> Result:
    given = {"to": MAIL.receiver, "smtp_host": "127.0.0.1", "smtp_port": server.port, "smtp_security": security}
    return SmtpSender(AlertSettings(**given, **LOGIN)).send(MAIL).result  # type: ignore[arg-type] # of any field


@pytest.mark.parametrize(("security", "heard"), [("starttls", ["EHLO", "STAR"]), ("tls", [])])
def test_login_and_mail_go_to_a_server_that_proves_who_it_is(
    server: MailServer, certified: Certified, security: str, heard: list[str]
) -> None:
    certified("127.0.0.1")
    server.habits.at_once = security == "tls"
    assert send(server, security) == Result.SENT
    ((receiver, message),) = server.mails
    assert (receiver, message["Subject"], server.logins) == (MAIL.receiver, MAIL.subject, ["\0alerts\0rahasia"])
    assert message.get_content().strip() == MAIL.body
    assert server.in_the_clear == heard


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("known", [True, False])
def test_to_another_server_nothing_is_said_and_it_is_tried_again(
    server: MailServer, certified: Certified, monkeypatch: pytest.MonkeyPatch, security: str, known: bool
) -> None:
    certified("127.0.0.2" if known else "127.0.0.1")
    if not known:
        monkeypatch.delenv("SSL_CERT_FILE")
    server.habits.at_once = security == "tls"
    assert send(server, security) == Result.RETRY
    assert (server.mails, server.logins) == ([], [])
