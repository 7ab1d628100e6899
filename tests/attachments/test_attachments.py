import io
import os
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from backend.attachments import files, service
from backend.attachments.models import Attachment
from backend.attachments.settings import DAILY_LIMIT
from backend.conversations.models import Conversation
from backend.errors import ServiceError
from backend.settings import get_settings

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40
ACCEPTED = {
    "image/png": PNG,
    "image/jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 40,
    "image/webp": b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\x00" * 40,
    "application/pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
}


def on_disk() -> set[str]:
    return {entry.name for entry in files.directory().iterdir()}


@pytest.mark.parametrize("media_type", ACCEPTED)
def test_accepted_types_are_recognised_by_content(
    session: Session, conversation_id: UUID, now: datetime, media_type: str
) -> None:
    content = ACCEPTED[media_type]
    attachment = service.store(session, conversation_id, "bukti.exe", io.BytesIO(content), now=now)
    assert attachment.media_type == media_type
    assert attachment.name.startswith("bukti.") and not attachment.name.endswith(".exe")
    found, path = service.open_for(session, attachment.id, conversation_id)
    assert (found.size, path.read_bytes()) == (len(content), content)
    assert path.parent == get_settings().home / "attachments"
    assert path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("foto.jpg", b"MZ\x90\x00" + b"\x00" * 60),
        ("foto.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("surat.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("arsip.pdf", b"PK\x03\x04" + b"\x00" * 60),
        ("foto.gif", b"GIF89a" + b"\x00" * 60),
        ("catatan.txt", b"kuitansi"),
    ],
    ids=["program", "svg", "html", "zip", "gif", "text"],
)
def test_other_content_is_refused_whatever_its_name(
    session: Session, conversation_id: UUID, now: datetime, name: str, content: bytes
) -> None:
    before = on_disk()
    with pytest.raises(ServiceError) as refused:
        service.store(session, conversation_id, name, content, now=now)
    assert (refused.value.code, refused.value.status) == ("attachment_type", 415)
    assert on_disk() == before


class Endless(io.RawIOBase):
    """A stream that never ends; reading all of it would not return."""

    def read(self, size: int = -1) -> bytes:
        return b"\xff" * size


def test_a_stream_is_cut_off_at_the_limit(session: Session, conversation_id: UUID, now: datetime) -> None:
    before = on_disk()
    with pytest.raises(ServiceError) as refused:
        service.store(session, conversation_id, "besar.jpg", Endless(), now=now)
    assert (refused.value.code, refused.value.status) == ("attachment_too_large", 413)
    assert on_disk() == before


def test_a_file_of_exactly_the_limit_is_taken(session: Session, conversation_id: UUID, now: datetime) -> None:
    content = PNG.ljust(get_settings().attachment_max_bytes, b"\x00")
    assert service.store(session, conversation_id, "pas.png", content, now=now).size == len(content)


def test_an_empty_file_is_refused(session: Session, conversation_id: UUID, now: datetime) -> None:
    with pytest.raises(ServiceError) as refused:
        service.store(session, conversation_id, "kosong.jpg", b"", now=now)
    assert (refused.value.code, refused.value.status) == ("attachment_empty", 422)


def test_an_upload_that_breaks_off_leaves_nothing(session: Session, conversation_id: UUID, now: datetime) -> None:
    class Broken(io.RawIOBase):
        def read(self, _: int = -1) -> bytes:
            raise ConnectionResetError

    before = on_disk()
    with pytest.raises(ConnectionResetError):
        service.store(session, conversation_id, "putus.jpg", Broken(), now=now)
    assert on_disk() == before
    assert session.scalar(select(func.count()).select_from(Attachment)) == 0


def test_the_same_file_again_is_the_same_attachment(
    session: Session, conversation_id: UUID, stranger_id: UUID, now: datetime
) -> None:
    first = service.store(session, conversation_id, "a.png", PNG, now=now)
    before = on_disk()
    assert service.store(session, conversation_id, "b.png", PNG, now=now).id == first.id
    assert on_disk() == before
    assert service.store(session, stranger_id, "a.png", PNG, now=now).id != first.id


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.png"),
        ("C:\\Users\\ibu\\Foto kamar.PNG", "Foto kamar.png"),
        ("kwitansi\u202egpj.exe", "kwitansi gpj.png"),
        ("ktp_9999015403880001.png", "ktp_⟦nik⟧.png"),
        ("a\r\nSet-Cookie: x.png", "a Set-Cookie: x.png"),
        ("...", "lampiran.png"),
        (None, "lampiran.png"),
        ("x" * 300 + ".png", "x" * 100 + ".png"),
    ],
    ids=["path", "windows path", "direction", "identifier", "header", "dots", "none", "long"],
)
def test_names_are_cleaned(
    session: Session, conversation_id: UUID, now: datetime, given: str | None, kept: str
) -> None:
    assert service.store(session, conversation_id, given, PNG, now=now).name == kept


def test_a_stranger_can_neither_claim_nor_open(
    session: Session, conversation_id: UUID, stranger_id: UUID, now: datetime
) -> None:
    mine = service.store(session, conversation_id, "a.png", PNG, now=now)
    theirs = service.store(session, stranger_id, "b.png", PNG, now=now)
    assert [item.id for item in service.claim(session, [mine.id, mine.id], conversation_id)] == [mine.id]
    for attempt in (
        lambda: service.claim(session, [mine.id, theirs.id], conversation_id),
        lambda: service.open_for(session, theirs.id, conversation_id),
    ):
        with pytest.raises(ServiceError) as refused:
            attempt()
        assert (refused.value.code, refused.value.status) == ("unknown_attachment", 404)


def test_a_conversation_cannot_fill_the_disk(session: Session, conversation_id: UUID, now: datetime) -> None:
    for number in range(DAILY_LIMIT):
        service.store(session, conversation_id, "a.png", PNG + bytes([number]), now=now)
    with pytest.raises(ServiceError) as refused:
        service.store(session, conversation_id, "a.png", PNG, now=now + timedelta(hours=1))
    assert (refused.value.code, refused.value.status) == ("too_many_attachments", 429)
    assert refused.value.details["retry_after"] == 23 * 3600 + 1
    service.store(session, conversation_id, "a.png", PNG, now=now + timedelta(days=1))


@pytest.mark.parametrize("asked_at_once", [1, 1000])
def test_files_that_nobody_can_reach_are_removed(
    session: Session,
    conversation_id: UUID,
    stranger_id: UUID,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    asked_at_once: int,
) -> None:
    monkeypatch.setattr(files, "ASKED_AT_ONCE", asked_at_once)
    names: list[str] = []
    for owner, evidence in ((conversation_id, False), (stranger_id, False), (stranger_id, True)):
        stored = service.store(session, owner, "a.png", PNG + bytes([len(names)]), now=now)
        stored.evidence = evidence
        names.append(stored.stored_name)
    session.flush()
    session.execute(delete(Conversation).where(Conversation.id == stranger_id))
    left_by_rollback = files.write(PNG, 1000)
    left_by_rollback.publish()
    unfinished = files.write(PNG, 1000)
    young = files.write(PNG, 1000)
    long_ago = now.timestamp() - 7200
    for name in (*names, left_by_rollback.stored_name, f"{unfinished.stored_name}.part"):
        os.utime(files.path_of(name), (long_ago, long_ago))
    os.utime(files.path_of(f"{young.stored_name}.part"), (now.timestamp(), now.timestamp()))

    assert service.remove_orphans(session, now=now) >= 3
    gone, kept = [names[1], left_by_rollback.stored_name], [names[0], names[2], f"{young.stored_name}.part"]
    assert on_disk().isdisjoint(gone) and on_disk() >= set(kept)
    young.discard()
